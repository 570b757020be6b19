"""Where the chosen questions go, in whole numbers and by a fixed way of searching: the same on every machine.

An arrangement's cost, the less the better: a round that lacks an exercise or a story, first of all; every competency
that a round's panel has to rate and every area it touches; knowledge questions after a round's first; a heavier
competency (above the lightest weight) with several questions that one round alone shows.

From some packings, questions are exchanged between two rounds, up to two for up to two, the steepest gain first, until
nothing helps. That is a local search; `places` finds out whether any arrangement costs less.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from interviews.domain.plans.problem import constants as c
from interviews.domain.plans.problem.classes import Problem
from interviews.domain.plans.problem.objective import Scale, Worth, weigh
from interviews.domain.plans.problem.types import BankQuestion, Kind
from interviews.domain.plans.problem.wishes import RoundRules
from interviews.domain.plans.solving.packing import Asked, Rounds, pack_by_length, pack_in_order


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Questions by round, in no order yet."""

    rounds: Rounds
    cost: int


def arrange(problem: Problem, asked: Sequence[Asked], start: Rounds | None = None) -> Arrangement | None:
    """The best arrangement found that keeps every rule of the rounds; None where none was.

    `start` is one that keeps them, where it is known; without, packings are looked for.
    """
    table = _Table(problem, asked)
    starts = [start] if start is not None else [rounds for rounds in _packings(table, asked) if table.keeps_all(rounds)]
    best: tuple[int, Rounds] | None = None
    for rounds in starts:
        improved = _improve(table, rounds)
        cost = table.cost(improved)
        if best is None or cost < best[0]:
            best = (cost, improved)
    if best is None:
        return None
    return Arrangement(best[1], best[0])


def arrangement_cost(scale: Scale, rounds: Sequence[Sequence[BankQuestion]]) -> int:
    """The cost of a plan as it is arranged."""
    weighed = [[weigh(question, scale) for question in asked] for asked in rounds]
    area = {entry.competency: entry.area for entry in scale.profile}
    return sum(round_cost(each, area) for each in weighed) + spread_cost(weighed, heavier_of(scale))


def heavier_of(scale: Scale) -> frozenset[str]:
    """The competencies above the lightest weight."""
    lightest = min((entry.weight for entry in scale.profile), default=0)
    return frozenset(entry.competency for entry in scale.profile if entry.weight > lightest)


def round_cost(questions: Sequence[Worth], area: Mapping[str, str]) -> int:
    """What one round costs, whatever the others hold."""
    opened = {slug for each in questions for slug in each.primary}
    exercises, tales = sum(each.exercise for each in questions), sum(each.told for each in questions)
    recitals = sum(each.kind == Kind.KNOWLEDGE for each in questions)
    return (
        c.EMPTY_COST * (not opened)
        + c.NOT_WHOLE_COST * (not (exercises and tales))
        + c.OPEN_COST * len(opened)
        + c.AREA_COST * len({area[slug] for slug in opened})
        + c.NO_EXERCISE_COST * (not exercises)
        + c.NO_TALE_COST * (not tales)
        + c.RECITALS_COST * max(0, recitals - 1)
    )


def spread_cost(rounds: Sequence[Sequence[Worth]], heavier: Collection[str]) -> int:
    """What it costs that one round alone judges heavier competencies that have several questions."""
    if not heavier:
        return 0
    asked, where = _spread(rounds)
    return c.ALONE_COST * sum(asked[slug] > 1 and len(where[slug]) < 2 for slug in heavier)


def _spread(rounds: Sequence[Sequence[Worth]]) -> tuple[Counter[str], Mapping[str, set[int]]]:
    asked: Counter[str] = Counter()
    where: defaultdict[str, set[int]] = defaultdict(set)
    for place, questions in enumerate(rounds):
        for each in questions:
            for slug in each.primary:
                asked[slug] += 1
                where[slug].add(place)
    return asked, where


