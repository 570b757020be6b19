"""What the lint finds, in the admin."""

from django.contrib import admin
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hiringkit.admin.forms import DeclaredLookups, ReadOnlyAdmin
from roles.models import AcceptedFinding, Question, QuestionFinding


class LintFilter(admin.SimpleListFilter):
    """What the lint finds in a question and nobody has accepted."""

    title = "lint"
    parameter_name = "lint"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [("error", "Errors"), ("warning", "Warnings"), ("none", "Nothing open")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Question]) -> QuerySet[Question]:
        return queryset.filter(self._having(self.value())) if self.value() else queryset

    def get_facet_counts(self, pk_attname: str, filtered_qs: object) -> dict[str, Count]:
        """By the findings of each question: Django would look each question up in each filtered list."""
        values = [value for value, _ in self.lookup_choices]
        return {f"{place}__c": Count(pk_attname, filter=self._having(value)) for place, value in enumerate(values)}

    def _having(self, value: str | None) -> Q:
        found = still_open().order_by().values("question")
        return ~Q(pk__in=found) if value == "none" else Q(pk__in=found.filter(severity=value))


def still_open() -> QuerySet[QuestionFinding]:
    """Findings that nobody has accepted for the version of their question."""
    accepted = AcceptedFinding.objects.filter(
        question=OuterRef("question"), code=OuterRef("code"), version=OuterRef("question__version")
    )
    return QuestionFinding.objects.filter(~Exists(accepted))


class AcceptedFilter(admin.SimpleListFilter):
    """Whether somebody has accepted a finding for the version that its question has."""

    title = "accepted"
    parameter_name = "accepted"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [("no", "No"), ("yes", "Yes")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[QuestionFinding]) -> QuerySet[QuestionFinding]:
        if self.value() == "no":
            return queryset.filter(pk__in=still_open())
        return queryset.exclude(pk__in=still_open()) if self.value() == "yes" else queryset


@admin.register(QuestionFinding)
class QuestionFindingAdmin(DeclaredLookups, ReadOnlyAdmin):
    """All that the lint finds, in one list; it is accepted or mended on the question's page."""

    list_display = ("at_question", "severity", "place", "detail", "why", "question_status")
    list_display_links = None
    list_filter = (AcceptedFilter, "severity", "code", "question__status", "question__roles")
    search_fields = ("question__slug", "detail")
    list_select_related = ("question",)
    ordering = ("severity", "question__slug", "place")

    def get_queryset(self, request: HttpRequest) -> QuerySet[QuestionFinding]:
        rows: QuerySet[QuestionFinding] = super().get_queryset(request)
        return rows.defer("question__words").prefetch_related("question__acceptances__by")

    @admin.display(description="question", ordering="question__slug")
    def at_question(self, row: QuestionFinding) -> SafeString:
        address = reverse("admin:roles_question_change", args=[row.question_id])
        return format_html('<a href="{}">{}</a>', address, row.question.slug)

    @admin.display(description="status", ordering="question__status")
    def question_status(self, row: QuestionFinding) -> str:
        return str(row.question.get_status_display())

    @admin.display(description="accepted")
    def why(self, row: QuestionFinding) -> str:
        """By whom, and why."""
        version = row.question.version
        rows = [each for each in row.question.acceptances.all() if (each.version, each.code) == (version, row.code)]
        return ", ".join(f"{each.by.name if each.by else 'by file'}: {each.reason}" for each in rows) or "-"
