"""`GET /me`: who is asking."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hiringkit.people.keys import create_api_key
from hiringkit.people.vocabulary import GroupName
from tests.api_client import APIClient
from tests.people.factories import key_client, member, session

pytestmark = pytest.mark.django_db


def test_an_integration_learns_what_its_key_may_do_and_until_when() -> None:
    expires_at = timezone.now().replace(microsecond=0) + datetime.timedelta(days=30)
    key, text = create_api_key(name="ATS", scopes=["hiring:write", "audit:read"], expires_at=expires_at)
    client = APIClient(headers={"Authorization": f"Bearer {text}"})
    assert client.get("/api/v1/me").json() == {
        "kind": "integration",
        "person": None,
        "groups": [],
        "key": {
            "id": str(key.pk),
            "name": "ATS",
            "scopes": ["audit:read", "hiring:write"],
            "expires_at": expires_at.isoformat().replace("+00:00", "Z"),
        },
    }


def test_a_person_is_told_by_session_and_by_key() -> None:
    person = member(GroupName.RECRUITER, GroupName.INTERVIEWER)
    told = {
        "kind": "person",
        "person": {"id": str(person.pk), "name": "A Member", "email": "member@example.com"},
        "groups": ["Interviewer", "Recruiter"],
    }
    assert session(person).get("/api/v1/me").json() == told | {"key": None}
    with_key = key_client("library:read", person=person).get("/api/v1/me").json()
    assert with_key.pop("key")["scopes"] == ["library:read"]
    assert with_key == told


def test_nobody_is_nobody_and_reading_costs_one_statement() -> None:
    answer = APIClient().get("/api/v1/me")
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    client = key_client("library:read")
    client.get("/api/v1/me")  # writes the key's last use, once a minute
    with CaptureQueriesContext(connection) as captured:
        client.get("/api/v1/me")
    assert len(captured) == 1  # the key by its lookup
