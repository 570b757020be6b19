"""Storing questions, and which version they are."""

from collections.abc import Collection, Iterable, Sequence

from django.db import transaction

from roles.models import Question, QuestionCompetency, Role
from roles.services.parts import set_parts, store
from roles.vocabulary import QuestionStatus

# What a candidate is asked and judged by: a change of any of these is another version of the question.
VERSIONED = frozenset({"text", "kind", "difficulty", "minutes", "probes", "strong_answer", "red_flags"})


@transaction.atomic
def save_question(
    *,
    question: Question,
    changed: Collection[str],
    roles: Iterable[Role],
    shows: Sequence[QuestionCompetency],
    version: int | None = None,
) -> Question:
    """Store a new question, or the changed columns of one that exists, with its roles and the competencies it shows.

    Changing what an active question asks makes its next version; plans keep the version they were made with. `version`
    is what a file says: it holds for questions that are new or not in use, and for an active one if it is a later one.
    """
    columns = set(changed)
    if question._state.adding:
        question.version = version or question.version
    else:
        stored = Question.objects.select_for_update().get(pk=question.pk)
        question.version = _version(stored, question, VERSIONED & columns, version)
        columns |= {"version"} if question.version != stored.version else set()
    store(question, columns)
    question.roles.set(roles)
    set_parts(question, {"shows": shows})
    return question


def _version(stored: Question, changed: Question, columns: Collection[str], said: int | None) -> int:
    if stored.status != QuestionStatus.ACTIVE:
        return said or stored.version
    otherwise = any(getattr(stored, name) != getattr(changed, name) for name in columns)
    return max(stored.version + otherwise, said or 0)


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
