"""Query parameters of the list of plans."""

import django_filters

from interviews.models import InterviewPlan
from interviews.vocabulary import PlanStatus
from roles.vocabulary import Seniority


class PlanFilter(django_filters.FilterSet):
    role = django_filters.CharFilter(field_name="role__slug", help_text="Slug of a role.")
    seniority = django_filters.ChoiceFilter(choices=Seniority.choices)
    standard = django_filters.BooleanFilter(help_text="The standard plans of their roles, or the others.")
    status = django_filters.ChoiceFilter(choices=PlanStatus.choices)
    search = django_filters.CharFilter(field_name="title", lookup_expr="icontains", help_text="Part of the title.")

    class Meta:
        model = InterviewPlan
        fields: list[str] = []
