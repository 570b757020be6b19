"""Actions of lists that can't be undone: a page asks first, as Django does before it deletes."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

CONFIRMED: Final = "confirmed"
SHOWN: Final = 100

Action = Callable[[Any, HttpRequest, QuerySet[Any]], HttpResponse | None]


def asks_first(question: str, button: str) -> Callable[[Action], Action]:
    """Of an action: show the chosen rows under the question, and do it once the button is pressed."""

    def decorate(action: Action) -> Action:
        @wraps(action)
        def ask(self: Any, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
            if request.POST.get(CONFIRMED):
                return action(self, request, queryset)
            hidden = [(name, value) for name in ("action", "select_across") for value in request.POST.getlist(name)]
            chosen = [(ACTION_CHECKBOX_NAME, value) for value in request.POST.getlist(ACTION_CHECKBOX_NAME)]
            context = {
                **self.admin_site.each_context(request),
                "title": question,
                "opts": self.opts,
                "original": "The chosen ones",
                "back": request.get_full_path(),
                "rows": [str(row) for row in queryset[:SHOWN]],
                "more": max(0, queryset.count() - SHOWN),
                "hidden": [*hidden, *chosen, ("index", "0"), (CONFIRMED, "yes")],
                "button": button,
            }
            return render(request, "admin/record/confirm.html", context)

        return ask

    return decorate
