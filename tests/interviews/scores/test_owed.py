"""Who owes which scorecard since when, as far as the caller may know."""

import datetime
from typing import Any

import pytest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from hiringkit.people.models import Person
from hiringkit.people.vocabulary import GroupName
from interviews.hiring.panels import create_interview, update_interview
from interviews.hiring.releases import excuse_panelist, lift_blindness
from interviews.hiring.services import create_application, create_candidate, create_job, update_job
from interviews.models import Application, Interview, Panelist
from interviews.vocabulary import Blindness
from tests.api_client import APIClient
from tests.people.factories import key_client, make_person, member, session
from tests.scorecards import create_scorecard
from tests.story import ADA, ATS, BEN, Hiring, principal, submit

URL = "/api/v1/scorecards/owed"
ALL = ["ada first", "ben first", "ada second", "ben second"]


def owed(client: APIClient, hiring: Hiring, query: str = "") -> list[str]:
    """The debts of the application, in the order listed."""
    names = {str(hiring.first.pk): "first", str(hiring.second.pk): "second"}
    return [f"{row['interviewer']['name']} {names.get(row['interview']['id'], 'other')}" for row in rows(client, query)]


def rows(client: APIClient, query: str = "") -> list[dict[str, Any]]:
    response = client.get(f"{URL}{query}")
    assert response.status_code == 200, response.content
    found: list[dict[str, Any]] = response.json()["results"]
    return found


def who(email: str) -> APIClient:
    return session(Person.objects.get(email=email))


@pytest.fixture
def ats() -> APIClient:
    return key_client("scorecards:read")


@pytest.fixture
def recruiter(hiring: Hiring) -> APIClient:
    return session(member(GroupName.RECRUITER))


def test_everybody_sees_their_own_debts_and_the_blind_no_others(hiring: Hiring) -> None:
    assert owed(who(ADA), hiring) == ["ada first", "ada second"]
    submit(BEN, hiring.first)
    submit(BEN, hiring.second)
    assert owed(who(ADA), hiring) == ["ada first", "ada second"]
    assert owed(who(BEN), hiring) == ["ada first", "ada second"]  # he is blind no longer
    assert rows(session(make_person())) == []


def test_recruiters_auditors_managers_and_integrations_see_all_that_they_reach(
    hiring: Hiring, recruiter: APIClient, ats: APIClient
) -> None:
    manager = session(member(GroupName.HIRING_MANAGER, email="manager@example.com"))
    other_manager = session(member(GroupName.HIRING_MANAGER, email="other@example.com"))
    update_job(principal=ATS, job=hiring.job, changes={"hiring_managers": ["manager@example.com"]})
    auditor = session(member(GroupName.AUDITOR, email="auditor@example.com"))
    for client in (recruiter, manager, auditor, ats):
        assert owed(client, hiring) == ALL
    assert owed(other_manager, hiring) == []


def test_a_recruiter_on_the_panel_sees_only_their_own_until_they_have_submitted(
    hiring: Hiring, recruiter: APIClient
) -> None:
    other = create_application(candidate=create_candidate(name="Another"), job=hiring.job)
    create_interview(application=other, round=hiring.first.round_id, panelists=[BEN])
    held = create_interview(
        application=hiring.application, round=hiring.first.round_id, panelists=["member@example.com"]
    )
    assert owed(recruiter, hiring) == ["ben other", "A Member other"]  # on the other application they are not blind
    submit("member@example.com", held)
    assert owed(recruiter, hiring) == [*ALL, "ben other"]


def test_a_lift_opens_others_debts_and_a_waiting_panel_closes_them(hiring: Hiring) -> None:
    ada = Person.objects.get(email=ADA)
    lift_blindness(application=hiring.application, person=ada, reason="Decides", lifted_by=make_person())
    assert owed(who(ADA), hiring) == ALL
    update_job(principal=ATS, job=hiring.job, changes={"blindness": Blindness.UNTIL_PANEL_COMPLETE})
    submit(BEN, hiring.first)
    submit(BEN, hiring.second)
    assert owed(who(BEN), hiring) == []  # Ada's debts are what keeps him blind
    update_job(principal=ATS, job=hiring.job, changes={"blindness": Blindness.NEVER})
    assert owed(who(BEN), hiring) == ["ada first", "ada second"]


