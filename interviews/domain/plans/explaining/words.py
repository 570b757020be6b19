"""A clash in a sentence that a recruiter understands."""

from collections.abc import Sequence
from dataclasses import replace

from interviews.domain.plans.problem.types import (
    AssemblyRequest,
    BankQuestion,
    ConstraintRef,
    Kind,
    ProfileEntry,
    Strength,
)
from interviews.domain.plans.problem.wishes import Rules, counted, lay_rules
from interviews.domain.plans.solving.feasibility import can_hold
from interviews.domain.plans.solving.solver import Budget, OutOfTime

# More names than this don't help anybody.
NAMED_COMPETENCIES = 3


def describe_clash(request: AssemblyRequest, core: Sequence[ConstraintRef], budget: Budget) -> str:
    """One sentence on the irreducible set `core`: for whom a minimum is out of reach where there is one, else the
    wishes side by side.
    """
    for wish in core:
        if wish.code == "rounds_per_competency" and (request.options.rounds_per_competency or 0) > len(request.rounds):
            return _sentence([f"{wish.detail}, but there {_are_only(len(request.rounds), 'round')}"])
        if wish.code in ("rounds_per_competency", "questions_min"):
            rules = lay_rules(request, {each.pointer for each in core})
            others = [each for each in core if each is not wish]
            short = [_shortfall(request, rules, entry, others) for entry in _short_of(request, core, budget)]
            if short:
                named = short[:NAMED_COMPETENCIES]
                if len(short) > len(named):
                    named.append(f"{len(short) - len(named)} more competencies fall short as well")
                return _sentence(named, because=[each.detail for each in others])
    words = [each.detail for each in core]
    enemies = _enemies(request, core)
    if enemies:
        return _sentence([f"{', '.join(words[:-1])} and {words[-1]}, but they are never asked in one plan"])
    for wish in core:
        if wish.code in ("mix_exercise_min", "mix_behavioural_min"):
            return _sentence(
                [_too_few(request, wish, core)], because=[each.detail for each in core if each is not wish]
            )
    if len(words) == 1:
        return _sentence([f"{words[0]}, which cannot be"])
    return _sentence([f"{', '.join(words[:-1])} and {words[-1]}, which cannot all be"])


def _short_of(request: AssemblyRequest, core: Sequence[ConstraintRef], budget: Budget) -> list[ProfileEntry]:
    """The competencies that clash even if no other had to be covered."""
    try:
        return [entry for entry in request.profile if not can_hold(replace(request, profile=(entry,)), core, budget)]
    except OutOfTime:
        return []


def _shortfall(request: AssemblyRequest, rules: Rules, entry: ProfileEntry, others: Sequence[ConstraintRef]) -> str:
    """What the competency needs and what it can get under the rules."""
    asking = [
        question
        for question in request.bank
        if (entry.competency, Strength.PRIMARY) in question.shows and rules.allow(question)
    ]
    rounds = sum(any(_goes_into(rules, place, question) for question in asking) for place in range(len(rules.rounds)))
    usable = sum(
        len(each.slugs) for each in asking if any(_goes_into(rules, place, each) for place in range(len(rules.rounds)))
    )
    if usable < rules.questions_min:
        need = counted(rules.questions_min, "question")
        return f"`{entry.competency}` needs {need}, but there {_are_only(usable, 'question')} to ask"
    need = counted(max(rules.rounds_min, 1), "round") if rules.rounds_min else counted(rules.questions_min, "question")
    if rounds < rules.rounds_min:
        by_focus = others and all(each.code == "round_focus" for each in others)
        verb = "has" if rounds == 1 else "have"
        what = f"{verb} it in focus" if by_focus else "can ask about it"
        only = f"only {counted(rounds, 'round')}" if rounds else "no round"
        return f"`{entry.competency}` needs {need}, but {only} {what}"
    return f"`{entry.competency}` needs {need}, which cannot be"


def _enemies(request: AssemblyRequest, core: Sequence[ConstraintRef]) -> bool:
    """Whether the core is nothing but questions that must be asked and that never meet."""
    if request.options.allow_never_with or any(wish.code not in ("include", "locked") for wish in core):
        return False
    rules = lay_rules(request, {each.pointer for each in core})
    wanted = [question for question in request.bank if question.slug in rules.wanted]
    return any(other in rules.wanted for question in wanted for other in question.never_with)


def _too_few(request: AssemblyRequest, wish: ConstraintRef, core: Sequence[ConstraintRef]) -> str:
    """A minimum of a kind, and how many questions of it go into the rounds at all."""
    rules = lay_rules(request, {each.pointer for each in core})
    kind = Kind.EXERCISE if wish.code == "mix_exercise_min" else Kind.BEHAVIOURAL
    match wish.pointer.split("/")[1:]:
        case ["rounds", index, *_]:
            places, need = [int(index)], getattr(rules.rounds[int(index)].mix, wish.code.removeprefix("mix_"))
        case _:
            places, need = list(range(len(rules.rounds))), getattr(rules.mix, wish.code.removeprefix("mix_"))
    profile = {entry.competency for entry in request.profile}
    usable = sum(
        len(each.slugs)
        for each in request.bank
        if each.kind == kind
        and rules.allow(each)
        and any(slug in profile and how == Strength.PRIMARY for slug, how in each.shows)
        and any(_goes_into(rules, place, each) for place in places)
    )
    noun = "exercise" if kind == Kind.EXERCISE else "behavioural question"
    if usable < need:
        return f"{wish.detail}, but there {_are_only(usable, noun)} to ask"
    return f"{wish.detail}, which cannot be"


def _goes_into(rules: Rules, place: int, question: BankQuestion) -> bool:
    each = rules.rounds[place]
    return each.takes(question) and (each.capacity is None or question.minutes <= each.capacity)


def _are_only(number: int, noun: str) -> str:
    verb = "is" if number == 1 else "are"
    return f"{verb} only {counted(number, noun)}" if number else f"are no {noun}s"


def _sentence(parts: Sequence[str], because: Sequence[str] = ()) -> str:
    text = "; ".join(parts)
    if because:
        text += f" ({'; '.join(because)})"
    return f"{text[0].upper()}{text[1:]}."
