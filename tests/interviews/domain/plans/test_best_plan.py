"""The assembled plan against every plan there is, and the promises that hold for all of them."""

import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from interviews.domain.plans import assemble_plan
from interviews.domain.plans.problem.candidates import find_candidates
from interviews.domain.plans.problem.types import (
    Assembly,
    AssemblyRequest,
    BankQuestion,
    Kind,
    PlanImpossible,
    PlanUndecided,
    ProfileEntry,
    RoundRequest,
    Strength,
)
from interviews.domain.plans.problem.wishes import lay_rules
from interviews.domain.plans.solving.greedy import find_greedily
from tests.budgets import budget
from tests.interviews.domain.plans.instances import best_by_hand, obeys, questions, requests, worth

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


def assemble(request: AssemblyRequest) -> Assembly | None:
    try:
        return assemble_plan(request)
    except PlanImpossible:
        return None


def as_sets(rounds: tuple[tuple[str, ...], ...]) -> list[set[str]]:
    return [set(slugs) for slugs in rounds]


@settings(unhurried, max_examples=budget(40, 300))
@given(requests())
def test_it_is_the_very_plan_that_trying_all_of_them_finds(request: AssemblyRequest) -> None:
    expected = best_by_hand(request)
    assembly = assemble(request)
    if expected is None:
        assert assembly is None
    else:
        assert assembly is not None
        assert assembly.optimal
        assert assembly.objective == assembly.bound == worth(request, expected)
        assert as_sets(assembly.rounds) == as_sets(expected)


@settings(unhurried, max_examples=budget(12, 60))
@given(requests(most_questions=25, most_rounds=4))
def test_a_plan_keeps_to_every_wish_and_is_never_worse_than_greedy(request: AssemblyRequest) -> None:
    assembly = assemble(request)
    assume(assembly is not None)
    assert assembly is not None
    assert obeys(request, assembly.rounds)
    assert assembly.objective == worth(request, assembly.rounds) <= assembly.bound
    rules = lay_rules(request)
    candidates = find_candidates(request, rules)
    greedy = find_greedily(profile=request.profile, rules=rules, candidates=candidates)
    if greedy is not None:
        plan = tuple(
            tuple(candidates.each[index].question.slug for index, at in greedy.items() if at == place)
            for place in range(len(request.rounds))
        )
        assert obeys(request, plan)
        assert assembly.objective >= worth(request, plan)


@settings(unhurried, max_examples=budget(8, 40))
@given(requests(most_questions=25, most_rounds=4), st.randoms(use_true_random=False))
def test_the_order_of_the_bank_does_not_matter(request: AssemblyRequest, shuffler: random.Random) -> None:
    bank = list(request.bank)
    shuffler.shuffle(bank)
    assert assemble(request) == assemble(replace(request, bank=tuple(bank)))


@settings(unhurried, max_examples=budget(12, 60))
@given(requests(most_questions=12, most_rounds=3), questions("one-more"))
def test_one_more_question_never_lowers_the_objective(request: AssemblyRequest, question: BankQuestion) -> None:
    before = assemble(request)
    assume(before is not None)
    after = assemble(replace(request, bank=(*request.bank, question)))
    assert before is not None
    assert after is not None
    assert after.objective >= before.objective


@settings(unhurried, max_examples=budget(8, 30))
@given(requests(most_questions=12, most_rounds=3))
def test_without_time_the_answer_is_a_plan_with_its_gap_or_none(request: AssemblyRequest) -> None:
    best = assemble(request)
    assume(best is not None)
    assert best is not None
    try:
        hurried = assemble_plan(request, time_limit=0.0)
    except PlanUndecided:
        pass
    else:
        assert obeys(request, hurried.rounds)
        assert hurried.objective <= best.objective <= hurried.bound


def a_bank_of(size: int) -> AssemblyRequest:
    """A role with eight competencies, four rounds and a bank of `size`, the same each time."""
    chance = random.Random(size)
    names = [f"competency-{number}" for number in range(8)]
    bank = tuple(
        BankQuestion(
            slug=f"question-{number:03}",
            kind=chance.choice(list(Kind)),
            difficulty=chance.randint(1, 5),
            minutes=chance.choice((5, 8, 10, 12, 15)),
            shows=tuple(zip(chance.sample(names, 2), (Strength.PRIMARY, Strength.SECONDARY), strict=True)),
            asked=chance.randint(0, 4),
        )
        for number in range(size)
    )
    rounds = (
        RoundRequest("screen", 30, focus=tuple(names[:3])),
        RoundRequest("technical", 60),
        RoundRequest("case", 60, kinds=(Kind.SITUATIONAL, Kind.EXERCISE)),
        RoundRequest("final", 45),
    )
    return AssemblyRequest(tuple(ProfileEntry(name, 1 + number % 3) for number, name in enumerate(names)), rounds, bank)


@pytest.mark.slow("proves two plans of four rounds")
def test_a_bank_of_sixty_for_four_rounds_is_proven_and_holds_whatever_the_order() -> None:
    request = a_bank_of(60)
    assembly = assemble_plan(request)
    assert assembly.optimal
    assert obeys(request, assembly.rounds)
    assert assemble_plan(replace(request, bank=request.bank[::-1])) == assembly


@pytest.mark.slow("proves a plan from 600 questions")
def test_a_large_bank_without_time_still_gets_a_plan_and_a_true_bound() -> None:
    request = a_bank_of(600)
    hurried = assemble_plan(request, time_limit=0.05)
    assert obeys(request, hurried.rounds)
    assert not hurried.optimal
    assert hurried.objective <= assemble_plan(request).objective <= hurried.bound
