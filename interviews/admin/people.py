"""People in the admin: found by name and address, as there may be hundreds, and shown with what they owe already.

Takes the place of the page of people by themselves, which knows of no interview.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.db.models import Count, Model, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from hiringkit.people.admin import PersonAdmin
from hiringkit.people.admin_principal import admin_principal
from hiringkit.people.models import Person
from interviews.scores.queries import list_owed


class PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several people, each shown with their address: names are not unique. The form sets the queryset."""

    def __init__(self, model: type[Model], relation: str, **kwargs: Any) -> None:
        widget = AutocompleteSelectMultiple(model._meta.get_field(relation), admin.site)
        super().__init__(Person.objects.none(), widget=widget, **kwargs)

    def label_from_instance(self, obj: Person) -> str:
        return f"{obj.name} ({obj.email})"


admin.site.unregister(Person)


@admin.register(Person)
class OwingPersonAdmin(PersonAdmin):
    """With how many scorecards each owes, as far as whoever asks may know."""

    list_display = (*PersonAdmin.list_display, "owes")  # type: ignore[assignment]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        seats = list_owed(principal=admin_principal(request)).filter(person=OuterRef("pk")).order_by()
        owed = seats.values("person").annotate(n=Count("pk")).values("n")
        return super().get_queryset(request).annotate(n_owed=Coalesce(Subquery(owed), Value(0)))

    def label_found(self, person: Person) -> str:
        owed = int(vars(person)["n_owed"])
        return super().label_found(person) + (f", owes {owed}" if owed else "")

    @admin.display(description="owes", ordering="n_owed")
    def owes(self, person: Any) -> int:
        return int(person.n_owed)
