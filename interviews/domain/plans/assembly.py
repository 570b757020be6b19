"""Assembling a plan, and reporting on one that was put together by hand."""

from collections import Counter
from collections.abc import Sequence
from math import gcd

from interviews.domain.plans.explaining.clashes import explain_clashes
from interviews.domain.plans.explaining.report import (
    count_minutes,
    cover,
    explain_uncovered,
    find_next_best,
    order_round,
)
from interviews.domain.plans.explaining.violations import find_violations, keeps
from interviews.domain.plans.problem.candidates import find_candidates
from interviews.domain.plans.problem.objective import most_value, value_of
from interviews.domain.plans.problem.types import (
    Assembly,
    AssemblyRequest,
    BankQuestion,
    ConstraintRef,
    PlanImpossible,
    PlanUndecided,
    ProfileEntry,
    UnknownQuestion,
)
from interviews.domain.plans.problem.wishes import lay_rules
from interviews.domain.plans.solving.exact import Impossible, find_best
from interviews.domain.plans.solving.greedy import find_greedily
from interviews.domain.plans.solving.solver import Budget


def assemble_plan(request: AssemblyRequest, *, time_limit: float = 5.0) -> Assembly:
    """The best plan for the request, found within about `time_limit` seconds of solver time.

    With `optimal` it is proven to be the best, ties included, and is the same wherever it is computed; without, it is
    the best found and `bound` says how much better another could be. Raises PlanImpossible with the clashing wishes, or
    PlanUndecided where time ran out before a plan was found or shown not to exist.
    """
    rules = lay_rules(request)
    candidates = find_candidates(request, rules)
    unit, profile = _in_smallest_weights(request.profile)
    start = find_greedily(profile=profile, rules=rules, candidates=candidates)
    try:
        found = find_best(
            profile=profile,
            rules=rules,
            candidates=candidates,
            start=start,
            most_value=most_value(profile, len(request.rounds)),
            budget=Budget(time_limit),
        )
    except Impossible:
        raise PlanImpossible(explain_clashes(request, Budget(time_limit))) from None
    if found.placement is None:
        raise PlanUndecided(f"no plan was found within {time_limit} seconds")
    rounds = [
        [candidates.each[index].question for index, place in found.placement.items() if place == where]
        for where in range(len(request.rounds))
    ]
    if not keeps(rules, request, rounds):
        raise ArithmeticError("the solver's plan breaks a rule")  # it never did; a plan is checked all the same
    value = value_of(request.profile, rounds)
    return _report(request, rounds, bound=found.bound * unit, optimal=found.settled and found.bound * unit == value)


def _in_smallest_weights(profile: Sequence[ProfileEntry]) -> tuple[int, tuple[ProfileEntry, ...]]:
    """The weights divided by what they have in common: the same plans are best, and the solver's steps are larger."""
    unit = gcd(*(entry.weight for entry in profile)) or 1
    return unit, tuple(ProfileEntry(entry.competency, entry.weight // unit) for entry in profile)


def evaluate_plan(request: AssemblyRequest, rounds: Sequence[Sequence[str]]) -> Assembly:
    """The report on a given selection of slugs per round, in the order given; nothing is searched.

    `violations` names the wishes it breaks. `bound` is what full coverage of every competency would be worth, so
    `optimal` is True only for a plan that nothing whatever could improve. Raises UnknownQuestion for slugs the bank
    does not have, and ValueError when the number of rounds is another.
    """
    if len(rounds) != len(request.rounds):
        raise ValueError(f"{len(rounds)} rounds were given for the {len(request.rounds)} of the request")
    bank = {question.slug: question for question in request.bank}
    unknown = [slug for slugs in rounds for slug in slugs if slug not in bank]
    if unknown:
        raise UnknownQuestion(f"the bank has no {', '.join(sorted(set(unknown)))}")
    twice = [slug for slug, times in Counter(slug for slugs in rounds for slug in slugs).items() if times > 1]
    if twice:
        raise ValueError(f"asked twice: {', '.join(sorted(twice))}")
    selected = [[bank[slug] for slug in slugs] for slugs in rounds]
    violations = find_violations(request, selected)
    bound = most_value(request.profile, len(request.rounds))
    optimal = not violations and value_of(request.profile, selected) == bound
    return _report(request, selected, bound=bound, optimal=optimal, violations=violations, keep_order=True)


def _report(
    request: AssemblyRequest,
    rounds: Sequence[Sequence[BankQuestion]],
    *,
    bound: int,
    optimal: bool,
    violations: tuple[ConstraintRef, ...] = (),
    keep_order: bool = False,
) -> Assembly:
    rules = lay_rules(request)
    ordered = [tuple(questions) if keep_order else order_round(questions) for questions in rounds]
    used, free = count_minutes(rules, ordered)
    coverage = cover(request, ordered)
    return Assembly(
        rounds=tuple(tuple(question.slug for question in questions) for questions in ordered),
        objective=value_of(request.profile, ordered),
        bound=bound,
        optimal=optimal,
        minutes_used=used,
        minutes_free=free,
        coverage=coverage,
        uncovered=explain_uncovered(request, rules, coverage),
        next_best=find_next_best(request, rules, ordered),
        violations=violations,
    )
