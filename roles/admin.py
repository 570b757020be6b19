"""The library in the admin: where library editors keep roles, competencies, anchors and questions.

Nothing of the library is deleted here: plans and scores point at it. Questions are retired.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest

from hiringkit.admin.forms import LinesField, ReadOnlyInline
from hiringkit.problems import Problem
from roles.admin_library import LibraryPages
from roles.admin_records import LibraryAdmin, counted
from roles.documents.profile import SENIORITIES, profile_faults
from roles.models import (
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
from roles.services.parts import Parts
from roles.services.records import require_all_levels, save_competency, save_guide, save_role
from roles.vocabulary import SCALE_RULE, QuestionStatus


class CompetencyRows(ReadOnlyInline):
    model = Competency
    fields = ("slug", "name", "definition")
    show_change_link = True


@admin.register(CompetencyArea)
class CompetencyAreaAdmin(LibraryAdmin):
    list_display = ("name", "slug", "position", "n_competencies", "modified_at")
    search_fields = ("name", "slug", "definition")
    ordering = ("position", "slug")
    inlines = (CompetencyRows,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[CompetencyArea]:
        live = Count("competencies", filter=Q(competencies__deleted_at__isnull=True))
        rows: QuerySet[CompetencyArea] = super().get_queryset(request).annotate(n_competencies=live)
        return rows

    @admin.display(description="competencies", ordering="n_competencies")
    def n_competencies(self, area: Any) -> int:
        return int(area.n_competencies)


class AnchorFormSet(forms.BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        rows = [row.cleaned_data for row in self.forms if row not in self.deleted_forms]
        try:
            require_all_levels(row["level"] for row in rows if "level" in row)
        except Problem as problem:
            raise forms.ValidationError([fault.detail for fault in problem.faults]) from problem


class AnchorRows(admin.TabularInline):
    model = Anchor
    formset = AnchorFormSet
    fields = ("level", "text")
    verbose_name_plural = f"anchors. {' '.join(SCALE_RULE)}"
    min_num = max_num = 5
    extra = 0


class CompetencyForm(forms.ModelForm):
    rating_errors = LinesField(help_text="One a line.")

    class Meta:
        model = Competency
        fields = ("slug", "name", "area", "definition", "not_this", "rating_errors")


@admin.register(Competency)
class CompetencyAdmin(LibraryAdmin):
    form = CompetencyForm
    list_display = ("name", "slug", "area", "n_roles", "n_questions", "modified_at")
    list_filter = ("area",)
    list_select_related = ("area",)
    search_fields = ("name", "slug", "definition")
    autocomplete_fields = ("area",)
    ordering = ("name", "id")
    inlines = (AnchorRows,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Competency]:
        active = QuestionCompetency.objects.filter(question__status=QuestionStatus.ACTIVE)
        rows: QuerySet[Competency] = (
            super()
            .get_queryset(request)
            .annotate(
                n_roles=counted(RoleCompetency.objects, by="competency"),
                n_questions=counted(active, by="competency"),
            )
        )
        return rows

    def store(self, record: Any, changed: Collection[str], parts: Parts, form: Any) -> None:
        save_competency(competency=record, changed=changed, anchors=cast(Sequence[Anchor], parts["anchors"]))

    @admin.display(description="roles", ordering="n_roles")
    def n_roles(self, competency: Any) -> int:
        return int(competency.n_roles)

    @admin.display(description="active questions", ordering="n_questions")
    def n_questions(self, competency: Any) -> int:
        return int(competency.n_questions)


class ProfileFormSet(forms.BaseInlineFormSet):
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


class ProfileRows(admin.TabularInline):
    model = RoleCompetency
    formset = ProfileFormSet
    autocomplete_fields = ("competency",)
    extra = 0


class ActivityRows(admin.TabularInline):
    model = RoleActivity
    fields = ("activity", "involvement", "focus", "source_kind", "source_file", "source_place")
    extra = 0


class ResponsibilityRows(admin.TabularInline):
    model = Responsibility
    extra = 0


class SkillRows(admin.TabularInline):
    model = Skill
    extra = 0


class ToolRows(admin.TabularInline):
    model = RoleTool
    autocomplete_fields = ("tool",)
    extra = 0


class CodeRows(admin.TabularInline):
    model = ExternalCode
    extra = 0


class DistinctionRows(admin.TabularInline):
    model = Distinction
    fk_name = "role"
    extra = 0


class RoleForm(forms.ModelForm):
    aliases = LinesField(help_text="One a line.")
    notes = LinesField(help_text="One a line: how contradictions were resolved.")

    class Meta:
        model = Role
        fields = ("slug", "title", "aliases", "summary", "focus", "lifecycle", "notes")


@admin.register(Role)
class RoleAdmin(LibraryPages, LibraryAdmin):
    form = RoleForm
    list_display = ("title", "slug", "n_competencies", "n_questions", "modified_at")
    search_fields = ("title", "slug", "aliases")
    ordering = ("title", "id")
    inlines = (ProfileRows, ActivityRows, ResponsibilityRows, SkillRows, ToolRows, CodeRows, DistinctionRows)

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


class GuidePageRows(admin.StackedInline):
    model = GuidePage
    extra = 0
    min_num = 1


@admin.register(Guide)
class GuideAdmin(LibraryAdmin):
    list_display = ("title", "slug", "modified_at")
    search_fields = ("title", "slug")
    ordering = ("position", "slug")
    inlines = (GuidePageRows,)

    def store(self, record: Any, changed: Collection[str], parts: Parts, form: Any) -> None:
        save_guide(guide=record, changed=changed, pages=cast(Sequence[GuidePage], parts["pages"]))


class InvolvementRows(ReadOnlyInline):
    model = RoleActivity
    fields = ("role", "involvement", "focus")


@admin.register(Activity)
class ActivityAdmin(LibraryAdmin):
    list_display = ("name", "kind", "position")
    list_filter = ("kind",)
    search_fields = ("name", "slug", "summary")
    ordering = ("position", "slug")
    inlines = (InvolvementRows,)


@admin.register(Tool)
class ToolAdmin(LibraryAdmin):
    list_display = ("name",)
    search_fields = ("name",)
    ordering = ("name",)
