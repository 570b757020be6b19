"""Writes of the library."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction

from roles.models import Question
from roles.vocabulary import QuestionStatus

# What a candidate is asked and judged by: a change of any of these is another version of the question.
VERSIONED = frozenset({"text", "kind", "difficulty", "minutes", "probes", "strong_answer", "red_flags"})


def next_version(*, question: Question, asks: Mapping[str, Any]) -> int:
    """The question's version once it asks this, by column: the next one where an active question asks otherwise."""
    otherwise = any(getattr(question, name) != asks[name] for name in VERSIONED & asks.keys())
    return question.version + (otherwise and question.status == QuestionStatus.ACTIVE)


@transaction.atomic
def save_question(*, question: Question, changed: Collection[str]) -> Question:
    """Store a new question, or the changed columns of one that exists.

    Changing what an active question asks makes its next version; plans keep the version they were made with.
    """
    if question._state.adding:
        question.save(force_insert=True)
        return question
    stored = Question.objects.select_for_update().get(pk=question.pk)
    columns = [name for name in changed if name not in ("roles", "competencies")]
    version = next_version(question=stored, asks={name: getattr(question, name) for name in columns})
    if version != stored.version:
        question.version = version
        columns.append("version")
    if columns:
        question.save(update_fields=columns)
        question.refresh_stamps()
    return question


@transaction.atomic
def retire_questions(*, questions: Iterable[Question]) -> int:
    """Take questions out of use for new plans; returns how many were in use."""
    retired = 0
    for question in questions:
        if question.status != QuestionStatus.RETIRED:
            question.status = QuestionStatus.RETIRED
            question.save(update_fields=["status"])
            retired += 1
    return retired
