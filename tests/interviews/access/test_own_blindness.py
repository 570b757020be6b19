"""Whoever is blind on an application does nothing that ends their own blindness, through no door."""

from typing import Any

import pytest

from hiringkit.admin.confirming import CONFIRMED
from hiringkit.people.models import Person
from hiringkit.people.services import create_person
from hiringkit.people.vocabulary import GroupName
from interviews.hiring.panels import create_interview
from interviews.hiring.services import update_job
from interviews.models import Application, Interview, Job
from interviews.vocabulary import Blindness
from tests.api_client import APIClient
from tests.people.factories import member, session
from tests.story import ADA, ATS, BEN, Hiring, submit

NOW = "2030-01-31T10:00:00Z"


@pytest.fixture
def rex(hiring: Hiring) -> APIClient:
    """A recruiter who sits on a third interview, and owes its scorecard; Ada has written hers."""
    person = create_person(email="rex@example.com", name="Rex", groups=[GroupName.RECRUITER], password="a long word")
    create_interview(application=hiring.application, round=hiring.first.round_id, panelists=[person.email])
    submit(ADA, hiring.first)
    client = session(person)
    assert sees(client, hiring) == 409
    return client


def rexs(hiring: Hiring) -> Interview:
    return Interview.objects.get(application=hiring.application, panel__person__email="rex@example.com")


def sees(client: APIClient, hiring: Hiring) -> int:
    return client.get(f"/api/v1/applications/{hiring.application.pk}/summary").status_code


def told(response: Any) -> tuple[int, str]:
    return response.status_code, response.json().get("code", "")


def set_mode(client: APIClient, job: Job, mode: str) -> tuple[int, str]:
    return told(client.patch(f"/api/v1/jobs/{job.pk}", {"blindness": mode, "title": "Renamed"}))


def cancel(client: APIClient, interview: Interview) -> tuple[int, str]:
    return told(client.patch(f"/api/v1/interviews/{interview.pk}", {"cancelled_at": NOW}))


def test_the_jobs_mode_is_made_laxer_by_nobody_who_is_blind(hiring: Hiring, rex: APIClient) -> None:
    assert set_mode(rex, hiring.job, Blindness.NEVER) == (409, "still_blind")
    assert Job.objects.get(pk=hiring.job.pk).title == "Data Scientist"
    assert set_mode(rex, hiring.job, Blindness.UNTIL_PANEL_COMPLETE) == (200, "")  # it closes more than it opens
    assert set_mode(rex, hiring.job, Blindness.UNTIL_OWN_SUBMISSION) == (409, "still_blind")
    other = session(member(GroupName.RECRUITER))
    assert set_mode(other, hiring.job, Blindness.NEVER) == (200, "")


def test_an_interview_is_cancelled_by_nobody_whom_it_keeps_blind(hiring: Hiring, rex: APIClient) -> None:
    assert cancel(rex, rexs(hiring)) == (409, "still_blind")
    assert sees(rex, hiring) == 409
    assert cancel(rex, hiring.second) == (200, "")  # they do not sit there: it opens nothing to them
    assert sees(rex, hiring) == 409
    assert cancel(session(member(GroupName.RECRUITER)), rexs(hiring)) == (200, "")


def test_where_all_wait_for_the_panel_nobody_who_waits_cancels(hiring: Hiring, rex: APIClient) -> None:
    update_job(principal=ATS, job=hiring.job, changes={"blindness": Blindness.UNTIL_PANEL_COMPLETE})
    for interview in (hiring.first, hiring.second, rexs(hiring)):
        assert cancel(rex, interview) == (409, "still_blind")


@pytest.mark.parametrize("written", [False, True])
def test_the_refusal_is_the_same_whether_or_not_a_colleague_has_written(
    hiring: Hiring, rex: APIClient, written: bool
) -> None:
    if written:
        submit(BEN, hiring.first)
    assert cancel(rex, rexs(hiring)) == (409, "still_blind")
    assert cancel(rex, hiring.first) == (200, "")


def test_neither_moved_reseated_nor_deleted(hiring: Hiring, rex: APIClient) -> None:
    own = rexs(hiring)
    address = f"/api/v1/interviews/{own.pk}"
    assert told(rex.patch(address, {"round": str(hiring.second.round_id)})) == (409, "still_blind")
    assert told(rex.patch(address, {"panelists": [BEN]})) == (409, "still_blind")
    assert told(rex.delete(address)) == (409, "still_blind")
    application = f"/api/v1/applications/{hiring.application.pk}"
    assert told(rex.patch(application, {"job": str(Job.objects.create(title="Other").pk)}))[0] == 409
    assert told(rex.delete(application))[0] == 409
    assert Application.objects.get(pk=hiring.application.pk).job == hiring.job


def test_the_admin_refuses_alike(hiring: Hiring, rex: APIClient) -> None:
    person = Person.objects.get(email="rex@example.com")
    person.is_staff = True
    person.save(update_fields=["is_staff"])
    address = f"/admin/interviews/job/{hiring.job.pk}/change/"
    form = {"title": "Data Scientist", "role": hiring.job.role_id, "plan": hiring.plan.pk, "status": "open"}
    page = rex.post(address, form | {"blindness": "never"}, format="multipart").content.decode()
    assert "ask somebody who does not" in page
    listed = "/admin/interviews/interview/"
    answer = rex.post(
        listed, {"action": "cancel", "_selected_action": [rexs(hiring).pk], CONFIRMED: "yes"}, format="multipart"
    )
    assert "None was cancelled." in rex.get(answer["Location"]).content.decode()
    assert Job.objects.get(pk=hiring.job.pk).blindness == Blindness.UNTIL_OWN_SUBMISSION
    assert rexs(hiring).cancelled_at is None
