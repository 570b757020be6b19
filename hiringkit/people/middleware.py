"""Who writes through the admin and the pages."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from hiringkit.people.models import Person
from hiringkit.rows.signing import act_as


class PageSigningMiddleware:
    """Signs what a person writes through the admin or a page; the API's views sign for themselves once they know the
    caller.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> None:
        """Only an unsafe request writes, and only then is the session asked who it is."""
        route = request.resolver_match
        of_api = hasattr(view, "cls")
        if route is None or of_api or request.method in ("GET", "HEAD", "OPTIONS"):
            return
        if isinstance(request.user, Person):
            door = "admin" if route.namespace == "admin" else "page"
            act_as(door=door, operation=f"{request.method} {route.view_name}"[:120], person=request.user.pk)
