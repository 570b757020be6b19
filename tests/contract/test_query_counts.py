"""Every list takes the same statements for three rows as for one. Each number is a literal, its statements named."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from hiringkit.people.keys import create_api_key
from hiringkit.people.principals import person_principal
from interviews.hiring.services import create_application, create_candidate, create_interview, create_job
from interviews.models import InterviewPlan
from interviews.plans.services import assemble_plan, lock_plan, publish_plan
from interviews.scores.records import ScoreWrite
from interviews.scores.services import create_scorecard
from interviews.vocabulary import ScoreState
from roles.library.load import load_library
from tests.interviews.conftest import find_role

KEY = 1  # the key by its lookup, with its person


@pytest.fixture
def client(db: None) -> APIClient:
    load_library(folder=Path(settings.BASE_DIR, "fixtures", "library"))
    _, text = create_api_key(name="counts", scopes=["all"])
    client = APIClient(headers={"Authorization": f"Bearer {text}"})
    client.get("/api/v1/people")  # writes the key's last use, once a minute
    return client


def queries(client: APIClient, address: str, rows: int) -> int:
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200, response.content
    assert len(response.json()["results"]) == rows
    return len(captured)


@pytest.mark.parametrize(
    ("thing", "statements"),
    [
        # page; codes, responsibilities, skills, tools of the role + tools, activities of the role + activities,
        # profile + competencies + areas, distinctions + roles
        ("roles", 13),
        ("competency-areas", 2),  # page; competencies
        ("competencies", 4),  # page with area; anchors; profiles; roles
        ("questions", 4),  # page; competencies shown; competencies; roles
    ],
)
def test_the_librarys_lists(client: APIClient, thing: str, statements: int) -> None:
    page = f"/api/v1/{thing}?page_size="
    assert (queries(client, page + "1", 1), queries(client, page + "3", 3)) == (KEY + statements,) * 2


def plan() -> InterviewPlan:
    rounds = [{"title": "Only", "minutes": 30, "focus": ["model-monitoring"]}]
    return publish_plan(plan=lock_plan(plan=assemble_plan(role=find_role("mlops-engineer"), rounds=rounds)))


def full_application() -> None:
    """One more of everything that hangs together: plan, job, candidate, application, interview, scorecard, people."""
    made = plan()
    number = InterviewPlan.objects.count()
    names = [f"one-{number}@example.com", f"two-{number}@example.com"]
    job = create_job(title="Opening", plan=made, hiring_managers=names)
    application = create_application(candidate=create_candidate(name="Somebody"), job=job)
    interview = create_interview(application=application, round=made.rounds.get().pk, panelists=names)
    for person in interview.panelists.all():
        create_scorecard(
            principal=person_principal(person),
            interviewer=None,
            interview=interview,
            scores=[ScoreWrite("model-monitoring", ScoreState.RATED, level=3, evidence="Said so.")],
            overall_recommendation="yes",
            submit=True,
        )


@pytest.mark.parametrize(
    ("thing", "rows", "statements"),
    [
        ("plans", 1, 6),  # page with role; profile; competencies; areas; rounds; items
        ("jobs", 1, 2),  # page with role and plan; hiring managers
        ("candidates", 1, 1),  # page
        ("applications", 1, 1),  # page with candidate, job, plan, decision
        ("interviews", 1, 3),  # page with round and derived status; panel; people
        # page with interview, round, interviewer, key, successor; scores; competencies; areas; notes
        ("scorecards", 2, 5),
        ("people", 2, 2),  # page; groups
    ],
)
def test_the_lists_of_hiring(client: APIClient, thing: str, rows: int, statements: int) -> None:
    page = f"/api/v1/{thing}"
    full_application()
    first = queries(client, page, rows)
    full_application()
    full_application()
    assert (first, queries(client, page, 3 * rows)) == (KEY + statements,) * 2


def test_a_summary_takes_the_same_statements_for_one_scorecard_as_for_more(client: APIClient) -> None:
    """Application with candidate, job, plan, decision; blindness is asked of people only; profile; scorecards; scores;
    panel; the other roles' profiles.
    """
    full_application()
    application = client.get("/api/v1/applications").json()["results"][0]["id"]
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"/api/v1/applications/{application}/summary").status_code == 200
    assert len(captured) == KEY + 6
