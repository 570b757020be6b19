"""The admin's site: Django's own, whose searching selects tell apart rows that have one name."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.http import HttpRequest


class LabelledResults(AutocompleteJsonView):
    """Names a row as the admin of its model says by `label_found`, where it does."""

    model_admin: Any

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        found: dict[str, str] = super().serialize_result(obj, to_field_name)
        label = getattr(self.model_admin, "label_found", None)
        return found | ({"text": label(obj)} if label else {})


class Site(AdminSite):
    def autocomplete_view(self, request: HttpRequest) -> Any:
        return LabelledResults.as_view(admin_site=self)(request)
