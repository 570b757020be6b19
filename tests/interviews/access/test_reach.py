"""Who gets what from which route: one table over a fixed cast."""

from typing import Any

import pytest
from django.db import transaction

from hiringkit.people.keys import create_api_key
from hiringkit.people.models import Person
from hiringkit.people.services import create_person
from hiringkit.people.vocabulary import GroupName
from interviews.hiring.panels import create_interview
from interviews.hiring.services import update_job
from tests.api_client import APIClient
from tests.story import ADA, ATS, BEN, Hiring, submit

CAST = (
    "nobody", "owing", "done", "stranger", "manager", "panel_manager", "recruiter", "auditor", "editor", "key",
    "bare_key", "personal_key",
)  # fmt: skip


def signed_in(email: str, *groups: GroupName) -> APIClient:
    person = Person.objects.filter(email=email).first() or create_person(email=email, name=email, groups=groups)
    client = APIClient()
    client.force_login(person)
    return client


def with_key(*scopes: str, person: Person | None = None) -> APIClient:
    _, text = create_api_key(name="a test", scopes=scopes, person=person)
    return APIClient(headers={"Authorization": f"Bearer {text}"})


@pytest.fixture
def cast(hiring: Hiring) -> dict[str, APIClient]:
    """Ada has submitted both rounds, Ben owes both; `personal_key` is Ben's own."""
    managers = ["manager@example.com", "panel-manager@example.com"]
    members = {
        "nobody": APIClient(),
        "owing": signed_in(BEN),
        "done": signed_in(ADA),
        "stranger": signed_in("stranger@example.com", GroupName.INTERVIEWER),
        "manager": signed_in(managers[0], GroupName.HIRING_MANAGER),
        "panel_manager": signed_in(managers[1], GroupName.HIRING_MANAGER),
        "recruiter": signed_in("recruiter@example.com", GroupName.RECRUITER),
        "auditor": signed_in("auditor@example.com", GroupName.AUDITOR),
        "editor": signed_in("editor@example.com", GroupName.LIBRARY_EDITOR),
        "key": with_key("all"),
        "bare_key": with_key("library:read"),
        "personal_key": with_key("all", person=Person.objects.get(email=BEN)),
    }
    update_job(principal=ATS, job=hiring.job, changes={"hiring_managers": managers})
    create_interview(application=hiring.application, round=hiring.second.round_id, panelists=managers[1:])
    submit(ADA, hiring.first)
    submit(ADA, hiring.second)
    return members


