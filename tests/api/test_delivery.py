"""How answers travel: who may keep them, what is compressed, whose pages may ask."""

import gzip
import json

import pytest
import yaml
from django.test import override_settings

from hiringkit.api.docs import SCHEMA_FILE
from hiringkit.people.vocabulary import GroupName
from interviews.hiring.services import create_candidate
from tests.api_client import APIClient, Client
from tests.people.factories import key_client, member, session

GZIP = {"Accept-Encoding": "gzip, br"}
QUESTIONS = "/api/v1/questions?page_size=100"
ORIGIN = "https://ats.example.org"


@pytest.mark.django_db
def test_nobody_keeps_personal_data_and_only_the_caller_the_library(library: None) -> None:
    candidate = create_candidate(name="Somebody")
    client = key_client("all")
    personal = [
        client.get(f"/api/v1/{path}")
        for path in ("candidates", f"candidates/{candidate.pk}", "scorecards", "people", "me", "plans", "nothing")
    ]
    personal += [APIClient().get("/api/v1/roles"), client.get("/api/v1/roles?no=1")]
    assert {answer["Cache-Control"] for answer in personal} == {"private, no-store"}
    role = client.get("/api/v1/roles/data-scientist")
    again = client.get("/api/v1/roles/data-scientist", headers={"If-None-Match": role["ETag"]})
    assert again.status_code == 304
    for answer in (role, again, client.get(QUESTIONS)):
        assert answer["Cache-Control"] == "private, no-cache"
        assert {"Authorization", "Cookie"} <= set(answer["Vary"].split(", "))


def test_a_large_answer_to_a_key_is_compressed(library: None) -> None:
    client = key_client("all")
    plain, packed = client.get(QUESTIONS), client.get(QUESTIONS, headers=GZIP)
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 2


def test_what_a_browser_asks_by_itself_what_is_tagged_and_what_is_small_goes_as_it_is(library: None) -> None:
    key, browser = key_client("all"), session(member(GroupName.RECRUITER))
    role = key.get("/api/v1/roles/data-scientist", headers=GZIP)
    answers = [browser.get(QUESTIONS, headers=GZIP), key.get("/api/v1/me", headers=GZIP), role]
    answers.append(browser.get("/admin/login/", headers=GZIP))  # it holds the CSRF token
    assert [answer.status_code for answer in answers[:3]] == [200, 200, 200]
    assert [answer.get("Content-Encoding") for answer in answers] == [None] * 4
    assert role["ETag"].startswith('"')  # strong, so that If-Match takes it


@pytest.mark.django_db
def test_the_schema_is_served_as_json_too_and_compressed(client: Client) -> None:
    answer = client.get("/openapi.json")
    assert answer["Content-Type"] == "application/json"
    assert json.loads(answer.content) == yaml.safe_load(SCHEMA_FILE.read_text())
    packed = client.get("/openapi.json", headers=GZIP)
    assert gzip.decompress(packed.content) == answer.content
    assert client.get("/openapi.json", headers={"If-None-Match": packed["ETag"]}).status_code == 304


@pytest.mark.django_db
def test_pages_of_other_origins_may_not_ask_unless_they_are_named() -> None:
    client = key_client("all")
    asked = {"Origin": ORIGIN}
    closed = client.get("/api/v1/me", headers=asked)
    assert "Access-Control-Allow-Origin" not in closed
    with override_settings(CORS_ALLOWED_ORIGINS=[ORIGIN]):
        opened = client.get("/api/v1/me", headers=asked)
        assert opened["Access-Control-Allow-Origin"] == ORIGIN
        assert "ETag" in opened["Access-Control-Expose-Headers"]
        assert "Access-Control-Allow-Credentials" not in opened  # a session is never lent to a page
        foreign = client.get("/api/v1/me", headers={"Origin": "https://elsewhere.example.org"})
        assert "Access-Control-Allow-Origin" not in foreign
        assert "Access-Control-Allow-Origin" not in client.get("/admin/login/", headers=asked)
        preflight = APIClient().options(
            "/api/v1/candidates",
            headers=asked
            | {
                "Access-Control-Request-Method": "PATCH",
                "Access-Control-Request-Headers": "authorization,if-match",
            },
        )
    assert preflight["Access-Control-Allow-Origin"] == ORIGIN
    assert "PATCH" in preflight["Access-Control-Allow-Methods"]
    assert "if-match" in preflight["Access-Control-Allow-Headers"]
