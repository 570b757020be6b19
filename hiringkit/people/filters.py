"""Query parameters of the list of people."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from hiringkit.people.addresses import find_address
from hiringkit.people.models import Person
from hiringkit.people.vocabulary import GroupName
from hiringkit.rows.names import name_holds


class AddressFilter(django_filters.CharFilter):
    """An e-mail address, however it is spelt; what is none is found nowhere."""

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().filter(qs, find_address(value or ""))
        return rows


class PersonFilter(django_filters.FilterSet):
    email = AddressFilter()
    remote_id = django_filters.CharFilter(field_name="remote_id")
    group = django_filters.ChoiceFilter(field_name="groups__name", choices=[(name, name) for name in GroupName])
    search = django_filters.CharFilter(method="by_search", help_text="Part of the name or address.")

    class Meta:
        model = Person
        fields: list[str] = []

    def by_search(self, queryset: QuerySet[Person], name: str, value: str) -> QuerySet[Person]:
        return queryset.filter(name_holds(value) | Q(email__icontains=value))
