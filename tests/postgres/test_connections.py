"""Connections that the server has ended, and transactions that say in whose name they write."""

import uuid
from contextlib import ExitStack
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection, transaction

from hiringkit.postgres.base import PoolCheck
from hiringkit.rows.signing import act_as, act_as_nobody


def pool() -> Any:
    return getattr(connection, "pool")  # noqa: B009 -- the stubs know the engine's base only


def backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def end_sessions() -> None:
    """What a restart of the server does to all that the pool holds."""
    parameters = connection.get_connection_params()
    known = {name: parameters[name] for name in ("host", "port", "user", "password", "dbname") if parameters.get(name)}
    with psycopg.connect(**known, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.mark.django_db(transaction=True)
def test_sessions_that_the_server_ended_fail_nobodys_next_request() -> None:
    """However many the pool holds: it finds them all at once."""
    connection.close()
    with ExitStack() as held:
        ended = {held.enter_context(pool().connection()).info.backend_pid for _ in range(pool().max_size)}
    end_sessions()
    assert backend() not in ended


@pytest.mark.django_db(transaction=True)
def test_without_the_check_it_would_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    backend()
    connection.close()
    end_sessions()
    assert isinstance(pool()._check, PoolCheck)
    monkeypatch.setitem(connection.settings_dict, "CONN_HEALTH_CHECKS", False)
    monkeypatch.setattr(pool(), "_check", None)
    with pytest.raises(OperationalError):
        backend()
    connection.close()


def signature() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('hiringkit.actor', true)")
        return str(cursor.fetchone()[0] or "")


@pytest.mark.django_db(transaction=True)
def test_a_transaction_is_signed_and_the_session_is_not() -> None:
    someone = uuid.uuid4()
    act_as(door="command", operation="test", person=someone)
    try:
        with transaction.atomic():
            assert str(someone) in signature()
        assert signature() == ""
    finally:
        act_as_nobody()
    with transaction.atomic():
        assert signature() == ""