def test_a_debt_ends_with_a_submission_an_excuse_or_a_cancellation(hiring: Hiring, ats: APIClient) -> None:
    submit(ADA, hiring.first)
    assert owed(ats, hiring) == ["ben first", "ada second", "ben second"]
    ben = Person.objects.get(email=BEN)
    excuse_panelist(interview=hiring.first, person=ben, reason="On leave", excused_by=make_person())
    assert owed(ats, hiring) == ["ada second", "ben second"]
    update_interview(principal=ATS, interview=hiring.second, changes={"cancelled_at": timezone.now()})
    assert owed(ats, hiring) == []
    update_interview(principal=ATS, interview=hiring.second, changes={"cancelled_at": None})
    assert owed(ats, hiring) == ["ada second", "ben second"]
    update_interview(principal=ATS, interview=hiring.second, changes={"panelists": [BEN]})
    assert owed(ats, hiring) == ["ben second"]
    Interview.objects.filter(pk=hiring.second.pk).update(deleted_at=timezone.now())
    assert owed(ats, hiring) == []


def test_nothing_is_owed_of_a_deleted_application(hiring: Hiring, ats: APIClient) -> None:
    Application.objects.filter(pk=hiring.application.pk).update(deleted_at=timezone.now())
    assert (owed(ats, hiring), owed(who(ADA), hiring)) == ([], [])


def test_a_draft_is_still_owed_and_named_to_whom_it_belongs(hiring: Hiring, recruiter: APIClient) -> None:
    card = create_scorecard(principal=principal(ADA), interviewer=None, interview=hiring.first)
    assert [row["draft"] for row in rows(who(ADA))] == [str(card.pk), None]
    for client in (recruiter, key_client("scorecards:read")):
        assert [row["draft"] for row in rows(client)] == [None] * 4
    writer = key_client("scorecards:write", "scorecards:read")
    body = {"interview": hiring.first.pk, "interviewer": BEN}
    made = writer.post("/api/v1/scorecards", body, format="json").json()["id"]
    assert [row["draft"] for row in rows(writer)] == [None, made, None, None]
    assert [row["draft"] for row in rows(who(BEN))] == [made, None]


def test_a_debt_says_all_that_a_reminder_needs(hiring: Hiring) -> None:
    listed = rows(who(ADA))[0]
    seat = Panelist.objects.get(interview=hiring.first, person__email=ADA)
    assert listed == {
        "interviewer": {"id": str(seat.person_id), "name": "ada"},
        "interview": {
            "id": str(hiring.first.pk),
            "round": {"id": str(hiring.first.round_id), "position": 0, "title": "Analysis"},
        },
        "application": str(hiring.application.pk),
        "candidate": {"id": str(hiring.application.candidate_id), "remote_id": None, "name": "A Candidate"},
        "job": {"id": str(hiring.job.pk), "remote_id": None, "title": "Data Scientist"},
        "kit_url": f"http://testserver/interviews/{hiring.first.pk}",
        "scorecard_url": f"http://testserver/interviews/{hiring.first.pk}#scorecard",
        "since": listed["since"],
        "draft": None,
    }
    assert parse_datetime(listed["since"]) == seat.added_at


def at(interview: Interview, days: int) -> datetime.datetime:
    time = timezone.now() + datetime.timedelta(days=days)
    update_interview(principal=ATS, interview=interview, changes={"scheduled_at": time})
    return time


