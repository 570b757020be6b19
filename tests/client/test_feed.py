"""What an ATS does every night, with nothing but the generated client: the feed of every list, deletions included."""

import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.apps import apps

from hiringkit.rows.tracked import Tracked, delete_softly
from tests.client.conftest import Api
from tests.contract.validation import contract
from tests.story import ADA, Hiring, submit

pytestmark = [pytest.mark.slow("generates a client"), pytest.mark.django_db(transaction=True)]

FEEDS = {
    operation.described["operationId"]: operation.described["tags"][0]
    for operation in contract().operations
    if any(each["name"] == "include_deleted" for each in operation.described.get("parameters", ()))
}
MODELS = {
    "list_applications": "interviews.Application", "list_candidates": "interviews.Candidate",
    "list_guides": "roles.Guide",
    "list_competencies": "roles.Competency", "list_competency_areas": "roles.CompetencyArea",
    "list_interviews": "interviews.Interview", "list_jobs": "interviews.Job", "list_people": "people.Person",
    "list_plans": "interviews.InterviewPlan", "list_questions": "roles.Question", "list_roles": "roles.Role",
    "list_scorecards": "interviews.Scorecard",
}  # fmt: skip


def walk(api: Api, operation: str, *, page_size: int) -> list[Any]:
    """Every row of the feed, page by page, as the client has read it."""
    rows: list[Any] = []
    cursor: dict[str, Any] = {}
    while True:
        page = api(f"{FEEDS[operation]}.{operation}", include_deleted=True, page_size=page_size, **cursor)
        rows += page.results
        if page.next_ is None:
            return rows
        cursor = {"cursor": parse_qs(urlsplit(page.next_).query)["cursor"][0]}


def kinds(rows: list[Any]) -> tuple[int, int]:
    """How many rows are there, and how many are deleted."""
    gone = sum(type(row).__name__.endswith("Tombstone") for row in rows)
    return len(rows) - gone, gone


@pytest.mark.parametrize("operation", sorted(FEEDS))
def test_the_feed_of_every_list_is_read_with_its_deletions(hiring: Hiring, api: Api, operation: str) -> None:
    submit(ADA, hiring.first)
    submit(ADA, hiring.second)
    model = apps.get_model(MODELS[operation])
    assert issubclass(model, Tracked)
    first = model._default_manager.first()
    assert first is not None
    delete_softly(first)
    there = model._default_manager.count()
    page_size = there // 4 + 1
    deadline = time.monotonic() + 120  # a transaction of another test on the same server holds the feed back
    while kinds(rows := walk(api, operation, page_size=page_size)) != (there, 1) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert kinds(rows) == (there, 1)
    (gone,) = (row for row in rows if type(row).__name__.endswith("Tombstone"))
    key = "slug" if hasattr(gone, "slug") else "id"
    assert str(getattr(gone, key)) == str(getattr(first, key))
    assert gone.deleted_at is not None
    assert gone.additional_properties == {}
    assert hasattr(gone, "remote_id") == hasattr(first, "remote_id")
