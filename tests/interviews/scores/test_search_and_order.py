"""Finding scorecards by their words and ordering them by time, within what the caller may see."""

from typing import Any
from urllib.parse import quote

import pytest

from hiringkit.people.models import Person
from hiringkit.people.vocabulary import GroupName
from interviews.hiring.panels import create_interview
from interviews.hiring.services import create_application, create_candidate, update_job
from interviews.models import Interview, Scorecard
from interviews.scores.records import NoteWrite, ScoreWrite
from interviews.vocabulary import Recommendation, ScoreState
from tests.api_client import APIClient
from tests.people.factories import key_client, member, session
from tests.scorecards import create_scorecard, edit_scorecard
from tests.story import ADA, ATS, BEN, CAL, Hiring, principal, rated, submit

URL = "/api/v1/scorecards"


def names(client: APIClient, query: str) -> list[str]:
    """The interviewers of what is listed, in its order."""
    response = client.get(f"{URL}?{query}")
    assert response.status_code == 200, response.content
    return [row["interviewer"]["name"] for row in response.json()["results"]]


def found(client: APIClient, text: str) -> list[str]:
    return sorted(names(client, f"search={quote(text)}"))


@pytest.fixture
def recruiter(hiring: Hiring) -> APIClient:
    return session(member(GroupName.RECRUITER))


@pytest.fixture
def worded(hiring: Hiring) -> Hiring:
    """Ada wrote of confounders, Ben of dashboards; Cal interviewed Zoë Quill, and noted a question."""
    first, *others = hiring.focus
    item = hiring.first.round.items.all()[0].pk
    for email, evidence in ((ADA, "Named three confounders unprompted."), (BEN, "Built dashboards only.")):
        score = ScoreWrite(first, ScoreState.RATED, level=3, evidence=evidence)
        submit(email, hiring.first, [score, *rated(others, 3)])
    other = create_application(candidate=create_candidate(name="Zoë Quill"), job=hiring.job)
    held = create_interview(application=other, round=hiring.first.round_id, panelists=[CAL])
    note = NoteWrite(item, note="Hesitated at the simulation.")
    scores = [
        ScoreWrite(first, ScoreState.RATED, level=2, evidence="Said so.", questions=(note,)),
        *[ScoreWrite(slug, ScoreState.NOT_ASSESSED, reason="The fire alarm rang.") for slug in others],
    ]
    submit(CAL, held, scores)
    return hiring


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("confounder", ["ada"]),  # another form of the word
        ("CONFOUNDERS", ["ada"]),
        ("dashboards", ["ben"]),
        ("built dashboards", ["ben"]),
        ("confounders dashboards", []),  # both words, in one score
        ("confounders or dashboards", ["ada", "ben"]),
        ('"three confounders"', ["ada"]),
        ('"confounders three"', []),
        ("confounders -three", []),
        ("simulation", ["cal"]),  # a note on a question
        ("fire alarm", ["cal"]),  # why something was not assessed
        ("quill", ["cal"]),  # a part of the candidate's name
        ("zoë", ["cal"]),
        ("be", ["ben"]),  # a part of the interviewer's
        ("a candidate", ["ada", "ben"]),
        ("50%_", []),  # no pattern of SQL
        ("' or 1=1 --", []),
        ("nothing like it", []),
    ],
)
def test_what_is_found(worded: Hiring, recruiter: APIClient, text: str, expected: list[str]) -> None:
    assert found(recruiter, text) == expected


def test_the_search_opens_nothing_to_the_blind(hiring: Hiring, recruiter: APIClient) -> None:
    """Neither by the words nor by the name: a hidden scorecard is as if there were none."""
    submit(ADA, hiring.first, rated(hiring.focus, 3))
    ben = session(Person.objects.get(email=BEN))
    assert found(recruiter, "said") == ["ada"]
    for text in ("said", "ada", "candidate"):
        assert found(ben, text) == []
    create_scorecard(principal=principal(BEN), interviewer=None, interview=hiring.first, scores=rated(hiring.focus, 1))
    assert found(ben, "said") == ["ben"]
    assert found(recruiter, "said") == ["ada"]  # a draft is its author's


def test_a_search_goes_with_the_other_filters_and_pages(worded: Hiring, recruiter: APIClient) -> None:
    assert names(recruiter, f"search=said&application={worded.application.pk}&status=submitted") == ["ada", "ben"]
    assert names(recruiter, "search=said&overall_recommendation=no") == []
    page = recruiter.get(f"{URL}?search=said&page_size=2").json()
    rest = recruiter.get(page["next"]).json()
    assert [row["interviewer"]["name"] for row in page["results"] + rest["results"]] == ["ada", "ben", "cal"]


