"""From exceptions to problem documents, inside the router and outside it."""

import logging
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

import orjson
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from psycopg import errors as postgres
from psycopg_pool import PoolTimeout
from rest_framework import exceptions
from rest_framework.response import Response

from hiringkit.api.pages import error_page, wants_page
from hiringkit.problems import Fault, Problem, invalid, not_found
from hiringkit.rows.signing import current_request_id

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"

# Answers of DRF and Django that carry no code of their own worth keeping.
_BY_STATUS = {
    400: ("bad_request", "The request can't be read."),
    403: ("forbidden", "You may not do this."),
    404: ("not_found", "There is nothing here that you can reach."),
    405: ("method_not_allowed", "This resource does not take that method."),
    413: ("too_large", "The body is too large."),
    500: ("internal_error", "Something went wrong on our side; quote the request id."),
}


def problem_document(problem: Problem, *, instance: str, request_id: str) -> dict[str, Any]:
    """The RFC 9457 body: `type, title, status, detail, instance, code, request_id, errors`, then the extra members."""
    return {
        "type": f"urn:hiringkit:problem:{problem.code}",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.text,
        "instance": instance,
        "code": problem.code,
        "request_id": request_id,
        "errors": [{"code": fault.code, "pointer": fault.pointer, "detail": fault.detail} for fault in problem.faults],
        **problem.extra,
    }


def problem_handler(exc: Exception, context: Mapping[str, Any]) -> Response:
    """DRF's exception handler: every exception becomes a problem document."""
    problem = _as_problem(exc)
    if problem.status >= 500:
        logger.error("request failed", exc_info=exc)
    request = context["request"]
    response = Response(
        problem_document(problem, instance=request.path, request_id=current_request_id()),
        status=problem.status,
        headers=problem.headers,
        content_type=MEDIA_TYPE,
    )
    response.exception = True
    return response


def _as_problem(exc: Exception) -> Problem:
    if isinstance(exc, Problem):
        return exc
    if isinstance(exc, exceptions.ValidationError):
        return invalid(_faults(exc.get_full_details(), ""))
    if isinstance(exc, Http404 | exceptions.NotFound):
        return not_found()
    if isinstance(exc, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        code = "not_authenticated" if isinstance(exc, exceptions.NotAuthenticated) else str(exc.get_codes())
        return Problem(401, code, str(exc.detail), headers={"WWW-Authenticate": "Bearer"})
    if isinstance(exc, PermissionDenied | exceptions.PermissionDenied):
        return Problem(403, "forbidden", str(getattr(exc, "detail", exc)) or _BY_STATUS[403][1])
    if isinstance(exc, exceptions.APIException):
        headers = {"Retry-After": str(int(wait))} if (wait := getattr(exc, "wait", None)) else {}
        return Problem(exc.status_code, str(exc.get_codes()), str(exc.detail), headers=headers)
    if isinstance(exc, SuspiciousOperation | BadRequest | MultiPartParserError | UnreadablePostError):
        # A bad host, a form that Django can't read: found only once a view asks for it.
        status = 413 if isinstance(exc, RequestDataTooBig) else 400
        return Problem(status, *_BY_STATUS[status])
    if _is_overload(exc):
        return Problem(503, "busy", "The database is busy; try again.", headers={"Retry-After": "1"})
    return Problem(500, *_BY_STATUS[500])


def _is_overload(exc: Exception) -> bool:
    """Time-outs of statements, locks and the pool, and a database that restarts: worth another try."""
    if isinstance(exc, PoolTimeout):
        return True
    transient = postgres.QueryCanceled | postgres.LockNotAvailable | postgres.DeadlockDetected | PoolTimeout
    return isinstance(exc, OperationalError) and (
        exc.__cause__ is None or isinstance(exc.__cause__, transient | postgres.OperationalError)
    )


def _faults(details: Any, pointer: str) -> Iterator[Fault]:
    """Flatten DRF's nested error details into faults with RFC 6901 pointers."""
    if isinstance(details, Mapping) and {"message", "code"} == set(details):
        yield Fault(str(details["code"]), pointer, str(details["message"]))
    elif isinstance(details, Mapping):
        for name, inner in details.items():
            step = "" if name == "non_field_errors" else "/" + str(name).replace("~", "~0").replace("/", "~1")
            yield from _faults(inner, pointer + step)
    else:
        for index, inner in enumerate(details):
            nested = isinstance(inner, Mapping) and {"message", "code"} != set(inner)
            yield from _faults(inner, f"{pointer}/{index}" if nested else pointer)


def plain_problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The problem as a Django response, for what happens outside DRF's views: a page for people."""
    if wants_page(request):
        return error_page(request, problem)
    body = orjson.dumps(problem_document(problem, instance=request.path, request_id=current_request_id()))
    return HttpResponse(body, status=problem.status, content_type=MEDIA_TYPE, headers=problem.headers)


def problem_for_status(request: HttpRequest, status: int) -> HttpResponse:
    """A problem document for an answer that Django made by itself."""
    code, detail = _BY_STATUS.get(
        status, (f"http_{status}", HTTPStatus(status).description or HTTPStatus(status).phrase)
    )
    return plain_problem(request, Problem(status, code, detail))


def bad_request_view(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return problem_for_status(request, 413)
    return problem_for_status(request, 400)


def forbidden_view(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem_for_status(request, 403)


def not_found_view(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem_for_status(request, 404)


def server_error_view(request: HttpRequest) -> HttpResponse:
    return problem_for_status(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF failure view."""
    return plain_problem(request, Problem(403, "csrf_failed", reason or "The CSRF token is missing or wrong."))
