"""Every door through which a panelist reads others' scores keeps that they did; others keep nothing."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from hiringkit.people.models import Person
from hiringkit.people.services import create_person
from hiringkit.people.vocabulary import GroupName
from interviews.hiring.panels import create_interview, update_interview
from interviews.models import Interview, Scorecard, Sighting
from tests.api_client import APIClient
from tests.people.factories import session
from tests.story import ADA, ATS, Hiring, submit

REX = "rex@example.com"
V1, ADMIN = "/api/v1", "/admin/interviews"


@pytest.fixture
def rex(hiring: Hiring) -> APIClient:
    """A recruiter on a panel; the interview that keeps them blind is cancelled by mistake."""
    person = create_person(email=REX, name="Rex", groups=[GroupName.RECRUITER], password="a long word")
    person.is_staff = True
    person.save(update_fields=["is_staff"])
    create_interview(application=hiring.application, round=hiring.first.round_id, panelists=[REX])
    submit(ADA, hiring.first)
    client = session(person)
    set_cancelled(True)
    return client


def set_cancelled(cancelled: bool) -> None:
    interview = Interview.objects.get(panel__person__email=REX)
    at = timezone.now() if cancelled else None
    update_interview(principal=ATS, interview=interview, changes={"cancelled_at": at})


def writes_informed() -> bool:
    return submit(REX, Interview.objects.get(panel__person__email=REX)).informed


READS: dict[str, Callable[[Hiring], str]] = {
    "the summary": lambda hiring: f"{V1}/applications/{hiring.application.pk}/summary",
    "its export": lambda hiring: f"{V1}/applications/{hiring.application.pk}/summary/export?export=csv",
    "the comparison": lambda hiring: f"{V1}/jobs/{hiring.job.pk}/comparison",
    "the scorecards": lambda hiring: f"{V1}/scorecards",
    "a scorecard": lambda hiring: f"{V1}/scorecards/{Scorecard.objects.get().pk}",
    "the application in the admin": lambda hiring: f"{ADMIN}/application/{hiring.application.pk}/change/",
    "the comparison in the admin": lambda hiring: f"{ADMIN}/job/{hiring.job.pk}/comparison/",
    "the scorecards in the admin": lambda hiring: f"{ADMIN}/scorecard/",
    "a scorecard in the admin": lambda hiring: f"{ADMIN}/scorecard/{Scorecard.objects.get().pk}/change/",
}
OTHER_READS: dict[str, Callable[[Hiring], str]] = {
    "nothing": lambda hiring: f"{V1}/me",
    "the application": lambda hiring: f"{V1}/applications/{hiring.application.pk}",
    "the interviews": lambda hiring: f"{V1}/interviews",
    "what is owed": lambda hiring: f"{V1}/scorecards/owed",
    "scorecards of somebody who has written none": lambda hiring: f"{V1}/scorecards?interviewer={hiring.job.pk}",
    "the interview in the admin": lambda hiring: f"{ADMIN}/interview/{hiring.second.pk}/change/",
}


@pytest.mark.parametrize("door", READS)
def test_what_was_read_meanwhile_informs(hiring: Hiring, rex: APIClient, door: str) -> None:
    assert rex.get(READS[door](hiring)).status_code == 200
    set_cancelled(False)
    assert writes_informed() is True


@pytest.mark.parametrize("door", OTHER_READS)
def test_a_mistake_that_was_undone_before_anything_was_read_informs_nobody(
    hiring: Hiring, rex: APIClient, door: str
) -> None:
    assert rex.get(OTHER_READS[door](hiring)).status_code == 200
    set_cancelled(False)
    assert not Sighting.objects.exists()
    assert writes_informed() is False


def test_whoever_sits_on_no_panel_is_not_noted(hiring: Hiring, rex: APIClient) -> None:
    other = session(create_person(email="rita@example.com", name="Rita", groups=[GroupName.RECRUITER]))
    assert other.get(READS["the summary"](hiring)).status_code == 200
    assert not Sighting.objects.filter(person=Person.objects.get(email="rita@example.com")).exists()
