"""Drafts: the next version of a plan, and drafts that nobody wants."""

import threading
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from hiringkit.people.vocabulary import GroupName
from interviews.models import InterviewPlan
from interviews.plans.drafts import solve_plan
from interviews.plans.services import discard_plan, lock_plan
from interviews.plans.storing import store_draft
from tests.api_client import APIClient
from tests.people.factories import key_client, member, session
from tests.story import find_role

pytestmark = [pytest.mark.django_db, pytest.mark.slow("assembles plans")]
ROUNDS = [{"title": "Only", "minutes": 30, "focus": ["model-evaluation"]}]


@pytest.fixture
def client(library: None) -> APIClient:
    return key_client("all")


def assembled(client: APIClient, **values: Any) -> Any:
    return client.post("/api/v1/plans/assemble", {"role": "data-scientist", "rounds": ROUNDS, **values})


def test_versions_are_counted_in_their_plan_and_no_number_is_given_twice(client: APIClient) -> None:
    first = assembled(client).json()
    second = assembled(client, version_of=first["id"]).json()
    third = assembled(client, version_of=first["id"]).json()  # whichever version is named
    assert [plan["version"] for plan in (first, second, third)] == [1, 2, 3]
    assert client.delete(f"/api/v1/plans/{third['id']}").status_code == 204
    assert assembled(client, version_of=second["id"]).json()["version"] == 4
    assert assembled(client).json()["version"] == 1
    assert InterviewPlan.all_objects.values("lineage").distinct().count() == 2


def test_what_can_be_no_version_is_refused_at_its_place(client: APIClient) -> None:
    other = assembled(client, role="ml-engineer").json()
    for named, code in ((str(uuid4()), "not_found"), ("v1", "invalid"), (other["id"], "plan_of_other_role")):
        answer = assembled(client, version_of=named)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/version_of")
        assert answer.json()["errors"][0]["code"] == code
    interviewer = session(member(GroupName.INTERVIEWER, email="i@example.com"))
    assert assembled(interviewer, version_of=other["id"]).json()["errors"][0]["code"] == "not_found"  # out of reach
    found = assembled(client, version_of=other["id"], rounds=[{"title": "A", "minutes": 30, "focus": ["no-such"]}])
    assert {fault["code"] for fault in found.json()["errors"]} == {"plan_of_other_role", "competency_not_in_profile"}


def test_a_draft_is_discarded_and_nothing_else_is(client: APIClient) -> None:
    draft, kept = assembled(client).json(), assembled(client).json()
    address = f"/api/v1/plans/{draft['id']}"
    assert client.delete(address, headers={"If-Match": '"1-000"'}).status_code == 412
    assert session(member(GroupName.INTERVIEWER, email="i@example.com")).delete(address).status_code in {403, 404}
    assert session(member(GroupName.HIRING_MANAGER, email="m@example.com")).delete(address).status_code in {403, 404}
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404
    assert client.delete(address).status_code == 404
    assert InterviewPlan.all_objects.get(pk=draft["id"]).deleted_at is not None  # a tombstone for whoever pulls
    client.post(f"/api/v1/plans/{kept['id']}/publish")
    refused = client.delete(f"/api/v1/plans/{kept['id']}")
    assert (refused.status_code, refused.json()["code"]) == (409, "plan_frozen")


@pytest.mark.django_db(transaction=True)
def test_two_versions_at_once_have_two_numbers(library: None) -> None:
    role = find_role("data-scientist")
    plan = store_draft(draft=solve_plan(role=role, rounds=ROUNDS), created_by=None)
    draft = solve_plan(role=role, rounds=ROUNDS, version_of=plan)
    made: list[int] = []
    barrier = threading.Barrier(4)

    def store() -> None:
        barrier.wait()
        made.append(store_draft(draft=draft, created_by=None).version)
        connection.close()

    threads = [threading.Thread(target=store) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made) == [2, 3, 4, 5]


def test_a_discarded_draft_is_found_by_nobody(client: APIClient) -> None:
    draft = assembled(client).json()
    plan = InterviewPlan.objects.get(pk=draft["id"])
    discard_plan(plan=lock_plan(plan=plan))
    assert client.post("/api/v1/jobs", {"title": "A job", "plan": draft["id"]}).status_code == 422
    assert client.post(f"/api/v1/plans/{draft['id']}/publish").status_code == 404
    assert assembled(client, version_of=draft["id"]).json()["errors"][0]["code"] == "not_found"
