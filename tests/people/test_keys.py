"""API keys: what is stored, what is refused, what a use leaves behind."""

import hashlib
import hmac
import re
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test import override_settings
from django.utils import timezone

from hiringkit.people.keys import create_api_key, revoke_api_key, verify_api_key
from hiringkit.people.models import ApiKey
from hiringkit.problems import Problem
from tests.factories import ApiKeyFactory
from tests.people.factories import make_person

OLD, NEW = "the-first-pepper-of-these-tests-here", "the-second-pepper-of-these-tests-now"


def key(**values: Any) -> tuple[ApiKey, str]:
    return create_api_key(**{"name": "ATS", "scopes": ["all"]} | values)


@pytest.mark.django_db
def test_only_a_keyed_digest_is_stored() -> None:
    made, text = key(scopes=["people:read", "hiring:write", "people:read"])
    match = re.fullmatch(r"hk_([0-9A-Za-z]{12})_([0-9A-Za-z]{32})", text)
    assert match is not None
    lookup, secret = match.groups()
    stored = ApiKey.objects.values_list("lookup", "digest", "scopes").get()
    pepper = settings.API_KEY_PEPPERS[1].encode()
    assert (stored[0], bytes(stored[1])) == (lookup, hmac.digest(pepper, secret.encode(), hashlib.sha256))
    assert stored[2] == ["hiring:write", "people:read"]
    assert secret not in str(made)
    assert verify_api_key(text=text) == made


@pytest.mark.django_db
def test_every_fault_of_a_new_key_is_listed() -> None:
    with pytest.raises(Problem) as raised:
        key(name=" ", scopes=["all", "everything", "hiring:delete"], expires_at=timezone.now())
    assert [(fault.code, fault.pointer) for fault in raised.value.faults] == [
        ("unknown_scope", "/scopes/1"),
        ("unknown_scope", "/scopes/2"),
        ("blank", "/name"),
        ("already_expired", "/expires_at"),
    ]
    with pytest.raises(Problem) as raised:
        key(name="x" * 121)
    assert [(fault.code, fault.pointer) for fault in raised.value.faults] == [("max_length", "/name")]
    with pytest.raises(Problem) as raised:
        key(scopes=[])
    assert [(fault.code, fault.pointer) for fault in raised.value.faults] == [("required", "/scopes")]


@pytest.mark.django_db
@pytest.mark.parametrize("scopes", [[], ["everything"], ["all", "hiring"]])
def test_the_database_holds_no_unknown_scope(scopes: list[str]) -> None:
    with pytest.raises(IntegrityError, match="api_key_scopes_known"), transaction.atomic():
        ApiKeyFactory.make(scopes=scopes)


def other_last(text: str) -> str:
    return text[:-1] + ("a" if text[-1] != "a" else "b")


WRONG: dict[str, Callable[[str], str]] = {
    "last character": other_last,
    "cut": lambda text: text[:-1],
    "too long": lambda text: text + "a",
    "case": str.swapcase,
    "prefix": lambda text: text.replace("hk_", "sk_"),
    "no secret": lambda text: text.rpartition("_")[0],
    "NUL": lambda text: text.replace("_", "_\x00"),
    "digits of another script": lambda text: "hk_" + "\u0660" * 12 + text[15:],
    "unknown": lambda _: "hk_" + "a" * 12 + "_" + "a" * 32,
    "10 kB": lambda _: "x" * 10_000,
    "unicode": lambda _: "\u00e9\u4e2d\U0001f600",
    "empty": lambda _: "",
}


@pytest.mark.django_db
@pytest.mark.parametrize("way", WRONG)
def test_a_wrong_key_is_nobody(way: str) -> None:
    _, text = key()
    assert verify_api_key(text=WRONG[way](text)) is None


@pytest.mark.django_db
def test_revoked_expired_and_ownerless_keys_are_nobody() -> None:
    revoked, revoked_text = key()
    first = revoke_api_key(key=revoked).revoked_at
    assert revoke_api_key(key=revoked).revoked_at == first
    expired, expired_text = key(expires_at=timezone.now() + timedelta(minutes=5))
    assert verify_api_key(text=expired_text) == expired
    ApiKey.objects.filter(pk=expired.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    owner = make_person()
    _, owned_text = key(person=owner)
    owner.is_active = False
    owner.save()
    assert [verify_api_key(text=text) for text in (revoked_text, expired_text, owned_text)] == [None] * 3


@pytest.mark.django_db
def test_use_is_noted_at_most_once_a_minute() -> None:
    made, text = key()
    verify_api_key(text=text)
    made.refresh_from_db()
    first = made.last_used_at
    assert first is not None
    verify_api_key(text=text)
    made.refresh_from_db()
    assert made.last_used_at == first
    ApiKey.objects.update(last_used_at=first - timedelta(seconds=61))
    verify_api_key(text=text)
    made.refresh_from_db()
    assert made.last_used_at is not None
    assert made.last_used_at > first


@pytest.mark.django_db
def test_a_wrong_secret_leaves_no_trace_of_use() -> None:
    made, text = key()
    verify_api_key(text=other_last(text))
    made.refresh_from_db()
    assert made.last_used_at is None


@pytest.mark.django_db
def test_a_new_pepper_takes_over_key_by_key() -> None:
    with override_settings(API_KEY_PEPPERS={1: OLD}):
        made, text = key()
    with override_settings(API_KEY_PEPPERS={1: OLD, 2: NEW}):
        assert verify_api_key(text=text) == made
    with override_settings(API_KEY_PEPPERS={2: NEW}):
        assert verify_api_key(text=text) == made
    made.refresh_from_db()
    assert made.pepper_version == 2


@pytest.mark.django_db
def test_without_its_pepper_a_key_is_nobody() -> None:
    with override_settings(API_KEY_PEPPERS={1: OLD}):
        _, text = key()
    with override_settings(API_KEY_PEPPERS={2: NEW}):
        assert verify_api_key(text=text) is None


@pytest.mark.django_db(transaction=True)
def test_one_keys_long_request_does_not_hold_up_the_next() -> None:
    """The use is noted outside the work's transaction, so the row is never locked while the work goes on."""
    _, text = key()
    found: list[ApiKey | None] = []

    def use() -> None:
        found.append(verify_api_key(text=text))
        connection.close()

    verify_api_key(text=text)
    with transaction.atomic():
        thread = threading.Thread(target=use)
        thread.start()
        thread.join(timeout=10)
        assert not thread.is_alive()
    assert found[0] is not None
