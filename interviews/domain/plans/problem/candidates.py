"""Which questions may be asked where, and which of them no best plan can need.

The order of candidates is also the order of preference among equals: less asked first, then shorter, then by slug.
"""

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from interviews.domain.plans.problem.objective import POINTS, SATURATION_POINTS, SOFT_ROUNDS
from interviews.domain.plans.problem.types import AssemblyRequest, BankQuestion, Strength
from interviews.domain.plans.problem.wishes import Rules


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question with the rounds that take it and what it gives to the profile's competencies.

    `burden` is at least 1 and grows with how often the question was asked, by rank: a plan of equal value with a lower
    sum is the better one, so the less-asked question is taken and none is asked for nothing.
    """

    question: BankQuestion
    rounds: tuple[int, ...]
    points: tuple[tuple[str, int], ...]
    primary: tuple[str, ...]
    burden: int
    wanted: bool

    @property
    def preference(self) -> tuple[int, int, str]:
        return (self.burden, self.question.minutes, self.question.slug)


@dataclass(frozen=True, slots=True)
class Candidates:
    """The candidates in order of preference, and the wanted slugs that the bank does not have."""

    each: tuple[Candidate, ...]
    missing: frozenset[str]


def find_candidates(request: AssemblyRequest, rules: Rules) -> Candidates:
    """Every question worth considering under the rules, pruned exactly.

    A question must show a competency of the profile and fit a round, unless a wish names it: then it stays, even
    without any round, so that the solver sees that the wish cannot hold.
    """
    profile = {entry.competency for entry in request.profile}
    found = []
    for question in request.bank:
        wanted = question.slug in rules.wanted
        relevant = wanted or any(slug in profile for slug, _ in question.shows)
        rounds = _rounds_for(question, rules) if relevant else ()
        if rounds or wanted:
            found.append((question, rounds, wanted))
    ranks = {asked: rank for rank, asked in enumerate(sorted({question.asked for question, _, _ in found}), start=1)}
    candidates = [
        Candidate(
            question=question,
            rounds=rounds,
            points=tuple(sorted((slug, POINTS[how]) for slug, how in question.shows if slug in profile)),
            primary=tuple(sorted(slug for slug, how in question.shows if slug in profile and how == Strength.PRIMARY)),
            burden=ranks[question.asked],
            wanted=wanted,
        )
        for question, rounds, wanted in found
    ]
    candidates.sort(key=lambda candidate: candidate.preference)
    known = {question.slug for question in request.bank}
    return Candidates(tuple(_prune(candidates, rules)), rules.wanted - known)


def _rounds_for(question: BankQuestion, rules: Rules) -> tuple[int, ...]:
    if not rules.allow(question):
        return ()
    return tuple(
        index
        for index, each in enumerate(rules.rounds)
        if (each.capacity is None or question.minutes <= each.capacity) and each.takes(question)
    )


def _prune(candidates: Iterable[Candidate], rules: Rules) -> list[Candidate]:
    """Leave out questions that can always be exchanged for one as good or better.

    Among questions that fit the same rounds and give the same points, one is better if it is neither
    longer nor more asked (the slug settles equality). Suppose a best plan holds a question that has `useful` better
    ones. No best plan holds more than `useful` of a class, so one of the better is free, and taking it instead breaks
    nothing. And a plan that holds more of a class is no best plan: some round holds two of them, and without one of
    those two every competency is still saturated, every minimum met and every round still held, at a lower burden.
    """
    enough = max(rules.questions_min, rules.rounds_min, SOFT_ROUNDS, len(rules.rounds))
    shorter_kept: dict[object, list[int]] = defaultdict(list)
    kept = []
    for candidate in candidates:
        if candidate.wanted:
            kept.append(candidate)
            continue
        weakest = min(points for _, points in candidate.points)
        useful = max(enough, -(-SATURATION_POINTS // weakest))
        better = shorter_kept[candidate.rounds, candidate.points]
        if bisect_right(better, candidate.question.minutes) < useful:
            insort(better, candidate.question.minutes)
            kept.append(candidate)
    return kept
