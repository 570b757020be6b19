"""Large banks: a core, and a bound that holds for all. Tried on small ones, where the whole can be solved too."""

import random
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, assume, given, settings

from interviews.domain.plans import assemble_plan, assembly
from interviews.domain.plans.problem import constants
from interviews.domain.plans.problem.types import (
    AssemblyOptions,
    AssemblyRequest,
    BankQuestion,
    Kind,
    PlanImpossible,
    ProfileEntry,
    RoundRequest,
    Strength,
)
from tests.budgets import budget
from tests.interviews.domain.plans.instances import obeys, requests, worth

LENGTHS = {"knowledge": (6, 8, 10), "situational": (8, 10, 12), "behavioural": (8, 10), "exercise": (12, 15, 20)}


@pytest.fixture(scope="module", autouse=True)
def everything_is_large() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(assembly, "CORE_FROM", 0)
        patched.setattr(constants, "CORE_EACH", 1)  # so that the core has to grow
        yield


@settings(deadline=None, max_examples=budget(15, 150), suppress_health_check=list(HealthCheck))
@given(requests(most_questions=25, most_rounds=3))
def test_the_bound_holds_for_all_of_the_bank(request: AssemblyRequest) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(assembly, "CORE_FROM", 10_000)
        try:
            best = assemble_plan(request)
        except PlanImpossible:
            assume(False)
    found = assemble_plan(request)
    assert obeys(request, found.rounds)
    assert worth(request, found.rounds) == found.objective <= best.objective <= found.bound
    assert best.optimal
    if found.optimal:
        assert found.objective == best.objective


def a_bank_of(size: int) -> tuple[BankQuestion, ...]:
    """The same each time: nine competencies, every kind, a secondary one for half, exposure up to 20, some enemies."""
    chance = random.Random(size)
    names = [f"c{number}" for number in range(9)]
    bank = []
    for number in range(size):
        kind = chance.choices(list(Kind), (20, 40, 20, 20))[0]
        shows = {chance.choice(names): Strength.PRIMARY}
        if chance.random() < 0.5:
            shows.setdefault(chance.choice(names), Strength.SECONDARY)
        bank.append(
            BankQuestion(
                slug=f"q{number:05}",
                kind=kind,
                difficulty=chance.choices((1, 2, 3, 4, 5), (5, 28, 38, 24, 5))[0],
                minutes=chance.choice(LENGTHS[kind]),
                shows=tuple(sorted(shows.items())),
                asked=min(20, int(chance.expovariate(1 / 4))),
                suits=chance.choice((1, 2, 3)),
                never_with=(f"q{number + 1:05}",) if number % 97 == 0 and number + 1 < size else (),
            )
        )
    return tuple(bank)


@pytest.mark.slow("assembles plans from 2,000 questions")
@pytest.mark.parametrize("focus", [False, True])
def test_a_plan_from_thousands_states_a_small_gap(focus: bool) -> None:
    names = [f"c{number}" for number in range(9)]
    rounds = [
        RoundRequest("a round", minutes, tuple(names[(2 * place + shift) % 9] for shift in range(4)) if focus else ())
        for place, minutes in enumerate((45, 60, 45, 60))
    ]
    profile = tuple(ProfileEntry(name, 1 + number % 2, story=True) for number, name in enumerate(names))
    wanted = "q00007"
    request = AssemblyRequest(profile, tuple(rounds), a_bank_of(2_000), AssemblyOptions(include=(wanted,)))
    if focus:
        request = AssemblyRequest(profile, tuple(rounds), request.bank)
    found = assemble_plan(request)
    assert obeys(request, found.rounds)
    assert found.bound - found.objective <= 0.005 * found.bound
    assert focus or any(wanted in slugs for slugs in found.rounds)
