"""The outermost layer: a request id on everything, and problem documents where no view could answer."""

import logging
import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from uuid_utils.compat import uuid7

from hiringkit.door import BROKEN, FAULT, TOO_LARGE, TOO_MANY, TOO_SLOW
from hiringkit.problems import Problem
from hiringkit.rows.signing import act_as_nobody, current_request_id, set_request_id

_ACCEPTED = re.compile(r"[A-Za-z0-9._:-]{1,128}", re.ASCII)

BODILESS = ("GET", "HEAD", "OPTIONS", "DELETE")  # what they bring is not read; some servers give all a Content-Type

Handler = Callable[[HttpRequest], HttpResponseBase]


class RequestIdMiddleware:
    """Takes a well-formed `X-Request-ID` from the caller or makes one, and gives it back.

    The id stays set until the thread's next request: Django logs an answer after all middleware have left, and a
    streamed body is made after that.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if _ACCEPTED.fullmatch(given) else str(uuid7())
        set_request_id(request_id)
        try:
            response = self.get_response(request)
        finally:
            act_as_nobody()  # the thread's next request is somebody else's
        response.headers["X-Request-ID"] = request_id
        return response


class BodyMiddleware:
    """Answers for bodies that did not come whole (see `hiringkit.door`), before anything is done with the rest.

    Behind a server without the door, a body whose length nobody says is refused: WSGI would take it for empty.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        from hiringkit.api.handlers import plain_problem

        problem = _body_problem(request)
        return self.get_response(request) if problem is None else plain_problem(request, problem)


def _body_problem(request: HttpRequest) -> Problem | None:
    fault = request.META.get(FAULT)
    if fault == TOO_LARGE:
        return Problem(413, TOO_LARGE, "The body is too large.")
    if fault == BROKEN:
        return Problem(400, BROKEN, "The body can't be read.")
    if fault == TOO_SLOW:
        return Problem(408, TOO_SLOW, "The body did not come in time.")
    if fault == TOO_MANY:
        detail = "Too much is being received at the moment; try again."
        return Problem(503, TOO_MANY, detail, headers={"Retry-After": "5"})
    has_body = bool(request.META.get("CONTENT_TYPE")) or "HTTP_TRANSFER_ENCODING" in request.META
    if has_body and not request.META.get("CONTENT_LENGTH") and request.method not in BODILESS:
        return Problem(411, "length_required", "Say the body's length.")
    return None


class RequestIdFilter(logging.Filter):
    """Puts the request id on log records."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current_request_id()
        return True


class OneLineFilter(logging.Filter):
    """Says what was refused, without how we came to notice: anybody may send a wrong Host as often as they like."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.exc_info = record.exc_text = None
        return True


class ProblemMiddleware:
    """Turns Django's own HTML error pages into problem documents, or into pages of ours, for everything but the admin.

    Refuses cookies with a NUL character (an octal escape in a quoted cookie makes one), which the session table could
    not be asked for.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        from hiringkit.api.handlers import problem_for_status
        from hiringkit.api.pages import is_page

        if any("\x00" in value for value in request.COOKIES.values()):
            return problem_for_status(request, 400)
        response = self.get_response(request)
        made_by_django = (
            isinstance(response, HttpResponse)
            and response.status_code >= 400
            and response.headers.get("Content-Type", "").startswith("text/html")
        )
        if made_by_django and not request.path.startswith("/admin/") and not is_page(response):
            return problem_for_status(request, response.status_code)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """What a page's service refuses, as a page; the API's views answer for themselves."""
        from hiringkit.api.handlers import plain_problem

        return plain_problem(request, exception) if isinstance(exception, Problem) else None
