"""Answers that no view of ours gives are problem documents too, with the request's id."""

import logging
import uuid
from typing import Any

import pytest
from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.db import OperationalError, connection
from django.http import HttpRequest, UnreadablePostError
from django.test import override_settings
from django.urls import URLPattern, URLResolver, path
from psycopg.errors import LockNotAvailable
from psycopg_pool import PoolTimeout
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hiringkit.api.middleware import RequestIdFilter
from hiringkit.urls import handler400, handler403, handler404, handler500  # noqa: F401  # of the URL map below
from hiringkit.urls import urlpatterns as product_urls
from tests.api_client import APIClient, Client
from tests.people.factories import key_client

MEMBERS = {"type", "title", "status", "detail", "instance", "code", "request_id", "errors"}


def break_down(request: HttpRequest) -> Any:
    raise RuntimeError("a secret of ours")


RAISED = {
    "pool": PoolTimeout("no connection in time"),
    "host": DisallowedHost("elsewhere.example"),
    "broken-off": UnreadablePostError("connection reset"),
    "form": RequestDataTooBig("too many bytes"),
}


class GivesUpView(APIView):
    """Meets what the address says on the way to an answer."""

    authentication_classes = permission_classes = ()

    def get(self, request: Request, way: str) -> Response:
        if way in RAISED:
            raise RAISED[way]
        if way == "lock":
            raise OperationalError from LockNotAvailable("lock timeout")
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', '20', true)")
            cursor.execute("SELECT pg_sleep(5)")
        return Response({})


urlpatterns: list[URLPattern | URLResolver] = [
    path("break-down", break_down),
    path("gives-up/<str:way>", GivesUpView.as_view()),
    *product_urls,
]


def problem(response: Any, status: int, code: str) -> dict[str, Any]:
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    document: dict[str, Any] = response.json()
    assert set(document) >= MEMBERS
    assert (document["status"], document["code"]) == (status, code)
    assert document["request_id"] == response["X-Request-ID"]
    return document


@pytest.mark.parametrize(
    "address", ["/nothing", "/api/v1/nothing", "/api/v2/roles", "/api/v1/roles/", "/%00", "/\u00e9"]
)
def test_an_unknown_address(client: Client, address: str) -> None:
    document = problem(client.get(address), 404, "not_found")
    assert document["errors"] == []


@pytest.mark.parametrize("address", ["/health/live", "/nothing"])
def test_an_unknown_host(client: Client, address: str) -> None:
    problem(client.get(address, headers={"Host": "elsewhere.example"}), 400, "bad_request")


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_an_uncaught_exception_tells_nothing(caplog: pytest.LogCaptureFixture) -> None:
    response = Client(raise_request_exception=False).get("/break-down")
    document = problem(response, 500, "internal_error")
    assert "secret" not in response.content.decode()
    assert document["instance"] == "/break-down"


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize("way", ["pool", "lock", "statement"])
def test_a_database_that_gives_up_asks_to_try_again(client: Client, way: str) -> None:
    response = client.get(f"/gives-up/{way}")
    problem(response, 503, "busy")
    assert response["Retry-After"] == "1"


@pytest.mark.django_db
def test_a_nul_in_the_session_cookie_is_a_bad_request(client: Client) -> None:
    client.cookies["sessionid"] = "\x00aaaaaaaaaaaa"
    problem(client.get("/api/v1/people"), 400, "bad_request")


@pytest.mark.django_db
def test_a_method_that_is_not_there() -> None:
    response = key_client("all").put("/api/v1/people", {})
    problem(response, 405, "method_not_allowed")
    assert "GET" in response["Allow"]
    problem(APIClient().post("/health/live"), 405, "method_not_allowed")


@pytest.mark.django_db
def test_a_format_that_we_do_not_give() -> None:
    problem(key_client("all").get("/api/v1/people", headers={"Accept": "application/xml"}), 406, "not_acceptable")


@pytest.mark.django_db
def test_a_body_that_is_not_json() -> None:
    problem(
        key_client("all").post("/api/v1/candidates", "<a/>", content_type="application/xml"),
        415,
        "unsupported_media_type",
    )


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize(
    ("way", "status", "code"),
    [("host", 400, "bad_request"), ("broken-off", 400, "bad_request"), ("form", 413, "too_large")],
)
def test_a_request_that_django_gives_up_on_inside_a_view(client: Client, way: str, status: int, code: str) -> None:
    problem(client.get(f"/gives-up/{way}"), status, code)


@override_settings(ALLOWED_HOSTS=["testserver"])
def test_a_wrong_host_is_refused_and_writes_one_line(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    """Anybody may send one as often as they like."""
    problem(client.get("/health/live", headers={"Host": "evil.example"}), 400, "bad_request")
    (record,) = (record for record in caplog.records if record.name.startswith("django.security"))
    assert "evil.example" in record.getMessage()
    assert logging.Formatter().format(record).count("\n") == 0


@pytest.mark.django_db
def test_the_admin_keeps_its_pages() -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.get("/admin/login/")["Content-Type"].startswith("text/html")
    # Its CSRF failures are ours all the same: a page could tell no more.
    problem(client.post("/admin/login/", {"username": "a", "password": "b"}), 403, "csrf_failed")


@pytest.mark.parametrize("given", ["abc-123", "0190b5a6-0000-7000-8000-000000000000"])
def test_a_request_id_is_kept(client: Client, given: str) -> None:
    assert client.get("/health/live", headers={"X-Request-ID": given})["X-Request-ID"] == given


@pytest.mark.parametrize("given", ["", "with space", "x" * 129, "caf\u00e9", "a\nb"])
def test_a_malformed_request_id_is_replaced(client: Client, given: str) -> None:
    made = client.get("/health/live", headers={"X-Request-ID": given})["X-Request-ID"]
    assert uuid.UUID(made).version == 7


def test_log_lines_carry_the_request_id(client: Client) -> None:
    client.get("/health/live", headers={"X-Request-ID": "of-this-request"})
    record = logging.makeLogRecord({})
    assert RequestIdFilter().filter(record)
    assert record.request_id == "of-this-request"  # type: ignore[attr-defined]
