"""Filters of the admin's lists by things there are hundreds of: searched, not listed."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AutocompleteSelect
from django.http import HttpRequest


class SearchedFilter(admin.FieldListFilter):
    """One of the related rows that this person reaches, found by the search of their admin.

    Takes the same parameter as Django's own list of related rows. The admin that uses it is a `SearchesFilters`.
    """

    template = "admin/record/searched_filter.html"

    def __init__(
        self,
        field: Any,
        request: HttpRequest,
        params: dict[str, Any],
        model: type[Any],
        model_admin: "admin.ModelAdmin[Any]",
        field_path: str,
    ) -> None:
        self.parameter = f"{field_path}__{field.target_field.name}__exact"
        super().__init__(field, request, params, model, model_admin, field_path)
        reached = model_admin.admin_site.get_model_admin(field.remote_field.model).get_queryset(request)
        widget = AutocompleteSelect(field, model_admin.admin_site, attrs={"id": f"filter-{field_path}"})
        self.choice = forms.ModelChoiceField(reached, required=False, widget=widget, label=self.title)

    def expected_parameters(self) -> list[str | None]:
        return [self.parameter]

    def has_output(self) -> bool:
        return True

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """One row for the template: the field, what else the address holds, and the address without this filter."""
        chosen = self.used_parameters.get(self.parameter, [])
        form = type("FilterForm", (forms.Form,), {self.parameter: self.choice})(
            initial={self.parameter: chosen[-1] if isinstance(chosen, list) and chosen else chosen or None}
        )
        others = [(name, value) for name, values in changelist.params.items() for value in values]
        yield {
            "field": form[self.parameter],
            "others": [(name, value) for name, value in others if name != self.parameter],
            "chosen": bool(chosen),
            "without": changelist.get_query_string(remove=[self.parameter]),
        }


class SearchesFilters(admin.ModelAdmin):  # type: ignore[type-arg]
    """Loads what the searching filters need."""

    @property
    def media(self) -> forms.Media:
        field = self.opts.pk  # any field will do: the widget's files are the same for all
        return super().media + AutocompleteSelect(field, self.admin_site).media
