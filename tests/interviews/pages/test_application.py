"""`/applications/{id}`: the summary as a page, for those who may see it, and the decision beside the figures."""

import html
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hiringkit.people.models import Person
from hiringkit.people.vocabulary import GroupName
from interviews.hiring.services import create_application, create_candidate
from interviews.models import Application, Decision
from interviews.vocabulary import Recommendation
from tests.api_client import APIClient
from tests.people.factories import member, session
from tests.story import ADA, BEN, Hiring, submit

PAGE = {"Accept": "text/html"}


@pytest.fixture
def recruiter(hiring: Hiring) -> APIClient:
    return session(member(GroupName.RECRUITER, email="rita@example.com"))


def page_of(client: APIClient, application: Application, status: int = 200) -> str:
    answer = client.get(f"/applications/{application.pk}", headers=PAGE)
    assert answer.status_code == status, answer.content
    assert "no-store" in answer.headers["Cache-Control"]
    assert len(answer.content) < 60_000
    return html.unescape(answer.content.decode())


def decide(client: APIClient, application: Application, **values: str) -> Any:
    return client.post(f"/applications/{application.pk}", values, headers=PAGE, format="multipart")


def test_it_says_what_the_summary_says_and_offers_every_file(hiring: Hiring, recruiter: APIClient) -> None:
    submit(ADA, hiring.first)
    submit(BEN, hiring.first, recommendation=Recommendation.NO)
    page = page_of(recruiter, hiring.application)
    for part in ("A Candidate", "Said so.", "Missing", "Data Exploration and Quality", "Nothing is decided yet."):
        assert part in page
    for format in ("pdf", "html", "xlsx", "csv", "md"):
        assert f'/api/v1/applications/{hiring.application.pk}/summary/export?export={format}"' in page
    assert "2 scorecards are still owed" in page


def test_whoever_owes_is_told_to_wait_and_nothing_else(hiring: Hiring) -> None:
    ada = session(Person.objects.get(email=ADA))
    before = page_of(ada, hiring.application, 409)
    submit(BEN, hiring.first)
    submit(BEN, hiring.second)
    now = page_of(ada, hiring.application, 409)
    own = r'value="[^"]*"|Request [^<]*'
    assert re.sub(own, "", before) == re.sub(own, "", now)
    assert "Said so." not in now


def test_out_of_reach_is_a_page_that_says_so(hiring: Hiring) -> None:
    stranger = session(member(GroupName.INTERVIEWER, email="stranger@example.com"))
    assert "Not found" in page_of(stranger, hiring.application, 404)


def test_who_decides_does_so_beside_the_figures(hiring: Hiring, recruiter: APIClient) -> None:
    for email in (ADA, BEN):
        submit(email, hiring.first, recommendation=Recommendation.NO)
    page = page_of(recruiter, hiring.application)
    assert "Hire (against the panel)" in page
    assert "Reject (against" not in page
    assert re.findall(r'value="(\w+)" data-against', page) == ["advance", "hire"]  # told while it is chosen
    answer = decide(recruiter, hiring.application, outcome="hire", rationale="We need them.")
    assert (answer.status_code, answer["Location"]) == (302, f"/applications/{hiring.application.pk}")
    made = Decision.objects.get()
    assert (made.outcome, made.rationale, made.against_panel) == ("hire", "We need them.", True)
    page = page_of(recruiter, hiring.application)
    assert "Decided: hire" in page
    corrected = decide(
        recruiter, hiring.application, outcome="reject", rationale="No.", reason="Wrong name.", latest=str(made.key)
    )
    assert corrected.status_code == 302
    latest = Decision.objects.order_by("-pk")[0]
    assert (latest.outcome, latest.supersedes, latest.correction_reason) == ("reject", made, "Wrong name.")


def test_what_was_typed_stays_when_it_is_refused(hiring: Hiring, recruiter: APIClient) -> None:
    submit(ADA, hiring.first)
    missing = decide(recruiter, hiring.application, rationale="Some words.")
    assert (missing.status_code, "Some words." in missing.content.decode()) == (422, True)
    assert decide(recruiter, hiring.application, outcome="hire", rationale="Yes.").status_code == 302
    again = decide(recruiter, hiring.application, outcome="hold", rationale="Other words.")
    assert again.status_code == 409
    assert "set its status back to active" in again.content.decode()
    assert "Other words." in again.content.decode()
    assert Decision.objects.count() == 1


def test_who_may_not_decide_reads_only(hiring: Hiring) -> None:
    submit(ADA, hiring.first)
    submit(ADA, hiring.second)
    ada = session(Person.objects.get(email=ADA))
    assert "Record the decision" not in page_of(ada, hiring.application)
    assert decide(ada, hiring.application, outcome="hire", rationale="x").status_code == 200
    assert not Decision.objects.exists()


def test_a_hiring_manager_finds_it_from_their_first_page(hiring: Hiring) -> None:
    manager = member(GroupName.HIRING_MANAGER, email="mia@example.com")
    hiring.job.hiring_managers.add(manager)
    client = session(manager)
    assert f'href="/applications/{hiring.application.pk}"' in client.get("/").content.decode()
    submit(ADA, hiring.first)
    assert "Record the decision" in page_of(client, hiring.application)


def test_a_job_with_many_applications_shows_the_newest_and_leads_to_all(hiring: Hiring) -> None:
    manager = member(GroupName.HIRING_MANAGER, email="mia@example.com")
    hiring.job.hiring_managers.add(manager)
    for number in range(40):
        create_application(candidate=create_candidate(name=f"Candidate {number}"), job=hiring.job)
    client = session(manager)
    with CaptureQueriesContext(connection) as captured:
        page = client.get("/").content.decode()
    assert page.count('href="/applications/') == 15
    assert "Candidate 39" in page
    assert "All 41 applications" in page
    assert len(page) < 60_000
    assert len(captured) == 6  # session, person; what is open; what is done; jobs; their newest applications


def test_it_takes_the_same_statements_for_four_scorecards_as_for_two(hiring: Hiring, recruiter: APIClient) -> None:
    """Session, person, groups; the summary, and that it was read; the application; anchors; names of competencies."""

    def counted() -> int:
        with CaptureQueriesContext(connection) as captured:
            page_of(recruiter, hiring.application)
        return len(captured)

    submit(ADA, hiring.first)
    submit(BEN, hiring.first)
    first = counted()
    submit(ADA, hiring.second)
    submit(BEN, hiring.second)
    assert (first, counted()) == (8, 8)
