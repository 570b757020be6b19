"""Pages for people in a browser, errors among them; programs get problem documents."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from hiringkit.problems import Problem
from hiringkit.rows.signing import current_request_id

# What a person is told in place of the protocol's phrase.
_TITLES: Final = {
    403: gettext_lazy("Not allowed"),
    404: gettext_lazy("Not found"),
    409: gettext_lazy("Not yet"),
    500: gettext_lazy("Something went wrong"),
}


def page(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """The page `pages/{template}.html`, marked as one that says itself what is wrong where something is."""
    response = render(request, f"pages/{template}.html", context, status=status)
    response.is_page = True  # type: ignore[attr-defined]
    return response


def is_page(response: object) -> bool:
    """Whether the answer is a page of ours."""
    return hasattr(response, "is_page")


def wants_page(request: HttpRequest) -> bool:
    """Whether a person in a browser asks, and not a program: beside the API, and for HTML."""
    return not request.path.startswith("/api/") and "text/html" in request.headers.get("Accept", "")


def error_page(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The problem as a page."""
    context = {
        "title": _TITLES.get(problem.status) or HTTPStatus(problem.status).phrase,
        "detail": " ".join([problem.text, *(fault.detail for fault in problem.faults)]),
        "request_id": current_request_id(),
    }
    response = page(request, "error", context, status=problem.status)
    for name, value in {"Cache-Control": "private, no-store", **problem.headers}.items():
        response.headers[name] = value
    return response
