"""Query parameters of the lists of hiring."""

import django_filters
from django.db.models import Q, QuerySet

from hiringkit.people.filters import AddressFilter
from hiringkit.rows.names import name_holds
from interviews.models import Application, Candidate, Interview, Job
from interviews.vocabulary import ApplicationStatus, InterviewStatus, JobStatus


class JobFilter(django_filters.FilterSet):
    remote_id = django_filters.CharFilter()
    role = django_filters.CharFilter(field_name="role__slug", help_text="Slug of a role.")
    plan = django_filters.UUIDFilter(field_name="plan_id")
    status = django_filters.ChoiceFilter(choices=JobStatus.choices)
    search = django_filters.CharFilter(field_name="title", lookup_expr="icontains", help_text="Part of the title.")

    class Meta:
        model = Job
        fields: list[str] = []


class CandidateFilter(django_filters.FilterSet):
    remote_id = django_filters.CharFilter()
    email = AddressFilter()
    search = django_filters.CharFilter(method="by_search", help_text="Part of the name or address.")

    class Meta:
        model = Candidate
        fields: list[str] = []

    def by_search(self, queryset: QuerySet[Candidate], name: str, value: str) -> QuerySet[Candidate]:
        return queryset.filter(name_holds(value) | Q(email__icontains=value))


class ApplicationFilter(django_filters.FilterSet):
    remote_id = django_filters.CharFilter()
    candidate = django_filters.UUIDFilter(field_name="candidate_id")
    job = django_filters.UUIDFilter(field_name="job_id")
    status = django_filters.ChoiceFilter(choices=ApplicationStatus.choices)

    class Meta:
        model = Application
        fields: list[str] = []


class InterviewFilter(django_filters.FilterSet):
    remote_id = django_filters.CharFilter()
    application = django_filters.UUIDFilter(field_name="application_id")
    job = django_filters.UUIDFilter(field_name="application__job_id")
    panelist = django_filters.UUIDFilter(field_name="panel__person_id", help_text="Id of a person on the panel.")
    status = django_filters.ChoiceFilter(choices=InterviewStatus.choices)

    class Meta:
        model = Interview
        fields: list[str] = []
