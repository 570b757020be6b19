"""The admin's filter by status, as far as a person may know it."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from interviews.vocabulary import ApplicationStatus


class ShownStatusFilter(admin.SimpleListFilter):
    """The status of applications as this person is shown it."""

    title = "status"
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [(str(value), str(label)) for value, label in ApplicationStatus.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset if self.value() is None else queryset.filter(shown_status=self.value())
