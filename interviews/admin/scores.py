"""Scorecards in the admin: to read, each as far as the one rule of blindness lets this person see it."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from hiringkit.admin.forms import DeclaredLookups, ReadOnlyAdmin
from hiringkit.admin.rows import ReadOnlyInline
from hiringkit.people.admin_principal import admin_principal
from interviews.access.blindness import visible_to
from interviews.access.memory import note_reading, others_cards
from interviews.models import CompetencyScore, Scorecard, ScorecardItem
from interviews.scores.queries import list_scorecards


class _VisibleRows(ReadOnlyInline):
    """Parts of scorecards that the person may see."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        visible = visible_to(principal=admin_principal(request))
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.filter(scorecard__in=visible)


class ScoreRows(_VisibleRows):
    model = CompetencyScore
    fields = ("competency", "state", "level", "anchor", "evidence", "reason")
    related = ("competency",)


class ItemRows(_VisibleRows):
    model = ScorecardItem
    fields = ("item", "asked", "alternate", "reason", "note")
    related = ("item",)


def _note_reading(request: HttpRequest, cards: Iterable[Scorecard]) -> None:
    principal = admin_principal(request)
    note_reading(principal=principal, applications=others_cards(principal=principal, cards=cards))


@admin.register(Scorecard)
class ScorecardAdmin(DeclaredLookups, ReadOnlyAdmin):
    list_display = ("interviewer", "application", "round_title", "status", "overall_recommendation", "submitted_at")
    list_filter = ("status", "overall_recommendation", "informed")
    search_fields = ("interviewer__name", "application__candidate__name", "remote_id")
    date_hierarchy = "submitted_at"
    ordering = ("-created_at", "id")
    inlines = (ScoreRows, ItemRows)
    fields = (
        "application", "interview", "interviewer", "written_by_key", "status", "overall_recommendation", "informed",
        "submitted_at", "supersedes", "amendment_reason", "remote_id",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Scorecard]:
        rows = list_scorecards(principal=admin_principal(request))
        return rows.select_related("application__candidate", "application__job", "interviewer", "interview__round")

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Scorecard | None:
        card: Scorecard | None = super().get_object(request, object_id, from_field)
        if card is not None:
            _note_reading(request, [card])
        return card

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list shows recommendations, which are read there."""
        listed: Any = super().get_changelist_instance(request)
        _note_reading(request, listed.result_list)
        return listed

    @admin.display(description="round", ordering="interview__round__title")
    def round_title(self, scorecard: Scorecard) -> str:
        return scorecard.interview.round.title
