"""An application that moves to another job: the plan that it had pinned goes where nothing was held under it."""

import pytest

from interviews.hiring.panels import create_interview
from interviews.hiring.services import create_application, create_candidate, create_job
from interviews.models import Application, Job
from interviews.plans.drafts import assemble_plan
from interviews.plans.services import lock_plan, publish_plan
from tests.api_client import APIClient
from tests.people.factories import key_client
from tests.story import Hiring, find_role

APPLICATIONS, INTERVIEWS = "/api/v1/applications", "/api/v1/interviews"


@pytest.fixture
def ats(hiring: Hiring) -> APIClient:
    return key_client("all")


@pytest.fixture
def other(library: None) -> Job:
    """A job with a plan of its own."""
    draft = assemble_plan(role=find_role("data-engineer"), rounds=[{"title": "Only", "minutes": 30}])
    return create_job(title="Data Engineer", plan=publish_plan(plan=lock_plan(plan=draft)))


@pytest.mark.slow("assembles a plan")
def test_one_whose_interview_was_deleted_takes_the_plan_of_its_new_job(
    hiring: Hiring, ats: APIClient, other: Job
) -> None:
    moving = create_application(candidate=create_candidate(name="Moving"), job=hiring.job)
    held = create_interview(application=moving, round=hiring.first.round_id, panelists=[])
    address = f"{APPLICATIONS}/{moving.pk}"
    refused = ats.patch(address, {"job": str(other.pk)})
    assert (refused.status_code, refused.json()["code"]) == (409, "application_has_interviews")
    assert ats.delete(f"{INTERVIEWS}/{held.pk}").status_code == 204
    assert ats.patch(address, {"job": str(hiring.job.pk)}).json()["plan"]["id"] == str(hiring.plan.pk)  # it stays
    moved = ats.patch(address, {"job": str(other.pk)})
    assert (moved.status_code, moved.json()["plan"]) == (200, None)
    assert other.plan is not None
    booked = ats.post(INTERVIEWS, {"application": str(moving.pk), "round": str(other.plan.rounds.get().pk)})
    assert booked.status_code == 201, booked.content
    assert Application.objects.get(pk=moving.pk).plan == other.plan
