"""What summaries are computed from, read in one statement for one application or for all of a job.

The statement is written by hand because this is the hot path; `tests/interviews/summaries/packet_oracle.py` asks the
same through the ORM, and the two are held equal. Reach and blindness are the views that all ask. Whether the caller is
blind is asked first and once (`OFFSET 0` keeps PostgreSQL from asking anew at each place), and what is hidden from them
is not read, so that the time which a refusal takes tells nothing of it.
"""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import orjson
from django.db import connection

from hiringkit.people.principals import Principal
from interviews.access.sql import BLIND, REACHED, person_id, reached_values
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

_STATEMENT = f"""
SELECT a.id, a.remote_id, CASE WHEN sight.blind THEN coalesce(a.blind_status, a.status) ELSE a.status END,
    n.id, n.name, j.id, j.title, l.id, l.version, sight.blind,
    d.key, d.outcome, d.rationale, d.decided_by_id, b.name, d.decided_at, d.against_panel,
    (SELECT e.key FROM interviews_decision e WHERE e.id = d.supersedes_id), d.correction_reason,
    CASE WHEN NOT sight.blind THEN
    (SELECT json_agg(json_build_array(c.id, c.interview_id, c.interviewer_id, i.name, v.round_id,
         c.overall_recommendation, c.informed) ORDER BY r.position, i.name_key, c.id)
     FROM interviews_scorecard c
     JOIN people_person i ON i.id = c.interviewer_id
     JOIN interviews_interview v ON v.id = c.interview_id
     JOIN interviews_planround r ON r.id = v.round_id
     WHERE c.application_id = a.id AND c.status = 'submitted' AND c.deleted_at IS NULL)::text END,
    CASE WHEN NOT sight.blind THEN
    (SELECT json_agg(json_build_array(s.scorecard_id, k.slug, s.state, s.level, s.evidence, s.reason) ORDER BY k.slug)
     FROM interviews_scorecard c
     JOIN interviews_competencyscore s ON s.scorecard_id = c.id
     JOIN roles_competency k ON k.id = s.competency_id
     WHERE c.application_id = a.id AND c.status = 'submitted' AND c.deleted_at IS NULL)::text END,
    CASE WHEN NOT sight.blind THEN
    (SELECT json_agg(json_build_array(t.interview_id, t.person_id, i.name, v.round_id, t.excused_at IS NOT NULL)
         ORDER BY r.position, i.name_key, t.id)
     FROM interviews_interview v
     JOIN interviews_panelist t ON t.interview_id = v.id
     JOIN people_person i ON i.id = t.person_id
     JOIN interviews_planround r ON r.id = v.round_id
     WHERE v.application_id = a.id AND v.cancelled_at IS NULL AND v.deleted_at IS NULL)::text END,
    CASE WHEN {{first_of_plan}} THEN
    (SELECT json_agg(json_build_array(k.slug, k.name, g.slug, p.weight, p.target_level, g.name) ORDER BY p.position)
     FROM interviews_plancompetency p
     JOIN roles_competency k ON k.id = p.competency_id
     JOIN roles_competencyarea g ON g.id = k.area_id
     WHERE p.plan_id = a.plan_id)::text END,
    CASE WHEN {{first_of_plan}} THEN
    (SELECT json_agg(json_build_array(r.id, r.position, r.title))
     FROM interviews_planround r WHERE r.plan_id = a.plan_id)::text END,
    {{role_profiles}}
FROM interviews_application a
JOIN interviews_candidate n ON n.id = a.candidate_id
JOIN interviews_job j ON j.id = a.job_id
LEFT JOIN interviews_interviewplan l ON l.id = a.plan_id
LEFT JOIN interviews_decision d ON d.id = a.decision_id
LEFT JOIN people_person b ON b.id = d.decided_by_id
CROSS JOIN LATERAL (SELECT {BLIND} AS blind OFFSET 0) sight
WHERE {{which}} AND {REACHED}
"""
_OF_ONE = _STATEMENT.format(
    first_of_plan="true",
    role_profiles="""(SELECT json_agg(json_build_array(o.slug, o.title, k.slug, w.weight)
         ORDER BY o.slug, w.position, w.id)
     FROM roles_rolecompetency w
     JOIN roles_role o ON o.id = w.role_id
     JOIN roles_competency k ON k.id = w.competency_id
     WHERE o.id <> l.role_id AND o.deleted_at IS NULL)::text""",
    which="a.id = %s",
)
# Profile and rounds belong to the plan: they come with the first of its applications alone.
_OF_JOB = (
    _STATEMENT.format(
        first_of_plan="row_number() OVER (PARTITION BY a.plan_id ORDER BY n.name_key, a.id) = 1",
        role_profiles="NULL",
        which="a.job_id = %s AND a.plan_id IS NOT NULL",
    )
    + "ORDER BY n.name_key, a.id"
)


