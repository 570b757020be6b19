"""Query parameters of the lists of hiring."""

import uuid

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet

from hiringkit.people.authentication import principal_of
from hiringkit.people.filters import AddressFilter
from hiringkit.rows.names import name_holds
from interviews.access.blindness import visible_seats
from interviews.hiring.queries import without_plan
from interviews.models import Application, Candidate, Interview, Job
from interviews.vocabulary import ApplicationStatus, InterviewStatus, JobStatus


class JobFilter(django_filters.FilterSet):
    remote_id = django_filters.CharFilter()
    role = django_filters.CharFilter(field_name="role__slug", help_text="Slug of a role.")
    plan = django_filters.UUIDFilter(field_name="plan_id")
    without_plan = django_filters.BooleanFilter(
        method="lack_plan", help_text="Open jobs that need attention: nobody can be interviewed for them yet."
    )
    status = django_filters.ChoiceFilter(choices=JobStatus.choices)
    search = django_filters.CharFilter(field_name="title", lookup_expr="icontains", help_text="Part of the title.")

    class Meta:
        model = Job
        fields: list[str] = []

    def lack_plan(self, rows: QuerySet[Job], name: str, lacks: bool) -> QuerySet[Job]:
        lacking = without_plan(jobs=rows)
        return lacking if lacks else rows.exclude(pk__in=lacking.values("pk"))


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
    status = django_filters.ChoiceFilter(field_name="shown_status", choices=ApplicationStatus.choices)

    class Meta:
        model = Application
        fields: list[str] = []


class InterviewFilter(django_filters.FilterSet):
    remote_id = django_filters.CharFilter()
    application = django_filters.UUIDFilter(field_name="application_id")
    job = django_filters.UUIDFilter(field_name="application__job_id")
    panelist = django_filters.UUIDFilter(
        method="by_panelist", help_text="Id of a person on the panel, as far as the caller may know it."
    )
    status = django_filters.ChoiceFilter(choices=InterviewStatus.choices)

    class Meta:
        model = Interview
        fields: list[str] = []

    def by_panelist(self, queryset: QuerySet[Interview], name: str, value: uuid.UUID) -> QuerySet[Interview]:
        seats = visible_seats(principal=principal_of(self.request))
        return queryset.filter(Exists(seats.filter(interview=OuterRef("pk"), person=value)))
