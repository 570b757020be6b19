"""Areas, competencies and their anchors in the admin."""

from collections.abc import Collection, Sequence
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest

from hiringkit.admin.forms import LinesField
from hiringkit.admin.rows import ReadOnlyInline, Rows
from hiringkit.problems import Problem
from roles.admin.records import LibraryAdmin, counted
from roles.models import (
    Anchor,
    Competency,
    CompetencyArea,
    QuestionCompetency,
    RoleCompetency,
)
from roles.services.parts import Parts
from roles.services.records import require_all_levels, save_competency
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


class AnchorFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        rows = [row.cleaned_data for row in self.forms if row not in self.deleted_forms]
        try:
            require_all_levels(row["level"] for row in rows if "level" in row)
        except Problem as problem:
            raise forms.ValidationError([fault.detail for fault in problem.faults]) from problem


class AnchorRows(Rows):
    model = Anchor
    formset = AnchorFormSet
    fields = ("level", "text")
    verbose_name_plural = f"anchors. {' '.join(SCALE_RULE)}"
    min_num = max_num = 5
    extra = 0


class CompetencyForm(forms.ModelForm):  # type: ignore[type-arg]
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
