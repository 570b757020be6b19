"""A good plan at once: the most value for the minute, then one question out and the gap filled anew.

It gives the solver a plan to start from, and the answer where time runs out. It may fail to keep the hard minima
where a plan exists: then the solver starts from nothing.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush

from interviews.domain.plans.problem.candidates import Candidate, Candidates
from interviews.domain.plans.problem.objective import (
    SOFT_QUESTION_GAIN,
    SOFT_QUESTIONS,
    SOFT_ROUND_GAIN,
    SOFT_ROUNDS,
    coverage_gain,
    heavier_half,
    round_gain,
)
from interviews.domain.plans.problem.types import ProfileEntry
from interviews.domain.plans.problem.wishes import Rules

# How many places all tries of the local search together may look at: some 50 ms.
TRIED_PLACES = 20_000


def find_greedily(
    *, profile: Sequence[ProfileEntry], rules: Rules, candidates: Candidates, improve: bool = True
) -> dict[int, int] | None:
    """A plan that keeps to every rule, or None where this way finds none."""
    if candidates.missing:
        return None
    draft = _Draft(profile, rules, candidates.each)
    if not draft.place_wanted():
        return None
    draft.fill()
    if improve:
        draft = _improve(draft)
    return dict(draft.placement) if draft.keeps_minima() else None


@dataclass(slots=True)
class _Draft:
    """A plan in the making, with running counts so that the worth of one more question is a few look-ups."""

    profile: Sequence[ProfileEntry]
    rules: Rules
    candidates: Sequence[Candidate]
    placement: dict[int, int] = field(default_factory=dict)
    weights: dict[str, int] = field(init=False)
    heavier: frozenset[str] = field(init=False)
    held: int = field(init=False)
    left: list[int | None] = field(init=False)
    showing: Counter[int] = field(init=False)
    points: Counter[str] = field(init=False)
    asked: Counter[str] = field(init=False)
    here: Counter[tuple[str, int]] = field(init=False)
    reached: Counter[str] = field(init=False)

    def __post_init__(self) -> None:
        self.weights = {entry.competency: entry.weight for entry in self.profile}
        self.heavier = heavier_half(self.profile)
        self.held = round_gain(self.profile)
        self.left = [each.capacity for each in self.rules.rounds]
        self.showing, self.points, self.asked, self.here, self.reached = (
            Counter(),
            Counter(),
            Counter(),
            Counter(),
            Counter(),
        )
        before, self.placement = self.placement, {}
        for index, place in before.items():
            self.put(index, place)

    def put(self, index: int, place: int) -> None:
        candidate = self.candidates[index]
        self.placement[index] = place
        self.showing[place] += bool(candidate.points)
        room = self.left[place]
        if room is not None:
            self.left[place] = room - candidate.question.minutes
        for slug, points in candidate.points:
            self.points[slug] += points
        for slug in candidate.primary:
            self.asked[slug] += 1
            self.here[slug, place] += 1
            self.reached[slug] += self.here[slug, place] == 1

    def fits(self, index: int, place: int) -> bool:
        candidate = self.candidates[index]
        room = self.left[place]
        if room is not None and candidate.question.minutes > room:
            return False
        most = self.rules.questions_max
        return most is None or all(self.asked[slug] < most for slug in candidate.primary)

    def gain(self, index: int, place: int) -> tuple[int, int]:
        """How many hard minima the question brings nearer there, and what it adds to the objective."""
        candidate = self.candidates[index]
        needed, gain = 0, self.held if candidate.points and not self.showing[place] else 0
        for slug, points in candidate.points:
            weight, before = self.weights[slug], self.points[slug]
            gain += weight * (coverage_gain(before + points) - coverage_gain(before))
        for slug in candidate.primary:
            weight = self.weights[slug]
            needed += self.asked[slug] < self.rules.questions_min
            gain += weight * SOFT_QUESTION_GAIN * (self.asked[slug] < SOFT_QUESTIONS)
            if not self.here[slug, place]:
                needed += self.reached[slug] < self.rules.rounds_min
                if slug in self.heavier:
                    gain += weight * SOFT_ROUND_GAIN * (self.reached[slug] < SOFT_ROUNDS)
        return needed, gain

    def place_wanted(self) -> bool:
        """Put the wanted questions in first: the locked ones, then those with the fewest rounds, then the longest."""
        locks = dict(self.rules.locked)
        wanted = [index for index, candidate in enumerate(self.candidates) if candidate.wanted]
        if len(locks) < len(self.rules.locked):
            return False

        def difficulty(index: int) -> tuple[bool, int, int, int]:
            candidate = self.candidates[index]
            return (
                candidate.question.slug not in locks,
                len(candidate.rounds),
                -candidate.question.minutes,
                index,
            )

        for index in sorted(wanted, key=difficulty):
            candidate = self.candidates[index]
            lock = locks.get(candidate.question.slug)
            places = [place for place in candidate.rounds if lock in (None, place) and self.fits(index, place)]
            if not places:
                return False
            self.put(index, max(places, key=lambda place: (self.gain(index, place), -place)))
        return all(room is None or room >= 0 for room in self.left)

    def fill(self, without: int | None = None) -> None:
        """Add what gives the most for its minutes until nothing that fits gives anything.

        Every question added makes the others worth the same or less, never more. So a worth computed earlier is an
        upper limit, and only what stands first needs to be looked at again: the same choice as by looking at all.
        """
        waiting = [
            entry
            for index, candidate in enumerate(self.candidates)
            if index != without and index not in self.placement
            for place in candidate.rounds
            if (entry := self._offer(index, place)) is not None
        ]
        heapify(waiting)
        while waiting:
            first = heappop(waiting)
            _, _, index, place = first
            now = None if index in self.placement else self._offer(index, place)
            if now == first:
                self.put(index, place)
            elif now is not None:
                heappush(waiting, now)

    def _offer(self, index: int, place: int) -> tuple[int, float, int, int] | None:
        """What adding the question there would give, the best offer sorting first; None where it gives nothing."""
        if not self.fits(index, place):
            return None
        needed, gain = self.gain(index, place)
        if not (needed or gain):
            return None
        return (-needed, -gain / self.candidates[index].question.minutes, index, place)

    def keeps_minima(self) -> bool:
        return all(
            self.asked[slug] >= self.rules.questions_min and self.reached[slug] >= self.rules.rounds_min
            for slug in self.weights
        ) and all(room is None or room >= 0 for room in self.left)

    def merit(self) -> tuple[bool, int, int]:
        """Minima kept, value, and less burden: higher is better."""
        value = sum(self.held for place in self.showing if self.showing[place])
        for slug, weight in self.weights.items():
            each = coverage_gain(self.points[slug])
            each += SOFT_QUESTION_GAIN * min(SOFT_QUESTIONS, self.asked[slug])
            if slug in self.heavier:
                each += SOFT_ROUND_GAIN * min(SOFT_ROUNDS, self.reached[slug])
            value += weight * each
        return self.keeps_minima(), value, -sum(self.candidates[index].burden for index in self.placement)


def _improve(draft: _Draft) -> _Draft:
    """Take one question out, fill up without it, keep what is better; until no single question helps."""
    best, merit = draft, draft.merit()
    # A try costs time in proportion to the places there are, so large banks get fewer. The count decides, not a clock:
    # the result is the same on every machine.
    tries = TRIED_PLACES // max(1, sum(len(candidate.rounds) for candidate in draft.candidates))
    improved = True
    while improved and tries > 0:
        improved = False
        for index in _removable(best):
            tries -= 1
            if tries < 0:
                break
            rest = {other: place for other, place in best.placement.items() if other != index}
            trial = _Draft(draft.profile, draft.rules, draft.candidates, rest)
            trial.fill(without=index)
            trial.fill()
            if (trial_merit := trial.merit()) > merit:
                best, merit, improved = trial, trial_merit, True
                break
    return best


def _removable(draft: _Draft) -> Iterable[int]:
    return sorted(index for index in draft.placement if not draft.candidates[index].wanted)
