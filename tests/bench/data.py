"""Applications to summarise, made with the product's own services, and interviews to score, made in bulk."""

import uuid
from dataclasses import dataclass
from pathlib import Path

import orjson
from django.conf import settings
from django.db import connection, transaction

from hiringkit.people.keys import create_api_key
from hiringkit.people.models import Person
from hiringkit.people.principals import integration_principal
from interviews.hiring.panels import create_interview
from interviews.hiring.services import create_application, create_candidate, create_job
from interviews.models import InterviewPlan, Job, PlanCompetency
from interviews.plans.drafts import assemble_plan
from interviews.plans.services import lock_plan, publish_plan
from interviews.scores.records import ScoreWrite
from interviews.vocabulary import Recommendation, ScoreState
from roles.library.load import load_library
from roles.queries import roles_to_assemble
from tests.bench.load import Call
from tests.scorecards import create_scorecard

PANEL = [f"panelist-{number}@example.com" for number in range(4)]
SCORES = 6
EVIDENCE = "Said so. " * 20


@dataclass(frozen=True)
class Data:
    """What the calls are about: an API key's text, applications with scorecards, and how to score more interviews."""

    key: str
    applications: list[uuid.UUID]
    plan: InterviewPlan
    job: Job
    profile: list[str]


def make_data(applications: int) -> Data:
    """`applications` applications, each with 2 interviews by 4 panelists of 6 or more scores."""
    load_library(folder=Path(settings.BASE_DIR, "fixtures", "library"))
    key, text = create_api_key(name="bench", scopes=["all"])
    role = roles_to_assemble().get(slug="data-scientist")
    rounds = [{"title": "One", "minutes": 90}, {"title": "Two", "minutes": 90}]
    ids = []
    with transaction.atomic():
        plan = publish_plan(plan=lock_plan(plan=assemble_plan(role=role, rounds=rounds)))
        job = create_job(title="Bench", plan=plan)
        profile = list(
            PlanCompetency.objects.filter(plan=plan).order_by("position").values_list("competency__slug", flat=True)
        )
        for number in range(applications):
            candidate = create_candidate(name=f"Candidate {number}")
            application = create_application(candidate=candidate, job=job)
            ids.append(application.pk)
            for round_ in plan.rounds.all():
                interview = create_interview(application=application, round=round_.pk, panelists=PANEL)
                scored = list(dict.fromkeys([*round_.focus, *profile]))[: max(SCORES, len(round_.focus))]
                for place, panelist in enumerate(interview.panelists.order_by("email")):
                    create_scorecard(
                        principal=integration_principal(key),
                        interviewer=panelist,
                        interview=interview,
                        overall_recommendation=Recommendation.YES,
                        scores=[
                            ScoreWrite(slug, ScoreState.RATED, level=1 + (number + place) % 5, evidence=EVIDENCE)
                            for slug in scored
                        ],
                        submit=True,
                    )
    return Data(text, ids, plan, job, profile)


def scorecards_to_post(data: Data, count: int) -> list[Call]:
    """Calls that record 8 scores each, of `count` new interviews with one panelist each."""
    author = Person.objects.get(email=PANEL[0])
    round_ = data.plan.rounds.all()[0]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH people AS (
                INSERT INTO interviews_candidate (id, name, name_key)
                SELECT gen_random_uuid(), 'Bulk ' || n, 'bulk ' || n || chr(31) || 'Bulk ' || n
                FROM generate_series(1, %s) n RETURNING id
            ), applications AS (
                INSERT INTO interviews_application (id, candidate_id, job_id, plan_id, status)
                SELECT gen_random_uuid(), id, %s, %s, 'active' FROM people RETURNING id
            ), held AS (
                INSERT INTO interviews_interview (id, application_id, round_id)
                SELECT gen_random_uuid(), id, %s FROM applications RETURNING id
            )
            INSERT INTO interviews_panelist (interview_id, person_id, added_at, excuse_reason, from_scorecard)
            SELECT id, %s, now(), '', false FROM held RETURNING interview_id
            """,
            [count, data.job.pk, data.plan.pk, round_.pk, author.pk],
        )
        interviews = [row[0] for row in cursor.fetchall()]
        cursor.execute("ANALYZE")
    scored = list(dict.fromkeys([*round_.focus, *data.profile]))[: max(8, len(round_.focus))]
    body = {
        "interviewer": author.email,
        "overall_recommendation": "yes",
        "scores": [
            {"competency": slug, "state": "rated", "level": 1 + place % 5, "evidence": EVIDENCE}
            for place, slug in enumerate(scored)
        ],
        "submit": True,
    }
    return [
        Call("POST", "/api/v1/scorecards", 201, orjson.dumps(body | {"interview": str(interview)}))
        for interview in interviews
    ]
