"""What the kit's page shows of a submitted scorecard, and amending it there."""

import html
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hiringkit.people.models import Person
from interviews.models import Application, Interview, Job, Scorecard
from interviews.scores.records import ItemWrite, NoteWrite, ScoreWrite
from interviews.vocabulary import Blindness, Recommendation, ScoreState
from tests.api_client import APIClient
from tests.people.factories import session
from tests.story import ADA, BEN, Hiring, submit

PAGE = {"Accept": "text/html"}


@pytest.fixture
def ada(hiring: Hiring) -> APIClient:
    return session(Person.objects.get(email=ADA))


@pytest.fixture
def one_round(hiring: Hiring) -> Interview:
    """The first interview, where the other does not take place."""
    Interview.objects.filter(pk=hiring.second.pk).update(cancelled_at=datetime(2026, 1, 5, tzinfo=UTC))
    return hiring.first


def page_of(client: APIClient, interview: Interview, end: str = "") -> str:
    answer = client.get(f"/interviews/{interview.pk}{end}", headers=PAGE)
    assert answer.status_code == 200
    assert len(answer.content) < 60_000
    token = r'name="csrfmiddlewaretoken" value="[^"]*"'  # another in each answer
    return re.sub(token, "", html.unescape(answer.content.decode()))


def amend(client: APIClient, interview: Interview, page: str, **values: str) -> Any:
    version = page.partition('name="version" value="')[2].partition('"')[0]
    sent = {"version": version, "recommendation": "no", **values}
    return client.post(f"/interviews/{interview.pk}/scorecard/amend", sent, headers=PAGE, format="multipart")


def as_it_was(hiring: Hiring, level: str = "3") -> dict[str, str]:
    return {
        f"{part}-{slug}": text for slug in hiring.focus for part, text in (("level", level), ("evidence", "Said so."))
    }


def test_what_is_submitted_is_shown_and_no_form(hiring: Hiring, ada: APIClient, one_round: Interview) -> None:
    first, second = hiring.focus
    item = one_round.round.items.order_by("position")[1]
    scores = [
        ScoreWrite(first, ScoreState.RATED, level=4, evidence="Drew <it>.", questions=(NoteWrite(item.pk),)),
        ScoreWrite(second, ScoreState.NOT_ASSESSED, reason="No time."),
    ]
    submit(ADA, one_round, scores, items=[ItemWrite(item.pk, note="A note.")])
    page = page_of(ada, one_round)
    name = hiring.plan.profile.get(competency__slug=first).competency.name
    for part in (
        f"{name}: 4",
        "Drew <it>.",
        "Heard on question 2",
        "not assessed",
        "No time.",
        "A note.",
        "you recommend",
    ):
        assert part in page
    assert "<textarea" not in page
    assert "scorecard.js" not in page


def test_an_amendment_says_why_and_what_it_was(hiring: Hiring, ada: APIClient, one_round: Interview) -> None:
    submit(ADA, one_round)
    form = page_of(ada, one_round, "/scorecard/amend")
    without = amend(ada, one_round, form, **as_it_was(hiring))
    assert without.status_code == 422
    assert 'href="#id_amendment"' in without.content.decode()
    nothing = amend(ada, one_round, form, **{**as_it_was(hiring), "recommendation": "yes"}, amendment="Why not.")
    assert nothing.status_code == 422
    assert "nothing to amend" in nothing.content.decode()
    done = amend(ada, one_round, form, **as_it_was(hiring, "2"), amendment="Mixed up two people.")
    assert (done.status_code, done["Location"]) == (302, f"/interviews/{one_round.pk}#scorecard")
    page = page_of(ada, one_round)
    assert "Mixed up two people." in page
    assert page.partition("Before that")[2].count(": 3. Said so.") == 2
    again = amend(ada, one_round, form, **as_it_was(hiring, "5"), amendment="From a page that is old.")
    assert again.status_code == 409  # both are shown, and a person chooses
    assert "Stored meanwhile" in again.content.decode()
    assert "From a page that is old." in again.content.decode()
    gap = as_it_was(hiring) | {f"evidence-{hiring.focus[0]}": " "}
    refused = amend(ada, one_round, page_of(ada, one_round, "/scorecard/amend"), **gap, amendment="Less.")
    assert "is rated without evidence" in refused.content.decode()
    assert sorted(Scorecard.objects.values_list("status", flat=True)) == ["submitted", "superseded"]


def test_who_has_submitted_nothing_amends_nothing(hiring: Hiring, ada: APIClient, one_round: Interview) -> None:
    address = f"/interviews/{one_round.pk}/scorecard/amend"
    assert ada.get(address, headers=PAGE).status_code == 404
    ada.post("/api/v1/scorecards", {"interview": str(one_round.pk)})
    assert ada.get(address, headers=PAGE)["Location"] == f"/interviews/{one_round.pk}#scorecard"


def test_of_the_panel_it_shows_what_may_be_known(hiring: Hiring, ada: APIClient, one_round: Interview) -> None:
    submit(ADA, one_round)
    page = page_of(ada, one_round)
    assert "<bdi>ben</bdi>, Analysis: owed" in page
    assert f'href="/applications/{hiring.application.pk}"' in page
    submit(BEN, one_round, recommendation=Recommendation.NO)
    assert "<bdi>ben</bdi>, Analysis: submitted" in page_of(ada, one_round)


@pytest.mark.parametrize("mode", ["owes another", "until the panel is complete"])
def test_the_blind_see_nothing_of_it_whatever_happens(hiring: Hiring, ada: APIClient, mode: str) -> None:
    if mode == "until the panel is complete":
        Job.objects.update(blindness=Blindness.UNTIL_PANEL_COMPLETE)
        submit(ADA, hiring.second)
    submit(ADA, hiring.first)
    before = page_of(ada, hiring.first)
    assert "not open to you yet" in before
    assert "ben</bdi>, " not in before
    submit(BEN, hiring.first)
    assert page_of(ada, hiring.first) == before


def test_statements(hiring: Hiring, ada: APIClient, one_round: Interview) -> None:
    """Session, person, groups; the kit's six; the scorecard; whether they are blind, and who sits on the panels."""

    def counted(end: str = "") -> int:
        with CaptureQueriesContext(connection) as captured:
            page_of(ada, one_round, end)
        return len(captured)

    submit(ADA, one_round)
    assert (counted(), counted("/scorecard/amend")) == (12, 10)
    for level in ("2", "4"):
        form = page_of(ada, one_round, "/scorecard/amend")
        assert amend(ada, one_round, form, **as_it_was(hiring, level), amendment="So.").status_code == 302
        assert counted() == 15  # and what it said before, by three statements for any number of amendments
    assert Application.objects.get().scorecards.count() == 3
