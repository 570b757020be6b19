"""Jobs, applications and interviews: what goes together, and what can't be taken away."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from hiringkit.people.models import Person
from hiringkit.problems import Problem
from interviews.hiring.panels import create_interview, update_interview
from interviews.hiring.services import (
    create_application,
    create_candidate,
    create_job,
    delete_record,
    update_application,
    update_job,
)
from interviews.models import Job
from interviews.plans.drafts import assemble_plan
from interviews.plans.services import lock_plan, publish_plan
from tests.factories import CandidateFactory
from tests.story import ADA, ATS, Hiring, find_role, submit


def fault_codes(problem: pytest.ExceptionInfo[Problem]) -> list[str]:
    return [fault.code for fault in problem.value.faults] or [problem.value.code]


def test_a_job_takes_a_published_plan_of_its_role(library: None) -> None:
    draft = assemble_plan(role=find_role("mlops-engineer"), rounds=[{"title": "Only", "minutes": 30}])
    with pytest.raises(Problem) as problem:
        create_job(title="Opening", plan=draft, role=find_role("data-scientist"))
    assert fault_codes(problem) == ["plan_not_published", "plan_of_other_role"]
    plan = publish_plan(plan=lock_plan(plan=draft))
    assert create_job(title="Opening", plan=plan).role == plan.role


def test_an_application_keeps_the_plan_of_its_first_interview(hiring: Hiring) -> None:
    other = assemble_plan(role=hiring.plan.role, rounds=[{"title": "Only", "minutes": 30}])
    update_job(principal=ATS, job=hiring.job, changes={"plan": publish_plan(plan=lock_plan(plan=other))})
    hiring.application.refresh_from_db()
    assert hiring.application.plan == hiring.plan
    late = create_application(candidate=create_candidate(name="Another"), job=hiring.job)
    create_interview(application=late, round=other.rounds.get().pk, panelists=[ADA])
    assert late.plan == other


def test_an_interview_needs_a_plan_and_one_of_its_rounds(hiring: Hiring) -> None:
    bare = create_application(candidate=create_candidate(name="Another"), job=create_job(title="No plan yet"))
    with pytest.raises(Problem) as problem:
        create_interview(application=bare, round=hiring.first.round_id, panelists=[])
    assert (problem.value.status, problem.value.code) == (409, "job_has_no_plan")
    with pytest.raises(Problem) as problem:
        create_interview(application=hiring.application, round=uuid.uuid4(), panelists=[])
    assert fault_codes(problem) == ["round_not_in_plan"]


def test_panelists_are_named_by_address_id_or_remote_id(hiring: Hiring) -> None:
    known = Person.objects.get(email=ADA)
    Person.objects.filter(pk=known.pk).update(remote_id="hr-1")
    interview = create_interview(
        application=hiring.application,
        round=hiring.first.round_id,
        panelists=["hr-1", str(known.pk), " NEW@example.com"],
    )
    assert {person.email for person in interview.panelists.all()} == {ADA, "new@example.com"}
    assert not Person.objects.get(email="new@example.com").has_usable_password()
    with pytest.raises(Problem) as problem:
        update_interview(
            principal=ATS, interview=interview, changes={"panelists": ["nobody", "hr-1", "not an@address"]}
        )
    assert [fault.pointer for fault in problem.value.faults] == ["/panelists/0", "/panelists/2"]


def test_a_panelist_who_wrote_stays(hiring: Hiring) -> None:
    submit(ADA, hiring.first)
    with pytest.raises(Problem) as problem:
        update_interview(principal=ATS, interview=hiring.first, changes={"panelists": ["ben@example.com"]})
    assert fault_codes(problem) == ["panelist_has_scorecard"]
    with pytest.raises(Problem) as problem:
        update_interview(principal=ATS, interview=hiring.first, changes={"round": hiring.second.round_id})
    assert fault_codes(problem) == ["interview_has_scorecards"]


def test_nothing_is_deleted_under_what_hangs_on_it(hiring: Hiring) -> None:
    submit(ADA, hiring.first)
    for record, code in (
        (hiring.job, "job_has_applications"),
        (hiring.application.candidate, "candidate_has_applications"),
        (hiring.application, "application_has_interviews"),
        (hiring.first, "interview_has_scorecards"),
    ):
        with pytest.raises(Problem) as problem:
            delete_record(principal=ATS, record=record)
        assert (problem.value.status, problem.value.code) == (409, code)


def test_a_deleted_row_stays_as_a_tombstone_and_frees_its_remote_id(library: None) -> None:
    job = create_job(title="Opening", remote_id="req-1")
    delete_record(principal=ATS, record=job)
    assert Job.objects.count() == 0
    assert Job.all_objects.get().deleted_at is not None
    assert create_job(title="Opening again", remote_id="req-1").remote_id == "req-1"


def test_an_update_that_changes_nothing_leaves_the_stamps(hiring: Hiring) -> None:
    hiring.job.refresh_from_db()
    before = (hiring.job.modified_at, hiring.job.changed_xid)
    update_job(principal=ATS, job=hiring.job, changes={"title": hiring.job.title, "hiring_managers": []})
    hiring.job.refresh_from_db()
    assert (hiring.job.modified_at, hiring.job.changed_xid) == before


def test_an_application_does_not_change_hands_under_its_interviews(hiring: Hiring) -> None:
    with pytest.raises(Problem) as problem:
        update_application(principal=ATS, application=hiring.application, changes={"job": create_job(title="Another")})
    assert fault_codes(problem) == ["application_has_interviews"]


@pytest.mark.django_db
@pytest.mark.parametrize("remote_id", ["", "with/slash"])
def test_the_database_refuses_remote_ids_that_no_path_can_hold(remote_id: str) -> None:
    with pytest.raises(IntegrityError, match="candidate_remote_id_no_slash"), transaction.atomic():
        CandidateFactory.make(remote_id=remote_id)
