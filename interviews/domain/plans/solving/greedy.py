"""A good plan at once: again and again the question that gives the most for its minutes.

It gives the solver a plan to start from, it is the answer where the budget ends before there is another, and a plan
found this way is proof enough that wishes can hold. It may fail to keep hard minima where a plan exists.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from interviews.domain.plans.problem.classes import Problem, Question
from interviews.domain.plans.problem.objective import Tally, Worth
from interviews.domain.plans.problem.types import Kind
from interviews.domain.plans.solving.packing import places_of

# (class, round) -> how many.
Placed = dict[tuple[int, int], int]


def find_greedily(problem: Problem, classes: Sequence[Question]) -> Placed | None:
    """How many of each class sit in each round, keeping every rule; None where this way finds none."""
    if problem.missing:
        return None
    draft = _Draft(problem, classes)
    if not draft.place_wanted():
        return None
    draft.fill()
    return draft.placed if draft.keeps_minima() else None


@dataclass(slots=True)
class _Draft:
    problem: Problem
    classes: Sequence[Question]
    tally: Tally = field(init=False)
    places: list[tuple[int, ...]] = field(init=False)
    worths: list[Worth] = field(init=False)
    asks: bool = field(init=False)
    left: list[float] = field(init=False)
    placed: Placed = field(default_factory=dict)
    used: Counter[int] = field(default_factory=Counter)
    enemies: set[int] = field(default_factory=set)
    kinds: Counter[tuple[Kind, int]] = field(default_factory=Counter)
    showing: Counter[tuple[str, int]] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.tally = Tally(self.problem.scale)
        self.places = [places_of(self.problem, each) for each in self.classes]
        self.worths = [each.worth for each in self.classes]
        rules = self.problem.rules
        rounds = rules.rounds
        self.asks = bool(rules.questions_min or rules.rounds_min) or any(
            mix.exercise_min or mix.behavioural_min for mix in (rules.mix, *(each.mix for each in rounds))
        )
        self.left = [float("inf") if each.capacity is None else each.capacity for each in rounds]

    def put(self, index: int, place: int) -> None:
        question = self.classes[index]
        self.placed[index, place] = self.placed.get((index, place), 0) + 1
        self.used[index] += 1
        self.enemies.update(question.enemies)
        self.left[place] -= question.minutes
        self.kinds[question.kind, place] += 1
        for slug in question.primary:
            self.showing[slug, place] += 1
        self.tally.add(self.worths[index], place)

    def fits(self, index: int, place: int) -> bool:
        """Whether it may be put there as far as maxima go."""
        question, rules = self.classes[index], self.problem.rules
        here = rules.rounds[place]
        if question.minutes > self.left[place] or self.used[index] >= question.most:
            return False
        if rules.enemies and not self.enemies.isdisjoint(question.enemies):
            return False
        most = rules.questions_max
        if most is not None and any(self.tally.first_hand[slug] >= most for slug in question.primary):
            return False
        if question.kind == Kind.KNOWLEDGE:
            for limit, asked in (
                (rules.mix.knowledge_max, self.tally.kinds[Kind.KNOWLEDGE]),
                (here.mix.knowledge_max, self.kinds[Kind.KNOWLEDGE, place]),
            ):
                if limit is not None and asked >= limit:
                    return False
        if here.competencies_max is None:
            return True
        opened = {slug for slug in self.problem.scale.entries if self.showing[slug, place]}
        return len(opened.union(question.primary)) <= here.competencies_max

    def needed(self, index: int, place: int) -> int:
        """How many hard minima it brings nearer there."""
        if not self.asks:
            return 0
        question, rules = self.classes[index], self.problem.rules
        least = max(rules.questions_min, rules.rounds_min)
        needed = sum(self.tally.first_hand[slug] < least for slug in question.primary)
        if rules.rounds_min > 1:
            needed += sum(
                not self.showing[slug, place] and self.rounds_of(slug) < rules.rounds_min for slug in question.primary
            )
        for kind, name in ((Kind.EXERCISE, "exercise_min"), (Kind.BEHAVIOURAL, "behavioural_min")):
            if question.kind == kind:
                needed += self.tally.kinds[kind] < (getattr(rules.mix, name) or 0)
                needed += self.kinds[kind, place] < (getattr(rules.rounds[place].mix, name) or 0)
        return needed

    def rounds_of(self, slug: str) -> int:
        return sum(self.showing[slug, place] > 0 for place in range(len(self.left)))

    def place_wanted(self) -> bool:
        """The wanted questions first: those with the fewest rounds, then the longest."""
        wanted = [index for index, each in enumerate(self.classes) if each.wanted]
        for index in sorted(wanted, key=lambda index: (len(self.places[index]), -self.classes[index].minutes, index)):
            for _ in self.classes[index].members:
                places = [place for place in self.places[index] if self.fits(index, place)]
                if not places:
                    return False
                self.put(index, max(places, key=lambda place: (self.needed(index, place), self.left[place], -place)))
        return True

    def fill(self) -> None:
        """Add what meets the most minima, then what gives the most for its minutes, until nothing that fits gives
        anything.
        """
        while True:
            best: tuple[int, float, int, int] | None = None
            for index, (worth, question) in enumerate(zip(self.worths, self.classes, strict=True)):
                gain: int | None = None
                for place in self.places[index]:
                    if not self.fits(index, place):
                        continue
                    if gain is None:
                        gain = self.tally.gain(worth)
                    here = (gain + self.tally.gain_at(worth, place)) / question.minutes
                    offer = (self.needed(index, place), here, -index, -place)
                    if (offer[0] or here > 0) and (best is None or offer > best):
                        best = offer
            if best is None:
                return
            self.put(-best[2], -best[3])

    def keeps_minima(self) -> bool:
        rules = self.problem.rules
        least = max(rules.questions_min, rules.rounds_min)
        counts = self.tally.kinds
        return (
            all(self.tally.first_hand[slug] >= least for slug in self.problem.scale.entries)
            and all(
                rules.rounds_min < 2 or self.rounds_of(slug) >= rules.rounds_min for slug in self.problem.scale.entries
            )
            and counts[Kind.EXERCISE] >= (rules.mix.exercise_min or 0)
            and counts[Kind.BEHAVIOURAL] >= (rules.mix.behavioural_min or 0)
            and all(
                self.kinds[Kind.EXERCISE, place] >= (each.mix.exercise_min or 0)
                and self.kinds[Kind.BEHAVIOURAL, place] >= (each.mix.behavioural_min or 0)
                for place, each in enumerate(rules.rounds)
            )
            and all(room >= 0 for room in self.left)
        )
