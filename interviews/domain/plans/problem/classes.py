"""The bank as classes of interchangeable questions.

A class holds questions that give the same, last as long, go into the same rounds and were asked as often; a plan
decides how many of it are asked. Which ones follows from the order of preference inside the class, without any solver.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from interviews.domain.plans.problem.objective import Scale, Worth, weigh
from interviews.domain.plans.problem.types import BankQuestion, Kind
from interviews.domain.plans.problem.wishes import RoundRules, Rules


@dataclass(frozen=True, slots=True)
class Group:
    """Rounds that are alike in every rule; a round named by a lock is alike to no other."""

    rules: RoundRules
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A class. `groups` are the indices of the groups that take it, `enemies` the numbers of the enemy pairs it is in,
    `burden` ranks how often it was asked (from 0), `members` are slugs in order of preference.
    """

    primary: tuple[str, ...]
    minutes: int
    kind: Kind
    groups: tuple[int, ...]
    gives: tuple[tuple[str, int], ...]
    near: bool
    bonus: int
    burden: int
    enemies: tuple[int, ...]
    wanted: bool
    members: tuple[str, ...]

    @property
    def worth(self) -> Worth:
        return Worth(self.kind, self.gives, self.primary, self.near, self.bonus)

    @property
    def least(self) -> int:
        """How many of it a plan must hold."""
        return len(self.members) if self.wanted else 0

    @property
    def most(self) -> int:
        """How many of it a plan may hold."""
        return 1 if self.enemies and not self.wanted else len(self.members)


@dataclass(frozen=True, slots=True)
class Problem:
    """All that a search needs: the classes in a fixed order, and what they must keep to.

    `missing` are wanted slugs that the bank does not have.
    """

    scale: Scale
    rules: Rules
    groups: tuple[Group, ...]
    classes: tuple[Question, ...]
    missing: frozenset[str]


def pose(scale: Scale, rules: Rules, bank: Sequence[BankQuestion], *, by_worth: bool = True) -> Problem:
    """The problem that the rules and the bank make.

    A question must show a competency of the profile as primary and fit a round, unless a wish names it: then it stays,
    even without any round, so that the wish is seen not to hold. Without `by_worth` questions are told apart by what
    rules ask of them and nothing else: enough to decide whether there is a plan at all.
    """
    groups = _group(rules)
    locked = dict(rules.locked)
    contradicted = {slug for slug, place in rules.locked if locked[slug] != place}
    where = {place: index for index, group in enumerate(groups) for place in group.places}
    enemies = _number_enemies(bank) if rules.enemies else {}
    ranks = {asked: rank for rank, asked in enumerate(sorted({question.asked for question in bank}))}
    wanted, named = rules.wanted, rules.wanted | rules.exclude
    shared: dict[object, tuple[Worth, tuple[int, ...]]] = {}
    found: defaultdict[tuple[Any, ...], list[str]] = defaultdict(list)
    for question in bank:
        alike = (question.kind, question.difficulty, question.minutes, question.shows, question.central, question.suits)
        known = shared.get(alike)
        if known is None:
            known = shared[alike] = (weigh(question, scale), _takers(groups, rules, question))
        worth, takers = known
        slug = question.slug
        if named and not named.isdisjoint(question.slugs):
            if question.twins:
                raise ValueError(f"a wish names one of {', '.join(question.slugs)}, which the bank has as one group")
            if slug in rules.exclude or slug in contradicted:
                takers = ()
            elif slug in locked:
                takers = tuple(index for index in takers if index == where.get(locked[slug]))
        if slug not in wanted and not (takers and worth.primary):
            continue
        key = (
            worth.primary,
            question.minutes,
            question.kind,
            takers,
            worth.gives if by_worth else (),
            worth.near,
            worth.bonus if by_worth else 0,
            ranks[question.asked] if by_worth else 0,
            enemies.get(slug, ()),
            slug in wanted,
        )
        found[key] += question.slugs
    classes = tuple(
        Question(*key, tuple(sorted(found[key])))  # type: ignore[call-arg]  # as many as there are fields before
        for key in sorted(found)
    )
    there = {slug for question in bank for slug in question.slugs} if wanted else set()
    return Problem(scale, rules, groups, classes, wanted - there)


def _group(rules: Rules) -> tuple[Group, ...]:
    named = {place for _, place in rules.locked}
    places: defaultdict[tuple[RoundRules, int], list[int]] = defaultdict(list)
    for place, each in enumerate(rules.rounds):
        places[each, place if place in named else -1].append(place)
    return tuple(Group(each, tuple(here)) for (each, _), here in places.items())


def _takers(groups: Sequence[Group], rules: Rules, question: BankQuestion) -> tuple[int, ...]:
    if not rules.in_range(question):
        return ()
    return tuple(
        index
        for index, group in enumerate(groups)
        if (group.rules.capacity is None or question.minutes <= group.rules.capacity) and group.rules.takes(question)
    )


def _number_enemies(bank: Iterable[BankQuestion]) -> dict[str, tuple[int, ...]]:
    """The enemy pairs that the bank has both of, numbered; for each slug the numbers of its pairs."""
    sides = {question.slug: question.never_with for question in bank if question.never_with}
    known = {question.slug for question in bank}
    pairs = sorted(
        {tuple(sorted((slug, other))) for slug, others in sides.items() for other in others if other in known}
    )
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    for number, pair in enumerate(pairs):
        for slug in pair:
            numbers[slug].append(number)
    return {slug: tuple(mine) for slug, mine in numbers.items()}
