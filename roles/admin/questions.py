"""Questions in the admin: written, judged by the lint, taken into use and out of it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ORDER_VAR
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from hiringkit.admin.acts import ActsAdmin
from hiringkit.problems import Problem
from roles.admin.acts import ACCEPT, ACTIVATE, RETIRE, open_findings
from roles.admin.findings import LintFilter
from roles.admin.question_form import NAMED, QuestionForm, ShownRows
from roles.admin.records import LibraryAdmin, counted
from roles.admin.table import TablePages
from roles.lint import Severity
from roles.models import Question, QuestionCompetency, QuestionFinding
from roles.models.findings import errs
from roles.queries import search_questions
from roles.services.parts import Parts
from roles.services.questions import (
    activate_question,
    lock_question,
    retire_question,
    save_question,
)
from roles.vocabulary import SCALE_RULE, QuestionStatus


@admin.register(Question)
class QuestionAdmin(TablePages, LibraryAdmin, ActsAdmin):
    form = QuestionForm
    fieldsets = (
        (None, {"fields": ("slug", ("status", "version"))}),
        ("What is asked", {"fields": ("text", ("kind", "difficulty", "minutes"), "probes", "sheet")}),
        (
            "What only the interviewer reads",
            {"fields": ("strong_answer", "answers", "red_flags", "brief", "reference")},
        ),
        ("Where it belongs", {"fields": (("roles", "central_to"), "never_with", "alternates", "tags")}),
        ("Where it comes from", {"fields": (("source_kind", "source_file", "source_place"),)}),
        ("As the interviewer sees it", {"fields": ("as_asked",)}),
    )
    acts = (ACTIVATE, RETIRE, ACCEPT)
    change_form_template = "admin/roles/question/change_form.html"
    change_list_template = "admin/roles/question/change_list.html"
    list_display = (
        "slug", "kind", "difficulty", "minutes", "status", "lint", "version", "role_titles", "modified_at",
    )  # fmt: skip
    list_filter = (LintFilter, "status", "kind", "difficulty", "roles", "shows__competency", "source_kind")
    search_fields = ("slug",)
    search_help_text = "Words of the question, its tags and its probes; or a part of its slug."
    readonly_fields = ("status", "version", "as_asked")
    autocomplete_fields = ("never_with", "alternates")
    ordering = ("slug",)
    inlines = (ShownRows,)
    actions = ("activate", "retire")

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Without a way to add roles and questions in passing: they take more than that."""
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_add_related = False
        return field

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        errors, warnings = (
            QuestionFinding.objects.filter(severity=severity) for severity in (Severity.ERROR, Severity.WARNING)
        )
        rows: QuerySet[Question] = (
            super()
            .get_queryset(request)
            .defer("words")
            .prefetch_related("roles", "acceptances")
            .annotate(n_errors=counted(errors, by="question"), n_warnings=counted(warnings, by="question"), errs=errs())
        )
        return rows

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Question], search_term: str
    ) -> tuple[QuerySet[Question], bool]:
        """The best match first, unless a column is chosen; a part of the slug where no word is found."""
        if search_term.strip() and "\x00" not in search_term:
            found: QuerySet[Any] = search_questions(questions=queryset, text=search_term)
            if found.exists():
                return found if ORDER_VAR in request.GET else found.order_by("-rank", "pk"), False
        return super().get_search_results(request, queryset, search_term)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Says above the list how many questions nobody may be asked as they are."""
        erring = Question.objects.filter(errs()).exclude(status=QuestionStatus.RETIRED).count()
        more = {"n_erring": erring, "findings_url": reverse("admin:roles_questionfinding_changelist")}
        return super().changelist_view(request, {**(extra_context or {}), **more})

    def render_change_form(
        self,
        request: HttpRequest,
        context: Any,
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> Any:
        """What the lint finds stands above the form, and again beside the field that it is about."""
        if obj is not None:
            found = open_findings(obj)
            accepted = obj.acceptances.filter(version=obj.version).select_related("by")
            context["found"], context["accepted"] = found, accepted
            context["accept_url"] = self.address(ACCEPT.name, obj)
            _show_beside(context["adminform"].form.fields, found)
        return super().render_change_form(request, context, add, change, form_url, obj)

    @admin.display(description="lint", ordering="n_errors")
    def lint(self, question: Any) -> str:
        """How much the lint finds, accepted or not."""
        counts = ((question.n_errors, "error"), (question.n_warnings, "warning"))
        told = ", ".join(f"{n} {name}{'' if n == 1 else 's'}" for n, name in counts if n)
        return f"{told} (not asked)" if question.errs else told or "-"

    @admin.display(description="as the interviewer sees it")
    def as_asked(self, question: Question) -> str:
        if question._state.adding:
            return "Save it first."
        shows = question.shows.select_related("competency").prefetch_related("competency__anchors")
        context = {"question": question, "shows": shows, "scale_rule": SCALE_RULE}
        return render_to_string("admin/roles/question.html", context)

    @admin.display(description="roles")
    def role_titles(self, question: Question) -> str:
        return ", ".join(sorted(role.title for role in question.roles.all()))

    def store(self, record: Any, changed: Collection[str], parts: Parts, form: Any) -> None:
        columns = set(changed) - {"roles", *NAMED}
        shows = cast(Sequence[QuestionCompetency], parts["shows"])
        named = {name: form.cleaned_data[name] for name in NAMED if name in form.cleaned_data}
        save_question(question=record, changed=columns, roles=form.cleaned_data["roles"], shows=shows, **named)

    @admin.action(description="Activate the chosen questions", permissions=["change"])
    def activate(self, request: HttpRequest, queryset: QuerySet[Question]) -> None:
        self._each(request, queryset, activate_question, "Active")

    @admin.action(description="Retire the chosen questions", permissions=["change"])
    def retire(self, request: HttpRequest, queryset: QuerySet[Question]) -> None:
        self._each(request, queryset, retire_question, "Retired, and kept by plans that ask it")

    def _each(
        self, request: HttpRequest, queryset: QuerySet[Question], service: Callable[..., Question], done: str
    ) -> None:
        for chosen in queryset:
            try:
                with transaction.atomic():
                    question = service(question=lock_question(pk=chosen.pk))
                    self.log_change(request, question, f"{done}.")
            except Problem as problem:
                found = " ".join(f"{fault.pointer.lstrip('/')}: {fault.detail}" for fault in problem.faults)
                messages.error(request, f"{chosen.slug}: {problem.text} {found}".rstrip())
            else:
                messages.success(request, f"{done}: {question.slug}.")


def _show_beside(fields: Mapping[str, forms.Field], found: Sequence[QuestionFinding]) -> None:
    for row in found:
        field = fields.get(row.place.partition("/")[0])
        if field is not None:
            told = format_html(
                '<span class="lint-{}">{}: {}</span>', row.severity, row.severity.capitalize(), row.detail
            )
            field.help_text = cast(
                str, format_html_join(mark_safe("<br>"), "{}", ((text,) for text in (field.help_text, told) if text))
            )
