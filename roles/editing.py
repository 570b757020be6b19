"""One thing of the library written at a time, as a file that says it would be: the same rules, the same rows.

What is sent is laid over the document that the thing would be exported as; the whole is checked like a file and written
by the loader of files. Of questions the lint then has its say, as in the admin.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar

from django.db import models

from hiringkit.people.models import Person
from hiringkit.problems import Fault, invalid, not_found
from roles.documents.canonical import Document
from roles.documents.records import (
    area_document,
    competency_document,
    live_questions,
    live_roles,
    question_document,
    role_document,
)
from roles.library.files import LibraryFault, LibraryInvalid, check_documents
from roles.library.load import known_here
from roles.library.loader import Loader
from roles.models import Competency, CompetencyArea, Question, Role
from roles.services.findings import refresh_findings, require_askable
from roles.services.questions import VERSIONED
from roles.services.records import require_all_levels
from roles.services.slugs import make_slug, slugs_like
from roles.vocabulary import QuestionStatus

Changes = Mapping[str, Any]
Row = TypeVar("Row", bound=models.Model)
OWN: Final = {"kind": "own"}
_NEW: Final[dict[str, Document]] = {
    "area": {"source": OWN, "rename_note": None},
    "competency": {"rating_errors": []},
    "question": {
        "version": 1, "status": QuestionStatus.DRAFT.value, "probes": [], "strong_answer": [], "red_flags": [],
        "competencies": {}, "roles": [], "tags": [], "source": OWN,
    },
    "role": {
        "aliases": [], "codes": [], "responsibilities": [], "skills": [], "tools": [], "activities": [],
        "competencies": [], "distinctions": [], "notes": [],
    },
}  # fmt: skip
# By what the rows of a role's parts are known again, so that a source that is not sent stays.
_KNOWN_BY: Final = {
    "responsibilities": ("text",),
    "skills": ("name",),
    "tools": ("name", "category"),
    "activities": ("activity",),
}


def lock_by_slug(model: type[Row], *, slug: str) -> Row:
    """The live row, locked until the transaction ends; 404 where there is none."""
    row = model._default_manager.select_for_update().filter(slug=slug).first()
    if row is None:
        raise not_found()
    return row


def write_area(*, area: CompetencyArea | None, changes: Changes) -> CompetencyArea:
    """Store a new area, or what changes of a locked one. Raises 422 with every fault."""
    _require_new(CompetencyArea, area, changes)
    document = (_NEW["area"] if area is None else area_document(area)) | dict(changes)
    _load("area", {"area": document, "competencies": [], "questions": []})
    return CompetencyArea.objects.get(slug=document["slug"])


def write_competency(*, competency: Competency | None, changes: Changes) -> Competency:
    """Store a new competency with its anchors, or what changes of a locked one. Raises 422 with every fault."""
    _require_new(Competency, competency, changes)
    sent = dict(changes)
    if "anchors" in sent:
        require_all_levels(row["level"] for row in sent["anchors"])
        sent["anchors"] = {str(row["level"]): row["text"] for row in sent["anchors"]}
    area = sent.pop("area", None) or competency.area.slug  # type: ignore[union-attr]  # a new one names its area
    home = CompetencyArea.objects.filter(slug=area).first()
    if home is None:
        raise invalid([Fault("unknown_area", "/area", f"There is no area `{area}`.")])
    document = (_NEW["competency"] if competency is None else _plain(competency_document(competency))) | sent
    _load("competencies/0", {"area": area_document(home), "competencies": [document], "questions": []})
    return Competency.objects.get(slug=document["slug"])


def write_role(*, role: Role | None, changes: Changes) -> Role:
    """Store a new role, or what changes of a locked one: a part that is sent, such as its profile, is sent as a whole.
    Raises 422 with every fault.
    """
    _require_new(Role, role, changes)
    present = _NEW["role"] if role is None else role_document(live_roles().get(pk=role.pk))
    document = present | {name: _sourced(name, value, present) for name, value in changes.items()}
    _load("role", {"role": document})
    return Role.objects.get(slug=document["slug"])


def write_question(*, question: Question | None, changes: Changes, by: Person | None) -> Question:
    """Store a new question, which is a draft, or what changes of a locked one; a change of what an active one asks is
    its next version.

    Raises 422 with every fault, 409 `lint_error` where an active question would ask what nobody may.
    """
    sent = dict(changes)
    if question is None and not sent.get("slug"):
        made = make_slug(sent["text"], taken=())
        sent["slug"] = make_slug(sent["text"], taken=slugs_like([made]))
    _require_new(Question, question, sent)
    shown = sent.get("competencies", ())
    _require_once("competencies", [row["slug"] for row in shown])
    _require_once("answers", [row["level"] for row in sent.get("answers", ())])
    if "competencies" in sent:
        sent["competencies"] = {row["slug"]: row["strength"] for row in shown}
    if "answers" in sent:
        sent["answers"] = {str(row["level"]): row["text"] for row in sent["answers"]}
    before = dict(_NEW["question"]) if question is None else _plain(question_document(question))
    document = {name: value for name, value in (before | sent).items() if value is not None}
    if question is not None and _asks_otherwise(before, document):
        document.pop("accepted", None)  # it was accepted of what it asked
    areas = CompetencyArea.objects.all()[:1]  # a question stands in a file of some area
    home = area_document(areas[0]) if areas else _NEW["area"]
    present = {row.slug: row for row in _other_side(before, document)}
    value = {"area": home, "competencies": [], "questions": [document, *_as_mutual(document, present.values())]}
    if question is not None:
        present[question.slug] = question
    changed = _load("questions/0", value, present=present, by=by, shown=[row["slug"] for row in shown])
    judged = live_questions().get(slug=document["slug"])
    if changed:
        if judged.status == QuestionStatus.ACTIVE and _asks_otherwise(before, document):
            require_askable(question_document(judged), what="An active question can't be changed like that.")
        refresh_findings([judged])
    return judged


def _other_side(before: Document, after: Document) -> list[Question]:
    """The questions that the one comes to go never with, or no longer does, locked."""
    differing = set(before.get("never_with", ())) ^ set(after.get("never_with", ())) - {after["slug"]}
    if not differing:
        return []
    rows = Question.objects.select_for_update(of=("self",)).filter(slug__in=differing).order_by("pk")
    return list(live_questions().filter(pk__in=[row.pk for row in rows]))


def _as_mutual(document: Document, others: Iterable[Question]) -> Iterator[Document]:
    """What goes never with a question says so too, as in a file; what no longer does, neither."""
    for other in others:
        said = _plain(question_document(other))
        named = {*said.get("never_with", ())} - {document["slug"]}
        mutual = {document["slug"]} if other.slug in document.get("never_with", ()) else set()
        yield said | {"never_with": sorted(named | mutual)}


def _load(
    at: str,
    value: Document,
    *,
    present: Mapping[str, Question] | None = None,
    by: Person | None = None,
    shown: Sequence[str] = (),
) -> bool:
    """Check and write what stands `at` a place of a file; returns whether anything was written."""
    try:
        files = check_documents(values={"": value}, known=known_here())
    except LibraryInvalid as error:
        raise invalid([_fault(fault, at, shown) for fault in error.faults]) from error
    return bool(Loader(files, True, present or {}, by).load().changes)


def _fault(fault: LibraryFault, at: str, shown: Sequence[str]) -> Fault:
    place = fault.place.removeprefix(f"{at}/")
    parts = place.split("/")
    if parts[0] == "competencies" and len(parts) == 2 and parts[1] in shown:  # a file has a mapping, a body a list
        place = f"competencies/{shown.index(parts[1])}/slug"
    return Fault(fault.code, f"/{place}", f"{fault.detail[:1].upper()}{fault.detail[1:]}.")


def _require_new(model: type[models.Model], row: models.Model | None, changes: Changes) -> None:
    if row is None and model.all_objects.filter(slug=changes["slug"]).exists():  # type: ignore[attr-defined]
        raise invalid([Fault("slug_taken", "/slug", "Another one has this slug, or had it and was deleted.")])


def _require_once(name: str, keys: Sequence[object]) -> None:
    faults = [
        Fault("listed_twice", f"/{name}/{place}", f"`{key}` is listed twice.")
        for place, key in enumerate(keys)
        if key in keys[:place]
    ]
    if faults:
        raise invalid(faults)


def _asks_otherwise(before: Document, after: Document) -> bool:
    return any(before.get(name) != after.get(name) for name in VERSIONED)


def _plain(document: Document) -> Document:
    """As a file has it: levels are texts."""
    return {
        name: {str(key): each for key, each in value.items()} if name in ("anchors", "answers") else value
        for name, value in document.items()
    }


def _sourced(name: str, value: Any, present: Document) -> Any:
    """A part of a role in which a row without a source keeps the one that it has."""
    if name not in _KNOWN_BY:
        return value
    keys = _KNOWN_BY[name]
    known = {tuple(row[key] for key in keys): row["source"] for row in present[name]}
    return [{"source": known.get(tuple(row[key] for key in keys), OWN)} | row for row in value]
