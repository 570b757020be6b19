"""Plans from the shipped library: what a practitioner would ask of them.

Some settings in `make test`, all in `make prove`; `make bench` prints the table.
"""

import pytest

from interviews.domain.plans import assemble_plan
from interviews.domain.plans.problem.answers import Assembly
from tests.budgets import PROVING, some_of
from tests.practice import SHAPES, Setting, allows, judge, request_for, settings, shared

pytestmark = pytest.mark.slow("proves plans of the shipped library")


def test_plans_are_what_a_practitioner_would_ask(library: None) -> None:
    """Every exception is one that the solver proves the bank to have no way around."""
    chosen = some_of(settings(), step=11)
    unproven, short, rounds, lacking = [], [], 0, 0
    for setting in chosen:
        request = request_for(setting)
        assembly = assemble_plan(request)
        if not assembly.optimal:
            unproven.append(str(setting))
        verdict = judge(request, assembly)
        rounds += verdict.counts["full rounds"]
        of_rounds = {"fewer exercises than rounds", "fewer stories than rounds", "round without exercise or story"}
        if any(name in of_rounds for name, _ in verdict.short) and not allows(request):
            verdict.short = [each for each in verdict.short if each[0] not in of_rounds]
        lacking += sum(name == "round without exercise or story" for name, _ in verdict.short)
        short += [(str(setting), *each) for each in verdict.short if each[0] != "round without exercise or story"]
    assert unproven == []
    assert short == []
    assert lacking <= 0.05 * rounds


def test_juniors_are_asked_other_questions_than_seniors(library: None) -> None:
    chosen = [setting for setting in settings() if setting.seniority == "junior"]
    if not PROVING:
        chosen = [setting for setting in chosen if setting.role in ("data-scientist", "ml-engineer")]
        chosen = [setting for setting in chosen if setting.shape in (SHAPES[1], SHAPES[2])]

    def plan(setting: Setting, seniority: str) -> Assembly:
        return assemble_plan(request_for(Setting(setting.role, seniority, setting.shape)))

    shares = {setting: shared(plan(setting, "junior"), plan(setting, "senior")) for setting in chosen}
    usual = {setting: share for setting, share in shares.items() if setting.shape in (SHAPES[1], SHAPES[2])}
    assert {str(setting): share for setting, share in usual.items() if share > 0.5} == {}
    assert sum(shares.values()) <= 0.35 * len(shares)
