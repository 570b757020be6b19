"""Plans: assembled within what was asked, frozen when published."""

import pytest
from django.db import IntegrityError, transaction

from hiringkit.problems import Problem
from interviews.models import InterviewPlan, PlanItem, PlanRound
from interviews.plans.drafts import assemble_plan
from interviews.plans.services import archive_plan, lock_plan, publish_plan, rename_plan
from interviews.vocabulary import PlanStatus
from roles.models import Question
from tests.story import find_role


def assemble(**values: object) -> InterviewPlan:
    rounds = [{"title": "Only", "minutes": 40}]
    return assemble_plan(**{"role": find_role("mlops-engineer"), "rounds": rounds} | values)  # type: ignore[arg-type]


def test_the_plan_fits_the_time_and_asks_nothing_twice(library: None) -> None:
    plan = assemble(rounds=[{"title": "One", "minutes": 40}, {"title": "Two", "minutes": 30}])
    for round_ in plan.rounds.all():
        assert sum(item.minutes for item in round_.items.all()) <= round_.minutes - 10
    asked = list(PlanItem.objects.filter(plan=plan).values_list("question_slug", flat=True))
    assert len(asked) == len(set(asked)) > 0
    assert plan.report["objective"] <= plan.report["bound"]


def test_every_unknown_slug_is_named_with_its_place(library: None) -> None:
    with pytest.raises(Problem) as problem:
        assemble(
            rounds=[{"title": "Only", "minutes": 40, "focus": ["model-monitoring", "causal-reasoning"]}],
            options={"include": ["no-such-question"], "exclude": ["choose-treatment-for-missing-values"]},
        )
    assert [(fault.code, fault.pointer) for fault in problem.value.faults] == [
        ("competency_not_in_profile", "/rounds/0/focus/1"),
        ("question_not_in_bank", "/options/include/0"),
        ("question_not_in_bank", "/options/exclude/0"),
    ]


def test_what_no_plan_holds_is_refused_before_the_optimiser_works(library: None) -> None:
    with pytest.raises(Problem) as problem:
        assemble(rounds=[{"title": "Only", "minutes": 40}] * 500)
    assert [(fault.code, fault.pointer) for fault in problem.value.faults] == [("max_length", "/rounds")]
    with pytest.raises(Problem) as problem:
        assemble(title="T" * 201, rounds=[{"title": "R" * 201, "minutes": 0}, {"title": "Two", "minutes": 601}])
    assert [(fault.code, fault.pointer) for fault in problem.value.faults] == [
        ("max_length", "/title"),
        ("max_length", "/rounds/0/title"),
        ("min_value", "/rounds/0/minutes"),
        ("max_value", "/rounds/1/minutes"),
    ]
    assert assemble(rounds=[{"title": "R" * 200, "minutes": 600}]).rounds.get().minutes == 600


def test_wishes_that_clash_are_named(library: None) -> None:
    with pytest.raises(Problem) as problem:
        assemble(
            rounds=[{"title": "Only", "minutes": 20, "focus": ["model-monitoring"]}],
            options={"rounds_per_competency": 2},
        )
    assert (problem.value.status, problem.value.code) == (422, "plan_impossible")
    assert problem.value.extra["clashes"]
    assert InterviewPlan.objects.count() == 0


def test_publishing_freezes_the_plan_in_the_database_too(library: None) -> None:
    plan = publish_plan(plan=lock_plan(plan=assemble()))
    assert plan.status == PlanStatus.PUBLISHED
    with pytest.raises(Problem) as problem:
        rename_plan(plan=lock_plan(plan=plan), title="Other")
    assert (problem.value.status, problem.value.code) == (409, "plan_frozen")
    for change in (
        lambda: PlanItem.objects.filter(plan=plan).update(text="Other"),
        lambda: PlanRound.objects.filter(plan=plan).update(minutes=90),
        lambda: PlanItem.objects.filter(plan=plan).delete(),
        lambda: InterviewPlan.objects.filter(pk=plan.pk).update(title="Other"),
    ):
        with pytest.raises(IntegrityError, match="a published plan is frozen"), transaction.atomic():
            change()


def test_a_published_plan_keeps_its_texts_when_the_bank_changes(library: None) -> None:
    plan = publish_plan(plan=lock_plan(plan=assemble()))
    item = plan.items.all()[0]
    Question.objects.filter(pk=item.question_id).update(text="Reworded", version=2)
    item.refresh_from_db()
    assert (item.text != "Reworded", item.question_version) == (True, 1)


def test_only_a_draft_is_published_and_only_a_published_plan_archived(library: None) -> None:
    plan = assemble()
    with pytest.raises(Problem) as problem:
        archive_plan(plan=lock_plan(plan=plan))
    assert problem.value.code == "plan_not_published"
    publish_plan(plan=lock_plan(plan=plan))
    with pytest.raises(Problem) as problem:
        publish_plan(plan=lock_plan(plan=plan))
    assert problem.value.code == "plan_not_draft"
    assert archive_plan(plan=lock_plan(plan=plan)).status == PlanStatus.ARCHIVED


def test_what_a_seniority_need_not_have_is_not_in_its_plan(library: None) -> None:
    """Neither in the profile, nor in focus, nor covered; the other seniorities have it."""
    role = find_role("ai-engineer")
    (spared, *_) = [row.competency.slug for row in role.profile.all() if row.target_junior is None]
    plans = {seniority: assemble(role=role, seniority=seniority) for seniority in ("junior", "mid")}
    profiles = {seniority: {row.competency.slug for row in plan.profile.all()} for seniority, plan in plans.items()}
    assert spared in profiles["mid"] - profiles["junior"]
    assert all(row.target_level >= 2 for plan in plans.values() for row in plan.profile.all())
    report = plans["junior"].report
    assert spared not in [row["competency"] for row in (*report["coverage"], *report["uncovered"])]
    with pytest.raises(Problem) as problem:
        assemble(role=role, seniority="junior", rounds=[{"title": "Only", "minutes": 40, "focus": [spared]}])
    assert [(fault.code, fault.pointer) for fault in problem.value.faults] == [
        ("competency_not_in_profile", "/rounds/0/focus/0")
    ]
