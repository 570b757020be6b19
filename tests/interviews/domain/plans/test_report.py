"""What is said of a plan."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from interviews.domain.plans import assemble_plan, evaluate_plan
from interviews.domain.plans.problem.types import (
    AssemblyOptions,
    AssemblyRequest,
    BankQuestion,
    CompetencyCoverage,
    Kind,
    NextBest,
    PlanImpossible,
    ProfileEntry,
    RoundRequest,
    Strength,
    UnknownQuestion,
)
from tests.budgets import budget
from tests.interviews.domain.plans.instances import obeys, requests

P, S = Strength.PRIMARY, Strength.SECONDARY


def question(slug: str, minutes: int, *shows: tuple[str, Strength], difficulty: int = 2) -> BankQuestion:
    return BankQuestion(slug, Kind.KNOWLEDGE, difficulty, minutes, shows)


REQUEST = AssemblyRequest(
    profile=(ProfileEntry("coding", 2), ProfileEntry("sql", 1)),
    rounds=(RoundRequest("phone", 40), RoundRequest("panel", 30, focus=("coding",))),
    bank=(
        question("c1", 10, ("coding", P), ("sql", S)),
        question("c2", 15, ("coding", P)),
        question("s1", 10, ("sql", P)),
        question("s2", 20, ("sql", P)),
    ),
)


def test_an_assembled_plan_reports_itself() -> None:
    assembly = assemble_plan(REQUEST)
    assert assembly.rounds == (("c1", "s1"), ("c2",))
    assert assembly.minutes_used == (20, 15)
    assert assembly.minutes_free == (10, 5)
    assert assembly.coverage == (
        CompetencyCoverage("coding", questions=("c1", "c2"), rounds=(0, 1), strength=4),
        CompetencyCoverage("sql", questions=("s1",), rounds=(0,), strength=3, also=("c1",)),
    )
    assert assembly.uncovered == ()
    assert assembly.next_best == (NextBest(0, 10, "sql", "10 more minutes in round 1 would add a question on `sql`."),)
    assert assembly.optimal
    assert assembly.objective == assembly.bound


def test_easier_questions_come_first_and_knowledge_before_exercises() -> None:
    bank = (
        BankQuestion("a", Kind.EXERCISE, 2, 5, (("coding", P),)),
        BankQuestion("b", Kind.SITUATIONAL, 2, 5, (("coding", P),)),
        BankQuestion("c", Kind.KNOWLEDGE, 2, 5, (("coding", P),)),
        BankQuestion("d", Kind.EXERCISE, 1, 5, (("coding", P),)),
    )
    request = AssemblyRequest((ProfileEntry("coding", 1),), (RoundRequest("phone", 40),), bank)
    assert assemble_plan(request).rounds == (("d", "c", "b", "a"),)


def test_the_less_asked_question_is_taken_among_equals() -> None:
    bank = tuple(replace(question(slug, 20, ("coding", P)), asked=asked) for slug, asked in (("a", 3), ("b", 1)))
    request = AssemblyRequest((ProfileEntry("coding", 1),), (RoundRequest("phone", 30),), bank)
    assert assemble_plan(request).rounds == (("b",),)


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("no_question", {"bank": REQUEST.bank[:2]}),
        ("filtered_out", {"options": AssemblyOptions(exclude=("s1", "s2"))}),
        ("no_round", {"rounds": (RoundRequest("panel", 60, focus=("coding",)),)}),
        ("too_long", {"rounds": (RoundRequest("phone", 19),), "bank": (question("s1", 10, ("sql", P)),)}),
        ("no_time", {"rounds": (RoundRequest("phone", 20),)}),
    ],
)
def test_what_is_uncovered_says_why(code: str, changes: dict[str, object]) -> None:
    assembly = assemble_plan(replace(REQUEST, **changes))  # type: ignore[arg-type]
    assert ("sql", code) in [(each.competency, each.reason_code) for each in assembly.uncovered]


@settings(deadline=None, max_examples=budget(12, 60), suppress_health_check=list(HealthCheck))
@given(requests(most_questions=8, most_rounds=3))
def test_the_next_best_minutes_buy_what_they_promise(request: AssemblyRequest) -> None:
    try:
        assembly = assemble_plan(request)
    except PlanImpossible:
        return
    for offer in assembly.next_best:
        longer = replace(request.rounds[offer.round], minutes=request.rounds[offer.round].minutes + offer.extra_minutes)
        rounds = (*request.rounds[: offer.round], longer, *request.rounds[offer.round + 1 :])
        assert assemble_plan(replace(request, rounds=rounds)).objective > assembly.objective


@settings(deadline=None, max_examples=budget(20, 100), suppress_health_check=list(HealthCheck))
@given(requests(most_questions=8, most_rounds=3))
def test_a_plan_made_by_hand_is_reported_like_an_assembled_one(request: AssemblyRequest) -> None:
    plan = tuple(
        tuple(each.slug for number, each in enumerate(request.bank) if number % (len(request.rounds) + 1) == place)
        for place in range(len(request.rounds))
    )
    evaluation = evaluate_plan(request, plan)
    assert evaluation.rounds == plan
    assert (evaluation.violations == ()) == obeys(request, plan)
    assert evaluation.objective <= evaluation.bound
    try:
        assembly = assemble_plan(request)
    except PlanImpossible:
        assert evaluation.violations
    else:
        again = evaluate_plan(request, assembly.rounds)
        assert again == replace(assembly, bound=again.bound, optimal=again.optimal)
        assert evaluation.violations or evaluation.objective <= assembly.objective


def test_broken_wishes_are_named_in_the_order_of_the_request() -> None:
    options = AssemblyOptions(questions_max=1, include=("c2",), exclude=("s1",), locked=(("c1", 1),))
    broken = evaluate_plan(replace(REQUEST, options=options), (("c1", "s2", "s1"), ())).violations
    assert [each.pointer for each in broken] == [
        "/rounds/0/minutes",
        "/options/free_minutes",
        "/options/questions_per_competency/max",
        "/options/include/0",
        "/options/exclude/0",
        "/options/locked/0",
    ]


def test_what_cannot_be_evaluated_is_refused() -> None:
    with pytest.raises(UnknownQuestion, match="gone"):
        evaluate_plan(REQUEST, (("gone",), ()))
    with pytest.raises(ValueError, match="asked twice: c1"):
        evaluate_plan(REQUEST, (("c1",), ("c1",)))
    with pytest.raises(ValueError, match="1 rounds were given for the 2"):
        evaluate_plan(REQUEST, (("c1",),))
