"""The main job up to an interview, made with the product's own services."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hiringkit.people.models import ApiKey, Person
from hiringkit.people.principals import Principal, integration_principal, person_principal
from interviews.hiring.panels import create_interview
from interviews.hiring.services import create_application, create_candidate, create_job
from interviews.models import Application, Interview, InterviewPlan, Job, Scorecard
from interviews.plans.drafts import assemble_plan
from interviews.plans.services import lock_plan, publish_plan
from interviews.scores.records import ScoreWrite
from interviews.vocabulary import Recommendation, ScoreState
from roles.models import Role
from roles.queries import roles_to_assemble
from tests.scorecards import create_scorecard

ATS = integration_principal(ApiKey(name="An ATS", scopes=["*"]))  # a program, never blind; the key is not stored
ADA, BEN, CAL = "ada@example.com", "ben@example.com", "cal@example.com"


def find_role(slug: str) -> Role:
    return roles_to_assemble().get(slug=slug)


@dataclass(frozen=True)
class Hiring:
    """A published plan of two rounds, and one application with an interview of each round by Ada and Ben."""

    plan: InterviewPlan
    job: Job
    application: Application
    first: Interview
    second: Interview

    @property
    def focus(self) -> list[str]:
        return list(self.first.round.focus)


def find_hiring() -> Hiring:
    """What `tell_story` has told first."""
    plan = InterviewPlan.objects.order_by("pk")[0]
    interviews = Interview.objects.select_related("round", "application__job", "application__candidate")
    first, second = interviews.filter(application__job__plan=plan).order_by("round__position")
    return Hiring(plan, first.application.job, first.application, first, second)


def tell_story() -> None:
    """A plan of two rounds, published, and one application with an interview of each round by Ada and Ben."""
    rounds = [  # the focus keeps the optimiser's work small
        {"title": "Analysis", "minutes": 60, "focus": ["exploratory-data-analysis", "causal-reasoning"]},
        {"title": "Business", "minutes": 45, "focus": ["stakeholder-communication", "analytical-tooling"]},
    ]
    plan = publish_plan(plan=lock_plan(plan=assemble_plan(role=find_role("data-scientist"), rounds=rounds)))
    job = create_job(title="Data Scientist", plan=plan)
    application = create_application(candidate=create_candidate(name="A Candidate"), job=job)
    for round_ in plan.rounds.all():
        create_interview(application=application, round=round_.pk, panelists=[ADA, BEN])


def principal(email: str) -> Principal:
    return person_principal(Person.objects.get(email=email))


def rated(slugs: Sequence[str], level: int, **values: Any) -> list[ScoreWrite]:
    return [ScoreWrite(slug, ScoreState.RATED, level=level, evidence="Said so.", **values) for slug in slugs]


def submit(
    email: str,
    interview: Interview,
    scores: Sequence[ScoreWrite] | None = None,
    remote_id: str | None = None,
    **values: Any,
) -> Scorecard:
    """A submitted scorecard of the panelist, by default with a 3 for each competency of the round; `remote_id` as an
    integration would have given it.
    """
    card = create_scorecard(
        principal=principal(email),
        interview=interview,
        overall_recommendation=values.pop("recommendation", Recommendation.YES),
        scores=rated(interview.round.focus, 3) if scores is None else scores,
        submit=True,
        **values,
    )
    if remote_id is not None:
        Scorecard.objects.filter(pk=card.pk).update(remote_id=remote_id)
        card.refresh_from_db()
    return card
