"""Applications to summarise, made with the product's own services."""

import uuid
from pathlib import Path

from django.conf import settings
from django.db import transaction

from hiringkit.people.keys import create_api_key
from hiringkit.people.principals import integration_principal
from interviews.hiring.services import create_application, create_candidate, create_interview, create_job
from interviews.models import PlanCompetency
from interviews.plans.services import assemble_plan, lock_plan, publish_plan
from interviews.scores.records import ScoreWrite
from interviews.scores.services import create_scorecard
from interviews.vocabulary import Recommendation, ScoreState
from roles.library.load import load_library
from roles.models import Role

PANEL = [f"panelist-{number}@example.com" for number in range(4)]
SCORES = 6


def make_applications(count: int) -> tuple[str, list[uuid.UUID]]:
    """An API key and the ids of `count` applications, each with 2 interviews by 4 panelists of 6 or more scores."""
    load_library(folder=Path(settings.BASE_DIR, "fixtures", "library"))
    key, text = create_api_key(name="bench", scopes=["all"])
    role = Role.objects.prefetch_related("profile__competency__area", "profile__competency__anchors").get(
        slug="data-scientist"
    )
    rounds = [{"title": "One", "minutes": 90}, {"title": "Two", "minutes": 90}]
    ids = []
    with transaction.atomic():
        plan = publish_plan(plan=lock_plan(plan=assemble_plan(role=role, rounds=rounds)))
        job = create_job(title="Bench", plan=plan)
        profile = list(
            PlanCompetency.objects.filter(plan=plan).order_by("position").values_list("competency__slug", flat=True)
        )
        for number in range(count):
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
                            ScoreWrite(
                                slug, ScoreState.RATED, level=1 + (number + place) % 5, evidence="Said so. " * 20
                            )
                            for slug in scored
                        ],
                        submit=True,
                    )
    return text, ids
