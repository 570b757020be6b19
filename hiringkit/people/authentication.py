"""How a request proves who sends it: `Authorization: Bearer hk_...`, or a browser session with CSRF."""

import ipaddress
from collections.abc import Mapping
from contextlib import suppress

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import authentication
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated, PermissionDenied
from rest_framework.request import Request

from hiringkit.people.addresses import LONGEST_ADDRESS, find_address
from hiringkit.people.keys import verify_api_key
from hiringkit.people.models import ApiKey, Person
from hiringkit.people.principals import Principal, integration_principal, person_principal
from hiringkit.problems import forbidden
from hiringkit.rows.signing import act_as


def tried_address(request: HttpRequest, credentials: Mapping[str, str] | None = None) -> str:
    """Whose password is tried, as addresses are stored: for the limit on tries."""
    tried = (credentials or {}).get("username") or request.POST.get("username", "")
    return find_address(tried.replace("\x00", ""))[:LONGEST_ADDRESS]


def client_address(request: HttpRequest) -> str:
    """Where a request comes from: the server's own word, or behind a proxy of ours what that has appended last to
    `X-Forwarded-For`. What stands before it anybody may have written.
    """
    if settings.BEHIND_PROXY:
        appended = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        with suppress(ValueError):
            return str(ipaddress.ip_address(appended))
    return str(request.META.get("REMOTE_ADDR") or "0.0.0.0")


class Integration(AnonymousUser):
    """The user of a key that belongs to no person: authenticated, and nobody."""

    @property
    def is_authenticated(self) -> bool:  # type: ignore[override]  # Django pins it to False for anonymous users
        return True

    @property
    def is_anonymous(self) -> bool:  # type: ignore[override]
        return False


class BearerKeyAuthentication(authentication.BaseAuthentication):
    """An API key in the `Authorization` header. Every wrong key gets the same 401."""

    def authenticate(self, request: Request) -> tuple[Person | Integration, ApiKey] | None:
        header = request.META.get("HTTP_AUTHORIZATION", "")
        scheme, _, text = header.partition(" ")
        if scheme.lower() != "bearer":
            return None
        key = verify_api_key(text=text.strip())
        if key is None:
            raise AuthenticationFailed("The API key is not valid.", code="invalid_key")
        return (key.person or Integration(), key)

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class SessionAuthentication(authentication.SessionAuthentication):
    """The browser's session, with DRF's CSRF check on unsafe methods: 403 `csrf_failed`."""

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except PermissionDenied as error:
            raise forbidden("csrf_failed", str(error.detail)) from error


def principal_of(request: Request) -> Principal:
    """The authenticated request's principal; worked out once a request.

    Raises `NotAuthenticated` for an anonymous one.
    """
    found: Principal | None = getattr(request, "_hiringkit_principal", None)
    if found is None:
        if isinstance(request.auth, ApiKey):
            person = request.auth.person
            found = integration_principal(request.auth) if person is None else person_principal(person, request.auth)
        elif isinstance(request.user, Person):
            found = person_principal(request.user)
        else:
            raise NotAuthenticated
        request._hiringkit_principal = found  # type: ignore[attr-defined]
        _sign(request, found)
    return found


def _sign(request: Request, principal: Principal) -> None:
    """What this request writes is written by this principal."""
    route = getattr(request, "resolver_match", None)
    act_as(
        door="api",
        operation=f"{request.method} {route.view_name if route else request.path}"[:120],
        person=None if principal.person is None else principal.person.pk,
        key=None if principal.key is None else principal.key.pk,
    )


class BearerKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # drf-spectacular registers subclasses untyped
    target_class = BearerKeyAuthentication
    name = "apiKey"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "hk_...", "description": "An API key."}


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = SessionAuthentication
    name = "session"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": "A signed-in browser."}
