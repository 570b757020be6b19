"""A role in the admin, on a page for each part of it: its texts, its profile, its work, its tools, its neighbours."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from hiringkit.admin.forms import LinesField
from hiringkit.admin.rows import Rows
from hiringkit.admin.sections import Section, SectionsAdmin
from roles.admin.library import LibraryPages
from roles.admin.records import LibraryAdmin, counted
from roles.documents.profile import SENIORITIES, profile_faults
from roles.models import (
    Distinction,
    ExternalCode,
    Question,
    Responsibility,
    Role,
    RoleActivity,
    RoleCompetency,
    RoleTool,
    Skill,
)
from roles.services.parts import Parts
from roles.services.records import save_role
from roles.vocabulary import QuestionStatus

POSITION = {"position": "Its place in the list."}
SOURCE = {
    "source_kind": "Own, or from a document.",
    "source_file": "The document's name, unless it is own.",
    "source_place": "Where in it.",
}


class ProfileFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        rows = [row.cleaned_data for row in self.forms if row.cleaned_data and row not in self.deleted_forms]
        faults = list(profile_faults([_as_said(row) for row in rows]))
        if faults:
            places = (int(fault.place.partition("/")[0]) for fault in faults)
            told = [f"{rows[at]['competency']}: {fault.detail}" for at, fault in zip(places, faults, strict=True)]
            raise forms.ValidationError(told)


def _as_said(row: Mapping[str, Any]) -> dict[str, Any]:
    targets = {seniority: row.get(f"target_{seniority}") for seniority in SENIORITIES}
    return {"weight": row["weight"], "weight_justification": row["weight_justification"], "targets": targets}


class ProfileRows(Rows):
    model = RoleCompetency
    formset = ProfileFormSet
    fields = (
        "competency", "weight", "weight_justification", "target_junior", "target_mid", "target_senior", "note",
        "position",
    )  # fmt: skip
    autocomplete_fields = ("competency",)
    related = ("competency",)
    verbose_name = "competency"
    verbose_name_plural = "competencies of the profile"
    intro = (
        "What this role is scored on: the competencies, how much each counts, and the level of the anchors that a "
        "junior, a mid-level and a senior person should reach. Six to ten of them are what a panel can judge."
    )
    described = {
        "weight": "1 to 100, relative to the others.",
        "weight_justification": "Why it weighs so much: needed where weights differ.",
        "target_junior": "2 to 5; nothing where it is not needed.",
        "target_mid": "Never lower than the junior's.",
        "target_senior": "Never lower than the mid's.",
        "note": "What it means in this role.",
        **POSITION,
    }


class ActivityRows(Rows):
    model = RoleActivity
    fields = ("activity", "involvement", "focus", "source_kind", "source_file", "source_place")
    related = ("activity",)
    verbose_name = "activity"
    verbose_name_plural = "activities"
    intro = "Where this role works beside others: how far it is involved in each activity, and on what it focuses."
    described = {"focus": "Says on what; nothing where it is not involved.", **SOURCE}


class ResponsibilityRows(Rows):
    model = Responsibility
    fields = ("text", "position", "source_kind", "source_file", "source_place")
    intro = "What somebody in this role is there to get done, one a row."
    described = {**POSITION, **SOURCE}


class SkillRows(Rows):
    model = Skill
    fields = ("name", "group", "position", "source_kind", "source_file", "source_place")
    intro = "What a person in this role knows how to do, in groups."
    described = {**POSITION, **SOURCE}


class ToolRows(Rows):
    model = RoleTool
    fields = ("tool", "category", "position", "source_kind", "source_file", "source_place")
    autocomplete_fields = ("tool",)
    related = ("tool",)
    verbose_name = "tool"
    verbose_name_plural = "tools"
    intro = "Technologies of this role, each in the category that it serves here."
    described = {**POSITION, **SOURCE}


class CodeRows(Rows):
    model = ExternalCode
    fields = ("system", "uri", "label", "version", "match")
    verbose_name = "code"
    verbose_name_plural = "codes in public classifications"
    intro = "What the role is called in ESCO and the like, so that an ATS can find it by code."
    described = {"uri": "As the classification writes it.", "match": "How close the two are."}


class DistinctionRows(Rows):
    model = Distinction
    fk_name = "role"
    fields = ("other", "text")
    verbose_name = "distinction"
    verbose_name_plural = "what tells it from other roles"
    intro = "One sentence for each role that it is taken for."


class RoleForm(forms.ModelForm):  # type: ignore[type-arg]
    aliases = LinesField(help_text="Other titles that it goes by, one a line.")
    notes = LinesField(help_text="One a line: how contradictions were resolved.")

    class Meta:
        model = Role
        fields = ("slug", "title", "aliases", "summary", "focus", "lifecycle", "notes")
        help_texts = {
            "slug": "Names it in addresses and files: lower-case letters, digits, hyphens.",
            "summary": "What the role is, in two or three sentences.",
            "focus": "What most of its time goes into.",
        }


@admin.register(Role)
class RoleAdmin(LibraryPages, SectionsAdmin, LibraryAdmin):
    form = RoleForm
    sections = (
        Section("change", "Texts", (ResponsibilityRows,)),
        Section("profile", "Profile", (ProfileRows,)),
        Section("activities", "Activities", (ActivityRows,)),
        Section("tools", "Skills and tools", (SkillRows, ToolRows)),
        Section("neighbours", "Neighbours and codes", (DistinctionRows, CodeRows)),
    )
    list_display = ("title", "slug", "n_competencies", "n_questions", "modified_at")
    search_fields = ("title", "slug", "aliases")
    ordering = ("title", "id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Role]:
        active = Question.roles.through.objects.filter(question__status=QuestionStatus.ACTIVE)
        rows: QuerySet[Role] = (
            super()
            .get_queryset(request)
            .annotate(n_competencies=counted(RoleCompetency.objects, by="role"), n_questions=counted(active, by="role"))
        )
        return rows

    def store(self, record: Any, changed: Collection[str], parts: Parts, form: Any) -> None:
        save_role(role=record, changed=changed, parts=parts)

    @admin.display(description="competencies", ordering="n_competencies")
    def n_competencies(self, role: Any) -> int:
        return int(role.n_competencies)

    @admin.display(description="active questions", ordering="n_questions")
    def n_questions(self, role: Any) -> int:
        return int(role.n_questions)
