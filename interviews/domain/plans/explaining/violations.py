"""Which wishes a given plan breaks, checked one by one without any solver."""

from collections import Counter
from collections.abc import Sequence

from interviews.domain.plans.explaining.report import cover
from interviews.domain.plans.problem.objective import scale_of
from interviews.domain.plans.problem.types import AssemblyRequest, BankQuestion, ConstraintRef, Kind, Mix, Strength
from interviews.domain.plans.problem.wishes import RoundRules, Rules, lay_rules, list_wishes


def find_violations(request: AssemblyRequest, rounds: Sequence[Sequence[BankQuestion]]) -> tuple[ConstraintRef, ...]:
    """The broken wishes in the order of the request's body.

    Minutes and free time act together: an overfull round is laid to its minutes, and to the free time as well where
    without it the questions would fit.
    """
    broken = tuple(wish for wish in list_wishes(request) if _breaks(request, wish.pointer, rounds))
    if request.options.allow_never_with:
        return broken
    return broken + tuple(
        ConstraintRef("never_with", "/options/allow_never_with", f"`{a}` and `{b}` are never asked in one plan")
        for a, b in enemies_in(rounds)
    )


def enemies_in(rounds: Sequence[Sequence[BankQuestion]]) -> list[tuple[str, str]]:
    """The pairs of a plan that should not meet, in order of slug."""
    asked = {question.slug for questions in rounds for question in questions}
    return sorted(
        {
            (min(question.slug, other), max(question.slug, other))
            for questions in rounds
            for question in questions
            for other in question.never_with
            if other in asked
        }
    )


def _breaks(request: AssemblyRequest, pointer: str, rounds: Sequence[Sequence[BankQuestion]]) -> bool:
    kept = {pointer}
    if pointer.endswith("/minutes"):
        kept.add("/options/free_minutes")
    if pointer == "/options/free_minutes":
        kept |= {f"/rounds/{index}/minutes" for index in range(len(rounds))}
        without = lay_rules(request, kept - {pointer})
        return any(
            _overfull(lay_rules(request, kept), place, asked) and not _overfull(without, place, asked)
            for place, asked in enumerate(rounds)
        )
    return not keeps(lay_rules(request, kept), request, rounds)


def _overfull(rules: Rules, place: int, asked: Sequence[BankQuestion]) -> bool:
    capacity = rules.rounds[place].capacity
    return capacity is not None and sum(question.minutes for question in asked) > capacity


def keeps(rules: Rules, request: AssemblyRequest, rounds: Sequence[Sequence[BankQuestion]]) -> bool:
    """Whether a plan keeps to every rule (whether enemies meet is for `enemies_in` to say)."""
    places = {question.slug: place for place, asked in enumerate(rounds) for question in asked}
    if not rules.wanted <= places.keys():
        return False
    if any(places[slug] != place for slug, place in rules.locked):
        return False
    for place, asked in enumerate(rounds):
        if _overfull(rules, place, asked):
            return False
        if not all(rules.allow(question) and rules.rounds[place].takes(question) for question in asked):
            return False
    if not all(
        _keeps_round(each, request, asked) for each, asked in zip(rules.rounds, rounds, strict=True)
    ) or not _keeps_mix(rules.mix, [question for asked in rounds for question in asked]):
        return False
    return all(
        rules.questions_min <= len(each.questions)
        and (rules.questions_max is None or len(each.questions) <= rules.questions_max)
        and rules.rounds_min <= len(each.rounds)
        for each in cover(request, scale_of(request), rounds)
    )


def _keeps_round(rules: RoundRules, request: AssemblyRequest, asked: Sequence[BankQuestion]) -> bool:
    profile = {entry.competency for entry in request.profile}
    shown = {slug for question in asked for slug, how in question.shows if how == Strength.PRIMARY} & profile
    return (rules.competencies_max is None or len(shown) <= rules.competencies_max) and _keeps_mix(rules.mix, asked)


def _keeps_mix(mix: Mix, asked: Sequence[BankQuestion]) -> bool:
    kinds = Counter(question.kind for question in asked)
    return (
        (mix.knowledge_max is None or kinds[Kind.KNOWLEDGE] <= mix.knowledge_max)
        and kinds[Kind.EXERCISE] >= (mix.exercise_min or 0)
        and kinds[Kind.BEHAVIOURAL] >= (mix.behavioural_min or 0)
    )
