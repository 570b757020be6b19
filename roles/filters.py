"""Query parameters of the library's lists."""

import django_filters
from django.db.models import Q, QuerySet

from hiringkit.api.filters import IntegerFilter
from roles.models import (
    Competency,
    CompetencyArea,
    Guide,
    Question,
    QuestionCompetency,
    QuestionFinding,
    Role,
    RoleCompetency,
)
from roles.queries import among, search_questions
from roles.vocabulary import QuestionKind, QuestionStatus


class RoleFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(method="by_search", help_text="Part of the title or of an alias.")

    class Meta:
        model = Role
        fields: list[str] = []

    def by_search(self, queryset: QuerySet[Role], name: str, value: str) -> QuerySet[Role]:
        return queryset.filter(Q(title__icontains=value) | Q(aliases__icontains=value))


class CompetencyAreaFilter(django_filters.FilterSet):
    class Meta:
        model = CompetencyArea
        fields: list[str] = []


class GuideFilter(django_filters.FilterSet):
    class Meta:
        model = Guide
        fields: list[str] = []


class CompetencyFilter(django_filters.FilterSet):
    area = django_filters.CharFilter(field_name="area__slug", help_text="Slug of the area.")
    role = django_filters.CharFilter(method="by_role", help_text="Slug of a role.")
    search = django_filters.CharFilter(method="by_search", help_text="Part of the name or definition.")

    class Meta:
        model = Competency
        fields: list[str] = []

    def by_role(self, queryset: QuerySet[Competency], name: str, value: str) -> QuerySet[Competency]:
        return among(queryset, RoleCompetency.objects.filter(role__slug=value).values("competency"))

    def by_search(self, queryset: QuerySet[Competency], name: str, value: str) -> QuerySet[Competency]:
        return queryset.filter(Q(name__icontains=value) | Q(definition__icontains=value))


class QuestionFilter(django_filters.FilterSet):
    role = django_filters.CharFilter(method="by_role", help_text="Slug of a role the question suits.")
    area = django_filters.CharFilter(method="by_area", help_text="Slug of an area.")
    competency = django_filters.CharFilter(method="by_competency", help_text="Slug of a competency.")
    kind = django_filters.ChoiceFilter(choices=QuestionKind.choices)
    difficulty = IntegerFilter(min_value=1, max_value=5)
    status = django_filters.ChoiceFilter(choices=QuestionStatus.choices)
    finding = django_filters.CharFilter(
        method="by_finding", help_text="A code that the lint finds in it, accepted or not."
    )
    search = django_filters.CharFilter(
        method="by_search",
        help_text='Words of the question, its tags and its probes, in any form; `"a phrase"`, `or` and `-not`.',
    )

    class Meta:
        model = Question
        fields: list[str] = []

    def by_role(self, queryset: QuerySet[Question], name: str, value: str) -> QuerySet[Question]:
        return among(queryset, Question.roles.through.objects.filter(role__slug=value).values("question"))

    def by_area(self, queryset: QuerySet[Question], name: str, value: str) -> QuerySet[Question]:
        shown = QuestionCompetency.objects.filter(competency__area__slug=value)
        return among(queryset, shown.values("question"))

    def by_competency(self, queryset: QuerySet[Question], name: str, value: str) -> QuerySet[Question]:
        shown = QuestionCompetency.objects.filter(competency__slug=value)
        return among(queryset, shown.values("question"))

    def by_finding(self, queryset: QuerySet[Question], name: str, value: str) -> QuerySet[Question]:
        return among(queryset, QuestionFinding.objects.filter(code=value).values("question"))

    def by_search(self, queryset: QuerySet[Question], name: str, value: str) -> QuerySet[Question]:
        return search_questions(questions=queryset, text=value)
