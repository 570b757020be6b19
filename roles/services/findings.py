"""What the lint finds in stored questions: kept beside them, and a gate before anybody is asked."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction

from hiringkit.people.models import Person
from hiringkit.problems import Fault, Problem, conflict
from roles.documents.records import live_questions, question_document
from roles.lint import EDITION, OF_OTHERS, Finding, accepted_codes, between, findings_of, open_errors, unfinished
from roles.models import AcceptedFinding, Question, QuestionFinding, QuestionLint, Role, RoleCompetency
from roles.vocabulary import QuestionStatus

_BATCH = 500


def lint_faults(findings: Iterable[Finding], *, before: str = "") -> list[Fault]:
    """Each with its code and its place, after `before`."""
    return [Fault(row.code, f"{before}/{row.place}", f"`{row.slug}` {row.detail}.") for row in findings]


def lint_error(faults: Sequence[Fault], *, what: str) -> Problem:
    """409: nobody may be asked this."""
    detail = f"{what} The lint has found what no interviewer may ask; see `errors`. A library editor may overrule it."
    return Problem(409, "lint_error", detail, faults)


def require_askable(document: Mapping[str, object], *, what: str) -> None:
    """Raises 409 `lint_error` where the question document has an error that it does not accept."""
    if errors := open_errors(document):
        raise lint_error(lint_faults(errors), what=what)


def refresh_findings(questions: Iterable[Question]) -> None:
    """Judge these questions anew, each by itself; rows that stay as they are are not written. Three statements for any
    number of questions, and one or two for those that differ.

    The questions have to come with what `live_questions` reads.
    """
    found = {question: findings_of(question_document(question)) for question in questions}
    if not found:
        return
    rows = [row for question, findings in found.items() for row in _rows(question, findings)]
    with transaction.atomic():
        present = QuestionFinding.objects.filter(question__in=found).exclude(code__in=OF_OTHERS)
        _make_equal(list(present), rows)
        QuestionLint.objects.bulk_create(
            [QuestionLint(question=question, edition=EDITION) for question in found],
            update_conflicts=True,
            unique_fields=["question"],
            update_fields=["edition"],
        )


def refresh_stale() -> int:
    """Judge what was written by nobody's service, or judged by rules that have changed since; returns how many."""
    stale = list(live_questions().exclude(linted__edition=EDITION))
    for start in range(0, len(stale), _BATCH):
        refresh_findings(stale[start : start + _BATCH])
    return len(stale)


def refresh_between(*, findings: Iterable[Finding] | None = None) -> None:
    """Store what only shows between questions, or between them and the roles' profiles: these `findings`, or else all
    are looked for anew.
    """
    questions = {row.slug: row for row in live_questions().exclude(status=QuestionStatus.RETIRED)}
    if findings is None:
        findings = between([question_document(question) for question in questions.values()], profiles())
    rows = [row for found in findings for row in _rows(questions[found.slug], [found])]
    with transaction.atomic():
        _make_equal(list(QuestionFinding.objects.filter(code__in=OF_OTHERS)), rows)


def profiles() -> dict[str, frozenset[str]]:
    """The competencies of each role's profile."""
    found: dict[str, set[str]] = {slug: set() for slug in Role.objects.values_list("slug", flat=True)}
    for role, competency in RoleCompetency.objects.values_list("role__slug", "competency__slug"):
        if role in found:
            found[role].add(competency)
    return {slug: frozenset(competencies) for slug, competencies in found.items()}


def require_finished(document: Mapping[str, object]) -> None:
    """Raises 409 `unfinished` where the question lacks what a question in use has, and nobody has accepted that."""
    accepted = accepted_codes(document)
    lacking = [row for row in unfinished(document, profiles()) if row.code not in accepted]
    if lacking:
        detail = "The question can't be activated: it lacks what a question in use has; see `errors`."
        raise Problem(409, "unfinished", detail, lint_faults(lacking))


def accept_finding(*, question: Question, code: str, reason: str, by: Person) -> Question:
    """Accept what the lint finds under this code in a locked question: a warning is let be, an error overruled, for its
    present version and in the name of a person.

    Raises 409 `nothing_found` where it finds nothing of the kind, and `already_accepted`.
    """
    if not question.findings.filter(code=code).exists():
        raise conflict("nothing_found", f"The lint finds nothing of the code `{code}` in this question.")
    if any((row.version, row.code) == (question.version, code) for row in question.acceptances.all()):
        raise conflict("already_accepted", f"`{code}` is accepted for version {question.version} already.")
    AcceptedFinding.objects.create(question=question, version=question.version, code=code, reason=reason, by=by)
    return question


def _rows(question: Question, findings: Iterable[Finding]) -> list[QuestionFinding]:
    return [
        QuestionFinding(
            question=question, severity=row.severity, code=row.code, place=row.place, detail=row.detail[:400]
        )
        for row in findings
    ]


def _make_equal(present: Sequence[QuestionFinding], wanted: Sequence[QuestionFinding]) -> None:
    def key(row: QuestionFinding) -> tuple[object, ...]:
        return row.question_id, row.severity, row.code, row.place, row.detail

    there, asked = {key(row): row for row in present}, {key(row): row for row in wanted}
    gone = [row.pk for found, row in there.items() if found not in asked]
    if gone:
        QuestionFinding.objects.filter(pk__in=gone).delete()
    QuestionFinding.objects.bulk_create(row for found, row in asked.items() if found not in there)
