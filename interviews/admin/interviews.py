"""Interviews in the admin."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.postgres.aggregates import StringAgg
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.http import HttpRequest

from hiringkit.admin.forms import ServiceForm
from hiringkit.admin.rows import ReadOnlyInline
from hiringkit.people.admin_principal import admin_principal
from hiringkit.people.models import Person
from hiringkit.people.queries import list_people
from hiringkit.problems import Problem
from interviews.access.blindness import is_blind, visible_seats
from interviews.admin.hiring_acts import EXCUSE
from interviews.admin.lookups import ReachedFilter
from interviews.admin.records import RecordAdmin
from interviews.admin.shown import show_panel
from interviews.hiring import queries
from interviews.hiring.panels import cancel_interview, create_interview, update_interview
from interviews.models import Interview, PlanRound
from interviews.vocabulary import PlanStatus


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


class InterviewForm(ServiceForm):
    round = forms.ModelChoiceField(
        PlanRound.objects.exclude(plan__status=PlanStatus.DRAFT)
        .select_related("plan")
        .order_by("plan__title", "plan__version", "position")
    )
    panelists = forms.ModelMultipleChoiceField(Person.objects.none())

    class Meta:
        model = Interview
        fields = ("application", "round", "panelists", "scheduled_at")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["panelists"].queryset = list_people(principal=self.viewer).order_by("name_key", "id")  # type: ignore[attr-defined]
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

    @admin.display(description="Panel")
    def panel_shown(self, interview: Any) -> str:
        return show_panel(viewer=interview.seen_by, interview=interview)

    @admin.action(description="Cancel the chosen interviews", permissions=["change"])
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


def _names(interview: Interview) -> str:
    """Of the panel that `list_interviews` has read: those whom the viewer may know of."""
    return ", ".join(row.person.name for row in interview.panel.all())
