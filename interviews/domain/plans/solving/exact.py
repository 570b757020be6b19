"""The best plan there is, with its proof, the same one on every machine.

Plans are compared by a list of whole numbers, the first difference deciding: their value, the burden of asking
well-worn questions again, then candidate by candidate in order of preference whether it is asked. No two sets of
questions are equal on all of it, so the best one is unique.

Each number is a goal, reached in turn on the relaxed model (see `model`), whose bound holds for the true one. What it
proposes is a set of questions; the true model then places that small set in the rounds. If the placed set is worth as
much as the bound says, none can be better. If not, the set is remembered with its true worth, ruled out, and the next
one is proposed; after a few such disappointments the true model is solved as it stands.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from interviews.domain.plans.problem.candidates import Candidates
from interviews.domain.plans.problem.types import ProfileEntry
from interviews.domain.plans.problem.wishes import Rules
from interviews.domain.plans.solving.ledger import Chosen, Key, Ledger, Placement
from interviews.domain.plans.solving.model import PlanModel, build_model
from interviews.domain.plans.solving.places import place_best, settle_places
from interviews.domain.plans.solving.programme import Folded, Goal, Programme, Row, fold, hold
from interviews.domain.plans.solving.solver import Budget, Outcome, OutOfTime, Solution, maximise

# Value and burden belong together: the solver prunes by both at once. Wider than this they are reached one by one.
JOINT_LIMIT = 2**27
# Sets that the relaxed model may propose in vain before the true model is solved instead.
VAIN_PROPOSALS = 2


class TooManyVain(Exception):
    """The relaxed model proposed more sets that are worth less than it thought than is worth waiting for."""


class Impossible(Exception):
    """No plan keeps to the rules."""


@dataclass(frozen=True, slots=True)
class Found:
    """The best plan found, if any; a value that no plan exceeds; and whether it is the one best plan."""

    placement: Placement | None
    bound: int
    settled: bool


@dataclass(slots=True)
class Search:
    """One search over given candidates. `bound` falls as more is known."""

    profile: Sequence[ProfileEntry]
    rules: Rules
    candidates: Candidates
    budget: Budget
    ledger: Ledger
    bound: int

    def run(self) -> Found:
        """Raises Impossible where there is no plan."""
        settled = False
        try:
            try:
                self._reach_goals(whole_places=False)
            except TooManyVain:
                self._reach_goals(whole_places=True)
            self._settle_places()
            settled = True
        except OutOfTime:
            pass
        best, key = self.ledger.best(), self.ledger.best_key()
        placement = None if best is None else self.ledger.placements[best]
        value = self.bound if key is None else key[0]
        return Found(placement, max(self.bound, value), settled)

    def _reach_goals(self, *, whole_places: bool) -> None:
        """Bring the best plan there is into the ledger."""
        model = build_model(
            profile=self.profile, rules=self.rules, candidates=self.candidates, whole_places=whole_places
        )
        bits = (Goal({column: 1}, span=1) for column in model.chosen)
        stages = [*fold((model.value, model.burden), JOINT_LIMIT), *fold(bits)]
        reached = 0
        for stage in stages:
            levels = slice(reached, reached + len(stage.goals))
            ruled_out = self.ledger.worse_than_best(reached)
            self._reach(model, stage, levels, ruled_out, patience=None if whole_places else VAIN_PROPOSALS)
            reached = levels.stop
            key = self.ledger.best_key()
            assert key is not None
            if self._is_decided(key, reached):
                return
            for goal, value in zip(stage.goals, key[levels], strict=True):
                hold(model.programme, goal, value)

    def _is_decided(self, key: Key, reached: int) -> bool:
        """Whether the questions decided on so far carry all the burden of the best plan: then no other is asked."""
        decided = zip(self.candidates.each, key[2:reached], strict=False)
        return reached >= 2 and -key[1] == sum(candidate.burden for candidate, asked in decided if asked)

    def _reach(
        self, model: PlanModel, stage: Folded, levels: slice, ruled_out: list[Chosen], patience: int | None
    ) -> None:
        """Solve one stage: until some set in the ledger is worth as much as the bound of all that is not ruled out."""
        while patience is None or len(ruled_out) <= patience:
            programme = _without(model, ruled_out, self.ledger)
            solution = maximise(programme, stage.terms, start=self._start(model, ruled_out), budget=self.budget)
            if solution.outcome is Outcome.IMPOSSIBLE:
                if self.ledger.best() is None:
                    raise Impossible
                return  # whatever there is, is in the ledger
            if math.isinf(solution.bound):
                raise OutOfTime  # stopped before it knew anything
            ceiling = _whole_bound(solution)
            if levels.start == 0:
                self._lower_bound(stage, ceiling, ruled_out)
            if self._attained(stage, levels, ceiling):
                return
            if not solution.columns:
                raise OutOfTime
            chosen = frozenset(index for index, column in enumerate(model.chosen) if solution.columns[column] > 0.5)
            if chosen not in self.ledger.final:
                self.ledger.enter(chosen, self._place(chosen), final=True)
            if self._attained(stage, levels, ceiling):
                return
            if solution.outcome is Outcome.STOPPED:
                raise OutOfTime
            ruled_out.append(chosen)
        raise TooManyVain

    def _attained(self, stage: Folded, levels: slice, ceiling: int) -> bool:
        key = self.ledger.best_key()
        return key is not None and stage.joint(key[levels]) >= ceiling

    def _lower_bound(self, stage: Folded, ceiling: int, ruled_out: Iterable[Chosen]) -> None:
        """The first stage's bound on value: what the solver says of the sets left, and the ledger of those ruled out.

        With burden folded in, the stage's number is value x scale - burden with 0 <= burden < scale.
        """
        values = [self.ledger.keys[chosen][0] for chosen in ruled_out if chosen in self.ledger.keys]
        self.bound = min(self.bound, max([-(-ceiling // stage.scales[0]), *values]))

    def _start(self, model: PlanModel, ruled_out: Sequence[Chosen]) -> Mapping[int, int] | None:
        best = self.ledger.best()
        if best is None or best in ruled_out:
            return None
        placement = self.ledger.placements[best] or {}
        chosen = {column: int(index in placement) for index, column in enumerate(model.chosen)}
        placed = {column: int(placement.get(index) == place) for (index, place), column in model.placed.items()}
        return {**chosen, **placed}

    def _place(self, chosen: Chosen) -> Placement | None:
        return place_best(
            profile=self.profile, rules=self.rules, candidates=self.candidates, chosen=chosen, budget=self.budget
        )

    def _settle_places(self) -> None:
        best, key = self.ledger.best(), self.ledger.best_key()
        assert best is not None
        assert key is not None
        self.ledger.placements[best] = settle_places(
            profile=self.profile,
            rules=self.rules,
            candidates=self.candidates,
            placement=self.ledger.placements[best] or {},
            value=key[0],
            budget=self.budget,
        )


def find_best(
    *,
    profile: Sequence[ProfileEntry],
    rules: Rules,
    candidates: Candidates,
    start: Placement | None,
    most_value: int,
    budget: Budget,
) -> Found:
    """Search from the plan `start`, if there is one. Raises Impossible where there is no plan."""
    ledger = Ledger(profile, candidates.each, len(rules.rounds))
    if start is not None:
        ledger.enter(frozenset(start), start, final=False)
    return Search(profile, rules, candidates, budget, ledger, most_value).run()


def _without(model: PlanModel, ruled_out: Iterable[Chosen], ledger: Ledger) -> Programme:
    """The programme without the sets ruled out; where a set doesn't fit the rounds, no larger one does."""
    base = model.programme
    cuts = []
    for chosen in ruled_out:
        terms = {model.chosen[index]: 1 for index in chosen}
        if ledger.placements[chosen] is not None:
            terms.update({column: -1 for index, column in enumerate(model.chosen) if index not in chosen})
        cuts.append(Row(terms, None, len(chosen) - 1))
    return Programme(base.lower, base.upper, base.whole, [*base.rows, *cuts])


def _whole_bound(solution: Solution) -> int:
    """The solver's bound as a whole number, forgiving its rounding: relative 1e-9, which stays below one half."""
    return math.floor(solution.bound + 1e-6 + 1e-9 * abs(solution.bound))
