"""Query parameters of the list of exposures."""

from decimal import Decimal

import django_filters
from django.db.models import QuerySet

from hiringkit.api.filters import IntegerFilter
from hiringkit.people.authentication import principal_of
from interviews.exposure.queries import asked_at_least
from roles.models import Question


class ExposureFilter(django_filters.FilterSet):
    """Role and competency match through one relation row at most, so no row comes twice."""

    role = django_filters.CharFilter(field_name="roles__slug", help_text="Slug of a role the question suits.")
    competency = django_filters.CharFilter(field_name="shows__competency__slug", help_text="Slug of a competency.")
    min_times = IntegerFilter(
        method="by_times", min_value=1, max_value=1_000_000, help_text="Asked so often or more often."
    )

    class Meta:
        model = Question
        fields: list[str] = []

    def by_times(self, queryset: QuerySet[Question], name: str, value: Decimal) -> QuerySet[Question]:
        times = asked_at_least(principal=principal_of(self.request), times=int(value))
        return queryset.filter(pk__in=times)
