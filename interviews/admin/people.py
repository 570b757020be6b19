"""People in the admin's forms: searched by name and address, as there may be hundreds."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.db.models import Model

from hiringkit.people.models import Person


class PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several people, each shown with their address: names are not unique. The form sets the queryset."""

    def __init__(self, model: type[Model], relation: str, **kwargs: Any) -> None:
        widget = AutocompleteSelectMultiple(model._meta.get_field(relation), admin.site)
        super().__init__(Person.objects.none(), widget=widget, **kwargs)

    def label_from_instance(self, obj: Person) -> str:
        return f"{obj.name} ({obj.email})"
