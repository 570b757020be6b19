"""What the lint says of what an import has brought, beside a library too large to be judged as a whole each time."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.db.models import Count

from roles.documents.records import competency_document, live_questions, live_roles, question_document, role_document
from roles.library.report import ImportReport
from roles.lint import (
    Finding,
    Kind,
    Suiting,
    copies_of,
    coverage,
    findings_of,
    lint_competency,
    off_profile,
    without_accepted,
)
from roles.models import Competency, Question
from roles.services.findings import profiles
from roles.vocabulary import QuestionStatus, Strength

MOST_COMPARED: Final = 200  # of what is brought: more are compared at night, with all others


def judge_brought(report: ImportReport) -> list[Finding]:
    """What nobody accepts of what the lint finds in the questions and competencies that were written, and of what the
    roles are covered by now; texts that were copied from others, where no more than `MOST_COMPARED` were written.

    A fixed number of statements; what grows with the library is light: texts, and what covers a role.
    """
    written = {kind: {row.slug for row in report.changes if row.kind == kind} for kind in Kind}
    questions = live_questions().filter(slug__in=written[Kind.QUESTION])
    brought = [question_document(row) for row in questions.exclude(status=QuestionStatus.RETIRED)]
    competencies = Competency.objects.filter(slug__in=written[Kind.COMPETENCY]).prefetch_related("anchors")
    of_roles = profiles()
    found = [row for document in brought for row in (*findings_of(document), *off_profile(document, of_roles))]
    found += [row for each in competencies for row in lint_competency(competency_document(each))]
    if len(brought) <= MOST_COMPARED:
        found += copies_of(brought, _texts())
    told = without_accepted(found, brought)
    return [*told, *_coverage()]


def _texts() -> list[tuple[str, str]]:
    rows = Question.objects.exclude(status=QuestionStatus.RETIRED)
    return list(rows.order_by("slug").values_list("slug", "text"))


def _coverage() -> Iterator[Finding]:
    suits = Question.roles.through.objects.filter(
        question__status=QuestionStatus.ACTIVE, question__deleted_at__isnull=True
    )
    kinds = _counted(suits.values_list("role__slug", "question__kind").annotate(n=Count("pk")))
    difficulties = _counted(suits.values_list("role__slug", "question__difficulty").annotate(n=Count("pk")))
    first = suits.filter(question__shows__strength=Strength.PRIMARY)
    shown = _counted(first.values_list("role__slug", "question__shows__competency__slug").annotate(n=Count("pk")))
    for role in live_roles():
        slug = role.slug
        yield from coverage(role_document(role), Suiting(kinds[slug], difficulties[slug], shown[slug]))


def _counted(rows: Iterable[tuple[str, Any, int]]) -> dict[str, Counter[Any]]:
    counts: dict[str, Counter[Any]] = defaultdict(Counter)
    for role, value, count in rows:
        counts[role][value] = count
    return counts
