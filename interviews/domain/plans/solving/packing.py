"""Whether chosen questions fit the rounds, and how: exact up to a number of steps, the same on every machine."""

from collections.abc import Sequence
from dataclasses import dataclass

from interviews.domain.plans.problem.classes import Problem, Question
from interviews.domain.plans.problem.objective import Worth


@dataclass(frozen=True, slots=True)
class Asked:
    """One chosen question. `number` counts the chosen ones, `places` are the rounds that take it."""

    number: int
    slug: str
    of: Question
    worth: Worth
    places: tuple[int, ...]


Rounds = list[list[Asked]]


def ask(problem: Problem, classes: Sequence[Question], counts: Sequence[int]) -> list[Asked]:
    """The questions that the counts stand for: of each class the preferred ones."""
    chosen = [(slug, each) for each, count in zip(classes, counts, strict=True) for slug in each.members[:count]]
    return [
        Asked(number, slug, each, each.worth, places_of(problem, each)) for number, (slug, each) in enumerate(chosen)
    ]


def places_of(problem: Problem, question: Question) -> tuple[int, ...]:
    """The rounds that take it."""
    return tuple(sorted(place for group in question.groups for place in problem.groups[group].places))


def pack_by_length(asked: Sequence[Asked], capacities: Sequence[int], steps: int) -> Rounds | None:
    """Round by round a set of lengths, the fullest first; what is wasted in all may not exceed the slack.

    Questions as long as each other that the same rounds take are alike here, so few states remain. None where they
    don't fit or the steps are used up.
    """
    waiting: dict[tuple[int, tuple[int, ...]], list[Asked]] = {}
    for each in asked:
        waiting.setdefault((-each.of.minutes, each.places), []).append(each)
    names = sorted(waiting)
    slack = sum(capacities) - sum(each.of.minutes for each in asked)
    dead: set[tuple[int, tuple[int, ...]]] = set()
    plan: list[tuple[int, ...]] = []
    left_steps = steps

    def fillings(place: int, counts: tuple[int, ...], waste: int) -> list[tuple[int, tuple[int, ...]]]:
        found: list[tuple[int, tuple[int, ...]]] = []

        def extend(index: int, left: int, taken: tuple[int, ...]) -> None:
            if index == len(names):
                if left <= waste:
                    found.append((left, taken))
                return
            length, places = -names[index][0], names[index][1]
            top = min(counts[index], left // length) if place in places else 0
            for number in range(top, -1, -1):
                extend(index + 1, left - number * length, (*taken, number))

        extend(0, capacities[place], ())
        return sorted(found, key=lambda each: (each[0], tuple(-number for number in each[1])))

    def go(place: int, counts: tuple[int, ...], waste: int) -> bool:
        nonlocal left_steps
        if place == len(capacities):
            return not any(counts)
        left_steps -= 1
        if left_steps < 0 or (place, counts) in dead:
            return False
        for left, taken in fillings(place, counts, waste):
            plan.append(taken)
            if go(place + 1, tuple(a - b for a, b in zip(counts, taken, strict=True)), waste - left):
                return True
            plan.pop()
        dead.add((place, counts))
        return False

    if slack < 0 or not go(0, tuple(len(waiting[name]) for name in names), slack):
        return None
    return [
        [waiting[name].pop(0) for name, number in zip(names, taken, strict=True) for _ in range(number)]
        for taken in plan
    ]


def pack_in_order(asked: Sequence[Asked], capacities: Sequence[int], steps: int) -> Rounds | None:
    """First fit in the given order, going back where it leads nowhere."""
    left = list(capacities)
    spot: list[int] = []
    dead: set[tuple[int, tuple[int, ...]]] = set()
    left_steps = steps

    def go(index: int) -> bool:
        nonlocal left_steps
        if index == len(asked):
            return True
        left_steps -= 1
        state = (index, tuple(left))
        if left_steps < 0 or state in dead:
            return False
        minutes = asked[index].of.minutes
        for place in sorted(asked[index].places, key=lambda place: (left[place], place)):
            if left[place] < minutes:
                continue
            left[place] -= minutes
            spot.append(place)
            if go(index + 1):
                return True
            spot.pop()
            left[place] += minutes
        dead.add(state)
        return False

    if not go(0):
        return None
    rounds: Rounds = [[] for _ in capacities]
    for each, place in zip(asked, spot, strict=True):
        rounds[place].append(each)
    return rounds
