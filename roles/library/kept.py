"""Questions as their library files have them, kept from one export to the next.

Whether a kept text still holds is asked of the change feed's stamps in one statement; nothing has to be invalidated.
What the present transaction has written may change again under the same stamp: it is never taken from there, nor kept.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.db import connection, transaction

from roles.documents import canonical, content, records
from roles.documents.records import live_questions, question_document
from roles.library import render
from roles.library.render import render_question
from roles.models import Question, QuestionText

BATCH = 500

# What is kept was written by these: an upgrade that writes otherwise keeps nothing of it.
_WRITERS = hashlib.md5(usedforsecurity=False)
for _module in (canonical, content, records, render):
    _WRITERS.update(Path(str(_module.__file__)).read_bytes())

_NAMES = """
    SELECT md5(string_agg(kind || id || slug, ' ' ORDER BY kind, id) || %s)
    FROM (
        SELECT 'r' AS kind, id, slug FROM roles_role UNION ALL SELECT 'c', id, slug FROM roles_competency
    ) AS named
"""

# Of each live question: its key, its slug, the area of the file that has it, and its text where one that holds is kept.
_QUESTIONS = """
    SELECT question.id, question.slug, COALESCE(home.slug, '') AS area, kept.text
    FROM roles_question AS question
    LEFT JOIN (
        SELECT DISTINCT ON (shows.question_id) shows.question_id, area.slug
        FROM roles_questioncompetency AS shows
        JOIN roles_competency AS competency ON competency.id = shows.competency_id
        JOIN roles_competencyarea AS area ON area.id = competency.area_id
        ORDER BY shows.question_id, shows.strength COLLATE "C", area.position, competency.slug COLLATE "C"
    ) AS home ON home.question_id = question.id
    LEFT JOIN roles_questiontext AS kept
        ON kept.question_id = question.id
        AND kept.modified_at = question.modified_at
        AND question.changed_xid IS DISTINCT FROM
            pg_current_xact_id_if_assigned()::text::bigint + hiringkit_change_offset()
        AND kept.names = %s
        AND kept.named = concat_ws('/',
            (
                SELECT COALESCE(string_agg(other.slug, ' ' ORDER BY other.slug COLLATE "C"), '')
                FROM roles_question_never_with AS named JOIN roles_question AS other ON other.id = to_question_id
                WHERE from_question_id = question.id
            ),
            (
                SELECT COALESCE(string_agg(other.slug, ' ' ORDER BY other.slug COLLATE "C"), '')
                FROM roles_question_alternates AS named JOIN roles_question AS other ON other.id = to_question_id
                WHERE from_question_id = question.id
            )
        )
    WHERE question.deleted_at IS NULL
    ORDER BY question.slug COLLATE "C"
"""


_MISSING = f"SELECT id FROM ({_QUESTIONS}) AS kept WHERE text IS NULL"


@dataclass(frozen=True, slots=True)
class QuestionPart:
    """A question's part of the file of its area; `area` is "" where it shows no competency."""

    slug: str
    area: str
    text: str


def question_parts() -> Iterator[QuestionPart]:
    """All live questions in the order of their slugs, written anew where nothing that holds is kept."""
    rows = _read(_names())
    written = {question.pk: text for question, text in _write([row.key for row in rows if row.text is None])}
    for row in rows:
        text = row.text or written.get(row.key)
        if text is not None:  # else it has been deleted since
            yield QuestionPart(row.slug, row.area, text)


def keep_texts() -> int:
    """Write down what is not kept or holds no longer; returns how many. Each batch in a transaction of its own."""
    names = _names()
    with connection.cursor() as cursor:
        cursor.execute(_MISSING, [names])
        missing = [key for (key,) in cursor.fetchall()]
    count = 0
    for start in range(0, len(missing), BATCH):
        written = list(_write(missing[start : start + BATCH]))
        with transaction.atomic(), connection.cursor() as cursor:
            there = Question.objects.filter(pk__in=[row.pk for row, _ in written]).select_for_update(no_key=True)
            cursor.execute("SELECT hiringkit_change_id()")
            (present,) = cursor.fetchone()
            settled = set(there.exclude(changed_xid=present).values_list("pk", flat=True))
            kept = [
                QuestionText(question=row, text=text, modified_at=row.modified_at, named=_named(row), names=names)
                for row, text in written
                if row.pk in settled
            ]
            QuestionText.objects.bulk_create(
                kept,
                update_conflicts=True,
                unique_fields=["question"],
                update_fields=["text", "modified_at", "named", "names"],
            )
            count += len(kept)
    return count


def _named(question: Question) -> str:
    """As the statement above has it."""
    return "/".join(
        " ".join(sorted(row.slug for row in getattr(question, name).all())) for name in ("never_with", "alternates")
    )


def _names() -> str:
    with connection.cursor() as cursor:
        cursor.execute(_NAMES, [_WRITERS.hexdigest()])
        (names,) = cursor.fetchone()
    return str(names)


@dataclass(frozen=True, slots=True)
class _Row:
    key: UUID
    slug: str
    area: str
    text: str | None


def _read(names: str) -> list[_Row]:
    with connection.cursor() as cursor:
        cursor.execute(_QUESTIONS, [names])
        return [_Row(*row) for row in cursor.fetchall()]


def _write(keys: Sequence[UUID]) -> Iterator[tuple[Question, str]]:
    for start in range(0, len(keys), BATCH):
        for question in live_questions().filter(pk__in=keys[start : start + BATCH]):
            yield question, render_question(question_document(question))