def test_since_is_the_later_of_the_interviews_time_and_the_naming(hiring: Hiring, ats: APIClient) -> None:
    later, earlier = at(hiring.first, 2), at(hiring.second, -2)
    since = {row["interview"]["id"]: parse_datetime(row["since"]) for row in rows(ats)}
    assert since[str(hiring.first.pk)] == later
    named = Panelist.objects.filter(interview=hiring.second).values_list("added_at", flat=True)
    assert since[str(hiring.second.pk)] in named
    assert min(named) > earlier


def test_what_is_due_has_come(hiring: Hiring, ats: APIClient) -> None:
    at(hiring.first, 2)
    at(hiring.second, -2)
    assert owed(ats, hiring, "?due=true") == ["ada second", "ben second"]
    assert owed(ats, hiring, "?due=false") == ["ada first", "ben first"]
    assert owed(ats, hiring) == ["ada second", "ben second", "ada first", "ben first"]


def test_the_oldest_debt_is_first_and_pages_lose_and_repeat_nothing(hiring: Hiring, ats: APIClient) -> None:
    """Also where several became due at the same moment: the same call named them."""
    other = create_application(candidate=create_candidate(name="Another"), job=hiring.job)
    names = [f"panelist{number}@example.com" for number in range(5)]
    crowded = create_interview(application=other, round=hiring.first.round_id, panelists=names)
    Panelist.objects.filter(interview=crowded).update(added_at=timezone.now())
    at(hiring.first, 3)
    expected = rows(ats)
    times = [row["since"] for row in expected]
    assert times == sorted(times)
    assert len(times) == 9
    for size in (1, 2, 4):
        walked: list[dict[str, Any]] = []
        page = ats.get(f"{URL}?page_size={size}").json()
        walked += page["results"]
        while page["next"]:
            page = ats.get(page["next"]).json()
            walked += page["results"]
        assert walked == expected
        back = ats.get(page["previous"]).json()
        assert back["results"] == expected[-len(page["results"]) - size : -len(page["results"])]


def test_a_debt_paid_between_two_pages_moves_nothing(hiring: Hiring, ats: APIClient) -> None:
    page = ats.get(f"{URL}?page_size=2").json()
    submit(ADA, hiring.first)  # it stood on the first page
    assert [row["interviewer"]["name"] for row in ats.get(page["next"]).json()["results"]] == ["ada", "ben"]


def test_the_filters_narrow(hiring: Hiring, ats: APIClient) -> None:
    other = create_application(candidate=create_candidate(name="Another"), job=hiring.job)
    create_interview(application=other, round=hiring.first.round_id, panelists=[BEN])
    job = create_job(title="Another opening", plan=hiring.plan)
    third = create_application(candidate=create_candidate(name="A Third"), job=job)
    create_interview(application=third, round=hiring.first.round_id, panelists=[ADA])
    ada = Person.objects.get(email=ADA).pk
    assert owed(ats, hiring, f"?application={hiring.application.pk}") == ALL
    assert owed(ats, hiring, f"?job={hiring.job.pk}") == [*ALL, "ben other"]
    assert owed(ats, hiring, f"?job={job.pk}") == ["ada other"]
    assert owed(ats, hiring, f"?interview={hiring.second.pk}") == ["ada second", "ben second"]
    assert owed(ats, hiring, f"?interviewer={ada}") == ["ada first", "ada second", "ada other"]
    assert owed(who(BEN), hiring, f"?interviewer={ada}") == []  # a filter opens nothing


@pytest.mark.parametrize(
    "query",
    ["?status=draft", "?modified_after=2030-01-01T00:00:00Z", "?include_deleted=true", "?ordering=since", "?job=x"],
)
def test_what_it_does_not_understand_is_refused(hiring: Hiring, ats: APIClient, query: str) -> None:
    assert ats.get(f"{URL}{query}").status_code == 400


def test_who_may_ask(hiring: Hiring) -> None:
    assert key_client("hiring:read").get(URL).json()["code"] == "scope_missing"
    assert APIClient().get(URL).status_code == 401
