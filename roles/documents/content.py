"""A question's content between rows and documents."""

from collections.abc import Mapping
from typing import Any

from roles.documents.canonical import Document
from roles.models import CONTENT, QuestionContent


def content_document(content: QuestionContent) -> Document:
    """What a document says of the content of a question, or of a plan's frozen copy of one."""
    return as_document({name: getattr(content, name) for name in CONTENT})


def as_document(columns: Mapping[str, Any]) -> Document:
    """What a document says of some columns of the content."""
    document = dict(columns)
    if "answers" in document:
        document["answers"] = {int(row["level"]): row["text"] for row in document["answers"]}
    return document


def content_of(document: Document) -> dict[str, Any]:
    """The columns of what a canonical document says."""
    answers = [{"level": level, "text": text} for level, text in document.get("answers", {}).items()]
    empty: dict[str, Any] = {"brief": [], "sheet": None, "reference": None}
    return {name: document.get(name, empty.get(name)) for name in CONTENT} | {"answers": answers}
