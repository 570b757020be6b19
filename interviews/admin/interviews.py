"""Interviews in the admin."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.contrib.postgres.aggregates import StringAgg
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from hiringkit.admin.confirming import asks_first
from hiringkit.admin.filters import SearchedFilter, SearchesFilters
from hiringkit.admin.forms import ServiceForm
from hiringkit.admin.rows import ReadOnlyInline
from hiringkit.people.admin_principal import admin_principal
from hiringkit.people.queries import list_people
from hiringkit.problems import Problem
from interviews.access.blindness import is_blind, visible_seats
from interviews.admin.hiring_acts import EXCUSE
from interviews.admin.people import PeopleField
from interviews.admin.records import RecordAdmin
from interviews.admin.shown import show_panel
from interviews.hiring import queries
from interviews.hiring.panels import cancel_interview, create_interview, update_interview
from interviews.models import Application, Interview, PlanRound
from interviews.scores.queries import list_hidden_owed, list_owed
from interviews.vocabulary import InterviewStatus

OWED_SHOWN = 200


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


class ForWhomForm(forms.Form):
    """Which application a new interview is of: its plan has the rounds that there are."""

    def __init__(self, *args: Any, applications: QuerySet[Application], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget = AutocompleteSelect(Interview._meta.get_field("application"), admin.site)
        self.fields["application"] = forms.ModelChoiceField(applications, widget=widget)


class InterviewForm(ServiceForm):
    round = forms.ModelChoiceField(PlanRound.objects.none())
    panelists = PeopleField(Interview, "panelists")

    class Meta:
        model = Interview
        fields = ("application", "round", "panelists", "scheduled_at")

    application: Application  # that a new one is of: set on the class that the admin makes for a request

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["panelists"].queryset = list_people(principal=self.viewer).order_by("name_key", "id")  # type: ignore[attr-defined]
        self.blind = False
        application = self.application if self.instance._state.adding else self.instance.application
        plan = application.plan_id or application.job.plan_id  # its own from the first interview on
        self.fields["round"].queryset = PlanRound.objects.filter(plan=plan).order_by("position")  # type: ignore[attr-defined]
        if self.instance._state.adding:
            if plan is None:
                self.fields["round"].help_text = "Its job has no plan yet: publish one and put it on the job."
            self.initial["application"] = application.pk
            self.fields["application"].disabled = True
            return
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
class InterviewAdmin(SearchesFilters, RecordAdmin):
    form = InterviewForm
    list_display = ("application", "round", "panel_names", "state", "scheduled_at", "cancelled_at", "remote_id")
    list_filter = ("scheduled_at", "cancelled_at", ("application__job", SearchedFilter))
    search_fields = ("application__candidate__name", "round__title", "remote_id", "seen_panel")
    autocomplete_fields = ("application", "panelists")
    ordering = ("-created_at", "id")
    actions = ("cancel",)
    acts: ClassVar = (EXCUSE,)

    def get_urls(self) -> list[URLPattern]:
        return [path("owed/", self.admin_site.admin_view(self.owed_view), name="interviews_owed"), *super().get_urls()]

    def owed_view(self, request: HttpRequest) -> HttpResponse:
        """All scorecards that are owed, as far as this person may know, with a way to excuse each."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        principal = admin_principal(request)
        owed: QuerySet[Any] = list_owed(principal=principal).order_by(F("since"), "pk")
        count, rows = owed.count(), [(seat, _waiting(seat.since)) for seat in owed[:OWED_SHOWN]]
        context = {
            **self.admin_site.each_context(request),
            "title": "Scorecards that are owed",
            "is_nav_sidebar_enabled": False,
            "opts": self.opts,
            "original": "All interviews",
            "back": reverse("admin:interviews_interview_changelist"),
            "rows": rows,
            "count": count,
            "more": -len(rows),
            "hidden": list_hidden_owed(principal=principal).count(),
            "may_excuse": request.user.has_perm(EXCUSE.permission),
        }
        return render(request, "admin/interviews/owed.html", context)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Interview]:
        rows = queries.list_interviews(principal=admin_principal(request))
        return rows.select_related("application__candidate", "application__job", "application__plan", "round")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Interview], search_term: str
    ) -> tuple[QuerySet[Interview], bool]:
        """Searches the panel as far as this person may know it."""
        seats = visible_seats(principal=admin_principal(request)).filter(interview=OuterRef("pk")).order_by()
        names = seats.values("interview").annotate(names=StringAgg("person__name", "\n"))
        return super().get_search_results(
            request, queryset.alias(seen_panel=Subquery(names.values("names"))), search_term
        )

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """Asks first for the application, unless the address names one that this person reaches."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        applications = queries.list_applications(principal=admin_principal(request))
        named, sent = (ForWhomForm(each, applications=applications) for each in (request.GET, request.POST))
        whole = named if named.is_valid() else sent
        if whole.is_valid() and (whole is named or "round" in request.POST):
            request.interviewed = whole.cleaned_data["application"]  # type: ignore[attr-defined]
            return super().add_view(request, form_url, extra_context)
        if sent.is_valid():
            return HttpResponseRedirect(f"{request.path}?application={sent.cleaned_data['application'].pk}")
        if request.method == "POST":
            messages.error(request, "Choose an application that you can reach.")
        context = {
            **self.admin_site.each_context(request),
            "title": "Add an interview: of which application?",
            "opts": self.opts,
            "form": ForWhomForm(applications=applications),
            "act": {"button": "Go on to its rounds"},
            "back": reverse("admin:interviews_interview_changelist"),
            "original": "A new one",
        }
        return render(request, "admin/record/act.html", context)

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        """To its application, where the next round is scheduled."""
        return HttpResponseRedirect(reverse("admin:interviews_application_change", args=[obj.application_id]))

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: object) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.application = getattr(request, "interviewed", None)
        return form

    def get_readonly_fields(self, request: HttpRequest, obj: Interview | None = None) -> Any:
        return () if obj is None else ("application", "remote_id", "cancelled_at", "panel_shown")

    def get_fields(self, request: HttpRequest, obj: Interview | None = None) -> Any:
        """Who may only look is shown the panel they may know, never the field, which would list every seat."""
        if obj is None:
            return ("application", "round", "panelists", "scheduled_at")
        seats = ("panelists",) if self.has_change_permission(request, obj) else ()
        return ("application", "round", *seats, "scheduled_at", "remote_id", "cancelled_at", "panel_shown")

    def has_delete_permission(self, request: HttpRequest, obj: Interview | None = None) -> bool:
        """Not for the blind: that it can't be deleted would say that there is a scorecard."""
        allowed: bool = super().has_delete_permission(request, obj)
        return allowed and (
            obj is None or not is_blind(principal=admin_principal(request), application=obj.application)
        )

    @admin.display(description="panel")
    def panel_names(self, interview: Interview) -> str:
        return _names(interview)

    @admin.display(description="state")
    def state(self, interview: Any) -> str:
        return str(InterviewStatus(interview.status).label)

    @admin.display(description="Panel")
    def panel_shown(self, interview: Any) -> str:
        return show_panel(viewer=interview.seen_by, interview=interview)

    @admin.action(description="Cancel the chosen interviews", permissions=["change"])
    @asks_first("Cancel these interviews?", "Cancel them; scorecards that are submitted still count")
    def cancel(self, request: HttpRequest, queryset: QuerySet[Interview]) -> None:
        try:
            with transaction.atomic():
                for interview in queryset:
                    cancel_interview(principal=admin_principal(request), interview=interview)
                    self.log_change(request, interview, "cancelled")
        except Problem as problem:
            messages.error(request, f"{interview}: {problem.text} None was cancelled.")
            return
        messages.success(request, "Cancelled. Scorecards that are submitted still count.")


def _waiting(since: datetime) -> str:
    """In whole days: a list that says minutes is another one each time it is opened."""
    days = (timezone.now() - since).days
    if days < 0:
        return "to come"
    return f"{days} day{'' if days == 1 else 's'}" if days else "less than a day"


def _names(interview: Interview) -> str:
    """Of the panel that `list_interviews` has read: those whom the viewer may know of."""
    return ", ".join(row.person.name for row in interview.panel.all())
