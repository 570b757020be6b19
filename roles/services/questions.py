"""Storing questions, which version they are, and when they may be asked."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.db import transaction

from hiringkit.problems import Fault, conflict, invalid, not_found
from roles.documents.canonical import Document
from roles.documents.form import PAIRS, form_faults, named_by_faults
from roles.documents.records import live_questions, question_document, questions_beside
from roles.models import CONTENT, AcceptedFinding, Question, QuestionCompetency, Role
from roles.services.findings import refresh_findings, require_askable, require_finished
from roles.services.parts import set_parts, store
from roles.vocabulary import QuestionStatus

VERSIONED = frozenset(CONTENT)
"""What a candidate is asked and judged by: a change of any of these is another version of the question."""


def lock_question(*, pk: UUID | str) -> Question:
    """The question as the lint reads it, its row locked until the transaction ends; 404 where there is none."""
    if not Question.objects.select_for_update(of=("self",)).filter(pk=pk).values_list("pk"):
        raise not_found()
    return live_questions().get(pk=pk)


@transaction.atomic
def save_question(
    *,
    question: Question,
    changed: Collection[str],
    roles: Iterable[Role],
    shows: Sequence[QuestionCompetency],
    central_to: Iterable[Role] | None = None,
    never_with: Iterable[Question] | None = None,
    alternates: Iterable[Question] | None = None,
) -> Question:
    """Store a new question, or the changed columns of one that exists, with its roles, the competencies it shows and
    the questions it names; then judge it. What is not given stays.

    Raises 422 with every fault of form (`roles.documents.form`), 409 `lint_error` where an active question would ask
    otherwise than before, and ask what nobody may.
    """
    differs = store_question(question=question, changed=changed, roles=roles, shows=shows, central_to=central_to)
    relate_question(question=question, never_with=never_with, alternates=alternates)
    judged = live_questions().get(pk=question.pk)
    require_form(question_document(judged))
    if differs and question.status == QuestionStatus.ACTIVE:
        require_askable(question_document(judged), what="An active question can't be changed like that.")
    refresh_findings([judged])
    return question


def store_question(
    *,
    question: Question,
    changed: Collection[str],
    roles: Iterable[Role],
    shows: Sequence[QuestionCompetency],
    central_to: Iterable[Role] | None = None,
    version: int | None = None,
    accepted: Sequence[AcceptedFinding] | None = None,
) -> bool:
    """Store it without judging it; returns whether it is new, newly active, or asks otherwise than before.

    Changing what a question in use asks makes its next version; plans keep the version they were made with, and what
    was accepted of the lint was accepted of the version before. `version` is what a file says: it holds for drafts, and
    for others if it is a later one. `accepted` is what a file accepts for the version that it makes.
    """
    columns = set(changed)
    differs = bool(VERSIONED & columns or "status" in columns)
    if question._state.adding:
        question.version = version or question.version
        differs = True
    else:
        stored = Question.objects.select_for_update().get(pk=question.pk)
        otherwise = any(getattr(stored, name) != getattr(question, name) for name in VERSIONED & columns)
        differs = otherwise or stored.status != question.status
        question.version = _version(stored, otherwise, version)
        columns |= {"version"} if question.version != stored.version else set()
        if otherwise and question.version == stored.version:  # a draft's text was accepted, and is another now
            question.acceptances.filter(version=stored.version).delete()
    store(question, columns)
    question.roles.set(roles)
    if central_to is not None:
        question.central_to.set(central_to)
    set_parts(question, {"shows": shows})
    if accepted is not None:
        _accept(question, accepted)
    return differs


def relate_question(
    *,
    question: Question,
    never_with: Iterable[Question] | None = None,
    alternates: Iterable[Question] | None = None,
) -> None:
    """Set which questions it goes never with, which then go never with it, and which are of equal worth."""
    if never_with is not None:
        question.never_with.set(never_with)
    if alternates is not None:
        question.alternates.set(alternates)


def require_form(document: Document) -> None:
    """Raises 422 with each fault of form of a question, beside those that it names and that name it."""
    named = {slug for name in PAIRS for slug in document.get(name, ())}
    others = questions_beside(named, [document["slug"]])
    faults = [*form_faults(document, others), *named_by_faults(document, others)]
    if faults:
        raise invalid(Fault(row.code, f"/{row.place}", f"{row.detail[:1].upper()}{row.detail[1:]}.") for row in faults)


def _accept(question: Question, accepted: Sequence[AcceptedFinding]) -> None:
    """Make these what is accepted for the present version; what stands there with the same reason keeps its name."""
    wanted = {row.code: row for row in accepted}
    present = {row.code: row for row in question.acceptances.filter(version=question.version)}
    gone = [row.pk for code, row in present.items() if code not in wanted or wanted[code].reason != row.reason]
    if gone:
        AcceptedFinding.objects.filter(pk__in=gone).delete()
    new = [row for code, row in wanted.items() if code not in present or present[code].pk in gone]
    for row in new:
        row.question, row.version = question, question.version
    AcceptedFinding.objects.bulk_create(new)


def _version(stored: Question, otherwise: bool, said: int | None) -> int:
    if stored.status == QuestionStatus.DRAFT:
        return said or stored.version
    return max(stored.version + otherwise, said or 0)


def activate_question(*, question: Question) -> Question:
    """Take a locked question into use: plans may be made of it.

    Raises 409 `already_active`, `lint_error` while it has an error that nobody has overruled, and `unfinished` while it
    lacks what a question in use has. What was in use before may lack it still.
    """
    if question.status == QuestionStatus.ACTIVE:
        raise conflict("already_active", "The question is active already.")
    document = question_document(question)
    require_askable(document, what="The question can't be activated.")
    require_finished(document)
    return _set_status(question, QuestionStatus.ACTIVE)


def retire_question(*, question: Question) -> Question:
    """Take a locked question out of use for new plans; plans that ask it keep it. 409 `already_retired`."""
    if question.status == QuestionStatus.RETIRED:
        raise conflict("already_retired", "The question is retired already.")
    return _set_status(question, QuestionStatus.RETIRED)


def _set_status(question: Question, status: QuestionStatus) -> Question:
    question.status = status
    question.save(update_fields=["status"])
    return question
