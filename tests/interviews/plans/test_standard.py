"""A role's standard plan: what a job gets that is opened with a role and no word on its plan."""

import threading
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from hiringkit.people.vocabulary import GroupName
from interviews.models import InterviewPlan
from interviews.plans.services import lock_with_standard, publish_plan
from tests.api_client import APIClient
from tests.people.factories import key_client, member, session

pytestmark = [pytest.mark.django_db, pytest.mark.slow("assembles plans")]
ROUNDS = [{"title": "Only", "minutes": 30, "focus": ["model-evaluation"]}]


@pytest.fixture
def client(library: None) -> APIClient:
    return key_client("all")


def published(client: APIClient, role: str = "data-scientist") -> Any:
    plan = client.post("/api/v1/plans/assemble", {"role": role, "rounds": ROUNDS}).json()
    return client.post(f"/api/v1/plans/{plan['id']}/publish").json()


def standard(client: APIClient, plan: Any, **headers: str) -> Any:
    return client.post(f"/api/v1/plans/{plan['id']}/make-standard", headers=headers)


def opened(client: APIClient, **values: Any) -> Any:
    response = client.post("/api/v1/jobs", {"title": "A job", **values})
    assert response.status_code == 201, response.content
    return response.json()["plan"] and response.json()["plan"]["id"]


def test_a_job_pushed_with_a_role_takes_the_standard_plan(client: APIClient) -> None:
    plan, other = published(client), published(client)
    assert opened(client, role="data-scientist") is None  # there is none yet
    made = standard(client, plan)
    assert (made.status_code, made.json()["standard"]) == (200, True)
    assert opened(client, role="data-scientist") == plan["id"]
    assert opened(client, role="data-scientist", plan=other["id"]) == other["id"]
    assert opened(client, role="data-scientist", plan=None) is None  # said so
    assert opened(client, role="ml-engineer") is None
    assert opened(client) is None


def test_a_job_that_comes_to_the_role_later_takes_it_too(client: APIClient) -> None:
    plan = published(client)
    standard(client, plan)
    job = client.post("/api/v1/jobs", {"title": "Early"}).json()
    assert job["plan"] is None
    there = client.get("/api/v1/jobs?without_plan=true").json()["results"]
    assert [row["id"] for row in there] == [job["id"]]
    changed = client.patch(f"/api/v1/jobs/{job['id']}", {"role": "data-scientist"}).json()
    assert changed["plan"]["id"] == plan["id"]
    assert client.get("/api/v1/jobs?without_plan=true").json()["results"] == []
    assert [row["id"] for row in client.get("/api/v1/jobs?without_plan=false").json()["results"]] == [job["id"]]
    cleared = client.patch(f"/api/v1/jobs/{job['id']}", {"plan": None}).json()
    assert cleared["plan"] is None
    again = client.patch(f"/api/v1/jobs/{job['id']}", {"role": "data-scientist", "title": "Again"}).json()
    assert again["plan"] is None  # somebody took it away, and the role is the same


def test_there_is_one_for_a_role(client: APIClient) -> None:
    first, second, elsewhere = published(client), published(client), published(client, "ml-engineer")
    for plan in (first, elsewhere, second, second):
        assert standard(client, plan).status_code == 200
    there = client.get("/api/v1/plans?standard=true").json()["results"]
    assert {row["id"] for row in there} == {second["id"], elsewhere["id"]}
    with pytest.raises(IntegrityError, match="plan_standard_once_per_role"), transaction.atomic():
        InterviewPlan.objects.filter(pk=first["id"]).update(standard=True)


def test_only_a_published_plan_is_the_standard(client: APIClient) -> None:
    draft = client.post("/api/v1/plans/assemble", {"role": "data-scientist", "rounds": ROUNDS}).json()
    refused = standard(client, draft)
    assert (refused.status_code, refused.json()["code"]) == (409, "plan_not_published")
    plan = published(client)
    assert standard(client, plan).json()["standard"]
    archived = client.post(f"/api/v1/plans/{plan['id']}/archive").json()
    assert (archived["status"], archived["standard"]) == ("archived", False)
    assert opened(client, role="data-scientist") is None
    with pytest.raises(IntegrityError, match="plan_standard_is_published"), transaction.atomic():
        InterviewPlan.objects.filter(pk=draft["id"]).update(standard=True)


def test_a_new_version_of_the_standard_plan_takes_its_place(client: APIClient) -> None:
    plan = published(client)
    standard(client, plan)
    wishes = {"role": "data-scientist", "rounds": ROUNDS, "version_of": plan["id"]}
    draft = client.post("/api/v1/plans/assemble", wishes).json()
    assert (draft["version"], plan["version"]) == (2, 1)
    assert client.post(f"/api/v1/plans/{draft['id']}/publish").json()["standard"]
    assert not client.get(f"/api/v1/plans/{plan['id']}").json()["standard"]
    assert not published(client)["standard"]  # of another lineage


def test_a_stale_version_is_refused_and_only_recruiters_may(client: APIClient) -> None:
    plan = published(client)
    assert standard(client, plan, **{"If-Match": '"1-000"'}).status_code == 412
    manager = session(member(GroupName.HIRING_MANAGER))
    assert standard(manager, plan).status_code == 403
    assert standard(key_client("library:write"), plan).status_code == 403
    assert standard(session(member(GroupName.RECRUITER, email="recruiter@example.com")), plan).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_at_once_leave_one(library: None) -> None:
    """Who changes which plan is the standard holds the role: nobody meets the constraint, nor a deadlock."""
    client = key_client("all")
    plans = [published(client) for _ in range(4)]
    found: list[int] = []

    def work(plan: Any) -> None:
        try:
            for _ in range(3):
                found.append(standard(client, plan).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(plan,)) for plan in plans]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [200] * 12
    assert InterviewPlan.objects.filter(standard=True).count() == 1


def test_publishing_locks_the_role_first(client: APIClient) -> None:
    draft = client.post("/api/v1/plans/assemble", {"role": "data-scientist", "rounds": ROUNDS}).json()
    plan = InterviewPlan.objects.get(pk=draft["id"])
    assert publish_plan(plan=lock_with_standard(plan=plan)).published_at is not None
