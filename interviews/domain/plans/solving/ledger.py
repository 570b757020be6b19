"""The sets of questions that were tried, each with its places and the numbers by which plans are compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from interviews.domain.plans.problem.candidates import Candidate
from interviews.domain.plans.problem.objective import value_of
from interviews.domain.plans.problem.types import ProfileEntry

# Candidate index -> round.
Placement = Mapping[int, int]
# Candidate indices.
Chosen = frozenset[int]
# Value, minus burden, then for each candidate in order of preference 1 if it is asked: the first difference decides.
Key = tuple[int, ...]


@dataclass(slots=True)
class Ledger:
    """What is known so far. `None` as a placement says that the set does not fit the rounds.

    A set is `final` once its places are the best for it. The plan that a search starts from is not: the same questions
    may be worth more in other rounds.
    """

    profile: Sequence[ProfileEntry]
    candidates: Sequence[Candidate]
    rounds: int
    placements: dict[Chosen, Placement | None] = field(default_factory=dict)
    keys: dict[Chosen, Key] = field(default_factory=dict)
    final: set[Chosen] = field(default_factory=set)

    def enter(self, chosen: Chosen, placement: Placement | None, *, final: bool) -> None:
        if final:
            self.final.add(chosen)
        self.placements[chosen] = placement
        if placement is not None:
            self.keys[chosen] = self._key(placement)

    def best(self) -> Chosen | None:
        return max(self.keys, key=lambda chosen: self.keys[chosen], default=None)

    def best_key(self) -> Key | None:
        return max(self.keys.values(), default=None)

    def worse_than_best(self, levels: int) -> list[Chosen]:
        """The final sets that lose to the best one within the first `levels` numbers, or don't fit at all."""
        best = self.best_key()
        return [
            chosen
            for chosen in self.placements
            if chosen in self.final
            and (chosen not in self.keys or (best is not None and self.keys[chosen][:levels] < best[:levels]))
        ]

    def _key(self, placement: Placement) -> Key:
        rounds = [
            [self.candidates[index].question for index, where in placement.items() if where == place]
            for place in range(self.rounds)
        ]
        burden = sum(self.candidates[index].burden for index in placement)
        asked = (int(index in placement) for index in range(len(self.candidates)))
        return (value_of(self.profile, rounds), -burden, *asked)
