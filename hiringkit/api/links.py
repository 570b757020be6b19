"""Addresses that somebody is given to open: whole, so that they work from a mail or a calendar."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse


def page_url(request: Any, name: str, *arguments: Any) -> str:
    """The address of what the URL map calls `name`, under the service's public address where one is set; arguments that
    are None are left out.
    """
    path = reverse(name, args=[each for each in arguments if each is not None])
    return absolute(request, path)


def base_url(request: Any) -> str:
    """What addresses of the service begin with."""
    return absolute(request, "/")[:-1]


def absolute(request: Any, path: str) -> str:
    """The path as a whole address, which starts as the service is reached by this request unless a setting says how."""
    if settings.PUBLIC_URL:
        return f"{settings.PUBLIC_URL}{path}"
    asked: HttpRequest = getattr(request, "_request", request)
    return asked.build_absolute_uri(path)
