"""The packet of one application in one statement: the hot path of the summary.

`packets.read_packets` is the readable version of the same; `tests/interviews/summaries/test_packet_sql.py` holds the
two equal. Reach and blindness are the views that all ask.
"""

from collections import defaultdict
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from hiringkit.people.principals import Principal
from interviews.access.sql import BLIND, REACHED, person_id, reached_values
from interviews.domain.scores import ProfileWeight
from interviews.domain.summaries.packet import Packet, ProfileRow, ScorecardRow, ScoreRow, SeatRow

_STATEMENT = f"""
SELECT a.id, a.remote_id, a.status, n.id, n.name, j.id, j.title, l.id, l.version, {BLIND},
    d.outcome, d.rationale, d.decided_by_id, b.name, d.decided_at, d.against_panel,
    (SELECT json_agg(json_build_array(k.slug, k.name, g.slug, p.weight, p.target_level) ORDER BY p.position)
     FROM interviews_plancompetency p
     JOIN roles_competency k ON k.id = p.competency_id
     JOIN roles_competencyarea g ON g.id = k.area_id
     WHERE p.plan_id = a.plan_id)::text,
    (SELECT json_agg(json_build_array(c.id, c.interview_id, c.interviewer_id, i.name, v.round_id,
         c.overall_recommendation, c.informed) ORDER BY r.position, i.name, c.id)
     FROM interviews_scorecard c
     JOIN people_person i ON i.id = c.interviewer_id
     JOIN interviews_interview v ON v.id = c.interview_id
     JOIN interviews_planround r ON r.id = v.round_id
     WHERE c.application_id = a.id AND c.status = 'submitted' AND c.deleted_at IS NULL)::text,
    (SELECT json_agg(json_build_array(s.scorecard_id, k.slug, s.state, s.level, s.evidence, s.reason) ORDER BY k.slug)
     FROM interviews_scorecard c
     JOIN interviews_competencyscore s ON s.scorecard_id = c.id
     JOIN roles_competency k ON k.id = s.competency_id
     WHERE c.application_id = a.id AND c.status = 'submitted' AND c.deleted_at IS NULL)::text,
    (SELECT json_agg(json_build_array(t.interview_id, t.person_id, i.name, v.round_id, t.excused_at IS NOT NULL)
         ORDER BY r.position, i.name, t.id)
     FROM interviews_interview v
     JOIN interviews_panelist t ON t.interview_id = v.id
     JOIN people_person i ON i.id = t.person_id
     JOIN interviews_planround r ON r.id = v.round_id
     WHERE v.application_id = a.id AND v.cancelled_at IS NULL AND v.deleted_at IS NULL)::text,
    (SELECT json_agg(json_build_array(r.id, r.position, r.title))
     FROM interviews_planround r WHERE r.plan_id = a.plan_id)::text,
    (SELECT json_agg(json_build_array(o.slug, k.slug, w.weight) ORDER BY o.slug, w.position, w.id)
     FROM roles_rolecompetency w
     JOIN roles_role o ON o.id = w.role_id
     JOIN roles_competency k ON k.id = w.competency_id
     WHERE o.id <> l.role_id AND o.deleted_at IS NULL)::text
FROM interviews_application a
JOIN interviews_candidate n ON n.id = a.candidate_id
JOIN interviews_job j ON j.id = a.job_id
LEFT JOIN interviews_interviewplan l ON l.id = a.plan_id
LEFT JOIN interviews_decision d ON d.id = a.decision_id
LEFT JOIN people_person b ON b.id = d.decided_by_id
WHERE a.id = %s AND {REACHED}
"""


def read_packet(*, principal: Principal, application_id: UUID) -> tuple[Packet, bool] | None:
    """The packet, and whether the principal is still blind on the application; None if it is out of their reach."""
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, [person_id(principal), application_id, *reached_values(principal)])
        row = cursor.fetchone()
    return None if row is None else _packet(row)


def _packet(row: tuple[Any, ...]) -> tuple[Packet, bool]:
    (
        application, remote_id, status, candidate, candidate_name, job, job_title, plan, version, blind,
        outcome, rationale, decided_by, decided_by_name, decided_at, against_panel, *listed,
    ) = row  # fmt: skip
    profile, scorecards, scores, seats, rounds, roles = (orjson.loads(text or "[]") for text in listed)
    shown_rounds = {id: {"id": UUID(id), "position": position, "title": title} for id, position, title in rounds}
    by_scorecard: dict[UUID, list[ScoreRow]] = defaultdict(list)
    for scorecard, *score in scores:
        row_of = ScoreRow(UUID(scorecard), *score)
        by_scorecard[row_of.scorecard].append(row_of)
    role_profiles: dict[str, list[ProfileWeight]] = defaultdict(list)
    for role, competency, weight in roles:
        role_profiles[role].append(ProfileWeight(competency, weight, None))
    cards = [
        ScorecardRow(UUID(id), UUID(interview), UUID(interviewer), name, shown_rounds[round], recommendation, informed)
        for id, interview, interviewer, name, round, recommendation, informed in scorecards
    ]
    packet = Packet(
        application={
            "id": application,
            "remote_id": remote_id,
            "status": status,
            "candidate": {"id": candidate, "name": candidate_name},
            "job": {"id": job, "title": job_title},
        },
        plan=None if plan is None else {"id": plan, "version": version},
        decision=None
        if outcome is None
        else {
            "outcome": outcome,
            "rationale": rationale,
            "decided_by": {"id": decided_by, "name": decided_by_name},
            "decided_at": decided_at,
            "against_panel": against_panel,
        },
        profile=[ProfileRow(*each) for each in profile],
        scorecards=cards,
        scores=[score for card in cards for score in by_scorecard[card.id]],
        seats=[
            SeatRow(UUID(interview), UUID(person), name, shown_rounds[round], excused)
            for interview, person, name, round, excused in seats
        ],
        role_profiles=role_profiles,
    )
    return packet, bool(blind)
