"""Who a request comes from, and the one 401 that everybody else gets."""

from typing import Any

import pytest

from hiringkit.people.keys import create_api_key, revoke_api_key
from hiringkit.people.vocabulary import GroupName
from tests.api_client import APIClient
from tests.people.factories import key_client, make_person, member, session

pytestmark = pytest.mark.django_db


def outcome(response: Any) -> tuple[int, str]:
    return response.status_code, response.json()["code"]


def with_header(value: str) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=value)
    return client


@pytest.mark.parametrize("header", [None, "", "Basic dXNlcjpwdw==", "Token abc", "hk_abc"])
def test_without_a_key_or_a_session_the_caller_is_asked_for_one(header: str | None) -> None:
    client = APIClient() if header is None else with_header(header)
    response = client.get("/api/v1/people")
    assert outcome(response) == (401, "not_authenticated")
    assert response["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "text", ["", "hk_", "hk_short_key", "x" * 10_000, "hk_aaaaaaaaaaaa_" + "a" * 32, "\u00e9\u00ff", "a b c", "hk_\x00"]
)
def test_every_wrong_key_gets_the_same_answer(text: str) -> None:
    response = with_header(f"Bearer {text}").get("/api/v1/people")
    assert outcome(response) == (401, "invalid_key")
    assert response["WWW-Authenticate"] == "Bearer"


def test_a_revoked_key_is_refused_at_once() -> None:
    key, text = create_api_key(name="ATS", scopes=["all"])
    client = with_header(f"bearer {text}")
    assert client.get("/api/v1/people").status_code == 200
    revoke_api_key(key=key)
    assert outcome(client.get("/api/v1/people")) == (401, "invalid_key")


def test_a_wrong_key_is_not_rescued_by_a_session() -> None:
    client = session(make_person())
    client.credentials(HTTP_AUTHORIZATION="Bearer hk_wrong")
    assert outcome(client.get("/api/v1/people")) == (401, "invalid_key")


def test_a_session_that_writes_needs_the_csrf_token() -> None:
    client = session(member(GroupName.RECRUITER), enforce_csrf_checks=True)
    response = client.post("/api/v1/candidates", {"name": "A"})
    assert outcome(response) == (403, "csrf_failed")
    client.cookies["csrftoken"] = "a" * 32
    assert client.post("/api/v1/candidates", {"name": "A"}, headers={"X-CSRFToken": "a" * 32}).status_code == 201


def test_a_key_needs_no_csrf_token() -> None:
    client = key_client("hiring:write", enforce_csrf_checks=True)
    assert client.post("/api/v1/candidates", {"name": "A"}).status_code == 201


def test_an_inactive_person_is_nobody() -> None:
    person = make_person()
    browser, program = session(person), key_client("all", person=person)
    person.is_active = False
    person.save()
    assert outcome(browser.get("/api/v1/people")) == (401, "not_authenticated")
    assert outcome(program.get("/api/v1/people")) == (401, "invalid_key")
