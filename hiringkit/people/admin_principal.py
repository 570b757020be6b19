"""Who is looking at an admin page."""

from typing import cast

from django.http import HttpRequest

from hiringkit.people.models import Person
from hiringkit.people.principals import Principal, person_principal


def admin_principal(request: HttpRequest) -> Principal:
    """The signed-in person's principal, worked out once a request. The admin lets nobody else in."""
    found = cast(Principal | None, getattr(request, "_hiringkit_principal", None))
    if found is None:
        found = person_principal(cast(Person, request.user))
        request._hiringkit_principal = found  # type: ignore[attr-defined]
    return found
