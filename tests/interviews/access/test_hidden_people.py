"""Who came to be with a pushed scorecard is hidden from the blind: in lists, by name, in the trail and in forms."""

from typing import Any

import pytest
from django.urls import reverse

from hiringkit.people.models import Person
from hiringkit.people.services import update_person
from hiringkit.people.vocabulary import GroupName
from interviews.hiring.panels import create_interview
from interviews.models import Interview, Job, Panelist
from tests.api_client import APIClient, Client
from tests.interviews.test_admin import address, sign_in
from tests.people.factories import key_client, member, session
from tests.story import ADA, Hiring

REX, NEW = "rex@example.com", "newcomer@example.com"
API = "/api/v1"


@pytest.fixture
def rex_in_admin(hiring: Hiring) -> Client:
    """A recruiter and auditor who owes a scorecard."""
    client = sign_in(REX, GroupName.RECRUITER, GroupName.AUDITOR)
    create_interview(application=hiring.application, round=hiring.first.round_id, panelists=[REX])
    return client


@pytest.fixture
def rex(rex_in_admin: Client) -> APIClient:
    return session(Person.objects.get(email=REX))


@pytest.fixture
def rita() -> APIClient:
    return session(member(GroupName.RECRUITER, GroupName.AUDITOR))


def push(hiring: Hiring, interviewer: str = NEW) -> None:
    """What an ATS records for somebody of whom nobody has heard."""
    body = {
        "application": str(hiring.application.pk), "round": str(hiring.first.round_id), "interviewer": interviewer,
        "overall_recommendation": "yes", "submit": True,
        "scores": [
            {"competency": slug, "state": "rated", "level": 3, "evidence": "Said so."} for slug in hiring.focus
        ],
    }  # fmt: skip
    response = key_client("scorecards:write").post(f"{API}/scorecards", body)
    assert response.status_code == 201, response.content


def rows(client: APIClient, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"{API}{path}").json()["results"]
    return found


def lists(client: APIClient) -> list[list[dict[str, Any]]]:
    return [
        rows(client, path)
        for path in ("/people?page_size=500", f"/people?email={NEW}", "/people?search=newcomer",
                     "/people?group=Interviewer", "/audit-entries?thing=person&page_size=500")
    ]  # fmt: skip


def told(response: Any) -> tuple[int, str]:
    return response.status_code, response.json().get("code", "")


def test_lists_and_the_trail(hiring: Hiring, rex: APIClient, rita: APIClient) -> None:
    before, seen = lists(rex), lists(rita)
    push(hiring)
    assert lists(rex) == before
    for now, then in zip(lists(rita), seen, strict=True):
        assert len(now) > len(then)  # whoever may know is told
    person = Person.objects.get(email=NEW)
    assert rex.get(f"{API}/people/{person.pk}").status_code == 404
    assert rita.get(f"{API}/people/{person.pk}").status_code == 200


def test_they_show_once_whoever_was_blind_has_written(hiring: Hiring, rex: APIClient) -> None:
    push(hiring)
    interview = Interview.objects.get(panel__person__email=REX)
    scores = [{"competency": slug, "state": "not_assessed", "reason": "No time."} for slug in hiring.focus]
    body = {
        "interview": str(interview.pk), "scores": scores, "overall_recommendation": "no_decision", "submit": True,
    }  # fmt: skip
    assert told(rex.post(f"{API}/scorecards", body)) == (201, "")
    assert len(rows(rex, f"/people?email={NEW}")) == 1
    created = [entry["subject"] for entry in rows(rex, "/audit-entries?thing=person&action=created")]
    assert rows(rex, f"/people?email={NEW}")[0]["id"] in created