class _Table:
    """What arrangements cost and must keep to."""

    def __init__(self, problem: Problem, asked: Sequence[Asked]) -> None:
        self.rules: tuple[RoundRules, ...] = problem.rules.rounds
        self.asked = asked
        minutes = sum(each.of.minutes for each in asked)
        self.capacities = [minutes if each.capacity is None else max(0, each.capacity) for each in self.rules]
        self.rounds_min = problem.rules.rounds_min if problem.rules.rounds_min > 1 else 0
        self.entries = problem.scale.entries
        self.area = {slug: entry.area for slug, entry in self.entries.items()}
        self.heavier = heavier_of(problem.scale)
        self.known: dict[int, int] = {}

    def cost(self, rounds: Rounds) -> int:
        return sum(map(self.round_cost, rounds)) + self.spread_cost(rounds)

    def round_cost(self, questions: Sequence[Asked]) -> int:
        """What one round costs, whatever the others hold."""
        key = sum(1 << each.number for each in questions)
        if key not in self.known:
            self.known[key] = round_cost([each.worth for each in questions], self.area)
        return self.known[key]

    def spread_cost(self, rounds: Rounds) -> int:
        return spread_cost([[each.worth for each in questions] for questions in rounds], self.heavier)

    def keeps_all(self, rounds: Rounds) -> bool:
        if self.rounds_min:
            _, where = _spread([[each.worth for each in questions] for questions in rounds])
            if any(len(where[slug]) < self.rounds_min for slug in self.entries):
                return False
        return all(self.keeps(place, questions) for place, questions in enumerate(rounds))

    def keeps(self, place: int, questions: Sequence[Asked]) -> bool:
        """Whether the round may hold these questions, all of which it takes one by one and has the minutes for."""
        rules = self.rules[place]
        if not rules.minds_the_rest:
            return True
        most = rules.competencies_max
        if most is not None and len({slug for each in questions for slug in each.of.primary}) > most:
            return False
        kinds, mix = Counter(each.of.kind for each in questions), rules.mix
        return (
            (mix.knowledge_max is None or kinds[Kind.KNOWLEDGE] <= mix.knowledge_max)
            and kinds[Kind.EXERCISE] >= (mix.exercise_min or 0)
            and kinds[Kind.BEHAVIOURAL] >= (mix.behavioural_min or 0)
        )


def _packings(table: _Table, asked: Sequence[Asked]) -> Iterator[Rounds]:
    """By length, which finds a packing if there is one; by theme and by kind, which start elsewhere."""

    def theme(each: Asked) -> tuple[str, tuple[str, ...]]:
        return (table.area.get(each.of.primary[0], "") if each.of.primary else "", each.of.primary)

    first = pack_by_length(
        sorted(asked, key=lambda each: (-each.of.minutes, each.of.primary, each.slug)),
        table.capacities,
        c.PACKING_STEPS,
    )
    if first is None:
        return
    yield first
    for order in (
        sorted(asked, key=lambda each: (theme(each), -each.of.minutes, each.slug)),
        sorted(asked, key=lambda each: (-each.of.minutes, each.of.kind, each.slug)),
    ):
        packed = pack_in_order(order, table.capacities, c.STARTING_STEPS)
        if packed is not None:
            yield packed


def _improve(table: _Table, rounds: Rounds) -> Rounds:
    while True:
        best: tuple[int, int, int, list[Asked], list[Asked]] | None = None
        spread = table.spread_cost(rounds)
        for a, b, here, there in _exchanges(table, rounds):
            gain = (
                table.round_cost(rounds[a])
                + table.round_cost(rounds[b])
                - table.round_cost(here)
                - table.round_cost(there)
            )
            if gain + spread <= (best[0] if best else 0):
                continue
            changed = [here if place == a else there if place == b else each for place, each in enumerate(rounds)]
            gain += spread - table.spread_cost(changed)
            if gain > (best[0] if best else 0) and (not table.rounds_min or table.keeps_all(changed)):
                best = (gain, a, b, here, there)
        if best is None:
            return rounds
        _, a, b, here, there = best
        rounds = [here if place == a else there if place == b else each for place, each in enumerate(rounds)]


def _exchanges(table: _Table, rounds: Rounds) -> Iterator[tuple[int, int, list[Asked], list[Asked]]]:
    """What two rounds may hold instead: neither is left empty."""
    used = [sum(each.of.minutes for each in questions) for questions in rounds]
    for a, b in combinations(range(len(rounds)), 2):
        size = 2 if len(rounds[a]) + len(rounds[b]) <= c.EXCHANGED_UP_TO else 1
        to_b = [part for part in _parts(rounds[a], size) if all(b in each.places for each in part)]
        to_a = [part for part in _parts(rounds[b], size) if all(a in each.places for each in part)]
        for leaving in to_b:
            minutes = sum(each.of.minutes for each in leaving)
            for coming in to_a:
                shift = sum(each.of.minutes for each in coming) - minutes
                if not (leaving or coming):
                    continue
                if used[a] + shift > table.capacities[a] or used[b] - shift > table.capacities[b]:
                    continue
                here = [*(each for each in rounds[a] if each not in leaving), *coming]
                there = [*(each for each in rounds[b] if each not in coming), *leaving]
                if here and there and table.keeps(a, here) and table.keeps(b, there):
                    yield a, b, here, there


def _parts(questions: Sequence[Asked], size: int) -> list[tuple[Asked, ...]]:
    return [part for number in range(size + 1) for part in combinations(questions, number)]
