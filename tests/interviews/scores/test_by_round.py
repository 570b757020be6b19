"""A scorecard by application and round: which interview of the round is meant."""

from typing import Any

import pytest
from django.utils import timezone

from interviews.hiring.panels import create_interview, update_interview
from interviews.models import Interview
from tests.api_client import APIClient
from tests.people.factories import key_client
from tests.story import ADA, ATS, BEN, Hiring, submit

CARDS = "/api/v1/scorecards"


@pytest.fixture
def ats(hiring: Hiring) -> APIClient:
    return key_client("all")


def record(client: APIClient, hiring: Hiring, **more: Any) -> Any:
    return client.post(
        CARDS,
        {
            "application": str(hiring.application.pk),
            "round": str(hiring.first.round_id),
            "interviewer": ADA,
            "overall_recommendation": "yes",
            "scores": [
                {"competency": slug, "state": "rated", "level": 3, "evidence": "Said so."} for slug in hiring.focus
            ],
            **more,
        },
    )


def cancel(interview: Interview) -> None:
    update_interview(principal=ATS, interview=interview, changes={"cancelled_at": timezone.now()})


def again(hiring: Hiring, *panel: str) -> Interview:
    """Another interview of the same round, as it is made when the first is rebooked."""
    return create_interview(application=hiring.application, round=hiring.first.round_id, panelists=panel or [ADA, BEN])


@pytest.mark.parametrize("submit_too", [True, False])
def test_after_a_cancellation_the_interview_that_takes_place_is_meant(
    hiring: Hiring, ats: APIClient, submit_too: bool
) -> None:
    cancel(hiring.first)
    rebooked = again(hiring)
    answer = record(ats, hiring, submit=submit_too)
    assert (answer.status_code, answer.json()["interview"]["id"]) == (201, str(rebooked.pk))


def test_it_is_meant_too_where_the_first_was_cancelled_after_the_rebooking(hiring: Hiring, ats: APIClient) -> None:
    rebooked = again(hiring)
    cancel(hiring.first)
    assert record(ats, hiring, submit=True).json()["interview"]["id"] == str(rebooked.pk)


def test_of_two_that_take_place_the_one_that_is_owed_is_meant(hiring: Hiring, ats: APIClient) -> None:
    submit(ADA, hiring.first)
    second = again(hiring)
    assert record(ats, hiring, submit=True).json()["interview"]["id"] == str(second.pk)
    done = record(ats, hiring)
    assert (done.status_code, done.json()["code"]) == (409, "scorecard_exists")


def test_whoever_sits_on_nothing_but_a_cancelled_one_is_told_so(hiring: Hiring, ats: APIClient) -> None:
    cancel(hiring.first)
    answer = record(ats, hiring)
    assert (answer.status_code, answer.json()["code"]) == (409, "interview_cancelled")