def test_a_name_finds_them_no_more_than_a_name_that_nobody_has(hiring: Hiring, rex: APIClient) -> None:
    def tries() -> list[tuple[int, str]]:
        release = {"person": NEW, "reason": "On leave."}
        return [
            told(rex.post(f"{API}/interviews/{hiring.first.pk}/excuse", release)),
            told(rex.post(f"{API}/applications/{hiring.application.pk}/lift-blindness", release)),
            told(rex.post(f"{API}/scorecards", {"interview": str(hiring.first.pk), "interviewer": NEW})),
        ]

    before = tries()
    push(hiring)
    assert tries() == before
    named = {"title": "Another", "hiring_managers": [str(Person.objects.get(email=NEW).pk)]}
    assert told(rex.post(f"{API}/jobs", named))[0] == 422
    assert told(rex.post(f"{API}/jobs", named | {"hiring_managers": [NEW]}))[0] == 201  # an address would make them
    assert len(rows(rex, f"/people?email={NEW}")) == 1  # and whom somebody has named is there


def test_who_was_there_before_stays(hiring: Hiring, rex: APIClient) -> None:
    member(GroupName.INTERVIEWER, email=NEW)
    before = lists(rex)
    push(hiring)
    assert lists(rex) == before
    assert len(before[1]) == 1


def test_a_program_that_names_them_elsewhere_shows_them(hiring: Hiring, rex: APIClient) -> None:
    push(hiring)
    body = {"application": str(hiring.application.pk), "round": str(hiring.second.round_id), "panelists": [NEW]}
    assert key_client("hiring:write").post(f"{API}/interviews", body).status_code == 201
    assert len(rows(rex, f"/people?email={NEW}")) == 1
    assert Panelist.objects.filter(person__email=NEW, introduces=True).count() == 1


def test_the_admins_lists_forms_and_refusals(hiring: Hiring, rex_in_admin: Client) -> None:
    push(hiring)
    person = Person.objects.get(email=NEW)
    people = address(Person, "changelist")
    assert rex_in_admin.get(people).context["cl"].queryset.filter(pk=person.pk).count() == 0
    assert rex_in_admin.get(address(Person, "change", person.pk)).status_code == 302  # as what is not there
    for model, field in ((Job, "hiring_managers"), (Interview, "panelists")):
        page = f"{address(model, 'add')}?application={hiring.first.application_id}"
        form = rex_in_admin.get(page).context["adminform"].form
        assert not form.fields[field].queryset.filter(pk=person.pk).exists()
        for term, there in ((NEW, False), (ADA, True)):  # nor is whom nobody knows found by searching
            query = {
                "app_label": "interviews",
                "model_name": str(model._meta.model_name),
                "field_name": field,
                "term": term,
            }
            found = rex_in_admin.get(reverse("admin:autocomplete"), query).json()["results"]
            assert bool(found) is there
    made = rex_in_admin.post(address(Person, "add"), {"email": NEW, "name": "A Newcomer", "groups": []})
    assert made.status_code == 302, made.context["adminform"].form.errors  # not "there is one with this address"
    person.refresh_from_db()
    assert (person.name, person.unlisted) == ("A Newcomer", False)
    assert rex_in_admin.get(people).context["cl"].queryset.filter(pk=person.pk).count() == 1
    again = rex_in_admin.post(address(Person, "add"), {"email": NEW, "name": "Another", "groups": []})
    assert "already exists" in again.content.decode()


def test_nobody_takes_an_account_over_by_making_it(hiring: Hiring, rex_in_admin: Client) -> None:
    """Somebody else has let them in meanwhile: a blind recruiter who makes the person anew changes neither their
    password nor, once they hold a right, anything.
    """
    push(hiring)
    person = Person.objects.get(email=NEW)
    person.set_password("a long word of their own")
    person.remote_id = "hr-7"
    person.save()
    assert rex_in_admin.post(address(Person, "add"), {"email": NEW, "name": "A Newcomer"}).status_code == 302
    person.refresh_from_db()
    assert (person.check_password("a long word of their own"), person.remote_id) == (True, "hr-7")
    Person.objects.filter(pk=person.pk).update(unlisted=True)  # as if nobody had named them
    update_person(person=person, email=NEW, name="New", is_active=True, groups=[GroupName.AUDITOR])
    taken = rex_in_admin.post(address(Person, "add"), {"email": NEW, "name": "Another"})
    assert "already exists" in taken.content.decode()
    assert [group.name for group in person.groups.all()] == [GroupName.AUDITOR]
