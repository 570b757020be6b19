"""The library in the admin: where library editors keep roles, competencies, anchors and questions.

Nothing of the library is deleted here: plans and scores point at it. Questions are retired.
"""

from collections.abc import Collection, Sequence
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ORDER_VAR
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string

from hiringkit.admin.forms import LinesField, ReadOnlyInline
from hiringkit.problems import Problem
from roles.admin_library import LibraryPages
from roles.library.export import question_document
from roles.library.lint import lint_question
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
from roles.queries import search_questions
from roles.services.parts import Parts
from roles.services.questions import retire_questions, save_question
from roles.services.records import require_all_levels, save_competency, save_record, save_role
from roles.vocabulary import QuestionStatus


class LibraryAdmin(admin.ModelAdmin):
    """What the library holds is retired, not deleted; a service stores it with the rows that make it up."""

    def store(self, record: Any, changed: Collection[str], parts: Parts, form: Any) -> None:
        """Call the service."""
        save_record(record=record, changed=changed)

    def save_model(self, request: HttpRequest, obj: object, form: object, change: bool) -> None:
        """The service writes it in `save_related`, where its parts are known."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        parts = {}
        for formset in formsets:
            formset.save(commit=False)  # for the log's sake: it notes what was added, changed and removed
            rows = [*formset.initial_forms, *(row for row in formset.extra_forms if row.has_changed())]
            kept = [row.instance for row in rows if row not in formset.deleted_forms]
            parts[formset.fk.remote_field.name] = kept
        self.store(form.instance, form.changed_data, parts, form)

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


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
        active = Q(shown_by__question__status=QuestionStatus.ACTIVE)
        rows: QuerySet[Competency] = (
            super()
            .get_queryset(request)
            .annotate(
                n_roles=Count("role_competencies", distinct=True),
                n_questions=Count("shown_by", filter=active, distinct=True),
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


class ProfileRows(admin.TabularInline):
    model = RoleCompetency
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
        active = Q(questions__status=QuestionStatus.ACTIVE)
        rows: QuerySet[Role] = (
            super()
            .get_queryset(request)
            .annotate(
                n_competencies=Count("profile", distinct=True),
                n_questions=Count("questions", filter=active, distinct=True),
            )
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


class ShownRows(admin.TabularInline):
    model = QuestionCompetency
    autocomplete_fields = ("competency",)
    extra = 0
    min_num = 1


class QuestionForm(forms.ModelForm):
    probes = LinesField(help_text="One a line.")
    strong_answer = LinesField(help_text="One a line: what a strong answer covers.")
    red_flags = LinesField(help_text="One a line.")
    tags = LinesField(help_text="One a line.")

    class Meta:
        model = Question
        fields = (
            "slug", "status", "text", "kind", "difficulty", "minutes", "probes", "strong_answer", "red_flags", "roles",
            "tags", "accepted", "source_kind", "source_file", "source_place",
        )  # fmt: skip


@admin.register(Question)
class QuestionAdmin(LibraryAdmin):
    form = QuestionForm
    list_display = ("slug", "kind", "difficulty", "minutes", "status", "version", "role_titles", "modified_at")
    list_filter = ("status", "kind", "difficulty", "roles", "shows__competency", "source_kind")
    search_fields = ("slug",)
    search_help_text = "Words of the question, its tags and its probes; or a part of its slug."
    readonly_fields = ("version", "findings", "as_asked")
    filter_horizontal = ("roles",)
    ordering = ("slug",)
    inlines = (ShownRows,)
    actions = ("retire",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        return super().get_queryset(request).defer("words").prefetch_related("roles")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Question], search_term: str
    ) -> tuple[QuerySet[Question], bool]:
        """The best match first, unless a column is chosen; a part of the slug where no word is found."""
        if search_term.strip() and "\x00" not in search_term:
            found: QuerySet[Any] = search_questions(questions=queryset, text=search_term)
            if found.exists():
                return found if ORDER_VAR in request.GET else found.order_by("-rank", "pk"), False
        return super().get_search_results(request, queryset, search_term)

    @admin.display(description="lint")
    def findings(self, question: Question) -> str:
        """What the lint says of it as it is stored; a warning is accepted with a reason, in the field for it."""
        if question._state.adding:
            return "Save it first."
        found = lint_question(question_document(question))
        return render_to_string("admin/roles/findings.html", {"findings": found})

    @admin.display(description="as the interviewer sees it")
    def as_asked(self, question: Question) -> str:
        if question._state.adding:
            return "Save it first."
        shows = question.shows.select_related("competency").prefetch_related("competency__anchors")
        return render_to_string("admin/roles/question.html", {"question": question, "shows": shows})

    @admin.display(description="roles")
    def role_titles(self, question: Question) -> str:
        return ", ".join(sorted(role.title for role in question.roles.all()))

    def store(self, record: Any, changed: Collection[str], parts: Parts, form: Any) -> None:
        columns = set(changed) - {"roles"}
        shows = cast(Sequence[QuestionCompetency], parts["shows"])
        save_question(question=record, changed=columns, roles=form.cleaned_data["roles"], shows=shows)

    @admin.action(description="Retire the chosen questions", permissions=["change"])
    def retire(self, request: HttpRequest, queryset: QuerySet[Question]) -> None:
        count = retire_questions(questions=queryset)
        messages.success(request, f"Retired: {count}. Plans that ask them keep them.")


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
