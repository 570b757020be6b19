"""The outermost layer: a request id on everything, and problem documents where no view could answer."""

import logging
import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from uuid_utils.compat import uuid7

from hiringkit.rows.signing import act_as_nobody, current_request_id, set_request_id

_ACCEPTED = re.compile(r"[A-Za-z0-9._:-]{1,128}", re.ASCII)

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


class RequestIdFilter(logging.Filter):
    """Puts the request id on log records."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current_request_id()
        return True


class ProblemMiddleware:
    """Turns Django's own HTML error pages into problem documents, for everything but the admin.

    Refuses cookies with a NUL character (an octal escape in a quoted cookie makes one), which the session table could
    not be asked for.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        from hiringkit.api.handlers import problem_for_status

        if any("\x00" in value for value in request.COOKIES.values()):
            return problem_for_status(request, 400)
        response = self.get_response(request)
        made_by_django = (
            isinstance(response, HttpResponse)
            and response.status_code >= 400
            and response.headers.get("Content-Type", "").startswith("text/html")
        )
        if made_by_django and not request.path.startswith("/admin/"):
            return problem_for_status(request, response.status_code)
        return response
