"""Which wishes a given plan breaks, checked one by one without any solver."""

from collections.abc import Sequence

from interviews.domain.plans.explaining.report import cover
from interviews.domain.plans.problem.types import AssemblyRequest, BankQuestion, ConstraintRef
from interviews.domain.plans.problem.wishes import Rules, lay_rules, list_wishes


def find_violations(request: AssemblyRequest, rounds: Sequence[Sequence[BankQuestion]]) -> tuple[ConstraintRef, ...]:
    """The broken wishes in the order of the request's body.

    Minutes and free time act together: an overfull round is laid to its minutes, and to the free time as well where
    without it the questions would fit.
    """
    return tuple(wish for wish in list_wishes(request) if _breaks(request, wish.pointer, rounds))


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
    """Whether a plan keeps to every rule."""
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
    return all(
        rules.questions_min <= len(each.questions)
        and (rules.questions_max is None or len(each.questions) <= rules.questions_max)
        and rules.rounds_min <= len(each.rounds)
        for each in cover(request, rounds)
    )
