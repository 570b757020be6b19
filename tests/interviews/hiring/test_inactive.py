"""Whoever is inactive is not seated and decides nothing; what they sat on and wrote stays."""

import pytest

from hiringkit.people.models import Person
from tests.api_client import APIClient
from tests.people.factories import key_client, make_person
from tests.story import BEN, Hiring

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture
def gone() -> Person:
    person = make_person()
    person.is_active = False
    person.save()
    return person


@pytest.fixture
def ats() -> APIClient:
    return key_client("all")


def told(response: object) -> tuple[int, list[tuple[str, str]]]:
    body = response.json()  # type: ignore[attr-defined]
    return response.status_code, [(each["code"], each["pointer"]) for each in body.get("errors", ())]  # type: ignore[attr-defined]


def test_nobody_inactive_is_seated(hiring: Hiring, ats: APIClient, gone: Person) -> None:
    meeting = {"application": str(hiring.application.pk), "round": str(hiring.first.round_id)}
    refused = (422, [("person_inactive", "/panelists/1")])
    assert told(ats.post(f"{API}/interviews", meeting | {"panelists": [BEN, gone.email]})) == refused
    assert told(ats.patch(f"{API}/interviews/{hiring.first.pk}", {"panelists": [BEN, str(gone.pk)]})) == refused


def test_who_was_seated_before_they_left_stays(hiring: Hiring, ats: APIClient) -> None:
    Person.objects.filter(email=BEN).update(is_active=False)
    panel = [each.email for each in hiring.first.panelists.all()]
    assert BEN in panel
    assert told(ats.patch(f"{API}/interviews/{hiring.first.pk}", {"panelists": panel})) == (200, [])


def test_nobody_inactive_decides(hiring: Hiring, ats: APIClient, gone: Person) -> None:
    decision = {"outcome": "hold", "rationale": "Wait.", "decided_by": gone.email}
    refused = (422, [("person_inactive", "/decided_by")])
    assert told(ats.post(f"{API}/applications/{hiring.application.pk}/decision", decision)) == refused


def test_people_tell_who_is_inactive(ats: APIClient, gone: Person) -> None:
    rows = ats.get(f"{API}/people").json()["results"]
    assert {row["id"]: row["is_active"] for row in rows}[str(gone.pk)] is False