def test_what_an_amendment_took_back_is_found_in_the_old_one_only(worded: Hiring, recruiter: APIClient) -> None:
    ada = session(Person.objects.get(email=ADA))
    card = Scorecard.objects.get(interviewer__email=ADA)
    score = {"competency": worded.focus[0], "state": "rated", "level": 3, "evidence": "Named two mediators."}
    assert ada.post(f"{URL}/{card.pk}/amend", {"reason": "Slip", "scores": [score]}, format="json").status_code == 201
    listed = recruiter.get(f"{URL}?search=confounders").json()["results"]
    assert [(row["id"], row["status"]) for row in listed] == [(str(card.pk), "superseded")]
    assert names(recruiter, "search=mediators&status=submitted") == ["ada"]


# Order


@pytest.fixture
def ordered(hiring: Hiring) -> Hiring:
    """Made in the order ada, ben, cal; submitted cal, ada, and ben not yet; changed last: ben."""
    third = create_interview(application=hiring.application, round=hiring.first.round_id, panelists=[CAL])

    def draft(email: str, interview: Interview) -> Scorecard:
        return create_scorecard(
            principal=principal(email),
            interviewer=None,
            interview=interview,
            overall_recommendation=Recommendation.YES,
            scores=rated(hiring.focus, 3),
        )

    cards = {email: draft(email, interview) for email, interview in ((ADA, hiring.first), (BEN, hiring.first))}
    cards[CAL] = draft(CAL, third)
    for email in (CAL, ADA):
        edit_scorecard(scorecard=cards[email], changes={}, scores=(), submit=True)
    edit_scorecard(scorecard=cards[BEN], changes={"overall_recommendation": "no"}, scores=())
    return hiring


@pytest.fixture
def of_all(ordered: Hiring) -> APIClient:
    """A caller to whom all of it is visible: the drafts would be the author's only, so it is Ben, blind no more."""
    update_job(principal=ATS, job=ordered.job, changes={"blindness": "never"})
    return session(Person.objects.get(email=BEN))


@pytest.mark.parametrize(
    ("ordering", "expected"),
    [
        ("created_at", ["ada", "ben", "cal"]),
        ("-created_at", ["cal", "ben", "ada"]),
        ("modified_at", ["cal", "ada", "ben"]),
        ("-modified_at", ["ben", "ada", "cal"]),
        ("submitted_at", ["cal", "ada", "ben"]),  # what is not submitted comes last, or first
        ("-submitted_at", ["ben", "ada", "cal"]),
    ],
)
def test_each_order_and_its_pages(of_all: APIClient, ordering: str, expected: list[str]) -> None:
    assert names(of_all, f"ordering={ordering}") == expected
    walked: list[Any] = []
    address: str | None = f"{URL}?ordering={ordering}&page_size=1"
    while address:
        page = of_all.get(address).json()
        walked += [row["interviewer"]["name"] for row in page["results"]]
        address = page["next"]
    assert walked == expected
    back = of_all.get(page["previous"]).json()["results"]
    assert [row["interviewer"]["name"] for row in back] == [expected[1]]


def test_drafts_stand_together_and_none_is_lost_between_pages(ordered: Hiring) -> None:
    """They share the place of what is not submitted yet; the id parts them."""
    writer = key_client("scorecards:write", "scorecards:read")
    for email in (ADA, BEN):
        body = {"interview": ordered.second.pk, "interviewer": email}
        assert writer.post(URL, body, format="json").status_code == 201
    for sign, expected in (("", ["cal", "ada", "ada", "ben"]), ("-", ["ben", "ada", "ada", "cal"])):
        walked: list[str] = []
        address: str | None = f"{URL}?ordering={sign}submitted_at&page_size=1"
        while address:
            page = writer.get(address).json()
            walked += [row["interviewer"]["name"] for row in page["results"]]
            address = page["next"]
        assert walked == expected


def test_a_cursor_belongs_to_its_order(of_all: APIClient) -> None:
    page = of_all.get(f"{URL}?ordering=created_at&page_size=1").json()
    other = of_all.get(page["next"].replace("ordering=created_at", "ordering=-created_at"))
    assert (other.status_code, other.json()["errors"][0]["pointer"]) == (400, "?cursor")


@pytest.mark.parametrize(
    "query", ["ordering=level", "ordering=interviewer", "ordering=created_at,modified_at", "ordering="]
)
def test_no_other_order(hiring: Hiring, query: str) -> None:
    response = key_client("scorecards:read").get(f"{URL}?{query}")
    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (400, "?ordering")


def test_the_change_feed_keeps_its_own_order(hiring: Hiring) -> None:
    response = key_client("scorecards:read").get(f"{URL}?ordering=created_at&modified_after=2020-01-01T00:00:00Z")
    assert (response.status_code, response.json()["errors"][0]["pointer"]) == (400, "?ordering")
