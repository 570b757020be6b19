"""Candidates and applications in the admin."""

from typing import Any, ClassVar
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe

from hiringkit.admin.filters import SearchedFilter, SearchesFilters
from hiringkit.admin.forms import FindsNames, ServiceForm
from hiringkit.people.admin_principal import admin_principal
from interviews.admin.hiring_acts import CORRECT, DECIDE, LIFT
from interviews.admin.interviews import InterviewRows
from interviews.admin.lookups import ShownStatusFilter
from interviews.admin.records import RecordAdmin
from interviews.admin.shown import show_decisions, show_lifts, show_summary
from interviews.hiring import queries, services
from interviews.models import Application, Candidate


class CandidateForm(ServiceForm):
    class Meta:
        model = Candidate
        fields = ("name", "email", "adjustments", "remote_id")

    def clean_adjustments(self) -> str | None:
        return self.cleaned_data["adjustments"] or None

    def carry_out(self, record: Candidate | None) -> Candidate:
        if record is None:
            return services.create_candidate(**self.cleaned_data)
        return services.update_candidate(candidate=record, changes=self.changes())


@admin.register(Candidate)
class CandidateAdmin(FindsNames, RecordAdmin):
    form = CandidateForm
    list_display = ("name", "email", "remote_id", "created_at")
    search_fields = ("name", "email", "remote_id")
    date_hierarchy = "created_at"
    ordering = ("-created_at", "id")

    def tools(self, request: HttpRequest, record: Any) -> list[tuple[str, str]]:
        shown = super().tools(request, record)
        if request.user.has_perm("interviews.add_application"):
            add = reverse("admin:interviews_application_add")
            shown.insert(0, ("Add an application", f"{add}?candidate={record.pk}"))
        return shown

    def get_readonly_fields(self, request: HttpRequest, obj: Candidate | None = None) -> Any:
        return () if obj is None else ("applications",)

    @admin.display(description="Applications")
    def applications(self, candidate: Any) -> str:
        """Those that this person reaches, the newest first."""
        reached = queries.list_applications(principal=candidate.seen_by).filter(candidate=candidate)
        links = [
            (reverse("admin:interviews_application_change", args=[row.pk]), row.job.title)
            for row in reached.select_related("job").order_by("-created_at", "id")
        ]
        return format_html_join(mark_safe("<br>"), '<a href="{}">{}</a>', links) or "None yet."

    def get_queryset(self, request: HttpRequest) -> QuerySet[Candidate]:
        return queries.list_candidates(principal=admin_principal(request))


class ReadyFilter(admin.SimpleListFilter):
    """Applications that wait for a decision alone."""

    title = "what needs attention"
    parameter_name = "attention"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [("ready", "ready to be decided")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queries.ready_to_decide(applications=queryset) if self.value() == "ready" else queryset


class ApplicationForm(ServiceForm):
    class Meta:
        model = Application
        fields = ("candidate", "job", "status", "remote_id")

    def carry_out(self, record: Application | None) -> Application:
        if record is None:
            return services.create_application(**self.cleaned_data)
        return services.update_application(principal=self.viewer, application=record, changes=self.changes())


@admin.register(Application)
class ApplicationAdmin(SearchesFilters, RecordAdmin):
    form = ApplicationForm
    list_display = ("candidate", "job", "shown_status", "plan", "remote_id", "created_at")
    list_filter = (ShownStatusFilter, ReadyFilter, ("job", SearchedFilter))
    list_select_related = ("candidate", "job", "plan")
    search_fields = ("candidate__name", "candidate__email", "job__title", "remote_id")
    autocomplete_fields = ("candidate", "job")
    date_hierarchy = "created_at"
    ordering = ("-created_at", "id")
    acts: ClassVar = (DECIDE, CORRECT, LIFT)

    def get_inlines(self, request: HttpRequest, obj: Application | None) -> list[Any]:
        return [] if obj is None else [InterviewRows]

    def tools(self, request: HttpRequest, record: Any) -> list[tuple[str, str]]:
        """Its decision, the others beside it, its debrief, and for each round of its plan a way to schedule it.

        What can only be corrected is offered where there is a decision that this person knows of.
        """
        shown = super().tools(request, record)
        if record.decision_id is None or record.caller_is_blind:
            shown = [tool for tool in shown if tool[0] != CORRECT.title]
        if request.user.has_perm("interviews.view_scorecard"):
            shown.append(("Debrief", reverse("application-page", args=[record.pk])))
            shown.append(("Compare with the others", reverse("admin:interviews_job_comparison", args=[record.job_id])))
        plan = record.plan or record.job.plan  # its own from the first interview on
        if plan is not None and request.user.has_perm("interviews.add_interview"):
            add = reverse("admin:interviews_interview_add")
            shown += [
                (f"Schedule: {round_.title}", f"{add}?{urlencode({'application': record.pk, 'round': round_.pk})}")
                for round_ in plan.rounds.order_by("position")
            ]
        return shown

    def get_queryset(self, request: HttpRequest) -> QuerySet[Application]:
        return queries.list_applications(principal=admin_principal(request))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The application with the status that this person is shown; its services read it anew."""
        application: Any = super().get_object(request, object_id, from_field)
        if application is not None:
            application.status = application.shown_status
        return application

    def get_fieldsets(self, request: HttpRequest, obj: Application | None = None) -> Any:
        made = ("candidate", "job", "status", "remote_id")
        if obj is None:
            return ((None, {"fields": made}),)
        return (
            (None, {"fields": (*made, "plan")}),
            ("Scores and decisions", {"fields": ("summary", "decisions", "lifts")}),
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Application | None = None) -> Any:
        return () if obj is None else ("plan", "summary", "decisions", "lifts")

    @admin.display(description="status", ordering="shown_status")
    def shown_status(self, application: Any) -> str:
        return str(application.shown_status)

    @admin.display(description="Summary")
    def summary(self, application: Any) -> str:
        return show_summary(viewer=application.seen_by, application=application)

    @admin.display(description="Decisions")
    def decisions(self, application: Any) -> str:
        return show_decisions(viewer=application.seen_by, application=application)

    @admin.display(description="Blindness lifted")
    def lifts(self, application: Any) -> str:
        return show_lifts(viewer=application.seen_by, application=application)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """The history says that somebody has decided, so it opens once this person is no longer blind."""
        application = self.get_object(request, object_id)
        if application is not None and application.caller_is_blind:
            messages.warning(request, "The history opens once you owe no scorecard of this application.")
            return HttpResponseRedirect(self.address("change", application))
        return super().history_view(request, object_id, extra_context)
