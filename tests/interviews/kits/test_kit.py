"""`GET /interviews/{id}/kit`: one round, all an interviewer needs, and nothing more."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hiringkit.people.models import Person
from hiringkit.people.vocabulary import GroupName
from interviews.kits.kit import lay_out_time
from interviews.models import Candidate, Interview, PlanItem
from tests.api_client import APIClient
from tests.people.factories import key_client, member, session
from tests.story import ADA, BEN, Hiring, submit

MARK = "Said so."  # the evidence of every submitted scorecard of the story


def kit_of(client: APIClient, interview: Interview) -> Any:
    answer = client.get(f"/api/v1/interviews/{interview.pk}/kit")
    assert answer.status_code == 200, answer.content
    return answer.json()


@pytest.fixture
def ada(hiring: Hiring) -> APIClient:
    return session(Person.objects.get(email=ADA))


def test_it_is_the_round_and_no_other(hiring: Hiring, ada: APIClient) -> None:
    kit = kit_of(ada, hiring.first)
    assert [row["id"] for row in kit["items"]] == [
        str(pk) for pk in hiring.first.round.items.values_list("pk", flat=True)
    ]
    elsewhere = PlanItem.objects.filter(plan=hiring.plan).exclude(round=hiring.first.round)
    told = json.dumps(kit)
    assert elsewhere.count() > 0
    assert not [item.question_slug for item in elsewhere if item.question_slug in told]
    scored = [row["competency"]["slug"] for area in kit["areas"] for row in area["competencies"]]
    assert sorted(scored) == sorted(hiring.focus)
    assert kit["round"] == {"id": str(hiring.first.round_id), "title": "Analysis", "minutes": 60}


def test_each_question_has_all_that_surrounds_it(hiring: Hiring, ada: APIClient) -> None:
    item = hiring.first.round.items.order_by("position")[0]
    shown = kit_of(ada, hiring.first)["items"][0]
    question = shown["question"]
    assert (question["text"], question["probes"], question["strong_answer"], question["red_flags"]) == (
        item.text, item.probes, item.strong_answer, item.red_flags,
    )  # fmt: skip
    assert {"brief", "sheet", "reference", "answers"} <= set(question)
    anchors = kit_of(ada, hiring.first)["areas"][0]["competencies"][0]["anchors"]
    assert [anchor["level"] for anchor in anchors] == [1, 2, 3, 4, 5]
    assert len(kit_of(ada, hiring.first)["scale_rule"]) == 3


def test_the_guides_come_with_it_as_they_are_in_the_library(hiring: Hiring, ada: APIClient) -> None:
    kit = kit_of(ada, hiring.first)
    assert kit["opening"][0]["title"] == "The first five minutes"
    assert kit["closing"][0]["title"] == "The last five minutes"
    assert [page["title"] for page in kit["guide"]["pages"]] == [
        "Rating what you heard",
        "What bends ratings, and what helps",
    ]


def test_the_candidates_adjustments_are_told(hiring: Hiring, ada: APIClient) -> None:
    Candidate.objects.update(adjustments="Written questions.")
    kit = kit_of(ada, hiring.first)
    assert kit["candidate"]["adjustments"] == "Written questions."
    assert (kit["candidate"]["name"], kit["job"]["title"], kit["role"]["slug"]) == (
        "A Candidate", "Data Scientist", "data-scientist",
    )  # fmt: skip


def test_who_else_sits_there_and_which_is_the_caller(hiring: Hiring, ada: APIClient) -> None:
    seats = [(seat["person"]["name"], seat["here"]) for seat in kit_of(ada, hiring.first)["panel"]]
    assert seats == [("ada", True), ("ben", False)]
    told = [seat["here"] for seat in kit_of(key_client("hiring:read"), hiring.first)["panel"]]
    assert told == [False, False]


def test_of_scorecards_only_the_address_of_ones_own(hiring: Hiring, ada: APIClient) -> None:
    base = "http://testserver/api/v1/scorecards"
    assert kit_of(ada, hiring.first)["scorecard"] == {"id": None, "status": None, "href": base}
    card = submit(BEN, hiring.first)
    before = kit_of(ada, hiring.first)
    assert MARK not in json.dumps(before)
    assert str(card.pk) not in json.dumps(before)
    mine = submit(ADA, hiring.first)
    kit = kit_of(ada, hiring.first)
    assert kit["scorecard"] == {"id": str(mine.pk), "status": "submitted", "href": f"{base}/{mine.pk}"}
    assert MARK not in json.dumps(kit)
    recruiter = kit_of(session(member(GroupName.RECRUITER)), hiring.first)
    assert recruiter["scorecard"] is None
    assert MARK not in json.dumps(recruiter)


def test_out_of_reach_is_not_there(hiring: Hiring) -> None:
    stranger = session(member(GroupName.INTERVIEWER))
    assert stranger.get(f"/api/v1/interviews/{hiring.first.pk}/kit").status_code == 404
    assert key_client("plans:read").get(f"/api/v1/interviews/{hiring.first.pk}/kit").status_code == 403


def test_it_takes_the_same_statements_for_each_round(hiring: Hiring, ada: APIClient) -> None:
    """Session, person, groups; interview with all it belongs to; panel; items; profile; guides; own scorecard."""

    def counted(interview: Interview) -> int:
        with CaptureQueriesContext(connection) as captured:
            kit_of(ada, interview)
        return len(captured)

    assert (counted(hiring.first), counted(hiring.second)) == (3 + 6, 3 + 6)


def test_interviews_and_what_is_owed_lead_to_it(hiring: Hiring, ada: APIClient) -> None:
    page = f"http://testserver/interviews/{hiring.first.pk}"
    shown = ada.get(f"/api/v1/interviews/{hiring.first.pk}").json()
    assert (shown["kit_url"], shown["scorecard_url"]) == (page, f"{page}#scorecard")
    owed = ada.get(f"/api/v1/scorecards/owed?interview={hiring.first.pk}").json()["results"][0]
    assert (owed["kit_url"], owed["scorecard_url"]) == (page, f"{page}#scorecard")


def test_addresses_begin_as_the_setting_says(hiring: Hiring, ada: APIClient, settings: Any) -> None:
    settings.PUBLIC_URL = "https://hiring.example.org"
    shown = ada.get(f"/api/v1/interviews/{hiring.first.pk}").json()
    assert shown["kit_url"] == f"https://hiring.example.org/interviews/{hiring.first.pk}"


@pytest.mark.parametrize(
    ("minutes", "items", "opening", "starts", "closing"),
    [
        (60, [10, 15, 25], 5, [5, 15, 30], (55, 5)),
        (60, [30, 26], 2, [2, 32], (58, 2)),
        (45, [45], 0, [0], (45, 0)),
        (30, [40], 0, [0], (40, 0)),
        (90, [30], 5, [5], (35, 55)),
        (30, [], 5, [], (5, 25)),
    ],
)
def test_what_the_questions_leave_free_opens_and_closes(
    minutes: int, items: list[int], opening: int, starts: list[int], closing: tuple[int, int]
) -> None:
    plan = lay_out_time(minutes=minutes, of_items=items)
    assert (plan.opening_minutes, list(plan.starts)) == (opening, starts)
    assert (plan.closing_starts_at, plan.closing_minutes) == closing
