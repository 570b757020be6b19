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

from interviews.domain.plans.problem import constants as c
from interviews.domain.plans.problem.classes import Problem, Question
from interviews.domain.plans.problem.types import Kind
from interviews.domain.plans.solving.columns import Key, PlanModel, bounds_in, length_of
from interviews.domain.plans.solving.grouped import pack
from interviews.domain.plans.solving.placed import place
from interviews.domain.plans.solving.programme import Linear


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
        place(model, problem, classes)
        for key in [key for key in rows if key[0] == "length"]:
            del rows[key]
    else:
        pack(model, problem, rows, whole_lengths=whole_lengths)
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
    whole, rounds = bounds_in(problem.rules.mix, kind), [bounds_in(each.mix, kind) for each in problem.rules.rounds]
    most = [whole[1]] if whole[1] is not None else []
    parts = [upper for _, upper in rounds if upper is not None]
    if len(parts) == len(rounds):
        most.append(sum(parts))
    return max(whole[0], sum(lower for lower, _ in rounds)), min(most, default=None)