# Route -> what each of the cast gets, in the order of CAST.
READS: dict[str, tuple[int, ...]] = {
    "roles": (401, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    "questions": (401, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200, 200),
    "plans/{plan}": (401, 200, 200, 404, 200, 200, 200, 200, 200, 200, 403, 200),
    "jobs/{job}": (401, 200, 200, 404, 200, 200, 200, 200, 404, 200, 403, 200),
    "candidates/{candidate}": (401, 200, 200, 404, 200, 200, 200, 200, 404, 200, 403, 200),
    "applications/{application}": (401, 200, 200, 404, 200, 200, 200, 200, 404, 200, 403, 200),
    "interviews/{interview}": (401, 200, 200, 404, 200, 200, 200, 200, 404, 200, 403, 200),
    "scorecards/{scorecard}": (401, 404, 200, 404, 200, 404, 200, 200, 404, 200, 403, 404),
    "applications/{application}/summary": (401, 409, 200, 404, 200, 409, 200, 200, 404, 200, 403, 409),
    "applications/{application}/summary/export?export=csv": (
        401, 409, 200, 404, 200, 409, 200, 200, 404, 200, 403, 409,
    ),
    "people/{recruiter}": (401, 404, 404, 404, 200, 200, 200, 200, 404, 200, 403, 404),
}  # fmt: skip

WRITES: dict[str, tuple[int, ...]] = {
    "jobs": (401, 403, 403, 403, 403, 403, 422, 403, 403, 422, 403, 403),
    "candidates": (401, 403, 403, 403, 403, 403, 422, 403, 403, 422, 403, 403),
    "applications": (401, 403, 403, 403, 403, 403, 422, 403, 403, 422, 403, 403),
    "interviews": (401, 403, 403, 403, 403, 403, 422, 403, 403, 422, 403, 403),
    "plans/assemble": (401, 422, 422, 422, 422, 422, 422, 403, 403, 422, 403, 422),
    "plans/{plan}/archive": (401, 403, 403, 403, 403, 403, 200, 403, 403, 200, 403, 403),
    "scorecards": (401, 422, 422, 422, 422, 422, 422, 422, 422, 422, 403, 422),
}


def places(hiring: Hiring) -> dict[str, Any]:
    return {
        "plan": hiring.plan.pk,
        "job": hiring.job.pk,
        "candidate": hiring.application.candidate_id,
        "application": hiring.application.pk,
        "interview": hiring.first.pk,
        "scorecard": hiring.first.scorecards.get().pk,
        "recruiter": Person.objects.get(email="recruiter@example.com").pk,
    }


@pytest.mark.slow("asks each route for each of the cast")
def test_reads(hiring: Hiring, cast: dict[str, APIClient]) -> None:
    found = {
        route: tuple(cast[member].get(f"/api/v1/{route.format(**places(hiring))}").status_code for member in CAST)
        for route in READS
    }
    assert found == READS


def test_writes(hiring: Hiring, cast: dict[str, APIClient]) -> None:
    """With an empty body: 422 (or 200 where none is needed) says that the caller was let through to the shape."""

    def status(member: str, route: str) -> int:
        with transaction.atomic():
            response = cast[member].post(f"/api/v1/{route.format(**places(hiring))}", {}, format="json")
            transaction.set_rollback(True)
        return response.status_code

    assert {route: tuple(status(member, route) for member in CAST) for route in WRITES} == WRITES


def test_lists_and_their_filters_tell_the_blind_nothing(hiring: Hiring, cast: dict[str, APIClient]) -> None:
    """Every filter that could single out a hidden scorecard, alone and together, comes back empty."""
    ada = Person.objects.get(email=ADA).pk
    queries = [
        "",
        "?status=submitted",
        "?overall_recommendation=yes",
        f"?interviewer={ada}",
        f"?interview={hiring.first.pk}",
        f"?application={hiring.application.pk}&status=submitted&overall_recommendation=yes",
        "?include_deleted=true",
        "?modified_after=2020-01-01T00:00:00Z",
    ]
    for member in ("owing", "panel_manager", "personal_key", "stranger", "editor"):
        for query in queries:
            assert cast[member].get(f"/api/v1/scorecards{query}").json()["results"] == [], (member, query)
    assert len(cast["done"].get("/api/v1/scorecards").json()["results"]) == 2


def test_what_is_seen_of_an_application_does_not_move_when_a_colleague_submits(
    hiring: Hiring, cast: dict[str, APIClient]
) -> None:
    """Bodies and ETags of everything that the blind reach, before and after a submission that they may not notice."""
    third = create_interview(
        application=hiring.application, round=hiring.first.round_id, panelists=["third@example.com"]
    )

    def seen() -> dict[str, tuple[bytes, str | None]]:
        addresses = [
            f"applications/{hiring.application.pk}",
            f"interviews/{third.pk}",
            f"interviews/{hiring.first.pk}",
            "interviews",
            "interviews?status=complete",
            "scorecards",
            f"jobs/{hiring.job.pk}",
        ]
        answers = {address: cast["owing"].get(f"/api/v1/{address}") for address in addresses}
        return {address: (answer.content, answer.headers.get("ETag")) for address, answer in answers.items()}

    before = seen()
    submit("third@example.com", third)
    assert seen() == before
