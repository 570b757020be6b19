"""The admin's site: Django's own, whose searching selects tell apart rows that have one name."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
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


@dataclass(frozen=True)
class Need:
    """How many of something wait, told with what they wait for, and where they are listed."""

    what: str
    told: str
    count: int
    address: str


class Site(AdminSite):
    """Its first page says what waits for whoever opens it: each app adds to `needs` what it knows of."""

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.needs: list[Callable[[HttpRequest], Iterable[Need]]] = []

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        waiting = [need for each in self.needs for need in each(request)]
        return super().index(request, (extra_context or {}) | {"needs": waiting})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """In the order of the work, where an app says it; else by name, as Django does."""
        shown: list[Any] = super().get_app_list(request, app_label)
        for app in shown:
            order = getattr(apps.get_app_config(app["app_label"]), "admin_order", ())
            app["models"].sort(
                key=lambda model, order=order: (
                    order.index(model["object_name"]) if model["object_name"] in order else len(order)
                )
            )
        return sorted(shown, key=lambda app: getattr(apps.get_app_config(app["app_label"]), "admin_place", 9))

    def autocomplete_view(self, request: HttpRequest) -> Any:
        return LabelledResults.as_view(admin_site=self)(request)
