"""Query parameters of the list of scorecards; they only ever narrow what is visible."""

import django_filters

from interviews.models import Scorecard
from interviews.vocabulary import Recommendation, ScorecardStatus


class ScorecardFilter(django_filters.FilterSet):
    remote_id = django_filters.CharFilter()
    application = django_filters.UUIDFilter(field_name="application_id")
    interview = django_filters.UUIDFilter(field_name="interview_id")
    interviewer = django_filters.UUIDFilter(field_name="interviewer_id")
    status = django_filters.ChoiceFilter(choices=ScorecardStatus.choices)
    overall_recommendation = django_filters.ChoiceFilter(choices=Recommendation.choices)

    class Meta:
        model = Scorecard
        fields: list[str] = []
