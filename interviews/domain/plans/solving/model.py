"""The content of a plan as an integer programme over classes of interchangeable questions.

`counts[k]` says how many of class k are asked; the rest measures what that is worth. Each measure is a minimum of
linear expressions with falling gains, so its columns take their best value by themselves and need not be declared
whole.

Two forms of one model:

* **grouped**: no column knows a single round. Rounds that are alike form a group, and whole numbers of *patterns*
  (maximal sets of lengths that fill a round) say how a group's rounds are used (Gilmore and Gomory's cutting-stock
  form). Which lengths go to which group is a transport problem. Exact as to minutes, but for rounds alone in their
  group, where only the sum of minutes is kept unless `whole_lengths`; and blind to rules on what sits together.
* **placed**: `placed[k, r]` says how many of class k sit in round r, and every rule is a row. Exact, and slower, since
  the solver tries rounds that are alike in every order.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from interviews.domain.plans.problem import constants as c
from interviews.domain.plans.problem.classes import Problem, Question
from interviews.domain.plans.problem.types import Kind, Mix
from interviews.domain.plans.solving.patterns import maximal_patterns
from interviews.domain.plans.solving.programme import Linear, Programme

# What a row is about, such as ("evidence", "analytical-sql"): the same for every subset of the classes.
Key = tuple[object, ...]
# Questions alike in length and rounds, and in what they are for a round: its exercise, its story, something else of the
# profile, or nothing.
Length = tuple[int, tuple[int, ...], str]
EXERCISE, TALE, OTHER, NOTHING = "exercise", "tale", "other", "nothing"


@dataclass(slots=True)
class PlanModel:
    """The programme, its deciding columns, what it is worth, and the numbers of its rows by what they are about."""

    programme: Programme = field(default_factory=Programme)
    counts: tuple[int, ...] = ()
    placed: dict[tuple[int, int], int] = field(default_factory=dict)
    value: Linear = field(default_factory=dict)
    rows: dict[Key, int] = field(default_factory=dict)

    def measure(self, upper: int, gain: int) -> int:
        """A column that is worth `gain` apiece."""
        column = self.programme.add_column(upper=upper)
        self.value[column] = gain
        return column


def length_of(question: Question) -> Length:
    worth = question.worth
    part = EXERCISE if worth.exercise else TALE if worth.told else OTHER if question.primary else NOTHING
    return question.minutes, question.groups, part


def price_list(problem: Problem) -> Callable[[Question], list[tuple[Key, int]]]:
    """Tells of a class the rows that its column touches, with its coefficients: known without any other class."""
    asks, enemies = _asks_for_questions(problem), problem.rules.enemies
    bounded = {kind for kind in Kind if _bounds_of_kind(problem, kind) != (0, None)}

    def entries(question: Question) -> list[tuple[Key, int]]:
        worth = question.worth
        kind, shown, told = question.kind, worth.shown, worth.told
        found: list[tuple[Key, int]] = [(("length", *length_of(question)), 1)]
        found += [(("evidence", slug), -minutes) for slug, minutes in question.gives]
        for slug in question.primary:
            found.append((("first_hand", slug), -1))
            if told:
                found.append((("told", slug), -told))
            if shown:
                found.append((("shown", slug), -shown))
            if asks:
                found.append((("asked", slug), 1))
        if worth.exercise:
            found.append((("exercises",), -1))
        if told:
            found.append((("tales",), -1))
        if kind == Kind.BEHAVIOURAL:
            found.append((("tales_beyond",), 1))
        if kind == Kind.KNOWLEDGE:
            found.append((("recitals_beyond",), 1))
        if kind in bounded:
            found.append((("kind", kind), 1))
        if enemies:
            found += [(("enemies", number), 1) for number in question.enemies]
        return found

    return entries


def build_model(
    problem: Problem, classes: Sequence[Question], *, placed: bool = False, whole_lengths: bool = False
) -> PlanModel:
    """The model laid over `classes`, which are some or all of the problem's. Its rows are those of the whole problem,
    so that their duals price every class.
    """
    model = PlanModel()
    programme = model.programme
    model.counts = tuple(programme.add_column(lower=each.least, upper=each.most, whole=True) for each in classes)
    rows: defaultdict[Key, Linear] = defaultdict(dict)
    middle, entries = problem.scale.middle, price_list(problem)
    for column, each in zip(model.counts, classes, strict=True):
        for key, coefficient in entries(each):
            rows[key][column] = coefficient
        if each.bonus:
            model.value[column] = middle * each.bonus
    if placed:
        _place(model, problem, classes)
        for key in [key for key in rows if key[0] == "length"]:
            del rows[key]
    else:
        _pack(model, problem, rows, whole_lengths=whole_lengths)
    _measure(model, problem, rows)
    for key, terms in sorted(rows.items(), key=lambda row: str(row[0])):
        model.rows[key] = len(programme.rows)
        lower, upper = _bounds_of(key, problem)
        programme.add_row(terms, lower=lower, upper=upper)
    for _ in problem.missing:
        programme.add_row({}, lower=1)
    return model


def _measure(model: PlanModel, problem: Problem, rows: Mapping[Key, Linear]) -> None:
    scale = problem.scale

    def earn(key: Key, upper: int, gains: Iterable[int]) -> None:
        for gain in gains:
            if gain:
                rows[key][model.measure(upper, gain)] = 1

    for entry in scale.profile:
        slug, weight = entry.competency, entry.weight
        earn(("evidence", slug), c.STEP_MINUTES, (weight * gain for gain in scale.evidence_gains))
        earn(("first_hand", slug), 1, (weight * gain for gain in scale.first_hand_gains))
        earn(("told", slug), 1, (weight * scale.told_gain(entry),))
        earn(("shown", slug), c.SHOWN_MOST, (weight * c.SHOWN_GAIN,))
        if _asks_for_questions(problem):
            rows["asked", slug]  # a minimum holds also where no class could meet it
    earn(("exercises",), scale.rounds, (scale.middle * c.EXERCISE_GAIN,))
    earn(("tales",), scale.rounds, (scale.middle * c.TALE_GAIN,))
    most = sum(each.most for each in problem.classes)
    rows["tales_beyond",][model.measure(most, -scale.middle * c.TALE_COST)] = -1
    rows["recitals_beyond",][model.measure(most, -scale.middle * c.RECITAL_COST)] = -1
    for kind in Kind:
        if _bounds_of_kind(problem, kind) != (0, None):
            rows["kind", kind]


def _bounds_of(key: Key, problem: Problem) -> tuple[int | None, int | None]:
    match key:
        case ["length", *_]:
            return 0, 0
        case ["tales_beyond"]:
            return None, problem.scale.tales_free
        case ["recitals_beyond"]:
            return None, problem.scale.recitals_free
        case ["enemies", _]:
            return None, 1
        case ["asked", _]:
            return max(problem.rules.questions_min, problem.rules.rounds_min), problem.rules.questions_max
        case ["kind", Kind() as kind]:
            return _bounds_of_kind(problem, kind)
        case _:
            return None, 0


def _asks_for_questions(problem: Problem) -> bool:
    rules = problem.rules
    return bool(rules.questions_min or rules.rounds_min or rules.questions_max is not None)


def _bounds_of_kind(problem: Problem, kind: Kind) -> tuple[int, int | None]:
    """How many of a kind the whole plan must and may hold, as far as its mix and those of its rounds say."""
    whole, rounds = _bounds_in(problem.rules.mix, kind), [_bounds_in(each.mix, kind) for each in problem.rules.rounds]
    most = [whole[1]] if whole[1] is not None else []
    parts = [upper for _, upper in rounds if upper is not None]
    if len(parts) == len(rounds):
        most.append(sum(parts))
    return max(whole[0], sum(lower for lower, _ in rounds)), min(most, default=None)


def _bounds_in(mix: Mix, kind: Kind) -> tuple[int, int | None]:
    if kind == Kind.KNOWLEDGE:
        return 0, mix.knowledge_max
    if kind == Kind.EXERCISE:
        return mix.exercise_min or 0, None
    return (mix.behavioural_min or 0 if kind == Kind.BEHAVIOURAL else 0), None


def _pack(model: PlanModel, problem: Problem, rows: Mapping[Key, Linear], *, whole_lengths: bool) -> None:
    """Minutes by groups of rounds: flows of lengths into groups, patterns for the rounds of each."""
    programme = model.programme
    most: defaultdict[Length, int] = defaultdict(int)
    for each in problem.classes:
        most[length_of(each)] += each.most
    flows = {
        (length, group): programme.add_column(
            upper=most[length], whole=whole_lengths and len(problem.groups[group].places) == 1
        )
        for length in sorted(most)
        for group in length[1]
    }
    for length in most:
        rows["length", *length]
    for (length, _), column in flows.items():
        rows["length", *length][column] = -1
    for group, alike in enumerate(problem.groups):
        capacity, rounds = alike.rules.capacity, len(alike.places)
        if capacity is None:
            raise ValueError("rounds without a limit can't be packed")
        here = {length: column for (length, into), column in flows.items() if into == group}
        held = model.measure(rounds, problem.scale.middle * c.HELD_GAIN)
        programme.add_row({held: 1, **{column: -1 for (*_, part), column in here.items() if part != NOTHING}}, upper=0)
        terms = {column: minutes for (minutes, *_), column in here.items()}
        programme.add_row(terms, upper=capacity * rounds)
        if rounds == 1:
            whole = model.measure(1, problem.scale.middle * c.WHOLE_GAIN)
            for wanted in (EXERCISE, TALE):
                there = {column: -1 for (*_, part), column in here.items() if part == wanted}
                programme.add_row({whole: 1, **there}, upper=0)
        else:
            _pack_alike(model, problem, here, most, capacity, rounds)


def _pack_alike(
    model: PlanModel,
    problem: Problem,
    here: Mapping[Length, int],
    most: Mapping[Length, int],
    capacity: int,
    rounds: int,
) -> None:
    """Whole numbers of patterns; a pattern may have one slot kept for an exercise and another for a story."""
    programme = model.programme
    by_minutes: defaultdict[int, Linear] = defaultdict(dict)
    by_part: defaultdict[tuple[int, str], Linear] = defaultdict(dict)
    there: defaultdict[int, int] = defaultdict(int)
    for (minutes, groups, part), column in here.items():
        by_minutes[minutes][column] = 1
        by_part[minutes, part][column] = -1
        there[minutes] += most[minutes, groups, part]
    patterns = maximal_patterns(tuple(by_minutes), capacity, there)
    gain = problem.scale.middle * c.WHOLE_GAIN
    if patterns is None:  # too many: whole numbers of each length, round by round
        _pack_one_by_one(model, by_minutes, by_part, capacity, rounds, gain)
        return
    used: Linear = {}
    for pattern in patterns:
        slots = [minutes for minutes, number in pattern.items() if number]
        pairs = [
            (e, t) for e in slots for t in slots
            if (e != t or pattern[e] > 1) and (e, EXERCISE) in by_part and (t, TALE) in by_part
        ]  # fmt: skip
        for pair in (None, *pairs):
            column = programme.add_column(upper=rounds, whole=True)
            used[column] = 1
            if pair is not None:
                model.value[column] = gain
                by_part[pair[0], EXERCISE][column] = 1
                by_part[pair[1], TALE][column] = 1
            for minutes, number in pattern.items():
                if number:
                    by_minutes[minutes][column] = -number
    programme.add_row(used, upper=rounds)
    for terms in (*by_minutes.values(), *(by_part[key] for key in by_part if key[1] in (EXERCISE, TALE))):
        programme.add_row(terms, upper=0)


def _pack_one_by_one(
    model: PlanModel,
    by_minutes: Mapping[int, Linear],
    by_part: Mapping[tuple[int, str], Linear],
    capacity: int,
    rounds: int,
    gain: int,
) -> None:
    programme = model.programme
    for _ in range(rounds):
        whole = model.measure(1, gain)
        programme.whole[whole] = True
        kept: dict[str, Linear] = {EXERCISE: {whole: 1}, TALE: {whole: 1}}
        minutes_here: Linear = {}
        slots = {minutes: programme.add_column(upper=max(0, capacity) // minutes, whole=True) for minutes in by_minutes}
        for minutes, slot in slots.items():
            minutes_here[slot] = minutes
            by_minutes[minutes][slot] = -1
        reserved: dict[int, Linear] = {minutes: {slot: -1} for minutes, slot in slots.items()}
        for (minutes, part), terms in by_part.items():
            if part in kept:
                mark = programme.add_column(whole=True)
                terms[mark] = 1
                kept[part][mark] = -1
                reserved[minutes][mark] = 1
        for terms in reserved.values():
            programme.add_row(terms, upper=0)
        programme.add_row(minutes_here, upper=capacity)
        for terms in kept.values():
            programme.add_row(terms, upper=0)
    for terms in (*by_minutes.values(), *(terms for (_, part), terms in by_part.items() if part in (EXERCISE, TALE))):
        programme.add_row(terms, upper=0)


def _place(model: PlanModel, problem: Problem, classes: Sequence[Question]) -> None:
    """Every question in a round, and every rule of every round."""
    programme = model.programme
    for index, (column, each) in enumerate(zip(model.counts, classes, strict=True)):
        here = {
            programme.add_column(upper=each.most, whole=True): place
            for group in each.groups
            for place in problem.groups[group].places
        }
        model.placed.update({(index, place): cell for cell, place in here.items()})
        programme.add_row({**dict.fromkeys(here, 1), column: -1}, lower=0, upper=0)
    opened: dict[tuple[str, int], int] = {}
    for place, rules in enumerate(problem.rules.rounds):
        cells = {cell: classes[index] for (index, at), cell in model.placed.items() if at == place}
        if rules.capacity is not None:
            programme.add_row({cell: each.minutes for cell, each in cells.items()}, upper=rules.capacity)
        held = model.measure(1, problem.scale.middle * c.HELD_GAIN)
        programme.whole[held] = True
        programme.add_row({**{cell: -1 for cell, each in cells.items() if each.primary}, held: 1}, upper=0)
        whole = model.measure(1, problem.scale.middle * c.WHOLE_GAIN)
        programme.whole[whole] = True
        for wanted in (EXERCISE, TALE):
            parts = {cell: -1 for cell, each in cells.items() if length_of(each)[2] == wanted}
            programme.add_row({whole: 1, **parts}, upper=0)
        for kind in Kind:
            lower, upper = _bounds_in(rules.mix, kind)
            if lower or upper is not None:
                terms = {cell: 1 for cell, each in cells.items() if each.kind == kind}
                programme.add_row(terms, lower=lower, upper=upper)
        if rules.competencies_max is None and problem.rules.rounds_min < 2:
            continue
        for slug in problem.scale.entries:
            showing = {cell: each for cell, each in cells.items() if slug in each.primary}
            if showing:
                mark = opened[slug, place] = programme.add_column(whole=True)
                programme.add_row({mark: 1, **dict.fromkeys(showing, -1)}, upper=0)
                if rules.competencies_max is not None:
                    for cell, each in showing.items():
                        programme.add_row({cell: 1, mark: -each.most}, upper=0)
        if rules.competencies_max is not None:
            marks = {mark: 1 for (_, at), mark in opened.items() if at == place}
            programme.add_row(marks, upper=rules.competencies_max)
    if problem.rules.rounds_min > 1:
        for slug in problem.scale.entries:
            terms = {mark: 1 for (about, _), mark in opened.items() if about == slug}
            programme.add_row(terms, lower=problem.rules.rounds_min)
