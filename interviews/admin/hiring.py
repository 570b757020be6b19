"""Jobs, candidates, applications and interviews in the admin."""

import json
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.aggregates import StringAgg
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern

from hiringkit.admin.acts import ActsAdmin
from hiringkit.admin.forms import DeclaredLookups, ReadOnlyInline, ServiceAdmin, ServiceForm
from hiringkit.people.admin_principal import admin_principal
from hiringkit.people.models import Person
from hiringkit.people.principals import Principal
from hiringkit.problems import Problem
from interviews.access.blindness import is_blind, visible_seats
from interviews.admin.hiring_acts import DECIDE, EXCUSE, LIFT
from interviews.admin.lookups import ReachedFilter
from interviews.admin.shown import comparison_context, show_decisions, show_lifts, show_panel, show_summary
from interviews.hiring import queries, services
from interviews.hiring.panels import cancel_interview, create_interview, update_interview
from interviews.models import Application, Candidate, Interview, InterviewPlan, Job, PlanRound
from interviews.vocabulary import PlanStatus


class RecordAdmin(DeclaredLookups, ActsAdmin, ServiceAdmin):
    """Deletes softly, one record at a time, and only what nothing hangs on.

    The admin's log names a record by its kind and id: what it stores outlives the erasure of a candidate.
    """

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The record, with who looks at it: what it shows of itself depends on them."""
        record: Any = super().get_object(request, object_id, from_field)
        if record is not None:
            record.seen_by = admin_principal(request)
        return record

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> LogEntry:
        return self._log(request, [obj], ADDITION, message)[0]

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> LogEntry:
        return self._log(request, [obj], CHANGE, message)[0]

    def log_deletions(self, request: HttpRequest, queryset: Iterable[Any]) -> list[LogEntry]:
        return self._log(request, queryset, DELETION, "")

    def _log(self, request: HttpRequest, records: Iterable[Any], flag: int, message: Any) -> list[LogEntry]:
        kind = ContentType.objects.get_for_model(self.model)
        return LogEntry.objects.bulk_create(
            LogEntry(
                user=admin_principal(request).required_person(),
                content_type=kind,
                object_id=str(record.pk),
                object_repr=f"{self.opts.verbose_name} {record.pk}",
                action_flag=flag,
                change_message=message if isinstance(message, str) else json.dumps(message),
            )
            for record in records
        )

    def get_actions(self, request: HttpRequest) -> Any:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)  # it would delete rows in one statement, past the service
        return actions

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        services.delete_record(principal=admin_principal(request), record=obj)

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

    def get_urls(self) -> list[URLPattern]:
        return [self.page("comparison", self.comparison_view), *super().get_urls()]

    def tools(self, request: HttpRequest, record: Any) -> list[tuple[str, str]]:
        return [("Compare the applications", self.address("comparison", record)), *super().tools(request, record)]

    def comparison_view(self, request: HttpRequest, object_id: Any) -> HttpResponse:
        """The job's applications side by side, as far as this person may see each."""
        if not request.user.has_perm("interviews.view_scorecard"):
            raise PermissionDenied
        job = self.reached(request, object_id)
        if job is None:
            return self.out_of_reach(request, object_id)
        context = self.page_context(request, job, "Applications side by side") | {"is_nav_sidebar_enabled": False}
        shown = comparison_context(viewer=admin_principal(request), job=job)
        return render(request, "admin/interviews/comparison.html", context | shown)


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
    fields = ("round", "panel_names", "scheduled_at", "cancelled_at")
    readonly_fields = ("panel_names",)
    ordering = ("round__position", "id")
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Interview]:
        """Not those that came into being with a scorecard which this person may not know of."""
        rows = queries.list_interviews(principal=admin_principal(request))
        return rows.select_related("application__candidate", "application__job", "round").order_by(*self.ordering)

    @admin.display(description="panel")
    def panel_names(self, interview: Interview) -> str:
        return _names(interview)


