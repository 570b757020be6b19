"""Put library files into the database.

By default only what is missing is added, so that loading again never undoes an editor's work; `overwrite=True` also
sets what exists back to what the files say.
"""

from collections import Counter
from pathlib import Path
from typing import Any, TypeVar

from django.db import models, transaction

from roles.library.files import Document, LibraryFiles, read_library
from roles.models import (
    Activity,
    Anchor,
    Competency,
    CompetencyArea,
    Distinction,
    ExternalCode,
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

Model = TypeVar("Model", bound=models.Model)


@transaction.atomic
def load_library(*, folder: Path, overwrite: bool = False) -> Counter[str]:
    """Load every file of the folder in one transaction; returns how many objects of each kind were written.

    Raises `LibraryInvalid` with every fault, and then nothing has been written.
    """
    return _Loader(read_library(folder=folder), overwrite).load()


def _source(document: Document) -> dict[str, str]:
    source = document["source"]
    return {
        "source_kind": source["kind"],
        "source_file": source.get("file", ""),
        "source_place": source.get("place", ""),
    }


class _Loader:
    def __init__(self, files: LibraryFiles, overwrite: bool) -> None:
        self.files = files
        self.overwrite = overwrite
        self.written: Counter[str] = Counter()

    def load(self) -> Counter[str]:
        for position, activity in enumerate(self.files.activities):
            self._write(
                Activity,
                activity["slug"],
                {key: activity[key] for key in ("name", "kind", "summary")}
                | _source(activity)
                | {"position": position},
            )
        for position, document in enumerate(self.files.areas):
            self._load_area(document, position)
        self.competencies = {row.slug: row for row in Competency.objects.all()}
        written_roles = [(role, document) for document in self.files.roles if (role := self._load_role(document))]
        self.roles = {row.slug: row for row in Role.objects.all()}
        for role, document in written_roles:  # only now do both roles of a distinction exist
            Distinction.objects.bulk_create(
                Distinction(role=role, other=self.roles[row["role"]], text=row["text"])
                for row in document["distinctions"]
            )
        for document in self.files.questions():
            self._load_question(document)
        return self.written

    def _write(self, model: type[Model], slug: str, values: dict[str, Any]) -> Model | None:
        """Create or, when overwriting, update the object; None where an existing one is left alone."""
        manager = getattr(model, "all_objects", model._default_manager)  # a deleted object stays deleted
        existing = manager.filter(slug=slug).first()
        if existing is not None and not self.overwrite:
            return None
        if existing is None:
            existing = model._default_manager.create(slug=slug, **values)
        else:
            for name, value in values.items():
                setattr(existing, name, value)
            existing.save(update_fields=list(values))
        self.written[str(model._meta.verbose_name)] += 1
        return existing

    def _load_area(self, document: Document, position: int) -> None:
        area = document["area"]
        values = {"name": area["name"], "definition": area["definition"], "position": position}
        values["rename_note"] = area.get("rename_note") or ""
        self._write(CompetencyArea, area["slug"], values | _source(area))
        parent = CompetencyArea.all_objects.get(slug=area["slug"])
        for competency in document["competencies"]:
            keys = ("name", "definition", "not_this", "rating_errors")
            written = self._write(
                Competency, competency["slug"], {key: competency[key] for key in keys} | {"area": parent}
            )
            if written is not None:
                written.anchors.all().delete()
                Anchor.objects.bulk_create(
                    Anchor(competency=written, level=int(level), text=text)
                    for level, text in competency["anchors"].items()
                )

    def _load_role(self, document: Document) -> Role | None:
        keys = ("title", "aliases", "summary", "focus", "lifecycle", "notes")
        role = self._write(Role, document["slug"], {key: document[key] for key in keys})
        if role is None:
            return None
        for related in (
            role.codes, role.responsibilities, role.skills, role.role_tools, role.role_activities, role.profile,
            role.distinctions,
        ):  # fmt: skip
            related.all().delete()
        ExternalCode.objects.bulk_create(ExternalCode(role=role, **code) for code in document["codes"])
        Responsibility.objects.bulk_create(
            Responsibility(role=role, position=position, text=row["text"], **_source(row))
            for position, row in enumerate(document["responsibilities"])
        )
        Skill.objects.bulk_create(
            Skill(role=role, position=position, name=row["name"], group=row["group"], **_source(row))
            for position, row in enumerate(document["skills"])
        )
        RoleTool.objects.bulk_create(
            RoleTool(
                role=role,
                tool=Tool.objects.get_or_create(name=row["name"])[0],
                category=row["category"],
                position=position,
                **_source(row),
            )
            for position, row in enumerate(document["tools"])
        )
        activities = {activity.slug: activity for activity in Activity.objects.all()}
        RoleActivity.objects.bulk_create(
            RoleActivity(
                role=role,
                activity=activities[row["activity"]],
                involvement=row["involvement"],
                focus=row.get("focus") or "",
                **_source(row),
            )
            for row in document["activities"]
        )
        RoleCompetency.objects.bulk_create(
            RoleCompetency(
                role=role,
                competency=self.competencies[row["competency"]],
                weight=row["weight"],
                weight_justification=row.get("weight_justification") or "",
                target_junior=row["targets"]["junior"],
                target_mid=row["targets"]["mid"],
                target_senior=row["targets"]["senior"],
                note=row["note"],
                position=position,
            )
            for position, row in enumerate(document["competencies"])
        )
        return role

    def _load_question(self, document: Document) -> None:
        keys = (
            "version", "status", "kind", "difficulty", "minutes", "text", "probes", "strong_answer", "red_flags",
            "tags",
        )  # fmt: skip
        question = self._write(Question, document["slug"], {key: document[key] for key in keys} | _source(document))
        if question is None:
            return
        question.roles.set([self.roles[slug] for slug in document["roles"]])
        question.shows.all().delete()
        QuestionCompetency.objects.bulk_create(
            QuestionCompetency(question=question, competency=self.competencies[slug], strength=strength)
            for slug, strength in document["competencies"].items()
        )
