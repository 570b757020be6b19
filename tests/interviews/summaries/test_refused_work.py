"""What a refused summary costs does not depend on what is hidden: none of it is read."""

from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from django.db import connection

from hiringkit.people.principals import Principal
from interviews.access.sql import person_id, reached_values
from interviews.summaries import packets
from tests.story import ADA, ATS, BEN, Hiring, principal, submit

HIDDEN = {"interviews_scorecard", "interviews_competencyscore", "interviews_panelist"}


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", ()):
        yield from nodes(inner)


def read_of(statement: str, asks: Principal, which: Any) -> set[str]:
    """The hidden tables of which the statement reads rows for its JSON, by the plan that PostgreSQL has carried out."""
    with connection.cursor() as cursor:
        values = [person_id(asks), which, *reached_values(asks)]
        cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON, TIMING OFF) " + statement, values)
        plan = orjson.loads(orjson.dumps(cursor.fetchone()[0]))[0]["Plan"]
    return {
        str(node["Relation Name"])
        for aggregate in nodes(plan)
        if aggregate["Node Type"] == "Aggregate"
        for node in nodes(aggregate)
        if node.get("Relation Name") in HIDDEN and node["Actual Loops"]
    }


@pytest.mark.parametrize("of_job", [False, True])
def test_of_what_is_hidden_nothing_is_read(hiring: Hiring, of_job: bool) -> None:
    submit(ADA, hiring.first)
    statement = packets._OF_JOB if of_job else packets._OF_ONE
    which = hiring.job.pk if of_job else hiring.application.pk
    assert read_of(statement, principal(BEN), which) == set()
    assert read_of(statement, ATS, which) == HIDDEN  # the control: who may see it, for them it is read
