"""The cheapest change to one wish that lets a clashing set hold.

"Cheapest" is counted in inconveniences, roughly minutes of everybody's time: a minute more in a round costs one, a
minute less of free time two, a focus or kind widened by one eight, a minimum or maximum moved by one step ten, a
question left out, let in or unlocked twenty. To give up a wish altogether is the last resort.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from interviews.domain.plans.problem.types import (
    AssemblyOptions,
    AssemblyRequest,
    ConstraintRef,
    Kind,
    Mix,
    RoundRequest,
)
from interviews.domain.plans.problem.wishes import counted
from interviews.domain.plans.solving.feasibility import can_hold
from interviews.domain.plans.solving.solver import Budget, OutOfTime

MINUTE, FREE_MINUTE, WIDENING, STEP, MOST_STEPS, ONE_QUESTION, LAST_RESORT = 1, 2, 8, 10, 500, 20, 1_000

# More than this in one round is no longer a small change.
MOST_EXTRA_MINUTES = 240
MOST_QUESTIONS = 100


@dataclass(frozen=True, slots=True)
class Change:
    """A changed request, what the change costs, and the change in words."""

    request: AssemblyRequest
    cost: int
    text: str


@dataclass(frozen=True, slots=True)
class Ladder:
    """Changes 1 to `steps`, each milder than the next: what helps at one step helps at every later one."""

    steps: int
    change: Callable[[int], Change]


def find_cheapest_change(request: AssemblyRequest, core: Sequence[ConstraintRef], budget: Budget) -> str:
    """The cheapest change in words; with it the wishes of the irreducible set `core` can all hold.

    To give up a member always helps, that is what irreducible means; any other change was tried. Where time runs out,
    the cheapest known by then is named.
    """

    def helps(change: Change) -> bool:
        return can_hold(change.request, core, budget)

    best = min((_give_up(request, wish) for wish in core), key=lambda change: change.cost)
    try:
        for wish in core:
            for ladder in _ladders(request, wish):
                change = _mildest_that_helps(ladder, helps)
                if change is not None and change.cost < best.cost:
                    best = change
    except OutOfTime:
        pass
    return best.text


def _mildest_that_helps(ladder: Ladder, helps: Callable[[Change], bool]) -> Change | None:
    if ladder.steps < 1 or not helps(ladder.change(ladder.steps)):
        return None
    low, high = 1, ladder.steps
    while low < high:
        middle = (low + high) // 2
        if helps(ladder.change(middle)):
            high = middle
        else:
            low = middle + 1
    return ladder.change(high)


def _ladders(request: AssemblyRequest, wish: ConstraintRef) -> Iterator[Ladder]:
    options = request.options
    least = options.questions_min or 0
    most = options.questions_max or 0
    rounds = options.rounds_per_competency or 0
    easiest, hardest, free = options.difficulty_min, options.difficulty_max, options.free_minutes

    def with_options(changed: AssemblyOptions) -> AssemblyRequest:
        return replace(request, options=changed)

    match wish.pointer.split("/")[1:]:
        case ["rounds", index, "minutes"]:
            yield _longer_round(request, int(index))
        case ["rounds", index, "focus"]:
            yield from _wider_focus(request, int(index))
        case ["rounds", index, "kinds"]:
            yield from _more_kinds(request, int(index))
        case ["rounds", index, "max_competencies"]:
            yield _more_competencies(request, int(index))
        case ["rounds", index, "mix", name]:
            asked = request.rounds[int(index)]
            where = f"in round {int(index) + 1}"
            yield _other_mix(
                asked.mix, name, where, lambda mix: _with_round(request, int(index), replace(asked, mix=mix))
            )
        case ["options", "mix", name]:
            yield _other_mix(options.mix, name, "in the plan", lambda mix: with_options(replace(options, mix=mix)))
        case ["options", "free_minutes"]:
            yield Ladder(
                free,
                lambda step: Change(
                    with_options(replace(options, free_minutes=free - step)),
                    FREE_MINUTE * step,
                    f"Keep only {counted(free - step, 'minute')} of every round free.",
                ),
            )
        case ["options", "questions_per_competency", "min"]:
            yield Ladder(
                least - 1,
                lambda step: Change(
                    with_options(replace(options, questions_min=least - step)),
                    min(STEP * step, MOST_STEPS),
                    f"Ask for only {counted(least - step, 'question')} per competency.",
                ),
            )
        case ["options", "questions_per_competency", "max"]:
            yield Ladder(
                len(request.bank),
                lambda step: Change(
                    with_options(replace(options, questions_max=most + step)),
                    min(STEP * step, MOST_STEPS),
                    f"Allow {counted(most + step, 'question')} per competency.",
                ),
            )
        case ["options", "rounds_per_competency"]:
            yield Ladder(
                rounds - 1,
                lambda step: Change(
                    with_options(replace(options, rounds_per_competency=rounds - step)),
                    min(STEP * step, MOST_STEPS),
                    f"Ask for only {counted(rounds - step, 'round')} per competency.",
                ),
            )
        case ["options", "difficulty", "min"]:
            yield Ladder(
                easiest - 1,
                lambda step: Change(
                    with_options(replace(options, difficulty_min=easiest - step)),
                    min(STEP * step, MOST_STEPS),
                    f"Allow questions of difficulty {easiest - step} and up.",
                ),
            )
        case ["options", "difficulty", "max"]:
            yield Ladder(
                5 - hardest,
                lambda step: Change(
                    with_options(replace(options, difficulty_max=hardest + step)),
                    min(STEP * step, MOST_STEPS),
                    f"Allow questions up to difficulty {hardest + step}.",
                ),
            )


def _longer_round(request: AssemblyRequest, index: int) -> Ladder:
    asked = request.rounds[index]

    def change(step: int) -> Change:
        text = f"Give round {index + 1} {counted(step, 'more minute')} ({asked.minutes + step} in all)."
        return Change(_with_round(request, index, replace(asked, minutes=asked.minutes + step)), MINUTE * step, text)

    return Ladder(MOST_EXTRA_MINUTES, change)


def _wider_focus(request: AssemblyRequest, index: int) -> Iterator[Ladder]:
    asked = request.rounds[index]
    for slug in sorted({entry.competency for entry in request.profile} - set(asked.focus)):
        wider = _with_round(request, index, replace(asked, focus=(*asked.focus, slug)))
        yield _single(Change(wider, WIDENING, f"Add `{slug}` to the focus of round {index + 1}."))


def _more_kinds(request: AssemblyRequest, index: int) -> Iterator[Ladder]:
    asked = request.rounds[index]
    for kind in sorted(set(Kind) - set(asked.kinds)):
        wider = _with_round(request, index, replace(asked, kinds=(*asked.kinds, kind)))
        yield _single(Change(wider, WIDENING, f"Let round {index + 1} take {kind} questions too."))


def _more_competencies(request: AssemblyRequest, index: int) -> Ladder:
    asked = request.rounds[index]
    most = asked.max_competencies or 0

    def change(step: int) -> Change:
        text = f"Let round {index + 1} score {counted(most + step, 'competency')}."
        changed = _with_round(request, index, replace(asked, max_competencies=most + step))
        return Change(changed, min(STEP * step, MOST_STEPS), text)

    return Ladder(len(request.profile) - most, change)


def _other_mix(mix: Mix, name: str, where: str, into: Callable[[Mix], AssemblyRequest]) -> Ladder:
    """More knowledge questions allowed, or fewer exercises or stories asked for."""
    number: int = getattr(mix, name) or 0
    more = name == "knowledge_max"
    noun = {"knowledge_max": "knowledge question", "exercise_min": "exercise"}.get(name, "behavioural question")

    def change(step: int) -> Change:
        changed = number + step if more else number - step
        verb = "Allow" if more else "Ask for only"
        text = f"{verb} {counted(changed, noun)} {where}."
        return Change(into(replace(mix, **{name: changed})), min(STEP * step, MOST_STEPS), text)

    return Ladder(MOST_QUESTIONS if more else number - 1, change)


def _single(change: Change) -> Ladder:
    return Ladder(1, lambda _: change)


def _with_round(request: AssemblyRequest, index: int, changed: RoundRequest) -> AssemblyRequest:
    return replace(request, rounds=(*request.rounds[:index], changed, *request.rounds[index + 1 :]))


def _give_up(request: AssemblyRequest, wish: ConstraintRef) -> Change:
    match wish.pointer.split("/")[1:]:
        case ["options", "include", index]:
            return Change(request, ONE_QUESTION, f"Don't insist on `{request.options.include[int(index)]}`.")
        case ["options", "exclude", index]:
            return Change(request, ONE_QUESTION, f"Allow `{request.options.exclude[int(index)]}` again.")
        case ["options", "locked", index]:
            return Change(request, ONE_QUESTION, f"Unlock `{request.options.locked[int(index)][0]}`.")
        case _:
            return Change(request, LAST_RESORT, f"Give up the wish that {wish.detail}.")
