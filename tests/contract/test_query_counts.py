"""Every list takes the same statements for three rows as for one. Each number is a literal, its statements named."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hiringkit.people.keys import create_api_key
from hiringkit.people.models import Person
from hiringkit.people.principals import person_principal
from interviews.hiring.panels import create_interview
from interviews.hiring.services import create_application, create_candidate, create_job
from interviews.models import Interview, InterviewPlan, Job
from interviews.plans.drafts import assemble_plan
from interviews.plans.services import lock_plan, publish_plan
from interviews.scores.records import ScoreWrite
from interviews.vocabulary import ScoreState
from tests.api_client import APIClient
from tests.scorecards import create_scorecard
from tests.story import find_role

KEY = 1  # the key by its lookup, with its person


@pytest.fixture
def client(library: None) -> APIClient:
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
        ("guides", 2),  # page; their pages
        ("competencies", 4),  # page with area; anchors; profiles; roles
        # page; competencies shown; competencies; roles; central to; never with; alternates; findings; accepted ones
        ("questions", 9),
        ("question-exposures", 3),  # page; what was asked; plans
    ],
)
def test_the_librarys_lists(client: APIClient, thing: str, statements: int) -> None:
    page = f"/api/v1/{thing}?page_size="
    assert (queries(client, page + "1", 1), queries(client, page + "3", 3)) == (KEY + statements,) * 2


def plan() -> InterviewPlan:
    rounds = [{"title": "Only", "minutes": 30, "focus": ["model-monitoring"]}]
    return publish_plan(plan=lock_plan(plan=assemble_plan(role=find_role("mlops-engineer"), rounds=rounds)))


def full_application() -> Job:
    """One more of everything that hangs together: plan, job, candidate, application, interview, scorecard, people."""
    made = plan()
    number = InterviewPlan.objects.count()
    names = [f"one-{number}@example.com", f"two-{number}@example.com"]
    job = create_job(title="Opening", plan=made, hiring_managers=names)
    held = scheduled_interview(job, *names)
    for person in held.panelists.all():
        record(held, person)
    return job


def record(interview: Interview, person: Person) -> None:
    """The person's submitted scorecard."""
    create_scorecard(
        principal=person_principal(person),
        interviewer=None,
        interview=interview,
        scores=[ScoreWrite("model-monitoring", ScoreState.RATED, level=3, evidence="Said so.")],
        overall_recommendation="yes",
        submit=True,
    )


def scheduled_interview(job: Job, *panel: str) -> Interview:
    """An interview with another candidate for the job, of which everybody on the panel owes a scorecard."""
    assert job.plan is not None
    application = create_application(candidate=create_candidate(name="Somebody"), job=job)
    return create_interview(application=application, round=job.plan.rounds.get().pk, panelists=panel)


@pytest.mark.parametrize(
    ("thing", "rows", "statements"),
    [
        ("plans", 1, 6),  # page with role; profile; competencies; areas; rounds; items
        ("jobs", 1, 2),  # page with role and plan; hiring managers
        ("candidates", 1, 1),  # page
        ("applications", 1, 1),  # page with candidate, job, plan, decision
        ("interviews", 1, 2),  # page with round and derived status; panel with its people
        # page with interview, round, interviewer, key, successor; scores; competencies; areas; notes; items
        ("scorecards", 2, 6),
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


def test_what_is_owed_takes_the_same_statements_for_three_as_for_one(client: APIClient) -> None:
    """Page with interview, round, person, candidate, job, draft and since when; blindness is asked of people only."""
    job = create_job(title="Opening", plan=plan())
    scheduled_interview(job, "one@example.com")
    first = queries(client, "/api/v1/scorecards/owed", 1)
    scheduled_interview(job, "one@example.com", "two@example.com")
    assert (first, queries(client, "/api/v1/scorecards/owed", 3)) == (KEY + 1,) * 2


def statements_of(client: APIClient, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200, response.content
    return len(captured)


def test_a_comparison_takes_the_same_statements_for_three_applications_as_for_one(client: APIClient) -> None:
    """Job with role and plan; hiring managers; the packets of all applications; first submissions."""
    job = full_application()
    address = f"/api/v1/jobs/{job.pk}/comparison"
    first = statements_of(client, address)
    for _ in range(2):
        held = scheduled_interview(job, "one@example.com", "two@example.com")
        for person in held.panelists.all():
            record(held, person)
    assert len(client.get(address).json()["applications"]) == 3
    assert (first, statements_of(client, address)) == (KEY + 4,) * 2


def test_a_summary_takes_the_same_statements_for_four_scorecards_as_for_two(client: APIClient) -> None:
    """One for all of it."""
    job = full_application()
    application = client.get("/api/v1/applications").json()["results"][0]["id"]
    address = f"/api/v1/applications/{application}/summary"
    first = statements_of(client, address)
    assert job.plan is not None
    held = create_interview(
        application=job.applications.get(),
        round=job.plan.rounds.get().pk,
        panelists=["one@example.com", "two@example.com"],
    )
    for person in held.panelists.all():
        record(held, person)
    assert client.get(address).json()["panel"]["submitted"] == 4
    assert (first, statements_of(client, address)) == (KEY + 1,) * 2
