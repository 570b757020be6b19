"""Lists page by key and walk the change feed: nothing twice, nothing skipped."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from hiringkit.people.keys import create_api_key
from interviews.hiring.services import create_candidate, delete_record, update_candidate
from interviews.models import Candidate
from tests.api_client import APIClient
from tests.story import ATS


def client_with_key() -> APIClient:
    _, text = create_api_key(name="pages", scopes=["hiring:read"])
    return APIClient(headers={"Authorization": f"Bearer {text}"})


def walk(client: APIClient, address: str) -> Iterator[dict[str, Any]]:
    following: str | None = address
    while following:
        page = client.get(following).json()
        yield from page["results"]
        following = page["next"]


def feed(client: APIClient, address: str, rows: int) -> list[dict[str, Any]]:
    """The feed's rows, once it holds as many as wanted.

    Transaction ids are the server's, not the database's: a transaction of another test process, in a database of its
    own, holds the horizon back until it ends.
    """
    deadline = time.monotonic() + 60
    while True:
        found = list(walk(client, address))
        if len(found) >= rows or time.monotonic() > deadline:
            return found
        time.sleep(0.1)


@pytest.mark.django_db
def test_a_walk_sees_each_row_once_and_back_again() -> None:
    made = {str(create_candidate(name="Same name").pk) for _ in range(7)}
    client = client_with_key()
    seen = [row["id"] for row in walk(client, "/api/v1/candidates?page_size=3")]
    assert (len(seen), set(seen)) == (7, made)
    first = client.get("/api/v1/candidates?page_size=3").json()
    second = client.get(first["next"]).json()
    assert client.get(second["previous"]).json()["results"] == first["results"]
    assert first["previous"] is None


@pytest.mark.django_db
def test_a_row_deleted_between_two_pages_skips_nothing() -> None:
    for _ in range(4):
        create_candidate(name="Somebody")
    client = client_with_key()
    page = client.get("/api/v1/candidates?page_size=2").json()
    delete_record(principal=ATS, record=Candidate.objects.get(pk=page["results"][0]["id"]))
    rest = [row["id"] for row in walk(client, page["next"])]
    assert len(rest) == 2
    assert not {row["id"] for row in page["results"]} & set(rest)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        "page_size=0",
        "page_size=501",
        "page_size=x",
        "cursor=!!",
        "cursor=W10",
        "modified_after=soon",
        "include_deleted=1",
    ],
)
def test_paging_parameters_that_make_no_sense_are_refused(query: str) -> None:
    answer = client_with_key().get(f"/api/v1/candidates?{query}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert [fault["pointer"] for fault in answer.json()["errors"]] == [f"?{query.partition('=')[0]}"]


@pytest.mark.django_db
def test_a_cursor_of_another_order_is_refused() -> None:
    create_candidate(name="One")
    create_candidate(name="Two")
    client = client_with_key()
    foreign = client.get("/api/v1/candidates?page_size=1").json()["next"] + "&include_deleted=true"
    answer = client.get(foreign)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_cursor")


@pytest.mark.django_db(transaction=True)
def test_the_feed_gives_changes_in_the_order_of_their_transactions_and_deletions_as_tombstones() -> None:
    first = create_candidate(name="First", remote_id="c-1")
    second = create_candidate(name="Second")
    update_candidate(candidate=first, changes={"name": "First, renamed"})
    delete_record(principal=ATS, record=second)
    client = client_with_key()
    rows = feed(client, "/api/v1/candidates?include_deleted=true&page_size=1", 2)
    second = Candidate.all_objects.get(pk=second.pk)
    assert rows[0]["name"] == "First, renamed"
    assert rows[1].keys() == {"id", "remote_id", "deleted_at"}
    assert rows[1]["id"] == str(second.pk)
    assert [row["id"] for row in walk(client, "/api/v1/candidates?modified_after=2020-01-01T00:00:00Z")] == [
        str(first.pk)
    ]
    assert list(walk(client, "/api/v1/candidates?modified_after=2100-01-01T00:00:00Z")) == []


@pytest.mark.django_db(transaction=True)
def test_the_feed_waits_for_a_transaction_that_commits_late() -> None:
    """Without the horizon a puller would pass the late row: its transaction is older than one that is seen already."""
    written, may_commit = threading.Event(), threading.Event()

    def slow_writer() -> None:
        try:
            with transaction.atomic():
                create_candidate(name="Late")
                written.set()
                assert may_commit.wait(timeout=20)
        finally:
            connection.close()

    thread = threading.Thread(target=slow_writer)
    thread.start()
    assert written.wait(timeout=20)
    create_candidate(name="Early")  # a later transaction that commits first
    client = client_with_key()
    changes = "/api/v1/candidates?include_deleted=true"
    during = [row["name"] for row in walk(client, changes)]
    may_commit.set()
    thread.join(timeout=20)
    assert during == []
    assert [row["name"] for row in feed(client, changes, 2)] == ["Late", "Early"]
    assert {row["name"] for row in walk(client, "/api/v1/candidates")} == {"Late", "Early"}
