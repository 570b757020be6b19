"""Which questions of library files may not come into use."""

from collections.abc import Iterator, Mapping

from roles.documents.canonical import Document, canonical
from roles.documents.records import accepted_now, question_document
from roles.library.files import LibraryFault, LibraryFiles
from roles.lint import open_errors
from roles.models import Question
from roles.services.questions import VERSIONED
from roles.vocabulary import QuestionStatus


def unlawful_faults(
    files: LibraryFiles, present: Mapping[str, Question], *, overwrite: bool, may_overrule: bool
) -> Iterator[LibraryFault]:
    """A fault for every error of the lint in a question that the files bring as active.

    An active question that asks what it asked before stays as it is: nothing is brought by it. What the files accept
    counts if they `may_overrule`; else only what is accepted here already.
    """
    for document in files.documents:
        for index, row in enumerate(document.get("questions", ())):
            brought = canonical("question", row)
            there = present.get(brought["slug"])
            if brought["status"] != QuestionStatus.ACTIVE or (there and not overwrite) or _stays(there, brought):
                continue
            accepted = accepted_now(there) if there and _asks_the_same(there, brought) else []
            counted = brought if may_overrule else brought | {"accepted": accepted}
            for finding in open_errors(counted):
                detail = f"`{finding.slug}` {finding.detail}; it can come as a draft ({finding.code})"
                yield files.fault(document, f"questions/{index}/{finding.place}", "lint_error", detail)


def _stays(there: Question | None, brought: Document) -> bool:
    return there is not None and there.status == QuestionStatus.ACTIVE and _asks_the_same(there, brought)


def _asks_the_same(there: Question, brought: Document) -> bool:
    stored = question_document(there)
    return all(stored.get(key) == brought.get(key) for key in VERSIONED)