class _Row(NamedTuple):
    """A row of the statement; the lists are JSON."""

    application: uuid.UUID
    remote_id: str | None
    status: str
    candidate: uuid.UUID
    candidate_name: str
    job: uuid.UUID
    job_title: str
    plan: uuid.UUID | None
    version: int
    blind: bool
    decision: uuid.UUID
    outcome: str | None
    rationale: str
    decided_by: uuid.UUID
    decided_by_name: str
    decided_at: datetime
    against_panel: bool
    supersedes: uuid.UUID | None
    correction_reason: str
    scorecards: str | None
    scores: str | None
    seats: str | None
    profile: str | None
    rounds: str | None
    role_profiles: str | None


def read_packet(*, principal: Principal, application_id: uuid.UUID) -> Packet | None:
    """The packet of an application; None if it is out of the principal's reach."""
    return next(iter(_read(_OF_ONE, principal, application_id)), None)


def read_packets_of_job(*, principal: Principal, job_id: uuid.UUID) -> list[Packet]:
    """The packets of the job's applications that the principal reaches and that have a plan, in order of name.

    They carry no other roles' profiles.
    """
    return _read(_OF_JOB, principal, job_id)


def _read(statement: str, principal: Principal, which: uuid.UUID) -> list[Packet]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [person_id(principal), which, *reached_values(principal)])
        rows = [_Row(*row) for row in cursor.fetchall()]
    plans: dict[uuid.UUID | None, tuple[list[ProfileRow], dict[str, RoundRef]]] = {}
    for row in rows:
        if row.plan not in plans:
            plans[row.plan] = _profile(row.profile), _rounds(row.rounds)
    return [_packet(row, *plans[row.plan]) for row in rows]


def _profile(listed: str | None) -> list[ProfileRow]:
    return [
        ProfileRow(CompetencyRef(slug, name, area), weight, target_level, area_name)
        for slug, name, area, weight, target_level, area_name in orjson.loads(listed or "[]")
    ]


def _rounds(listed: str | None) -> dict[str, RoundRef]:
    return {id: RoundRef(uuid.UUID(id), position, title) for id, position, title in orjson.loads(listed or "[]")}


def _packet(row: _Row, profile: Sequence[ProfileRow], rounds: dict[str, RoundRef]) -> Packet:
    by_scorecard: dict[uuid.UUID, list[ScoreRow]] = defaultdict(list)
    for scorecard, *score in orjson.loads(row.scores or "[]"):
        found = ScoreRow(uuid.UUID(scorecard), *score)
        by_scorecard[found.scorecard].append(found)
    scorecards = [
        ScorecardRow(
            uuid.UUID(id),
            uuid.UUID(interview),
            PersonRef(uuid.UUID(interviewer), name),
            rounds[round],
            recommendation,
            informed,
        )
        for id, interview, interviewer, name, round, recommendation, informed in orjson.loads(row.scorecards or "[]")
    ]
    role_profiles: dict[str, list[ProfileWeight]] = defaultdict(list)
    titles: dict[str, str] = {}
    for role, title, competency, weight in orjson.loads(row.role_profiles or "[]"):
        titles[role] = title
        role_profiles[role].append(ProfileWeight(competency, weight, None))
    return Packet(
        application=SummaryApplication(
            row.application,
            row.remote_id,
            row.status,
            SummaryCandidate(row.candidate, row.candidate_name),
            SummaryJob(row.job, row.job_title),
        ),
        plan=None if row.plan is None else PlanRef(row.plan, row.version),
        blind=row.blind,
        decision=_decision(row),
        profile=profile,
        scorecards=scorecards,
        scores=[score for card in scorecards for score in by_scorecard[card.id]],
        seats=[
            SeatRow(uuid.UUID(interview), PersonRef(uuid.UUID(person), name), rounds[round], excused)
            for interview, person, name, round, excused in orjson.loads(row.seats or "[]")
        ],
        role_profiles=dict(role_profiles),
        role_titles=titles,
    )


def _decision(row: _Row) -> Decision | None:
    if row.outcome is None:
        return None
    return Decision(
        row.decision,
        row.outcome,
        row.rationale,
        PersonRef(row.decided_by, row.decided_by_name),
        row.decided_at,
        row.against_panel,
        row.supersedes,
        row.correction_reason,
    )
