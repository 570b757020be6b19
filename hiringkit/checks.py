"""System checks: what must hold before Hiring Kit serves anybody.

Run by every `manage.py` command; E003 asks the database, so it runs with `migrate` and `check --database default`.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.views import APIView

from hiringkit.people.permissions import Requires
from hiringkit.rows.tracked import Tracked

SECRET_LENGTH = 32


@register(Tags.security)
def check_secrets(*, app_configs: Sequence[AppConfig] | None, **options: Any) -> list[CheckMessage]:
    """E001: outside development the peppers and the secret key are long, and no secret serves two purposes."""
    if settings.DEVELOPMENT:
        return []
    secrets = [settings.SECRET_KEY, *settings.API_KEY_PEPPERS.values()]
    if min(map(len, secrets)) >= SECRET_LENGTH and len(set(secrets)) == len(secrets):
        return []
    return [
        Error(
            f"The secret key and each pepper of API keys need {SECRET_LENGTH} characters, and none may equal another.",
            hint="Set HIRINGKIT_SECRET_KEY and HIRINGKIT_KEY_PEPPERS.",
            id="hiringkit.E001",
        )
    ]


@register(Tags.urls)
def check_views(*, app_configs: Sequence[AppConfig] | None, **options: Any) -> list[CheckMessage]:
    """E002: each view of the API says which scope it asks of keys, and leaves the asking to `Requires`."""
    return [
        Error(f"{view.__name__} names no `scope`, or its permission is not `Requires`.", id="hiringkit.E002")
        for view in sorted(set(_views(get_resolver().url_patterns)), key=lambda view: view.__name__)
        if not hasattr(view, "scope") or Requires not in view.permission_classes
    ]


def _views(patterns: Sequence[URLPattern | URLResolver]) -> Iterator[type[APIView]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _views(pattern.url_patterns)
        elif (view := getattr(pattern.callback, "cls", None)) is not None and issubclass(view, APIView):
            yield view


@register(Tags.database)
def check_stamps(
    *, app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **options: Any
) -> list[CheckMessage]:
    """E003: each table of the change feed has the trigger that stamps it. A migration without `StampChanges` would
    leave rows that no feed ever shows.
    """
    return [
        Error(f"The table {table} has no trigger `stamp_change`.", hint="Add StampChanges.", id="hiringkit.E003")
        for alias in databases or ()
        for table in _unstamped_tables(alias)
    ]


def _unstamped_tables(alias: str) -> list[str]:
    tables = sorted(model._meta.db_table for model in apps.get_models() if issubclass(model, Tracked))
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname = ANY(%s) AND NOT EXISTS"
            " (SELECT FROM pg_trigger WHERE tgrelid = pg_class.oid AND tgname = 'stamp_change') ORDER BY relname",
            [tables],
        )
        return [str(name) for (name,) in cursor.fetchall()]


# Tables that no person's change lands in: Django's and the queue's own bookkeeping, and the trail itself.
NOT_AUDITED = frozenset({"audit_auditentry", "audit_auditseal"})
AUDITED_APPS = ("people", "audit", "roles", "interviews")


@register(Tags.database)
def check_audit(
    *, app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **options: Any
) -> list[CheckMessage]:
    """E004: changes of each table of ours reach the audit trail, whichever way they are made."""
    return [
        Error(f"Changes of the table {table} are not audited.", hint="Add AuditChanges.", id="hiringkit.E004")
        for alias in databases or ()
        for table in _unaudited_tables(alias)
    ]


def _unaudited_tables(alias: str) -> list[str]:
    tables = {
        model._meta.db_table
        for label in AUDITED_APPS
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    } - NOT_AUDITED
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname = ANY(%s) AND 3 > (SELECT count(*) FROM"
            " pg_trigger WHERE tgrelid = pg_class.oid AND tgname LIKE 'audit\\_%%') ORDER BY relname",
            [sorted(tables)],
        )
        return [str(name) for (name,) in cursor.fetchall()]
