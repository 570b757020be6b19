"""Where questions go: no rule is broken for a theme, and "proven" means that no arrangement costs less."""

from hypothesis import HealthCheck, assume, given, settings

from interviews.domain.plans import assemble_plan
from interviews.domain.plans.problem.objective import scale_of
from interviews.domain.plans.problem.types import (
    AssemblyRequest,
    BankQuestion,
    Kind,
    PlanImpossible,
    ProfileEntry,
    RoundRequest,
    Strength,
)
from interviews.domain.plans.solving.arrange import arrangement_cost
from tests.budgets import budget
from tests.interviews.domain.plans.instances import Plan, all_plans, requests

P = Strength.PRIMARY


def cost_of(request: AssemblyRequest, plan: Plan) -> int:
    bank = {question.slug: question for question in request.bank}
    return arrangement_cost(scale_of(request), [[bank[slug] for slug in slugs] for slugs in plan])


@settings(deadline=None, max_examples=budget(40, 400), suppress_health_check=list(HealthCheck))
@given(requests(most_questions=6, most_rounds=3))
def test_what_is_proven_is_the_cheapest_of_all_arrangements(request: AssemblyRequest) -> None:
    try:
        assembly = assemble_plan(request)
    except PlanImpossible:
        assume(False)
    asked = {slug for slugs in assembly.rounds for slug in slugs}
    alike = [plan for plan in all_plans(request) if {slug for slugs in plan for slug in slugs} == asked]
    costs = [cost_of(request, plan) for plan in alike]
    assert assembly.places.cost == cost_of(request, assembly.rounds) >= min(costs)
    if assembly.places.proven:
        assert assembly.places.cost == min(costs)


def question(slug: str, kind: Kind, about: str) -> BankQuestion:
    return BankQuestion(slug, kind, 3, 10, ((about, P),))


def test_each_round_gets_an_exercise_and_a_story_and_then_a_theme() -> None:
    """Two competencies of each of two areas, for all four an exercise and a story."""
    areas = {"sql": "data", "pipelines": "data", "training": "models", "evaluation": "models"}
    kinds = (Kind.EXERCISE, Kind.BEHAVIOURAL)
    bank = tuple(question(f"{slug}-{kind}", kind, slug) for slug in areas for kind in kinds)
    profile = tuple(ProfileEntry(slug, 1, 3, area) for slug, area in areas.items())
    request = AssemblyRequest(profile, (RoundRequest("one", 50), RoundRequest("two", 50)), bank)
    assembly = assemble_plan(request)
    themes = [{slug.rpartition("-")[0] for slug in slugs} for slugs in assembly.rounds]
    assert sorted(map(sorted, themes)) == [["evaluation", "training"], ["pipelines", "sql"]]
    assert assembly.places.proven
    for slugs in assembly.rounds:
        assert {slug.rpartition("-")[2] for slug in slugs} == {"exercise", "behavioural"}


def test_what_weighs_more_is_judged_by_two_panels() -> None:
    """Two questions on the heavier competency go to two rounds, though one round for both were less work to rate."""
    about = {"sql-1": "sql", "sql-2": "sql", "talk": "talk"}
    bank = tuple(question(slug, Kind.SITUATIONAL, competency) for slug, competency in about.items())
    rounds = (RoundRequest("one", 30), RoundRequest("two", 20))
    for weight, shared in ((1, False), (2, True)):
        profile = (ProfileEntry("sql", weight, 3, "data"), ProfileEntry("talk", 1, 3, "people"))
        assembly = assemble_plan(AssemblyRequest(profile, rounds, bank))
        where = next(row.rounds for row in assembly.coverage if row.competency == "sql")
        assert (len(where) == 2) == shared
