"""What `interviews.summaries.packets` reads, read through the ORM: the readable version that tests hold it against."""

import uuid
from collections import defaultdict
from collections.abc import Sequence

from interviews.domain.scores import ProfileWeight
from interviews.domain.summaries.packet import Packet, ProfileRow, ScorecardRow, ScoreRow, SeatRow
from interviews.domain.summaries.refs import (
    CompetencyRef,
    Decision,
    PersonRef,
    PlanRef,
    RoundRef,
    SummaryApplication,
    SummaryCandidate,
    SummaryJob,
)
from interviews.models import Application, CompetencyScore, Panelist, PlanCompetency, PlanRound, Scorecard
from interviews.vocabulary import ScorecardStatus
from roles.models import Role, RoleCompetency


def packets_by_orm(*, applications: Sequence[Application], transfers: bool) -> list[Packet]:
    """The packets of applications that come from `list_applications`."""
    ids = [application.pk for application in applications if not vars(application)["caller_is_blind"]]
    scorecards = _scorecards(ids)
    scores = _scores([row.id for rows in scorecards.values() for row in rows])
    seats = _seats(ids)
    roles = _role_profiles() if transfers else {}
    titles = dict(Role.objects.values_list("slug", "title"))
    return [
        Packet(
            application=SummaryApplication(
                application.pk,
                application.remote_id,
                application.status,
                SummaryCandidate(application.candidate.pk, application.candidate.name),
                SummaryJob(application.job.pk, application.job.title),
            ),
            plan=PlanRef(application.plan.pk, application.plan.version) if application.plan else None,
            blind=vars(application)["caller_is_blind"],
            decision=_decision(application),
            profile=_profile(application),
            scorecards=scorecards[application.pk],
            scores=[score for card in scorecards[application.pk] for score in scores[card.id]],
            seats=seats[application.pk],
            role_profiles={
                slug: profile
                for (role, slug), profile in roles.items()
                if application.plan is not None and role != application.plan.role_id
            },
            role_titles={
                slug: titles[slug]
                for role, slug in roles
                if application.plan is not None and role != application.plan.role_id
            },
        )
        for application in applications
    ]


def _profile(application: Application) -> list[ProfileRow]:
    rows = PlanCompetency.objects.filter(plan=application.plan_id).select_related("competency__area")
    return [
        ProfileRow(
            CompetencyRef(row.competency.slug, row.competency.name, row.competency.area.slug),
            row.weight,
            row.target_level,
            row.competency.area.name,
        )
        for row in rows.order_by("position")
    ]


def _scorecards(applications: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[ScorecardRow]]:
    found: dict[uuid.UUID, list[ScorecardRow]] = defaultdict(list)
    rows = Scorecard.objects.filter(application__in=applications, status=ScorecardStatus.SUBMITTED)
    for row in rows.select_related("interviewer", "interview__round").order_by(
        "interview__round__position",
        "interviewer__name_key",
        "id",  # never by who was first
    ):
        found[row.application_id].append(
            ScorecardRow(
                id=row.pk,
                interview=row.interview_id,
                interviewer=PersonRef(row.interviewer_id, row.interviewer.name),
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
        "interview__round__position", "person__name_key", "id"
    ):
        found[row.interview.application_id].append(
            SeatRow(
                interview=row.interview_id,
                person=PersonRef(row.person_id, row.person.name),
                round=_round(row.interview.round),
                excused=row.excused_at is not None,
            )
        )
    return found


def _role_profiles() -> dict[tuple[int, str], list[ProfileWeight]]:
    profiles: dict[tuple[int, str], list[ProfileWeight]] = defaultdict(list)
    rows = RoleCompetency.objects.filter(role__deleted_at__isnull=True).order_by("role__slug", "position", "id")
    for role, slug, competency, weight in rows.values_list("role", "role__slug", "competency__slug", "weight"):
        profiles[role, slug].append(ProfileWeight(competency, weight, None))
    return profiles


def _round(round: PlanRound) -> RoundRef:
    return RoundRef(round.pk, round.position, round.title)


def _decision(application: Application) -> Decision | None:
    decision = application.decision
    if decision is None:
        return None
    return Decision(
        decision.key,
        decision.outcome,
        decision.rationale,
        PersonRef(decision.decided_by_id, decision.decided_by.name),
        decision.decided_at,
        decision.against_panel,
        decision.supersedes.key if decision.supersedes else None,
        decision.correction_reason,
    )
