"""The system checks, each with the state that it is there to stop."""

from typing import Any

import pytest
from django.core.checks import CheckMessage
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.test import override_settings
from django.urls import path
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hiringkit.api.endpoint import REACH_DECIDES, Endpoint
from hiringkit.checks import check_declarations, check_secrets, check_views
from hiringkit.database_checks import check_audit, check_stamps
from hiringkit.people.permissions import Requires
from hiringkit.people.vocabulary import GroupName
from interviews.apps import InterviewsConfig
from roles.apps import RolesConfig
from tests.factories import PersonFactory
from tests.people.factories import key_client, session


class OpenView(APIView):
    """Anybody may call it, and it says nothing of scopes."""

    permission_classes = (AllowAny,)


class MisspeltView(APIView):
    """Its author has forgotten who writes, and meant `close_all`."""

    permission_classes = (Requires,)
    action = "close_all"
    endpoint = Endpoint(scope="hiring", thing="thing", action_groups={"closeall": (GroupName.RECRUITER,)})

    def get(self, request: Request) -> Response:
        return Response("read")

    def post(self, request: Request) -> Response:
        return Response("written")


class ReadView(APIView):
    """What only reads need not say who writes."""

    permission_classes = (Requires,)
    action = "retrieve"
    endpoint = Endpoint(scope="hiring", thing="thing")

    def get(self, request: Request) -> Response:
        return Response("read")

    def post(self, request: Request) -> Response:
        return Response("written")


class SaidView(ReadView):
    endpoint = Endpoint(scope="hiring", thing="thing", write_groups=REACH_DECIDES)


urlpatterns = [
    path("open", OpenView.as_view()),
    path("misspelt", MisspeltView.as_view()),
    path("read", ReadView.as_view()),
    path("said", SaidView.as_view()),
]
GOOD = {"DEVELOPMENT": False, "SECRET_KEY": "s" * 50, "API_KEY_PEPPERS": {1: "a" * 32, 2: "b" * 32}}


def ids(messages: list[CheckMessage]) -> list[str | None]:
    return [message.id for message in messages]


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"SECRET_KEY": "short"}, ["hiringkit.E001"]),
        ({"API_KEY_PEPPERS": {1: "a" * 31}}, ["hiringkit.E001"]),
        ({"API_KEY_PEPPERS": {1: "s" * 50}}, ["hiringkit.E001"]),
        ({"SECRET_KEY": "short", "DEVELOPMENT": True}, []),
    ],
)
def test_secrets_are_long_and_their_own(changed: dict[str, Any], found: list[str]) -> None:
    with override_settings(**GOOD | changed):
        assert ids(check_secrets(app_configs=None)) == found


def test_each_view_says_whom_it_is_for() -> None:
    assert check_views(app_configs=None) == []
    with override_settings(ROOT_URLCONF=__name__):
        messages = check_views(app_configs=None)
    assert [message.msg for message in messages] == [
        "MisspeltView does not say who may call it: write_groups, action_groups['closeall'].",
        "OpenView does not say who may call it: endpoint, permission_classes without Requires.",
        "ReadView does not say who may call it: write_groups.",
    ]
    assert set(ids(messages)) == {"hiringkit.E002"}


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["root", "key"])
def test_a_view_that_does_not_say_whom_it_is_for_refuses_everybody(who: str) -> None:
    client = session(PersonFactory.make(is_superuser=True)) if who == "root" else key_client("all")
    with override_settings(ROOT_URLCONF=__name__):
        for refused in (client.get("/misspelt"), client.post("/misspelt"), client.post("/read")):
            assert (refused.status_code, refused.json()["code"]) == (403, "nobody_allowed")
        assert [client.get("/read").status_code, client.post("/said").status_code] == [200, 200]  # the control


def test_each_app_with_tables_says_who_may_do_what_with_them(monkeypatch: pytest.MonkeyPatch) -> None:
    assert check_declarations(app_configs=None) == []
    monkeypatch.setattr(RolesConfig, "grants", None)
    monkeypatch.setattr(RolesConfig, "not_audited", None)
    monkeypatch.setattr(InterviewsConfig, "grants", {GroupName.AUDITOR: {"view": ("job", "jbo")}})
    monkeypatch.setattr(InterviewsConfig, "not_audited", frozenset({"roles_role"}))
    messages = check_declarations(app_configs=None)
    assert [message.msg for message in messages] == [
        "The app roles has tables and does not say who may do what with them.",
        "The app roles has tables and does not say which are not audited.",
        "The app interviews grants something on `jbo`, which is no model of it.",
        "The app interviews leaves the table `roles_role` unaudited, which is none of it.",
    ]
    with pytest.raises(SystemCheckError, match=r"hiringkit\.E005"):
        call_command("check")


@pytest.mark.django_db
def test_each_table_of_the_feed_is_stamped() -> None:
    assert check_stamps(app_configs=None, databases=["default"]) == []
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER stamp_change ON people_person")
        cursor.execute("DROP TRIGGER stamp_interviews_interview_delete ON interviews_panelist")
    messages = check_stamps(app_configs=None, databases=["default"])
    assert ids(messages) == ["hiringkit.E003", "hiringkit.E003"]
    assert "people_person" in messages[0].msg
    assert messages[1].msg == "Changes of interviews_panelist do not stamp interviews_interview."


@pytest.mark.django_db
def test_changes_of_each_table_are_audited() -> None:
    assert check_audit(app_configs=None, databases=["default"]) == []
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("DROP TRIGGER audit_update ON interviews_panelist")
    messages = check_audit(app_configs=None, databases=["default"])
    assert ids(messages) == ["hiringkit.E004"]
    assert "interviews_panelist" in messages[0].msg