@admin.register(Application)
class ApplicationAdmin(RecordAdmin):
    form = ApplicationForm
    list_display = ("candidate", "job", "status", "plan", "remote_id", "created_at")
    list_filter = ("status", ("job", ReachedFilter))
    list_select_related = ("candidate", "job", "plan")
    search_fields = ("candidate__name", "candidate__email", "job__title", "remote_id")
    autocomplete_fields = ("candidate", "job")
    date_hierarchy = "created_at"
    ordering = ("-created_at", "id")
    inlines = (InterviewRows,)
    acts: ClassVar = (DECIDE, LIFT)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Application]:
        return queries.list_applications(principal=admin_principal(request))

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
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The history says that somebody has decided, so it opens once this person is no longer blind."""
        application = self.get_object(request, object_id)
        if application is not None and application.caller_is_blind:
            messages.warning(request, "The history opens once you owe no scorecard of this application.")
            return HttpResponseRedirect(self.address("change", application))
        return super().history_view(request, object_id, extra_context)


class InterviewForm(ServiceForm):
    round = forms.ModelChoiceField(
        PlanRound.objects.exclude(plan__status=PlanStatus.DRAFT)
        .select_related("plan")
        .order_by("plan__title", "plan__version", "position")
    )
    panelists = forms.ModelMultipleChoiceField(Person.objects.order_by("name", "id"))

    viewer: Principal  # set on the class that InterviewAdmin makes for a request

    class Meta:
        model = Interview
        fields = ("application", "round", "panelists", "scheduled_at", "remote_id")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.blind = False
        if self.instance._state.adding:
            return
        application = self.instance.application
        self.fields["round"].queryset = PlanRound.objects.filter(plan=application.plan_id).order_by("position")  # type: ignore[attr-defined]
        self.blind = is_blind(principal=self.viewer, application=application)
        shown = visible_seats(principal=self.viewer).filter(interview=self.instance).select_related("person")
        self.initial["panelists"] = [seat.person for seat in shown]
        if self.blind:  # that it can't change would say that there is a scorecard
            self.fields["round"].disabled = True
            self.fields["round"].help_text = "While you owe a scorecard of this application only others can change it."

    def clean_panelists(self) -> Any:
        """That somebody can't leave would say that they have a scorecard, so the blind take nobody off."""
        named = self.cleaned_data["panelists"]
        if self.blind and not {person.pk for person in self.initial["panelists"]} <= {person.pk for person in named}:
            raise forms.ValidationError(
                "While you owe a scorecard of this application you can add panelists, but take none off."
            )
        return named

    def carry_out(self, record: Interview | None) -> Interview:
        values = dict(self.cleaned_data if record is None else self.changes())
        if "panelists" in values:
            values["panelists"] = [str(person.pk) for person in values["panelists"]]
        if "round" in values:
            values["round"] = values["round"].pk
        if record is None:
            return create_interview(**values)
        return update_interview(principal=self.viewer, interview=record, changes=values)


@admin.register(Interview)
class InterviewAdmin(RecordAdmin):
    form = InterviewForm
    list_display = ("application", "round", "panel_names", "scheduled_at", "cancelled_at", "remote_id")
    list_filter = ("scheduled_at", "cancelled_at", ("application__job", ReachedFilter))
    search_fields = ("application__candidate__name", "round__title", "remote_id", "seen_panel")
    autocomplete_fields = ("application", "panelists")
    date_hierarchy = "created_at"
    ordering = ("-created_at", "id")
    actions = ("cancel",)
    acts: ClassVar = (EXCUSE,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Interview]:
        rows = queries.list_interviews(principal=admin_principal(request))
        return rows.select_related("application__candidate", "application__job", "application__plan", "round")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Interview], search_term: str
    ) -> tuple[QuerySet[Interview], bool]:
        """Searches the panel as far as this person may know it."""
        seats = visible_seats(principal=admin_principal(request)).filter(interview=OuterRef("pk")).order_by()
        names = seats.values("interview").annotate(names=StringAgg("person__name", Value("\n")))
        return super().get_search_results(
            request, queryset.alias(seen_panel=Subquery(names.values("names"))), search_term
        )

    def get_form(self, request: HttpRequest, obj: Interview | None = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)  # a class of this request's own
        form.viewer = admin_principal(request)
        return form

    def get_readonly_fields(self, request: HttpRequest, obj: Interview | None = None) -> Any:
        return () if obj is None else ("application", "cancelled_at", "panel_shown")

    def get_fields(self, request: HttpRequest, obj: Interview | None = None) -> Any:
        """Who may only look is shown the panel they may know, never the field, which would list every seat."""
        if obj is None:
            return ("application", "round", "panelists", "scheduled_at", "remote_id")
        seats = ("panelists",) if self.has_change_permission(request, obj) else ()
        return ("application", "round", *seats, "scheduled_at", "remote_id", "cancelled_at", "panel_shown")

    def has_delete_permission(self, request: HttpRequest, obj: Interview | None = None) -> bool:
        """Not for the blind: that it can't be deleted would say that there is a scorecard. They can cancel it."""
        allowed: bool = super().has_delete_permission(request, obj)
        return allowed and (
            obj is None or not is_blind(principal=admin_principal(request), application=obj.application)
        )

    @admin.display(description="panel")
    def panel_names(self, interview: Interview) -> str:
        return _names(interview)

    @admin.display(description="Panel")
    def panel_shown(self, interview: Any) -> str:
        return show_panel(viewer=interview.seen_by, interview=interview)

    @admin.action(description="Cancel the chosen interviews", permissions=["change"])
    def cancel(self, request: HttpRequest, queryset: QuerySet[Interview]) -> None:
        with transaction.atomic():
            for interview in queryset:
                cancel_interview(principal=admin_principal(request), interview=interview)
                self.log_change(request, interview, "cancelled")
        messages.success(request, "Cancelled. Scorecards that are submitted still count.")


def _names(interview: Interview) -> str:
    """Of the panel that `list_interviews` has read: those whom the viewer may know of."""
    return ", ".join(row.person.name for row in interview.panel.all())
