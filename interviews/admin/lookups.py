"""The admin's filters, as far as a person reaches what they offer."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from interviews.vocabulary import ApplicationStatus


class ReachedFilter(admin.RelatedFieldListFilter):
    """Offers the related rows that this person reaches; Django's own offers them all, with their names."""

    def field_choices(
        self, field: Any, request: HttpRequest, model_admin: "admin.ModelAdmin[Any]"
    ) -> list[tuple[str, Any]]:
        reached = model_admin.admin_site.get_model_admin(field.remote_field.model).get_queryset(request)
        choices: list[tuple[str, object]] = field.get_choices(
            include_blank=False,
            ordering=self.field_admin_ordering(field, request, model_admin),
            limit_choices_to={"pk__in": reached.order_by().values("pk")},
        )
        return choices


class ShownStatusFilter(admin.SimpleListFilter):
    """The status of applications as this person is shown it."""

    title = "status"
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [(str(value), str(label)) for value, label in ApplicationStatus.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset if self.value() is None else queryset.filter(shown_status=self.value())
