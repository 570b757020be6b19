"""One statement reads all that a write of a scorecard has to know, under the application's lock."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import connection

from interviews.access.memory import Sight
from interviews.access.sql import sight as sight_columns
from interviews.scores.card import Area, Card, Competency, HeldInterview, Item, Note, Ref, Round, Score


@dataclass(frozen=True, slots=True)
class Held:
    """An author on an interview: whether they sit on it, their current scorecard of it, what they can see of others."""

    interview: HeldInterview
    author: Ref
    seated: bool
    card: Card | None
    sight: Sight


_COLUMNS = f"""
SELECT v.id, v.application_id, v.cancelled_at, r.id, r.position, r.title, r.focus,
    (SELECT json_agg(json_build_array(w.competency_id, k.slug, k.name, g.slug, w.anchors))
     FROM interviews_plancompetency w
     JOIN roles_competency k ON k.id = w.competency_id
     JOIN roles_competencyarea g ON g.id = k.area_id
     WHERE w.plan_id = r.plan_id)::text,
    (SELECT json_agg(json_build_array(i.id, jsonb_path_query_array(i.alternates, '$[*].id')) ORDER BY i.position)
     FROM interviews_planitem i WHERE i.round_id = r.id)::text,
    p.id, p.name,
    EXISTS (SELECT FROM interviews_panelist t WHERE t.interview_id = v.id AND t.person_id = p.id),
    {sight_columns(person="p.id", application="v.application_id")},
    c.id, c.remote_id, c.written_by_key_id, y.name, c.status, c.overall_recommendation, c.informed, c.submitted_at,
    c.supersedes_id, c.amendment_reason, n.id, c.created_at, c.modified_at,
    (SELECT json_agg(json_build_array(k.slug, s.state, s.level, s.anchor, s.evidence, s.reason,
        (SELECT json_agg(json_build_array(q.item_id, q.asked, q.level, q.note) ORDER BY i.position)
         FROM interviews_questionnote q JOIN interviews_planitem i ON i.id = q.item_id WHERE q.score_id = s.id)
     ) ORDER BY k.slug)
     FROM interviews_competencyscore s JOIN roles_competency k ON k.id = s.competency_id
     WHERE s.scorecard_id = c.id)::text,
    (SELECT json_agg(json_build_array(t.item_id, t.asked, t.alternate, t.reason, t.note) ORDER BY i.position)
     FROM interviews_scorecarditem t JOIN interviews_planitem i ON i.id = t.item_id WHERE t.scorecard_id = c.id)::text
"""
_REST = """
JOIN interviews_planround r ON r.id = v.round_id
LEFT JOIN people_apikey y ON y.id = c.written_by_key_id
LEFT JOIN interviews_scorecard n ON n.supersedes_id = c.id
"""
_OF_SCORECARD = f"""{_COLUMNS}
FROM interviews_scorecard c
JOIN interviews_interview v ON v.id = c.interview_id
JOIN people_person p ON p.id = c.interviewer_id
{_REST}
WHERE c.id = %s
"""
_OF_AUTHOR = f"""{_COLUMNS}
FROM interviews_interview v
JOIN people_person p ON p.id = %s
LEFT JOIN interviews_scorecard c ON c.interview_id = v.id AND c.interviewer_id = p.id AND c.status <> 'superseded'
    AND c.deleted_at IS NULL
{_REST}
WHERE v.id = %s
"""


def read_scorecard(*, scorecard_id: uuid.UUID) -> Card:
    """The scorecard, which is there; its application's lock is held (1 statement)."""
    card = _read(_OF_SCORECARD, [scorecard_id]).card
    assert card is not None  # the statement starts from it
    return card


def read_held(*, interview_id: uuid.UUID, author_id: uuid.UUID) -> Held:
    """The author's place on the interview; its application's lock is held (1 statement)."""
    return _read(_OF_AUTHOR, [author_id, interview_id])


def _read(statement: str, values: Sequence[Any]) -> Held:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row = cursor.fetchone()
    interview_id, application_id, cancelled_at, round_id, position, title, focus, profile, items, *row = row
    author_id, author_name, seated, seen, *row = row
    asked = orjson.loads(items or "[]")
    interview = HeldInterview(
        id=interview_id,
        application_id=application_id,
        cancelled_at=cancelled_at,
        round=Round(round_id, position, title),
        focus=tuple(focus),
        profile={
            slug: Competency(id, slug, name, Area(area), {anchor["level"]: anchor["text"] for anchor in anchors})
            for id, slug, name, area, anchors in orjson.loads(profile or "[]")
        },
        items={uuid.UUID(item): place for place, (item, _) in enumerate(asked)},
        alternates={uuid.UUID(item): frozenset(map(uuid.UUID, others)) for item, others in asked},
    )
    author, sight_now = Ref(author_id, author_name), Sight(*seen)
    return Held(interview, author, seated, _card(interview, author, sight_now, row), sight_now)


def _card(interview: HeldInterview, author: Ref, sight: Sight, row: Sequence[Any]) -> Card | None:
    (
        id, remote_id, key_id, key_name, status, recommendation, informed, submitted_at, supersedes_id, reason,
        successor, created_at, modified_at, scores, items,
    ) = row  # fmt: skip
    if id is None:
        return None
    return Card(
        id=id,
        remote_id=remote_id,
        application_id=interview.application_id,
        interview=interview,
        interviewer=author,
        written_by_key=None if key_id is None else Ref(key_id, key_name),
        status=status,
        overall_recommendation=recommendation,
        informed=informed,
        submitted_at=submitted_at,
        supersedes_id=supersedes_id,
        amendment_reason=reason,
        superseded_by=None if successor is None else Ref(successor),
        created_at=created_at,
        modified_at=modified_at,
        scores=tuple(
            Score(
                competency=interview.profile[slug],
                state=state,
                level=level,
                anchor=anchor,
                evidence=evidence,
                reason=reason_given,
                questions=tuple(Note(uuid.UUID(item), *noted) for item, *noted in notes or ()),
            )
            for slug, state, level, anchor, evidence, reason_given, notes in orjson.loads(scores or "[]")
        ),
        items=tuple(
            Item(uuid.UUID(item), asked, None if alternate is None else uuid.UUID(alternate), *texts)
            for item, asked, alternate, *texts in orjson.loads(items or "[]")
        ),
        sight=sight,
    )
