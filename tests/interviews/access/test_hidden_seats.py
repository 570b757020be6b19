"""A seat, or an interview, that came to be with a pushed scorecard answers to none of its names for the blind."""

from typing import Any

import pytest

from hiringkit.people.models import Person
from hiringkit.people.services import create_person
from hiringkit.people.vocabulary import GroupName
from interviews.hiring.panels import create_interview
from interviews.models import Interview
from tests.api_client import APIClient
from tests.people.factories import key_client, member, session
from tests.story import ADA, BEN, Hiring, submit

INTERVIEWS, CARDS = "/api/v1/interviews", "/api/v1/scorecards"
DAN = "dan@example.com"
NOBODYS = "0197a000-0000-7000-8000-00000000ffff"


@pytest.fixture
def dan(hiring: Hiring) -> Person:
    return create_person(email=DAN, name="Dan")


def push(hiring: Hiring, interview: Interview) -> str:
    """What an ATS records of Dan for the round, whom nobody has put on a panel; gives the interview's id."""
    body = {
        "application": str(hiring.application.pk), "round": str(interview.round_id), "interviewer": DAN,
        "overall_recommendation": "yes", "submit": True,
        "scores": [
            {"competency": slug, "state": "rated", "level": 3, "evidence": "Said so."} for slug in interview.round.focus
        ],
    }  # fmt: skip
    response = key_client("scorecards:write").post(CARDS, body)
    assert response.status_code == 201, response.content
    return str(response.json()["interview"]["id"])


def found(client: APIClient, person: Person) -> int:
    return len(client.get(f"{INTERVIEWS}?panelist={person.pk}").json()["results"])


def test_the_filter_by_panelist_finds_what_the_caller_may_know(hiring: Hiring, dan: Person) -> None:
    blind, own = session(Person.objects.get(email=BEN)), Person.objects.get(email=BEN)
    recruiter = session(member(GroupName.RECRUITER))
    before = found(blind, dan), found(blind, own), found(recruiter, dan)
    push(hiring, hiring.first)
    assert (before, (found(blind, dan), found(blind, own), found(recruiter, dan))) == ((0, 2, 0), (0, 2, 1))
    submit(BEN, hiring.first)
    submit(BEN, hiring.second)
    assert found(blind, dan) == 1  # once they are blind no longer


@pytest.fixture
def hidden(hiring: Hiring, dan: Person) -> Interview:
    """An interview that is there by Dan's scorecard alone: those that were booked have been moved to another round."""
    for interview in (hiring.first, hiring.second):
        Interview.objects.filter(pk=interview.pk).update(round=hiring.second.round_id)
    name = push(hiring, hiring.first)
    interview = Interview.objects.get(pk=name)
    assert interview.pk not in (hiring.first.pk, hiring.second.pk)
    assert key_client("hiring:write").patch(f"{INTERVIEWS}/{name}", {"remote_id": "meet-1"}).status_code == 200
    return interview


def answer(response: Any) -> tuple[int, list[tuple[str, str]]]:
    body = response.json()
    return response.status_code, [(fault["code"], fault["pointer"]) for fault in body["errors"]] or [(body["code"], "")]


def test_a_hidden_interview_answers_to_none_of_its_names(hiring: Hiring, hidden: Interview) -> None:
    blind = session(Person.objects.get(email=BEN))
    for name in ("interview", "interview_remote_id"):
        there, nowhere = (
            {"interview": (str(hidden.pk), NOBODYS), "interview_remote_id": ("meet-1", "meet-2")}[name][place]
            for place in (0, 1)
        )
        assert answer(blind.post(CARDS, {name: there})) == answer(blind.post(CARDS, {name: nowhere}))
    assert answer(blind.post(CARDS, {"interview": str(hidden.pk)})) == (422, [("not_found", "/interview")])
    sighted = session(member(GroupName.RECRUITER))
    assert answer(sighted.post(CARDS, {"interview": str(hidden.pk)})) == (409, [("not_a_panelist", "")])


def test_a_person_cannot_try_out_remote_ids_of_interviews(hiring: Hiring, hidden: Interview) -> None:
    """That one is taken would tell the blind of an interview; so only programs give them."""
    person = create_person(email="rex@example.com", name="Rex", groups=[GroupName.RECRUITER])
    create_interview(application=hiring.application, round=hiring.second.round_id, panelists=[person.email])
    rex = session(person)
    body = {"application": str(hiring.application.pk), "round": str(hiring.second.round_id), "panelists": [ADA]}
    for name in ("meet-1", "meet-2"):
        assert answer(rex.post(INTERVIEWS, body | {"remote_id": name})) == (422, [("for_integrations", "/remote_id")])
        assert answer(rex.patch(f"{INTERVIEWS}/{hiring.first.pk}", {"remote_id": name}))[0] == 422
    assert rex.post(INTERVIEWS, body | {"remote_id": None}).status_code == 201
    ats = key_client("hiring:write")
    assert answer(ats.post(INTERVIEWS, body | {"remote_id": "meet-1"})) == (422, [("remote_id_taken", "/remote_id")])
