"""That a decision was recorded shows to nobody who is blind: by no status, no time, no tag and no place in a list."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import QuerySet

from hiringkit.people.models import Person
from hiringkit.people.principals import person_principal
from hiringkit.people.vocabulary import GroupName
from interviews.hiring.panels import create_interview
from interviews.hiring.queries import list_applications
from interviews.hiring.services import update_job
from interviews.models import Application
from tests.api_client import APIClient, Client
from tests.interviews.test_admin import address, sign_in
from tests.people.factories import member, session
from tests.story import ADA, ATS, BEN, Hiring, submit

REX = "rex@example.com"
API = "/api/v1"


@pytest.fixture
def rex_in_admin(hiring: Hiring) -> Client:
    """A recruiter and hiring manager who owes a scorecard."""
    client = sign_in(REX, GroupName.RECRUITER)
    create_interview(application=hiring.application, round=hiring.first.round_id, panelists=[REX])
    update_job(principal=ATS, job=hiring.job, changes={"hiring_managers": [REX]})
    submit(ADA, hiring.first)
    return client


@pytest.fixture
def rex(rex_in_admin: Client) -> APIClient:
    return session(Person.objects.get(email=REX))


@pytest.fixture
def rita() -> APIClient:
    return session(member(GroupName.RECRUITER))


def decide(client: APIClient, hiring: Hiring, outcome: str) -> int:
    body = {"outcome": outcome, "rationale": "A short word."}
    return client.post(f"{API}/applications/{hiring.application.pk}/decision", body).status_code


def set_status(client: APIClient, hiring: Hiring, status: str) -> Any:
    return client.patch(f"{API}/applications/{hiring.application.pk}", {"status": status})


def shown(client: APIClient, hiring: Hiring) -> str:
    return str(client.get(f"{API}/applications/{hiring.application.pk}").json()["status"])


def told(client: APIClient, hiring: Hiring) -> list[object]:
    """All that an application says by itself and by its place."""
    addresses = [
        f"/applications/{hiring.application.pk}",
        "/applications",
        *(f"/applications?status={status}" for status in ("active", "hired", "rejected", "withdrawn")),
        f"/jobs/{hiring.job.pk}/comparison",
    ]
    answers = [client.get(f"{API}{each}") for each in addresses]
    told = [(answer.status_code, answer.content, answer.headers.get("ETag")) for answer in answers]
    return [*told, place_in_feed(client, hiring)]


def place_in_feed(client: APIClient, hiring: Hiring) -> object:
    """Asked of the rows: whatever else is open on the server holds the feed itself back (the leak matrix walks it)."""
    person = Person.objects.get(pk=client.get(f"{API}/me").json()["person"]["id"])
    rows: QuerySet[Any] = list_applications(principal=person_principal(person))
    row = rows.get(pk=hiring.application.pk)
    return row.shown_changed_xid, row.shown_modified_at


STEPS: dict[str, Callable[[APIClient, Hiring], object]] = {
    "held": lambda rita, hiring: decide(rita, hiring, "hold"),
    "rejected": lambda rita, hiring: decide(rita, hiring, "reject"),
    "opened again": lambda rita, hiring: set_status(rita, hiring, "active"),
    "hired": lambda rita, hiring: decide(rita, hiring, "hire"),
    "set by hand": lambda rita, hiring: set_status(rita, hiring, "rejected"),
}


@pytest.mark.django_db(transaction=True)
def test_nothing_of_an_application_changes_for_the_blind(hiring: Hiring, rex: APIClient, rita: APIClient) -> None:
    """With a committed transaction for each step, as in the feed."""
    before, seen = told(rex, hiring), told(rita, hiring)
    for name, step in STEPS.items():
        step(rita, hiring)
        assert told(rex, hiring) == before, name
        assert told(rita, hiring) != seen, name  # whoever may know is told
        seen = told(rita, hiring)


@pytest.mark.django_db(transaction=True)
def test_what_is_no_decision_is_told_as_ever(hiring: Hiring, rex: APIClient, rita: APIClient) -> None:
    decide(rita, hiring, "reject")
    before = told(rex, hiring)
    rita.patch(f"{API}/applications/{hiring.application.pk}", {"remote_id": "app-9"})
    assert told(rex, hiring) != before
    assert shown(rex, hiring) == "active"
    set_status(rita, hiring, "withdrawn")
    assert shown(rex, hiring) == "withdrawn"
    assert place_in_feed(rex, hiring) == place_in_feed(rita, hiring)


def test_the_blind_neither_decide_by_the_status_nor_undo_what_they_do_not_see(
    hiring: Hiring, rex: APIClient, rita: APIClient
) -> None:
    for status in ("hired", "rejected"):
        refused = set_status(rex, hiring, status)
        assert (refused.status_code, refused.json()["code"]) == (409, "still_blind")
    decide(rita, hiring, "hire")
    assert set_status(rex, hiring, "active").json()["status"] == "active"  # as they are shown it: nothing is changed
    assert shown(rita, hiring) == "hired"
    assert set_status(rex, hiring, "withdrawn").status_code == 200
    assert (shown(rita, hiring), shown(rex, hiring)) == ("withdrawn", "withdrawn")


def test_it_shows_once_they_have_written(hiring: Hiring, rita: APIClient) -> None:
    ben = session(Person.objects.get(email=BEN))
    decide(rita, hiring, "reject")
    assert shown(ben, hiring) == "active"
    submit(BEN, hiring.first)
    assert shown(ben, hiring) == "active"
    submit(BEN, hiring.second)
    assert shown(ben, hiring) == "rejected"


def test_who_came_to_us_rejected_is_shown_so(hiring: Hiring, rex: APIClient, rita: APIClient) -> None:
    """What an ATS says from the start speaks of no panel."""
    application = Application.objects.create(candidate=hiring.application.candidate, job=hiring.job, status="rejected")
    create_interview(application=application, round=hiring.first.round_id, panelists=[REX])
    address = f"{API}/applications/{application.pk}"
    assert rex.get(address).json()["status"] == "rejected"
    rita.patch(address, {"status": "hired"})
    assert rex.get(address).json()["status"] == "rejected"


def test_the_admin_shows_and_keeps_what_the_blind_know(hiring: Hiring, rex_in_admin: Client, rita: APIClient) -> None:
    page, rows = address(Application, "change", hiring.application.pk), address(Application, "changelist")
    decide(rita, hiring, "reject")
    listed = rex_in_admin.get(f"{rows}?status=active&o=3").context["cl"]
    assert [row.shown_status for row in listed.result_list] == ["active"]
    assert rex_in_admin.get(f"{rows}?status=rejected").context["cl"].result_count == 0
    form = rex_in_admin.get(page).context["adminform"].form
    assert form.initial["status"] == "active"
    values = {name: "" if value is None else value for name, value in form.initial.items()} | {"remote_id": "app-9"}
    rows_of_interviews = {"interviews-TOTAL_FORMS": 0, "interviews-INITIAL_FORMS": 0}
    assert rex_in_admin.post(page, values | rows_of_interviews).status_code == 302
    application = Application.objects.get(pk=hiring.application.pk)
    assert (application.status, application.remote_id) == ("rejected", "app-9")
