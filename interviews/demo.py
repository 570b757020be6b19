"""The demo data of `make run`: the main job, done once with made-up people, through the same services as everybody
else.
"""

import secrets
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from hiringkit.people.models import Person
from hiringkit.people.principals import person_principal
from hiringkit.people.services import create_person
from hiringkit.problems import Problem
from interviews.hiring.panels import create_interview
from interviews.hiring.services import create_application, create_candidate, create_job
from interviews.models import Application, Interview, InterviewPlan, Job, Panelist
from interviews.plans.drafts import assemble_plan
from interviews.plans.services import lock_plan, lock_with_standard, make_standard, publish_plan
from interviews.scores.recording import create_scorecard
from interviews.scores.records import ScoreWrite
from interviews.summaries.decisions import record_decision
from interviews.vocabulary import ScoreState
from roles.models import Role
from roles.queries import roles_to_assemble


@transaction.atomic
def load_demo(*, file: Path) -> list[tuple[Person, str]]:
    """Make the demo data, unless its application is there already.

    Returns the people made with their generated passwords; nothing when there was nothing to do.
    """
    demo = yaml.safe_load(file.read_text("utf-8"))
    if Application.all_objects.filter(remote_id=demo["application"]["remote_id"]).exists():
        return []
    accounts = [
        (create_person(email=row["email"], name=row["name"], groups=row["groups"], password=password), password)
        for row in demo["people"]
        for password in (secrets.token_urlsafe(12),)
        if not Person.all_objects.filter(email=row["email"]).exists()
    ]
    role = roles_to_assemble().get(slug=demo["role"])
    plan = _publish(role, title=demo["plan"], rounds=demo["rounds"])
    make_standard(plan=lock_with_standard(plan=plan))
    job = create_job(**demo["job"], role=role, plan=plan, hiring_managers=[demo["manager"]])
    _interview(job, demo)
    _schedule(job, demo["next"])
    _decide(_interview(job, demo["decided"]), demo["decided"]["decision"])
    _make_standard_plans(demo["standard"])
    return accounts


def _publish(role: Role, **wishes: Any) -> InterviewPlan:
    return publish_plan(plan=lock_plan(plan=assemble_plan(role=role, **wishes)))


def _make_standard_plans(wishes: dict[str, Any]) -> None:
    """For each role that has none. A library of one's own may have too few questions for one: it goes without."""
    for role in roles_to_assemble().filter(~Exists(InterviewPlan.objects.filter(role=OuterRef("pk"), standard=True))):
        with suppress(Problem):
            make_standard(plan=lock_with_standard(plan=_publish(role, **wishes)))


def _interview(job: Job, row: dict[str, Any]) -> Application:
    """A candidate whom the same panel has interviewed in every round."""
    application = create_application(**row["application"], candidate=create_candidate(**row["candidate"]), job=job)
    assert job.plan is not None
    panel = [each["interviewer"] for each in row["panel"]]
    interviews = [
        create_interview(application=application, round=round.pk, panelists=panel) for round in job.plan.rounds.all()
    ]
    for each in row["panel"]:
        _record(interviews, each)
    return application


def _decide(application: Application, row: dict[str, Any]) -> None:
    decider = person_principal(Person.objects.get(email=row["by"]))
    record_decision(principal=decider, application=application, outcome=row["outcome"], rationale=row["rationale"])


def next_demo_interview() -> tuple[Person, Interview] | None:
    """Whom of the demo's panelists the next interview is to come for; None where there is none."""
    panelists = Panelist.objects.filter(
        person__email__endswith="@demo.example",
        person__is_active=True,
        interview__scheduled_at__gt=timezone.now(),
        interview__cancelled_at__isnull=True,
        interview__deleted_at__isnull=True,
    )
    seat = panelists.select_related("person", "interview").order_by("interview__scheduled_at", "pk").first()
    return None if seat is None else (seat.person, seat.interview)


def _schedule(job: Job, row: dict[str, Any]) -> None:
    """A candidate whose interviews are some days from now, a round each."""
    application = create_application(**row["application"], candidate=create_candidate(**row["candidate"]), job=job)
    assert job.plan is not None
    for round, held in zip(job.plan.rounds.all(), row["interviews"], strict=True):
        day = timezone.now() + timedelta(days=held["days"])
        at = day.replace(hour=held["hour"], minute=0, second=0, microsecond=0)
        create_interview(application=application, round=round.pk, panelists=held["panelists"], scheduled_at=at)


def _record(interviews: list[Interview], row: dict[str, Any]) -> None:
    """One panelist's scorecards of all interviews."""
    author = Person.objects.get(email=row["interviewer"])
    levels, evidence = cycle(row["levels"]), cycle(row["evidence"])
    for interview, recommendation in zip(interviews, cycle(row["recommendations"]), strict=False):
        create_scorecard(
            principal=person_principal(author),
            interviewer=None,
            interview=interview.pk,
            overall_recommendation=recommendation,
            scores=tuple(_scores(interview, levels, evidence)),
            submit=True,
        )


def _scores(interview: Interview, levels: Iterator[int], evidence: Iterator[str]) -> Iterator[ScoreWrite]:
    for slug in interview.round.focus:
        yield ScoreWrite(slug, ScoreState.RATED, level=next(levels), evidence=next(evidence))
