"""Who writes through the admin."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from hiringkit.people.models import Person
from hiringkit.rows.signing import act_as


class AdminSigningMiddleware:
    """Signs what a person writes through the admin; the API's views sign for themselves once they know the caller."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> None:
        """Only an unsafe request writes, and only then is the session asked who it is."""
        route = request.resolver_match
        if route is None or route.namespace != "admin" or request.method in ("GET", "HEAD", "OPTIONS"):
            return
        if isinstance(request.user, Person):
            act_as(door="admin", operation=f"{request.method} {route.view_name}"[:120], person=request.user.pk)
