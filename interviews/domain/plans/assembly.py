"""Assembling a plan, and reporting on one that was put together by hand."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from math import gcd

from interviews.domain.plans.explaining.clashes import explain_clashes
from interviews.domain.plans.explaining.offers import Offers
from interviews.domain.plans.explaining.order import order_round
from interviews.domain.plans.explaining.reasons import count_kinds, explain_items, explain_why, find_themes
from interviews.domain.plans.explaining.report import count_minutes, cover, explain_uncovered, find_holes
from interviews.domain.plans.explaining.violations import enemies_in, find_violations, keeps
from interviews.domain.plans.problem.answers import Assembly, Places
from interviews.domain.plans.problem.classes import Problem, pose
from interviews.domain.plans.problem.constants import CENTRAL_GAIN, CORE_FROM, NODES_MOST, PLACES_NODES
from interviews.domain.plans.problem.objective import most_value, scale_of, value_of
from interviews.domain.plans.problem.types import (
    AssemblyRequest,
    BankQuestion,
    ConstraintRef,
    PlanImpossible,
    PlanUndecided,
    ProfileEntry,
    UnknownQuestion,
)
from interviews.domain.plans.problem.wishes import lay_rules
from interviews.domain.plans.solving.arrange import Arrangement, arrangement_cost, heavier_of
from interviews.domain.plans.solving.core import find_in_large
from interviews.domain.plans.solving.places import least_cost
from interviews.domain.plans.solving.search import Impossible, find_plan
from interviews.domain.plans.solving.solver import PLAIN, Budget, Way

SECONDS = 10.0


def assemble_plan(
    request: AssemblyRequest, *, nodes: int = NODES_MOST, seconds: float = SECONDS, way: Way = PLAIN
) -> Assembly:
    """The best plan for the request, found within `nodes` of each solve; `seconds` of solver time are the last resort.

    With `optimal` it is proven to be the only best one and is the same wherever it is computed; without, it is the best
    found and `bound` says how much better another could be. Raises PlanImpossible with the clashing wishes, or
    PlanUndecided where the budget ended before a plan was found or shown not to exist.
    """
    unit, problem = pose_request(request)
    rules = problem.rules
    try:
        budget = Budget(seconds, nodes)
        large = len(problem.classes) > CORE_FROM
        found = find_in_large(problem, budget) if large else find_plan(problem, budget, way=way)
    except Impossible:
        raise PlanImpossible(explain_clashes(request, Budget(seconds, nodes))) from None
    if found is None:
        raise PlanUndecided(f"no plan was found within {nodes} nodes and {seconds} seconds")
    bank = {slug: question for question in request.bank for slug in question.slugs}
    rounds = [[bank[asked.slug].single(asked.slug) for asked in here] for here in found.arrangement.rounds]
    if not keeps(rules, request, rounds) or (rules.enemies and enemies_in(rounds)):
        raise ArithmeticError("the solver's plan breaks a rule")  # it never did; a plan is checked all the same
    value = value_of(scale_of(request), rounds)
    bound = found.bound * unit
    if bound < value:
        raise ArithmeticError("the plan is worth more than the solver says a plan can be")  # likewise
    return _report(
        request,
        [order_round(asked) for asked in rounds],
        bound=bound,
        optimal=found.proven and bound == value,
        places=Places(found.arrangement.cost, proven=prove_places(problem, found.arrangement, budget)),
        likely=found.likely,
    )


def prove_places(problem: Problem, arrangement: Arrangement, budget: Budget) -> bool:
    """Whether no arrangement of the same questions costs less."""
    asked = [each for questions in arrangement.rounds for each in questions]
    limited = replace(budget, nodes=min(budget.nodes, PLACES_NODES))
    return arrangement.cost <= least_cost(problem, asked, heavier_of(problem.scale), limited)


def pose_request(request: AssemblyRequest) -> tuple[int, Problem]:
    """The problem in the smallest weights that make it, and the unit by which its values are to be multiplied."""
    unit, profile = _in_smallest_weights(request.profile)
    return unit, pose(scale_of(request, profile), lay_rules(request), request.bank)


def _in_smallest_weights(profile: Sequence[ProfileEntry]) -> tuple[int, tuple[ProfileEntry, ...]]:
    """The weights divided by what they have in common: the same plans are best, and the solver's steps are larger."""
    unit = gcd(*(entry.weight for entry in profile)) or 1
    return unit, tuple(replace(entry, weight=entry.weight // unit) for entry in profile)


def evaluate_plan(request: AssemblyRequest, rounds: Sequence[Sequence[str]]) -> Assembly:
    """The report on a given selection of slugs per round, in the order given; nothing is searched.

    `violations` names the wishes it breaks. `bound` is what full coverage of every competency would be worth, so
    `optimal` is True only for a plan that nothing whatever could improve. Raises UnknownQuestion for slugs the bank
    does not have, and ValueError when the number of rounds is another.
    """
    if len(rounds) != len(request.rounds):
        raise ValueError(f"{len(rounds)} rounds were given for the {len(request.rounds)} of the request")
    bank = {slug: question for question in request.bank for slug in question.slugs}
    unknown = [slug for slugs in rounds for slug in slugs if slug not in bank]
    if unknown:
        raise UnknownQuestion(f"the bank has no {', '.join(sorted(set(unknown)))}")
    twice = [slug for slug, times in Counter(slug for slugs in rounds for slug in slugs).items() if times > 1]
    if twice:
        raise ValueError(f"asked twice: {', '.join(sorted(twice))}")
    selected = [[bank[slug].single(slug) for slug in slugs] for slugs in rounds]
    scale = scale_of(request)
    violations = find_violations(request, selected)
    bound = most_value(scale) + scale.middle * CENTRAL_GAIN * sum(map(len, selected))
    optimal = not violations and value_of(scale, selected) == bound
    places = Places(arrangement_cost(scale, selected), proven=False)
    return _report(request, selected, bound=bound, optimal=optimal, places=places, violations=violations)


def _report(
    request: AssemblyRequest,
    rounds: Sequence[Sequence[BankQuestion]],
    *,
    bound: int,
    optimal: bool,
    places: Places,
    likely: frozenset[str] | None = None,
    violations: tuple[ConstraintRef, ...] = (),
) -> Assembly:
    """`likely` names the questions among which more minutes are spent; None for all of the bank."""
    rules, scale = lay_rules(request), scale_of(request)
    used, free = count_minutes(rules, rounds)
    coverage = cover(request, scale, rounds)
    objective = value_of(scale, rounds)
    waiting = [each for each in request.bank if likely is None or not likely.isdisjoint(each.slugs)]
    offers = Offers(request, rules, scale, rounds, waiting)
    return Assembly(
        rounds=tuple(tuple(question.slug for question in questions) for questions in rounds),
        objective=objective,
        bound=bound,
        optimal=optimal,
        places=places,
        minutes_used=used,
        minutes_free=free,
        why=explain_why(
            request,
            coverage,
            rounds,
            minutes=(sum(used), sum(used) + sum(free)),
            objective=objective,
            bound=bound,
            optimal=optimal,
        ),
        kinds=count_kinds(rounds),
        items=explain_items(request, rules, scale, coverage, rounds),
        themes=find_themes(request, rounds),
        coverage=coverage,
        uncovered=explain_uncovered(request, rules, coverage),
        holes=find_holes(request),
        next_best=offers.next_best(),
        next_minutes=offers.next_minutes(),
        violations=violations,
    )
