"""Which questions of library files may not come into use, as they err or lack something."""

from collections.abc import Iterator, Mapping

from roles.documents.canonical import Document, canonical
from roles.documents.records import accepted_now, question_document
from roles.library.files import LibraryFault, LibraryFiles
from roles.lint import accepted_codes, error_codes, open_errors, unfinished
from roles.models import Question
from roles.services.findings import profiles
from roles.services.questions import VERSIONED
from roles.vocabulary import QuestionStatus


def unlawful_faults(
    files: LibraryFiles, present: Mapping[str, Question], *, overwrite: bool, may_overrule: bool
) -> Iterator[LibraryFault]:
    """A fault for every error of the lint in a question that the files bring as active.

    An active question that asks what it asked before stays as it is: nothing is brought by it. What the files accept
    counts if they `may_overrule`; else only what is accepted here already.
    """
    for document, index, brought in _taken_into_use(files, present, overwrite=overwrite):
        there = present.get(brought["slug"])
        if _stays(there, brought):
            continue
        accepted = accepted_now(there) if there and _asks_the_same(there, brought) else []
        counted = brought if may_overrule else brought | {"accepted": accepted}
        for finding in open_errors(counted):
            detail = f"`{finding.slug}` {finding.detail}; it can come as a draft ({finding.code})"
            yield files.fault(document, f"questions/{index}/{finding.place}", "lint_error", detail)


def unsigned_faults(files: LibraryFiles, present: Mapping[str, Question], *, overwrite: bool) -> Iterator[LibraryFault]:
    """A fault for every error that files overrule which nobody in person brings, whatever the question's status: who
    activates it later would not ask again. What is overruled here already may come back.
    """
    errors = error_codes()
    for document, index, brought in _written(files, present, overwrite=overwrite):
        there = present.get(brought["slug"])
        known = accepted_codes({"accepted": accepted_now(there)}) if there and _asks_the_same(there, brought) else set()
        for code in sorted(accepted_codes(brought) & errors - known):
            detail = f"`{brought['slug']}` overrules `{code}`, which a library editor does in person"
            yield files.fault(document, f"questions/{index}/accepted", "overrule_needs_person", detail)


def unfinished_faults(
    files: LibraryFiles, present: Mapping[str, Question], *, overwrite: bool
) -> Iterator[LibraryFault]:
    """A fault for all that a question lacks which the files take into use: one that is new or not active here.

    An empty library is filled with whatever there is: what was in use elsewhere comes back as it was.
    """
    if not Question.objects.exists():
        return
    found = profiles() | {
        role["slug"]: frozenset(row["competency"] for row in role["competencies"]) for role in files.roles
    }
    for document, index, brought in _taken_into_use(files, present, overwrite=overwrite):
        there = present.get(brought["slug"])
        if there is not None and there.status == QuestionStatus.ACTIVE:
            continue
        for finding in unfinished(brought, found):
            if finding.code not in accepted_codes(brought):
                detail = f"`{finding.slug}` {finding.detail}; it can come as a draft ({finding.code})"
                yield files.fault(document, f"questions/{index}/{finding.place}", "unfinished", detail)


def _taken_into_use(
    files: LibraryFiles, present: Mapping[str, Question], *, overwrite: bool
) -> Iterator[tuple[Document, int, Document]]:
    """Those of the written that the files have as active."""
    for document, index, question in _written(files, present, overwrite=overwrite):
        if question["status"] == QuestionStatus.ACTIVE:
            yield document, index, question


def _written(
    files: LibraryFiles, present: Mapping[str, Question], *, overwrite: bool
) -> Iterator[tuple[Document, int, Document]]:
    """The questions of the files that would be written: their file's document, place there, and document. What somebody
    deleted here is not.
    """
    slugs = {question["slug"] for question in files.questions()} - present.keys()
    deleted = set(Question.all_objects.filter(slug__in=slugs).values_list("slug", flat=True))
    for document in files.documents:
        for index, row in enumerate(document.get("questions", ())):
            question = canonical("question", row)
            if overwrite if question["slug"] in present else question["slug"] not in deleted:
                yield document, index, question


def _stays(there: Question | None, brought: Document) -> bool:
    return there is not None and there.status == QuestionStatus.ACTIVE and _asks_the_same(there, brought)


def _asks_the_same(there: Question, brought: Document) -> bool:
    stored = question_document(there)
    return all(stored.get(key) == brought.get(key) for key in VERSIONED)
