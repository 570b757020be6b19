"""Requests that schemathesis makes up from the schema, at every operation, in a scene in which writes can succeed.

The test client holds every answer to the contract: no 5xx, no status, header or field that it does not have, and
nothing carried out that it forbids.
"""

from collections import Counter
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import schemathesis
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from schemathesis.core.result import Ok

from interviews.hiring.panels import create_interview
from interviews.hiring.services import create_application, create_candidate, create_job
from interviews.models import Interview, Scorecard
from tests.api_client import APIClient
from tests.budgets import budget
from tests.contract.test_bad_input import JUDGEMENTS, address, ask, good_bodies
from tests.contract.test_bad_input import drafts as drafts
from tests.contract.test_bad_input import integration as integration
from tests.contract.test_bad_input import recorded as recorded
from tests.contract.test_bad_input import recruiter as recruiter
from tests.contract.validation import contract
from tests.story import Hiring

pytestmark = [pytest.mark.django_db, pytest.mark.prove]
SCHEMA = schemathesis.openapi.from_dict(dict(contract().schema))
OPERATIONS = [found.ok() for found in SCHEMA.get_all_operations() if isinstance(found, Ok)]
TAGS = sorted({each.definition.raw["tags"][0] for each in OPERATIONS})
EXAMPLES = budget(3, 150)


@pytest.mark.slow("makes up requests for every operation")
@pytest.mark.parametrize("tag", TAGS)
def test_made_up_requests_are_answered_as_the_contract_says(
    hiring: Hiring, drafts: None, integration: APIClient, recruiter: APIClient, tag: str
) -> None:
    bodies = good_bodies()
    answered: dict[str, Counter[int]] = {}
    for operation in OPERATIONS:
        if operation.definition.raw["tags"][0] != tag:
            continue
        path, method = operation.path, operation.method
        asker = recruiter if path.endswith(JUDGEMENTS) else integration
        good = bodies.get((path, method))
        wanted = {"export": "csv"} if path.endswith("/export") and "summary" in path else {}
        if path.endswith("/compare"):
            wanted = {"roles": "data-scientist,ml-engineer"}
        query = f"?{urlencode(wanted)}" if wanted else ""
        statuses = answered[f"{method} {path}"] = Counter()
        with transaction.atomic():
            if method == "delete":
                add_what_nothing_hangs_on()
            if path.endswith("/submit"):
                fill_newest_draft(asker)
            for newest in (True, False):  # a draft plan is published, a published one archived
                statuses[ask(asker, method, address(path, newest=newest) + query, good).status_code] += 1
            try_out(operation, good, asker, statuses)
            transaction.set_rollback(True)
    assert all(isinstance(found, Ok) for found in SCHEMA.get_all_operations())
    failed = {name: statuses for name, statuses in answered.items() if not any(status < 300 for status in statuses)}
    assert failed == {}, "not once did it succeed"
    assert sum(sum(statuses.values()) for statuses in answered.values()) >= len(answered) * (EXAMPLES // 2 + 1)


def add_what_nothing_hangs_on() -> None:
    """The newest of each kind that can be deleted."""
    held = Interview.objects.select_related("application__job").order_by("-pk")[0]
    create_interview(application=held.application, round=held.round_id, panelists=[])
    create_job(title="Nobody has applied")
    create_application(candidate=create_candidate(name="Applies"), job=held.application.job)
    create_candidate(name="Does not apply")


def fill_newest_draft(asker: APIClient) -> None:
    card = Scorecard.objects.select_related("interview__round").order_by("-pk")[0]
    scores = [
        {"competency": slug, "state": "rated", "level": 3, "evidence": "Said so."}
        for slug in card.interview.round.focus
    ]
    body = {"overall_recommendation": "yes", "scores": scores}
    response = asker.patch(f"/api/v1/scorecards/{card.pk}", body, headers={"If-Match": "*"})
    assert response.status_code == 200, response.content


def try_out(operation: Any, good: dict[str, Any] | None, asker: APIClient, statuses: Counter[int]) -> None:
    """Requests of the operation, most of them at something that is there, with some members of a good body."""

    @settings(max_examples=EXAMPLES)
    @given(case=operation.as_strategy(), data=st.data())
    def send(case: Any, data: st.DataObject) -> None:
        path = operation.path
        url = address(path, newest=data.draw(st.booleans()))
        if "{" in path and data.draw(st.integers(0, 4)) == 0:
            url = path
            for name, value in case.path_parameters.items():
                url = url.replace(f"{{{name}}}", quote(str(value), safe=""))
        query = {name: told(value) for name, value in (case.query or {}).items() if value is not None}
        if query:
            url += f"?{urlencode(query)}"
        body = None
        if good is not None:
            kept = data.draw(st.sets(st.sampled_from(sorted(good))))
            made_up = case.body if isinstance(case.body, dict) else {}
            body = {**made_up, **{name: good[name] for name in kept}}
        statuses[ask(asker, operation.method, url, body).status_code] += 1

    send()


def told(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value
