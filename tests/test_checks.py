"""The system checks, each with the state that it is there to stop."""

from typing import Any

import pytest
from django.core.checks import CheckMessage
from django.db import connection
from django.test import override_settings
from django.urls import path
from rest_framework.permissions import AllowAny
from rest_framework.views import APIView

from hiringkit.checks import check_audit, check_secrets, check_stamps, check_views


class OpenView(APIView):
    """Anybody may call it, and it says nothing of scopes."""

    permission_classes = (AllowAny,)


urlpatterns = [path("open", OpenView.as_view())]
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
    assert ids(messages) == ["hiringkit.E002"]
    assert "OpenView" in messages[0].msg


@pytest.mark.django_db
def test_each_table_of_the_feed_is_stamped() -> None:
    assert check_stamps(app_configs=None, databases=["default"]) == []
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER stamp_change ON people_person")
    messages = check_stamps(app_configs=None, databases=["default"])
    assert ids(messages) == ["hiringkit.E003"]
    assert "people_person" in messages[0].msg


@pytest.mark.django_db
def test_changes_of_each_table_are_audited() -> None:
    assert check_audit(app_configs=None, databases=["default"]) == []
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("DROP TRIGGER audit_update ON interviews_panelist")
    messages = check_audit(app_configs=None, databases=["default"])
    assert ids(messages) == ["hiringkit.E004"]
    assert "interviews_panelist" in messages[0].msg
