"""The rows that a summary is computed from, read through the ORM for any number of applications at once."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from interviews.domain.scores import ProfileWeight
from interviews.domain.summaries.packet import Packet, ProfileRow, ScorecardRow, ScoreRow, SeatRow
from interviews.models import Application, CompetencyScore, Panelist, PlanCompetency, Scorecard
from interviews.vocabulary import ScorecardStatus
from roles.models import RoleCompetency


def read_packets(*, applications: Sequence[Application], transfers: bool = True) -> list[Packet]:
    """The packets of applications that come from `list_applications` (5 statements, or 4 without `transfers`)."""
    ids = [application.pk for application in applications]
    profiles = _profiles({application.plan_id for application in applications} - {None})
    scorecards = _scorecards(ids)
    scores = _scores([row.id for rows in scorecards.values() for row in rows])
    seats = _seats(ids)
    roles = _role_profiles() if transfers else {}
    return [
        Packet(
            application=_application(application),
            plan=_plan(application),
            decision=_decision(application),
            profile=profiles.get(application.plan_id, ()),
            scorecards=scorecards[application.pk],
            scores=[score for card in scorecards[application.pk] for score in scores[card.id]],
            seats=seats[application.pk],
            role_profiles={
                slug: profile
                for (role, slug), profile in roles.items()
                if application.plan is not None and role != application.plan.role_id
            },
        )
        for application in applications
    ]


def _profiles(plans: set[Any]) -> dict[Any, list[ProfileRow]]:
    found: dict[Any, list[ProfileRow]] = defaultdict(list)
    rows = PlanCompetency.objects.filter(plan__in=plans).select_related("competency__area").order_by("position")
    for row in rows:
        area = row.competency.area.slug
        found[row.plan_id].append(
            ProfileRow(row.competency.slug, row.competency.name, area, row.weight, row.target_level)
        )
    return found


def _scorecards(applications: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[ScorecardRow]]:
    found: dict[uuid.UUID, list[ScorecardRow]] = defaultdict(list)
    rows = Scorecard.objects.filter(application__in=applications, status=ScorecardStatus.SUBMITTED)
    for row in rows.select_related("interviewer", "interview__round").order_by(
        "interview__round__position",
        "interviewer__name",
        "id",  # never by who was first
    ):
        found[row.application_id].append(
            ScorecardRow(
                id=row.pk,
                interview=row.interview_id,
                interviewer=row.interviewer_id,
                interviewer_name=row.interviewer.name,
                round=_round(row.interview.round),
                recommendation=str(row.overall_recommendation),
                informed=row.informed,
            )
        )
    return found


def _scores(scorecards: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[ScoreRow]]:
    found: dict[uuid.UUID, list[ScoreRow]] = defaultdict(list)
    rows = CompetencyScore.objects.filter(scorecard__in=scorecards).order_by("competency__slug")
    for row in rows.values_list("scorecard", "competency__slug", "state", "level", "evidence", "reason"):
        found[row[0]].append(ScoreRow(*row))
    return found


def _seats(applications: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[SeatRow]]:
    found: dict[uuid.UUID, list[SeatRow]] = defaultdict(list)
    rows = Panelist.objects.filter(
        interview__application__in=applications,
        interview__cancelled_at__isnull=True,
        interview__deleted_at__isnull=True,
    )
    for row in rows.select_related("person", "interview__round").order_by(
        "interview__round__position", "person__name", "id"
    ):
        found[row.interview.application_id].append(
            SeatRow(
                interview=row.interview_id,
                person=row.person_id,
                person_name=row.person.name,
                round=_round(row.interview.round),
                excused=row.excused_at is not None,
            )
        )
    return found


def _role_profiles() -> dict[tuple[Any, str], list[ProfileWeight]]:
    profiles: dict[tuple[Any, str], list[ProfileWeight]] = defaultdict(list)
    rows = RoleCompetency.objects.filter(role__deleted_at__isnull=True).order_by("role__slug", "position", "id")
    for role, slug, competency, weight in rows.values_list("role", "role__slug", "competency__slug", "weight"):
        profiles[role, slug].append(ProfileWeight(competency, weight, None))
    return profiles


def _round(round: Any) -> dict[str, Any]:
    return {"id": round.pk, "position": round.position, "title": round.title}


def _application(application: Application) -> dict[str, Any]:
    job, candidate = application.job, application.candidate
    return {
        "id": application.pk,
        "remote_id": application.remote_id,
        "status": application.status,
        "candidate": {"id": candidate.pk, "name": candidate.name},
        "job": {"id": job.pk, "title": job.title},
    }


def _plan(application: Application) -> dict[str, Any] | None:
    plan = application.plan
    return None if plan is None else {"id": plan.pk, "version": plan.version}


def _decision(application: Application) -> dict[str, Any] | None:
    decision = application.decision
    if decision is None:
        return None
    return {
        "outcome": decision.outcome,
        "rationale": decision.rationale,
        "decided_by": {"id": decision.decided_by_id, "name": decision.decided_by.name},
        "decided_at": decision.decided_at,
        "against_panel": decision.against_panel,
    }
