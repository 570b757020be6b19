"""The two statements that write a scorecard with all its scores and notes: one makes it, one changes a draft.

Each runs under the application's lock, in a transaction that is signed; its parts run in the order that they name each
other, so that no score meets a scorecard that is final already.
"""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from interviews.scores.card import Card, Item, Score

# The one it supersedes goes first: there is one current scorecard for each panelist, and one with each remote id.
_MAKE = """
WITH superseded AS (
    UPDATE interviews_scorecard SET status = 'superseded' WHERE id = %s::uuid RETURNING id
), card AS (
    INSERT INTO interviews_scorecard (id, remote_id, application_id, interview_id, interviewer_id, written_by_key_id,
        status, overall_recommendation, informed, submitted_at, supersedes_id, amendment_reason)
    SELECT %s::uuid, %s::text, %s::uuid, %s::uuid, %s::uuid, %s::uuid, %s::text, %s::text, %s::boolean, %s::timestamptz,
        %s::uuid, %s::text
    WHERE (SELECT count(*) FROM superseded) >= 0
    RETURNING id, created_at, modified_at
), scores AS (
    INSERT INTO interviews_competencyscore (scorecard_id, competency_id, state, level, anchor, evidence, reason)
    SELECT card.id, s.*
    FROM card, unnest(%s::bigint[], %s::text[], %s::smallint[], %s::text[], %s::text[], %s::text[]) AS s
    RETURNING id, competency_id
), notes AS (
    INSERT INTO interviews_questionnote (score_id, item_id, asked, level, note)
    SELECT scores.id, n.item, n.asked, n.level, n.note
    FROM unnest(%s::bigint[], %s::uuid[], %s::boolean[], %s::smallint[], %s::text[])
        AS n (competency, item, asked, level, note)
    JOIN scores ON scores.competency_id = n.competency
), items AS (
    INSERT INTO interviews_scorecarditem (scorecard_id, item_id, asked, alternate, reason, note)
    SELECT card.id, t.*
    FROM card, unnest(%s::uuid[], %s::boolean[], %s::uuid[], %s::text[], %s::text[]) AS t
)
SELECT created_at, modified_at FROM card
"""
_CHANGE = """
WITH written AS (
    INSERT INTO interviews_competencyscore AS s (scorecard_id, competency_id, state, level, anchor, evidence, reason)
    SELECT %s::uuid, w.*
    FROM unnest(%s::bigint[], %s::text[], %s::smallint[], %s::text[], %s::text[], %s::text[]) AS w
    ON CONFLICT (scorecard_id, competency_id) DO UPDATE SET state = excluded.state, level = excluded.level,
        anchor = excluded.anchor, evidence = excluded.evidence, reason = excluded.reason
    RETURNING s.id, s.competency_id
), noted AS (
    SELECT id, competency_id FROM written
    UNION
    SELECT id, competency_id FROM interviews_competencyscore WHERE scorecard_id = %s::uuid
), gone AS (
    DELETE FROM interviews_questionnote
    WHERE score_id IN (SELECT id FROM noted WHERE competency_id = ANY(%s::bigint[])) RETURNING id
), notes AS (
    INSERT INTO interviews_questionnote (score_id, item_id, asked, level, note)
    SELECT noted.id, n.item, n.asked, n.level, n.note
    FROM unnest(%s::bigint[], %s::uuid[], %s::boolean[], %s::smallint[], %s::text[])
        AS n (competency, item, asked, level, note)
    JOIN noted ON noted.competency_id = n.competency
    WHERE (SELECT count(*) FROM gone) >= 0
    RETURNING id
), items AS (
    INSERT INTO interviews_scorecarditem (scorecard_id, item_id, asked, alternate, reason, note)
    SELECT %s::uuid, t.*
    FROM unnest(%s::uuid[], %s::boolean[], %s::uuid[], %s::text[], %s::text[]) AS t
    ON CONFLICT (scorecard_id, item_id) DO UPDATE SET asked = excluded.asked, alternate = excluded.alternate,
        reason = excluded.reason, note = excluded.note
    RETURNING id
)
UPDATE interviews_scorecard
SET remote_id = %s::text, status = %s::text, overall_recommendation = %s::text, informed = %s::boolean,
    submitted_at = %s::timestamptz
WHERE id = %s::uuid AND (SELECT count(*) FROM written) >= 0 AND (SELECT count(*) FROM notes) >= 0
    AND (SELECT count(*) FROM items) >= 0
RETURNING created_at, modified_at
"""
Stamps = tuple[datetime, datetime]


def insert_scorecard(card: Card, *, superseding: uuid.UUID | None = None) -> Stamps:
    """Write a new scorecard, in the place of another if one is named; returns when it was made and changed."""
    key = None if card.written_by_key is None else card.written_by_key.id
    values = [
        superseding, card.id, card.remote_id, card.application_id, card.interview.id, card.interviewer.id, key,
        card.status, card.overall_recommendation, card.informed, card.submitted_at, card.supersedes_id,
        card.amendment_reason, *_columns(card.scores), *_note_columns(card.scores), *_item_columns(card.items),
    ]  # fmt: skip
    return _execute(_MAKE, values)


def update_scorecard(
    card: Card, *, written: Sequence[Score] = (), noted: Sequence[Score] = (), items: Sequence[Item] = ()
) -> Stamps:
    """Write a draft as `card` has it: the `written` of its scores, all notes of those `noted`, and these `items`."""
    values = [
        card.id, *_columns(written), card.id, [score.competency.id for score in noted], *_note_columns(noted),
        card.id, *_item_columns(items), card.remote_id, card.status, card.overall_recommendation, card.informed,
        card.submitted_at, card.id,
    ]  # fmt: skip
    return _execute(_CHANGE, values)


def _execute(statement: str, values: Sequence[Any]) -> Stamps:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        created_at, modified_at = cursor.fetchone()
    return created_at, modified_at


def _columns(scores: Collection[Score]) -> list[list[Any]]:
    return [
        [score.competency.id for score in scores],
        [score.state for score in scores],
        [score.level for score in scores],
        [score.anchor for score in scores],
        [score.evidence for score in scores],
        [score.reason for score in scores],
    ]


def _note_columns(scores: Collection[Score]) -> list[list[Any]]:
    notes = [(score.competency.id, note) for score in scores for note in score.questions]
    return [
        [competency for competency, _ in notes],
        [note.item_id for _, note in notes],
        [note.asked for _, note in notes],
        [note.level for _, note in notes],
        [note.note for _, note in notes],
    ]


def _item_columns(items: Collection[Item]) -> list[list[Any]]:
    return [
        [item.item_id for item in items],
        [item.asked for item in items],
        [item.alternate for item in items],
        [item.reason for item in items],
        [item.note for item in items],
    ]
