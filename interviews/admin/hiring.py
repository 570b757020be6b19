"""Jobs, candidates, applications and interviews in the admin."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string

from hiringkit.api.admin_forms import ReadOnlyInline, ServiceAdmin, ServiceForm
from hiringkit.api.problems import Problem
from hiringkit.people.models import Person
from interviews.admin.principal import admin_principal
from interviews.hiring import queries, services
from interviews.models import Application, Candidate, Interview, InterviewPlan, Job, PlanRound
from interviews.summaries.queries import build_summary
from interviews.vocabulary import PlanStatus


class RecordAdmin(ServiceAdmin):
    """Deletes softly, one record at a time, and only what nothing hangs on."""

    def get_actions(self, request: HttpRequest) -> Any:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)  # it would delete rows in one statement, past the service
        return actions

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        services.delete_record(record=obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Only the record itself goes, so nothing else is listed: what hangs on it may be hidden from this person."""
        return [str(obj) for obj in objs], {}, set(), []

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except Problem as problem:
            messages.error(request, problem.text)
            return HttpResponseRedirect(request.path.replace("/delete/", "/change/"))


class JobForm(ServiceForm):
    hiring_managers = forms.ModelMultipleChoiceField(Person.objects.order_by("name", "id"), required=False)
    plan = forms.ModelChoiceField(
        InterviewPlan.objects.filter(status=PlanStatus.PUBLISHED).order_by("title", "version"), required=False
    )

    class Meta:
        model = Job
        fields = ("title", "role", "plan", "hiring_managers", "status", "blindness", "remote_id")

    def carry_out(self, record: Job | None) -> Job:
        values = self.cleaned_data if record is None else self.changes()
        if "hiring_managers" in values:
            values = values | {"hiring_managers": [str(person.pk) for person in values["hiring_managers"]]}
        return services.create_job(**values) if record is None else services.update_job(job=record, changes=values)


@admin.register(Job)
class JobAdmin(RecordAdmin):
    form = JobForm
    list_display = ("title", "role", "plan", "status", "blindness", "remote_id", "modified_at")
    list_filter = ("status", "role", "blindness")
    list_select_related = ("role", "plan")
    search_fields = ("title", "remote_id")
    autocomplete_fields = ("role",)
    ordering = ("-created_at", "id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Job]:
        return queries.list_jobs(principal=admin_principal(request))


class CandidateForm(ServiceForm):
    class Meta:
        model = Candidate
        fields = ("name", "email", "remote_id")

    def carry_out(self, record: Candidate | None) -> Candidate:
        if record is None:
            return services.create_candidate(**self.cleaned_data)
        return services.update_candidate(candidate=record, changes=self.changes())


@admin.register(Candidate)
class CandidateAdmin(RecordAdmin):
    form = CandidateForm
    list_display = ("name", "email", "remote_id", "created_at")
    search_fields = ("name", "email", "remote_id")
    date_hierarchy = "created_at"
    ordering = ("-created_at", "id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Candidate]:
        return queries.list_candidates(principal=admin_principal(request))


class ApplicationForm(ServiceForm):
    class Meta:
        model = Application
        fields = ("candidate", "job", "status", "remote_id")

    def carry_out(self, record: Application | None) -> Application:
        if record is None:
            return services.create_application(**self.cleaned_data)
        return services.update_application(application=record, changes=self.changes())


class InterviewRows(ReadOnlyInline):
    model = Interview
    fields = ("round", "scheduled_at", "cancelled_at")
    ordering = ("round__position", "id")
    show_change_link = True


@admin.register(Application)
class ApplicationAdmin(RecordAdmin):
    form = ApplicationForm
    list_display = ("candidate", "job", "status", "plan", "remote_id", "created_at")
    list_filter = ("status", "job")
    list_select_related = ("candidate", "job", "plan")
    search_fields = ("candidate__name", "candidate__email", "job__title", "remote_id")
    autocomplete_fields = ("candidate", "job")
    date_hierarchy = "created_at"
    ordering = ("-created_at", "id")
    inlines = (InterviewRows,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Application]:
        return queries.list_applications(principal=admin_principal(request))

    def get_fields(self, request: HttpRequest, obj: Application | None = None) -> Any:
        made = ("candidate", "job", "status", "remote_id")
        return made if obj is None else (*made, "plan", _summary_for(request))

    def get_readonly_fields(self, request: HttpRequest, obj: Application | None = None) -> Any:
        return () if obj is None else ("plan", _summary_for(request))


def _summary_for(request: HttpRequest) -> Callable[[Application], str]:
    """A read-only field that shows the summary as far as this person may see it; the same one all through a request."""
    found: Callable[[Application], str] | None = getattr(request, "_hiringkit_summary", None)
    if found is None:

        @admin.display(description="Summary")
        def summary(application: Application) -> str:
            try:
                shown = build_summary(principal=admin_principal(request), application=application)
            except Problem as problem:
                return problem.text
            return render_to_string("admin/interviews/summary.html", {"summary": shown})

        found = request._hiringkit_summary = summary  # type: ignore[attr-defined]
    return found


class InterviewForm(ServiceForm):
    round = forms.ModelChoiceField(
        PlanRound.objects.exclude(plan__status=PlanStatus.DRAFT)
        .select_related("plan")
        .order_by("plan__title", "plan__version", "position")
    )
    panelists = forms.ModelMultipleChoiceField(Person.objects.order_by("name", "id"))

    class Meta:
        model = Interview
        fields = ("application", "round", "panelists", "scheduled_at", "remote_id")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            plan = self.instance.application.plan_id
            self.fields["round"].queryset = PlanRound.objects.filter(plan=plan).order_by("position")  # type: ignore[attr-defined]

    def carry_out(self, record: Interview | None) -> Interview:
        values = dict(self.cleaned_data if record is None else self.changes())
        if "panelists" in values:
            values["panelists"] = [str(person.pk) for person in values["panelists"]]
        if "round" in values:
            values["round"] = values["round"].pk
        if record is None:
            return services.create_interview(**values)
        return services.update_interview(interview=record, changes=values)


@admin.register(Interview)
class InterviewAdmin(RecordAdmin):
    form = InterviewForm
    list_display = ("application", "round", "panel_names", "scheduled_at", "cancelled_at", "remote_id")
    list_filter = ("scheduled_at", "cancelled_at", "application__job")
    search_fields = ("application__candidate__name", "round__title", "remote_id", "panel__person__name")
    autocomplete_fields = ("application", "panelists")
    date_hierarchy = "created_at"
    ordering = ("-created_at", "id")
    actions = ("cancel",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Interview]:
        rows = queries.list_interviews(principal=admin_principal(request))
        return rows.select_related("application__candidate", "application__job", "application__plan", "round")

    def get_readonly_fields(self, request: HttpRequest, obj: Interview | None = None) -> Any:
        return () if obj is None else ("application", "cancelled_at")

    def get_fields(self, request: HttpRequest, obj: Interview | None = None) -> Any:
        made = ("application", "round", "panelists", "scheduled_at", "remote_id")
        return made if obj is None else (*made, "cancelled_at")

    @admin.display(description="panel")
    def panel_names(self, interview: Interview) -> str:
        return ", ".join(row.person.name for row in interview.panel.all())

    @admin.action(description="Cancel the chosen interviews", permissions=["change"])
    def cancel(self, request: HttpRequest, queryset: QuerySet[Interview]) -> None:
        with transaction.atomic():
            for interview in queryset:
                services.cancel_interview(interview=interview)
                self.log_change(request, interview, "cancelled")
        messages.success(request, "Cancelled. Scorecards that are submitted still count.")
