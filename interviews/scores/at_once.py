"""A scorecard recorded at once, in two statements: the hot path of POST /scorecards.

The first statement reads all that the checks need, the second writes scorecard, scores and notes under the
application's lock, in a transaction of its own. Both take the regular case only: an interview named by our id, a
panelist who has written nothing of it yet and is blind until they do. Everything else, every fault
included, is left to `services.create_scorecard`, which says what is wrong; `tests/interviews/scores/test_at_once.py`
holds the two equal.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import orjson
from django.db import IntegrityError, connection
from rest_framework.fields import DateTimeField
from uuid_utils.compat import uuid7

from hiringkit.people.principals import Principal
from hiringkit.people.services import name_column
from hiringkit.rows.signing import current_actor
from interviews.access.sql import REACHED, reached_values
from interviews.models import PlanCompetency, PlanItem
from interviews.scores.records import Ground, ScoreWrite, check_scores, gaps_before_submission
from interviews.scores.services import scorecard_exists
from interviews.vocabulary import ScorecardStatus

_READ = """
SELECT v.application_id, p.id, p.name, r.id, r.position, r.title, r.focus,
    (SELECT json_agg(json_build_array(k.id, k.slug, k.name, g.slug))
     FROM interviews_plancompetency w
     JOIN roles_competency k ON k.id = w.competency_id
     JOIN roles_competencyarea g ON g.id = k.area_id
     WHERE w.plan_id = r.plan_id)::text
FROM interviews_interview v
JOIN interviews_application a ON a.id = v.application_id
JOIN interviews_job j ON j.id = a.job_id
JOIN interviews_planround r ON r.id = v.round_id
JOIN people_person p ON p.{author} = %s AND p.deleted_at IS NULL
JOIN interviews_panelist t ON t.interview_id = v.id AND t.person_id = p.id
WHERE v.id = %s AND {reached} AND v.cancelled_at IS NULL AND v.deleted_at IS NULL
    AND NOT EXISTS (
        SELECT FROM interviews_scorecard c
        WHERE c.interview_id = v.id AND c.interviewer_id = p.id AND c.status <> 'superseded' AND c.deleted_at IS NULL)
    AND NOT EXISTS (
        SELECT FROM interviews_scorecard c
        WHERE c.remote_id = %s::text AND c.status <> 'superseded' AND c.deleted_at IS NULL)
    AND t.excused_at IS NULL AND j.blindness <> 'never'
    AND NOT EXISTS (SELECT FROM interviews_blindnesslift l WHERE l.application_id = a.id AND l.person_id = p.id)
    AND NOT EXISTS (SELECT FROM interviews_sighting e WHERE e.application_id = a.id AND e.person_id = p.id)
