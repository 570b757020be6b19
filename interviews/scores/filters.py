"""Query parameters of the lists of scorecards; they only ever narrow what is visible."""

import django_filters
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from interviews.models import CompetencyScore, Panelist, Scorecard
from interviews.vocabulary import Recommendation, ScorecardStatus


class ScorecardFilter(django_filters.FilterSet):
    remote_id = django_filters.CharFilter()
    application = django_filters.UUIDFilter(field_name="application_id")
    interview = django_filters.UUIDFilter(field_name="interview_id")
    interviewer = django_filters.UUIDFilter(field_name="interviewer_id")
    status = django_filters.ChoiceFilter(choices=ScorecardStatus.choices)
    overall_recommendation = django_filters.ChoiceFilter(choices=Recommendation.choices)
    search = django_filters.CharFilter(
        method="find",
        label="Words of the evidence, the reasons and the notes, or a part of the interviewer's or candidate's name.",
    )

    class Meta:
        model = Scorecard
        fields: list[str] = []

    def find(self, rows: QuerySet[Scorecard], name: str, text: str) -> QuerySet[Scorecard]:
        """Every match is in the visible scorecard itself or in the names beside it."""
        words = SearchQuery(text, search_type="websearch", config="english")
        written = (
            CompetencyScore.objects.filter(scorecard=OuterRef("pk"))
            .annotate(words=SearchVector("evidence", "reason", "questions__note", config="english"))
            .filter(words=words)
        )
        named = Q(interviewer__name__icontains=text) | Q(application__candidate__name__icontains=text)
        return rows.filter(Exists(written) | named)


class OwedFilter(django_filters.FilterSet):
    application = django_filters.UUIDFilter(field_name="interview__application_id")
    job = django_filters.UUIDFilter(field_name="interview__application__job_id")
    interview = django_filters.UUIDFilter(field_name="interview_id")
    interviewer = django_filters.UUIDFilter(field_name="person_id")
    due = django_filters.BooleanFilter(method="fall_due", label="Whether the interview's time has come.")

    class Meta:
        model = Panelist
        fields: list[str] = []

    def fall_due(self, rows: QuerySet[Panelist], name: str, due: bool) -> QuerySet[Panelist]:
        come = Q(since__lte=timezone.now())  # `list_owed` says since when
        return rows.filter(come if due else ~come)
