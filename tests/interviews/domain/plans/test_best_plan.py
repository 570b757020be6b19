"""The assembled plan against every plan there is, and the promises that hold for all of them."""

import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from interviews.domain.plans import assemble_plan
from interviews.domain.plans.problem.answers import Assembly
from interviews.domain.plans.problem.classes import pose
from interviews.domain.plans.problem.objective import scale_of
from interviews.domain.plans.problem.types import (
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
from interviews.domain.plans.solving.solver import Way
from tests.budgets import budget
from tests.interviews.domain.plans.instances import (
    best_by_hand,
    burden,
    obeys,
    questions,
    requests,
    worth,
)

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


def assemble(request: AssemblyRequest) -> Assembly | None:
    try:
        return assemble_plan(request)
    except PlanImpossible:
        return None


def asked(assembly: Assembly) -> frozenset[str]:
    return frozenset(slug for slugs in assembly.rounds for slug in slugs)


@settings(unhurried, max_examples=budget(60, 600))
@given(requests())
def test_no_plan_of_all_there_are_is_better(request: AssemblyRequest) -> None:
    """Worth as much as the best, as little worn as the least worn of those, and one of them."""
    expected = best_by_hand(request)
    assembly = assemble(request)
    if expected is None:
        assert assembly is None
        return
    value, lightest, sets = expected
    assert assembly is not None
    assert assembly.optimal
    assert assembly.objective == assembly.bound == worth(request, assembly.rounds) == value
    assert burden(request, assembly.rounds) == lightest
    assert asked(assembly) in sets


@settings(unhurried, max_examples=budget(12, 60))
@given(requests(most_questions=25, most_rounds=4))
def test_a_plan_keeps_to_every_wish_and_is_never_worse_than_greedy(request: AssemblyRequest) -> None:
    assembly = assemble(request)
    assume(assembly is not None)
    assert assembly is not None
    assert obeys(request, assembly.rounds)
    assert assembly.objective == worth(request, assembly.rounds) <= assembly.bound
    problem = pose(scale_of(request), lay_rules(request), request.bank)
    greedy = find_greedily(problem, problem.classes)
    if greedy is not None:
        rounds: list[list[str]] = [[] for _ in request.rounds]
        used = [0] * len(problem.classes)
        for (index, place), number in greedy.items():
            rounds[place] += problem.classes[index].members[used[index] : used[index] + number]
            used[index] += number
        plan = tuple(map(tuple, rounds))
        assert obeys(request, plan)
        assert assembly.objective >= worth(request, plan)


@settings(unhurried, max_examples=budget(8, 40))
@given(requests(most_questions=25, most_rounds=4), st.randoms(use_true_random=False))
def test_the_order_of_the_bank_does_not_matter(request: AssemblyRequest, shuffler: random.Random) -> None:
    bank = list(request.bank)
    shuffler.shuffle(bank)
    assert assemble(request) == assemble(replace(request, bank=tuple(bank)))


@settings(unhurried, max_examples=budget(10, 100))
@given(requests(most_questions=20, most_rounds=4))
def test_other_paths_of_the_solver_come_to_the_same_plan(request: AssemblyRequest) -> None:
    assembly = assemble(request)
    assume(assembly is not None)
    assert assembly is not None
    assume(assembly.optimal)
    assert assemble_plan(request, way=Way(seed=7)) == assembly
    assert assemble_plan(request, way=Way(presolve=False)) == assembly


def a_narrow_request(seed: int) -> AssemblyRequest:
    """Questions that are much alike for rounds that are alike, each of few competencies: many ways to place them."""
    chance = random.Random(seed)
    names = [f"competency-{number}" for number in range(4)]
    bank = tuple(
        BankQuestion(
            slug=f"question-{number}",
            kind=chance.choice(list(Kind)),
            difficulty=chance.choice((1, 2)),
            minutes=chance.choice((5, 5, 10)),
            shows=tuple((name, chance.choice((*Strength, Strength.PRIMARY))) for name in chance.sample(names, 2)),
        )
        for number in range(10)
    )
    rounds = (RoundRequest("a round", chance.choice((30, 50)), max_competencies=2),) * chance.randint(2, 4)
    return AssemblyRequest(tuple(ProfileEntry(name, 1, target=2) for name in names), rounds, bank)


@pytest.mark.parametrize("seed", range(12))
def test_rounds_that_are_alike_get_their_questions_by_no_path_of_the_solver(seed: int) -> None:
    request = a_narrow_request(seed)
    assembly = assemble_plan(request)
    assert assembly.optimal
    assert assemble_plan(request, way=Way(seed=7)).rounds == assembly.rounds
    assert assemble_plan(request, way=Way(presolve=False)).rounds == assembly.rounds


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
def test_a_search_cut_short_gives_a_plan_with_its_gap_or_none(request: AssemblyRequest) -> None:
    best = assemble(request)
    assume(best is not None)
    assert best is not None
    try:
        hurried = assemble_plan(request, nodes=0)
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


@pytest.mark.slow("proves plans of a long history")
@pytest.mark.parametrize("rounds", [2, 10])
def test_a_long_history_leaves_numbers_that_a_solver_can_hold(rounds: int) -> None:
    """Asked up to forty times, each beside one that is alike in all else and was asked more often: that one waits."""
    request = a_bank_of(40)
    worn = tuple(
        replace(each, slug=f"{each.slug}-{more}", asked=number % 20 + 20 * more)
        for number, each in enumerate(request.bank)
        for more in (0, 1)
    )
    request = replace(request, bank=worn, rounds=(RoundRequest("one", 60),) * rounds)
    assembly = assemble_plan(request, nodes=2_000)
    assert assembly.objective <= assembly.bound
    if rounds == 2:
        assert assembly.optimal
        asked = {slug for slugs in assembly.rounds for slug in slugs}
        assert all(f"{slug[:-2]}-0" in asked for slug in asked)


@pytest.mark.slow("proves a plan from 400 questions")
def test_a_bank_without_time_still_gets_a_plan_and_a_true_bound() -> None:
    request = a_bank_of(400)
    hurried = assemble_plan(request, seconds=0.05)
    assert obeys(request, hurried.rounds)
    assert not hurried.optimal
    assert hurried.objective <= assemble_plan(request).objective <= hurried.bound
