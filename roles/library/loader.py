"""Writes library files into the database, where they say something else than what is there."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import models

from hiringkit.people.models import Person
from roles.documents.canonical import Document, canonical
from roles.documents.content import content_of
from roles.documents.form import PAIRS
from roles.documents.records import (
    activity_document,
    area_document,
    competency_document,
    guide_document,
    live_roles,
    question_document,
    role_document,
)
from roles.library.files import LibraryFiles
from roles.library.report import CREATED, UPDATED, Change, ImportReport
from roles.models import (
    AcceptedFinding,
    Activity,
    Anchor,
    Competency,
    CompetencyArea,
    Distinction,
    ExternalCode,
    Guide,
    GuidePage,
    Question,
    QuestionCompetency,
    Responsibility,
    Role,
    RoleActivity,
    RoleCompetency,
    RoleTool,
    Skill,
    Tool,
)
from roles.services.questions import relate_question, store_question
from roles.services.records import save_competency, save_guide, save_record, save_role


class Loader:
    """Compares each document with the one that the database would be exported as, and writes where they differ.

    `present` are the questions that are there of those in the files, by slug; what the files accept of the lint is
    accepted in the name of `by`.
    """

    def __init__(
        self, files: LibraryFiles, overwrite: bool, present: Mapping[str, Question], by: Person | None
    ) -> None:
        self.files = files
        self.overwrite = overwrite
        self.present = present
        self.by = by
        self.report = ImportReport()

    def load(self) -> ImportReport:
        activities = _canonical("activity", self.files.activities)
        self._each("activity", Activity, activities, activity_document, self._write_activity)
        areas = _canonical("area", (document["area"] for document in self.files.areas))
        self._each("area", CompetencyArea, areas, area_document, self._write_area)
        self._competencies()
        roles = _canonical("role", self.files.roles)
        slugs = [row["slug"] for row in roles]
        self._each("role", Role, roles, role_document, self._write_role, live_roles().filter(slug__in=slugs))
        self._tell_apart()
        guides = _canonical("guide", self.files.guides)
        self._each("guide", Guide, guides, guide_document, self._write_guide, Guide.objects.prefetch_related("pages"))
        self._questions()
        self._relate()
        _put_in_order(Activity, [row["slug"] for row in activities])
        _put_in_order(Guide, [row["slug"] for row in guides])
        _put_in_order(CompetencyArea, [row["slug"] for row in areas])
        return self.report

    def _each(
        self,
        kind: str,
        model: type[Any],
        documents: list[Document],
        document_of: Callable[[Any], Document],
        write: Callable[[Any, Document], None],
        rows: Iterable[Any] | None = None,
    ) -> None:
        if not documents:
            return
        present = {row.slug: row for row in (model.objects.all() if rows is None else rows)}
        hidden = frozenset(_deleted_slugs(model))
        for document in documents:
            slug = document["slug"]
            row = present.get(slug)
            found = None if row is None else document_of(row)
            if slug in hidden:  # somebody deleted it here
                self.report.kept.setdefault(kind, []).append(slug)
            elif row is None or found is None:
                write(model(slug=slug), document)
                self.report.changes.append(Change(kind, slug, CREATED))
            elif found == document:
                self.report.unchanged.setdefault(kind, []).append(slug)
            elif self.overwrite:
                write(row, document)
                differing = sorted(key for key in {*found, *document} if found.get(key) != document.get(key))
                said = tuple((key, found.get(key), document.get(key)) for key in differing)
                self.report.changes.append(Change(kind, slug, UPDATED, said))
            else:
                self.report.kept.setdefault(kind, []).append(slug)

    def _write_activity(self, activity: Activity, document: Document) -> None:
        values = {key: document[key] for key in ("name", "kind", "summary")} | _source(document)
        save_record(record=activity, changed=_set(activity, values | _next_position(activity)))

    def _write_area(self, area: CompetencyArea, document: Document) -> None:
        values = {key: document[key] for key in ("name", "definition")} | _source(document)
        values |= {"rename_note": document["rename_note"] or ""} | _next_position(area)
        save_record(record=area, changed=_set(area, values))

    def _write_guide(self, guide: Guide, document: Document) -> None:
        values = {"title": document["title"]} | _source(document) | _next_position(guide)
        pages = [
            GuidePage(position=position, title=page["title"], body=page["body"])
            for position, page in enumerate(document["pages"])
        ]
        save_guide(guide=guide, changed=_set(guide, values), pages=pages)

    def _competencies(self) -> None:
        """Each with the area that its file is of."""
        areas = {row.slug: row for row in CompetencyArea.all_objects.all()}
        home: dict[str, CompetencyArea] = {
            competency["slug"]: areas[document["area"]["slug"]]
            for document in self.files.areas
            for competency in document["competencies"]
        }
        documents = _canonical("competency", self.files.competencies())
        for document in documents:
            document["area"] = home[document["slug"]].slug

        def write(competency: Competency, document: Document) -> None:
            values = {key: document[key] for key in ("name", "definition", "not_this", "rating_errors")}
            save_competency(
                competency=competency,
                changed=_set(competency, values | {"area": home[document["slug"]]}),
                anchors=[Anchor(level=int(level), text=text) for level, text in document["anchors"].items()],
            )

        self._each(
            "competency",
            Competency,
            documents,
            lambda row: competency_document(row) | {"area": row.area.slug},
            write,
            Competency.objects.select_related("area").prefetch_related("anchors"),
        )
        self.competencies = {row.slug: row for row in Competency.all_objects.all()}

    def _write_role(self, role: Role, document: Document) -> None:
        values = {key: document[key] for key in ("title", "aliases", "summary", "focus", "lifecycle", "notes")}
        activities = {activity.slug: activity for activity in Activity.objects.all()}
        parts: dict[str, list[models.Model]] = {
            "codes": [ExternalCode(**code) for code in document["codes"]],
            "responsibilities": [
                Responsibility(position=position, text=row["text"], **_source(row))
                for position, row in enumerate(document["responsibilities"])
            ],
            "skills": [
                Skill(position=position, name=row["name"], group=row["group"], **_source(row))
                for position, row in enumerate(document["skills"])
            ],
            "role_tools": [
                RoleTool(
                    tool=Tool.objects.get_or_create(name=row["name"])[0],
                    category=row["category"],
                    position=position,
                    **_source(row),
                )
                for position, row in enumerate(document["tools"])
            ],
            "role_activities": [
                RoleActivity(
                    activity=activities[row["activity"]],
                    involvement=row["involvement"],
                    focus=row["focus"] or "",
                    **_source(row),
                )
                for row in document["activities"]
            ],
            "profile": [
                RoleCompetency(
                    competency=self.competencies[row["competency"]],
                    weight=row["weight"],
                    weight_justification=row["weight_justification"] or "",
                    target_junior=row["targets"].get("junior"),
                    target_mid=row["targets"].get("mid"),
                    target_senior=row["targets"]["senior"],
                    note=row["note"],
                    position=position,
                )
                for position, row in enumerate(document["competencies"])
            ],
        }
        save_role(role=role, changed=_set(role, values), parts=parts)

    def _tell_apart(self) -> None:
        """The distinctions of the roles that were written; only now do both roles of each exist."""
        self.roles = {row.slug: row for row in Role.all_objects.all()}
        documents = {document["slug"]: document for document in self.files.roles}
        for change in self.report.changes:
            if change.kind == "role":
                rows = documents[change.slug]["distinctions"]
                told = [Distinction(other=self.roles[row["role"]], text=row["text"]) for row in rows]
                save_role(role=self.roles[change.slug], changed=(), parts={"distinctions": told})

    def _questions(self) -> None:
        documents = _canonical("question", self.files.questions())
        self._each("question", Question, documents, question_document, self._write_question, self.present.values())

    def _relate(self) -> None:
        """What goes never with the questions that were written, and their alternates; only now do all of them exist."""
        documents = {document["slug"]: document for document in self.files.questions()}
        written = [documents[change.slug] for change in self.report.changes if change.kind == "question"]
        slugs = {row["slug"] for row in written} | {s for row in written for name in PAIRS for s in row.get(name, ())}
        rows = {row.slug: row for row in Question.objects.defer("words").filter(slug__in=slugs)}
        for document in written:
            related = {name: [rows[slug] for slug in document.get(name, ())] for name in PAIRS}
            relate_question(question=rows[document["slug"]], **related)

    def _write_question(self, question: Question, document: Document) -> None:
        values = content_of(document) | {"status": document["status"], "tags": list(document["tags"])}
        values |= _source(document)
        store_question(
            question=question,
            changed=_set(question, values),
            roles=[self.roles[slug] for slug in document["roles"]],
            central_to=[self.roles[slug] for slug in document.get("central_to", ())],
            shows=[
                QuestionCompetency(competency=self.competencies[slug], strength=strength)
                for slug, strength in document["competencies"].items()
            ],
            version=int(document["version"]),
            accepted=[
                AcceptedFinding(code=row["code"], reason=row["reason"], by=self.by)
                for row in document.get("accepted", ())
            ],
        )


def _canonical(kind: str, documents: Iterable[Document]) -> list[Document]:
    return [canonical(kind, document) for document in documents]


def _deleted_slugs(model: type[object]) -> list[str]:
    manager = getattr(model, "all_objects", None)
    if manager is None:
        return []
    return list(manager.filter(deleted_at__isnull=False).values_list("slug", flat=True))


def _set(row: models.Model, values: Mapping[str, object]) -> list[str]:
    """Sets the columns; returns those that differ."""
    differing = [name for name, value in values.items() if row._state.adding or getattr(row, name) != value]
    for name in differing:
        setattr(row, name, values[name])
    return differing


def _source(document: Document) -> dict[str, str]:
    source = document["source"]
    return {
        "source_kind": source["kind"],
        "source_file": source.get("file", ""),
        "source_place": source.get("place", ""),
    }


def _next_position(row: Any) -> dict[str, int]:
    """A new row comes after those that are there."""
    if not row._state.adding:
        return {}
    last = type(row)._default_manager.aggregate(last=models.Max("position"))["last"]
    return {"position": 0 if last is None else last + 1}


def _put_in_order(model: type[Any], slugs: list[str]) -> None:
    """The files' order, where they name all there is."""
    if not slugs:
        return
    rows = {row.slug: row for row in model.objects.all()}
    if set(rows) <= set(slugs):
        for position, slug in enumerate(slug for slug in slugs if slug in rows):
            if rows[slug].position != position:
                save_record(record=rows[slug], changed=_set(rows[slug], {"position": position}))