"""

# Whoever waited for the lock sees the interview and the seat as they are then: locked rows are read again.
_WRITE = """
WITH actor AS MATERIALIZED (
    SELECT set_config('hiringkit.actor', %s, true) AS signature
), locked AS MATERIALIZED (
    SELECT a.id FROM interviews_application a, actor WHERE a.id = %s FOR NO KEY UPDATE OF a
), held AS MATERIALIZED (
    SELECT v.id, v.application_id, t.person_id
    FROM locked
    JOIN interviews_interview v ON v.application_id = locked.id
    JOIN interviews_panelist t ON t.interview_id = v.id
    WHERE v.id = %s AND v.cancelled_at IS NULL AND v.deleted_at IS NULL
        AND t.person_id = %s AND t.excused_at IS NULL
    FOR SHARE OF v, t
), card AS (
    INSERT INTO interviews_scorecard (id, remote_id, application_id, interview_id, interviewer_id, written_by_key_id,
        status, overall_recommendation, informed, submitted_at, amendment_reason)
    SELECT %s::uuid, %s::text, application_id, id, person_id, %s::uuid, %s::text, %s::text, false,
        CASE WHEN %s::boolean THEN clock_timestamp() END, '' FROM held
    RETURNING id, created_at, modified_at, submitted_at
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
)
SELECT id, created_at, modified_at, submitted_at FROM card
"""
_TIME = DateTimeField()


@dataclass(frozen=True, slots=True)
class _Competency:
    """One competency of the plan's profile: its row's id, how it is shown, its anchors by level."""

    id: int
    shown: Mapping[str, str]
    anchors: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class _Held:
    """The interview and its panelist, as the first statement found them."""

    application: uuid.UUID
    interview: uuid.UUID
    author: uuid.UUID
    author_name: str
    round: Mapping[str, Any]
    profile: Mapping[str, _Competency]
    ground: Ground


def record_at_once(*, principal: Principal, attributes: Mapping[str, Any]) -> dict[str, Any] | None:
    """Record what `ScorecardWriteSerializer` has read; returns the scorecard as it is shown.

    None, and nothing written, where the case is not the regular one: then `services.create_scorecard` is asked.
    """
    named = {name for name, value in attributes.items() if value is not None}
    own = principal.person
    if "interview" not in named or named & {"interview_remote_id", "application", "application_remote_id", "round"}:
        return None
    if (own is None) is not ("interviewer" in named):  # a person writes their own, an integration names whose
        return None
    scores: Sequence[ScoreWrite] = attributes.get("scores", ())
    held = _read(principal, attributes)
    if held is None or check_scores(ground=held.ground, scores=scores):
        return None
    submitted = bool(attributes.get("submit"))
    if submitted and gaps_before_submission(
        ground=held.ground,
        recommendation=attributes.get("overall_recommendation"),
        scores={score.competency: score for score in scores},
        sent=scores,
    ):
        return None
    return _write(principal, attributes, held, scores, submitted)


@lru_cache(maxsize=1_000)
def _frozen(round_id: uuid.UUID) -> tuple[Mapping[int, Mapping[int, str]], Mapping[uuid.UUID, int]]:
    """The anchors of each competency by level, and the items with their place. Kept in the process: an interview's plan
    is published, and what is published never changes.
    """
    profile = PlanCompetency.objects.filter(plan__rounds=round_id).values_list("competency_id", "anchors")
    items = PlanItem.objects.filter(round=round_id).order_by("position").values_list("id", flat=True)
    return (
        {id: {anchor["level"]: anchor["text"] for anchor in anchors} for id, anchors in profile},
        {item: place for place, item in enumerate(items)},
    )


def _read(principal: Principal, attributes: Mapping[str, Any]) -> _Held | None:
    if principal.person is None:
        column, name = name_column(attributes["interviewer"])
    else:
        column, name = "id", principal.person.pk
    statement = _READ.format(author=column, reached=REACHED)
    values = [name, attributes["interview"], *reached_values(principal), attributes.get("remote_id")]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row = cursor.fetchone()
    if row is None:
        return None
    application, author, author_name, round_id, position, title, focus, profile = row
    anchors, items = _frozen(round_id)
    competencies = {
        slug: _Competency(id, {"slug": slug, "name": name, "area": area}, anchors[id])
        for id, slug, name, area in orjson.loads(profile or "[]")
    }
    ground = Ground(frozenset(competencies), items, tuple(focus))
    shown_round = {"id": round_id, "position": position, "title": title}
    return _Held(application, attributes["interview"], author, author_name, shown_round, competencies, ground)


def _write(
    principal: Principal, attributes: Mapping[str, Any], held: _Held, scores: Sequence[ScoreWrite], submitted: bool
) -> dict[str, Any] | None:
    written = sorted(scores, key=lambda score: score.competency)
    rows = [(competency.id, *_columns(score, competency)) for score, competency in _paired(written, held)]
    notes = [
        (competency.id, note.item, note.asked, note.level, note.note)
        for score, competency in _paired(written, held)
        for note in score.questions or ()
    ]
    values = [
        current_actor(), held.application, held.interview, held.author, uuid7(), attributes.get("remote_id"),
        None if principal.key is None else principal.key.pk,
        ScorecardStatus.SUBMITTED if submitted else ScorecardStatus.DRAFT, attributes.get("overall_recommendation"),
        submitted, *_transposed(rows, 6), *_transposed(notes, 5),
    ]  # fmt: skip
    try:
        with connection.cursor() as cursor:
            cursor.execute(_WRITE, values)
            stamps = cursor.fetchone()
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        if diagnosis is not None and diagnosis.constraint_name == "scorecard_one_live_per_panelist":
            raise scorecard_exists() from error
        raise
    return None if stamps is None else _shown(principal, attributes, held, written, stamps)


def _paired(scores: Sequence[ScoreWrite], held: _Held) -> list[tuple[ScoreWrite, _Competency]]:
    return [(score, held.profile[score.competency]) for score in scores]


def _columns(score: ScoreWrite, competency: _Competency) -> tuple[str, int | None, str, str, str]:
    anchor = "" if score.level is None else competency.anchors.get(score.level, "")
    return score.state, score.level, anchor, score.evidence, score.reason


def _transposed(rows: Sequence[tuple[Any, ...]], width: int) -> list[list[Any]]:
    return [[row[place] for row in rows] for place in range(width)]


def _shown(
    principal: Principal,
    attributes: Mapping[str, Any],
    held: _Held,
    scores: Sequence[ScoreWrite],
    stamps: tuple[uuid.UUID, datetime, datetime, datetime | None],
) -> dict[str, Any]:
    """What `ScorecardSerializer` would show of it."""
    id, created_at, modified_at, submitted_at = stamps
    places = held.ground.items
    return {
        "id": id,
        "remote_id": attributes.get("remote_id"),
        "application": held.application,
        "interview": {"id": held.interview, "round": held.round},
        "interviewer": {"id": held.author, "name": held.author_name},
        "submitted_by": None if principal.key is None else {"id": principal.key.pk, "name": principal.key.name},
        "status": ScorecardStatus.DRAFT if submitted_at is None else ScorecardStatus.SUBMITTED,
        "overall_recommendation": attributes.get("overall_recommendation"),
        "scores": [
            {
                "competency": competency.shown,
                **dict(
                    zip(("state", "level", "anchor", "evidence", "reason"), _columns(score, competency), strict=True)
                ),
                "questions": [
                    {"item": note.item, "asked": note.asked, "level": note.level, "note": note.note}
                    for note in sorted(score.questions or (), key=lambda note: places[note.item])
                ],
            }
            for score, competency in _paired(scores, held)
        ],
        "informed": False,
        "submitted_at": None if submitted_at is None else _TIME.to_representation(submitted_at),
        "supersedes": None,
        "amendment_reason": "",
        "superseded_by": None,
        "created_at": _TIME.to_representation(created_at),
        "modified_at": _TIME.to_representation(modified_at),
    }
