"""System checks that ask the database: our tables have the triggers that the change feed and the audit trail need.

They run with `migrate` and `check --database default`, and judge only a database whose migrations are all applied:
`migrate` asks them first, and what it is about to bring is nothing that is missing.
"""

from collections.abc import Sequence

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from hiringkit.checks import apps_with_tables
from hiringkit.rows.tracked import Tracked, tables_of_parts


@register(Tags.database)
def check_stamps(
    *, app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **options: object
) -> list[CheckMessage]:
    """E003: each table of the change feed has the trigger that stamps it, and each table of its parts the one that
    stamps it for them. A migration without `StampChanges` or `StampParent` would leave changes that no feed ever shows.
    """
    found: list[CheckMessage] = []
    for alias in _migrated(databases):
        for table in _unstamped_tables(alias):
            text = f"The table {table} has no trigger `stamp_change`."
            found.append(Error(text, hint="Add StampChanges.", id="hiringkit.E003"))
        for part, parent in _unstamping_parts(alias):
            text = f"Changes of {part} do not stamp {parent}."
            found.append(Error(text, hint="Add StampParent.", id="hiringkit.E003"))
    return found


def _unstamping_parts(alias: str) -> list[tuple[str, str]]:
    wanted = {
        (part, model._meta.db_table)
        for model in apps.get_models()
        if issubclass(model, Tracked)
        for part in tables_of_parts(model)
    }
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE 'stamp\\_%'")
        there = set(cursor.fetchall())
    return sorted(
        (part, parent)
        for part, parent in wanted
        if not {(part, f"stamp_{parent}_{event}") for event in ("insert", "update", "delete")} <= there
    )


def _unstamped_tables(alias: str) -> list[str]:
    tables = sorted(model._meta.db_table for model in apps.get_models() if issubclass(model, Tracked))
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname = ANY(%s) AND NOT EXISTS"
            " (SELECT FROM pg_trigger WHERE tgrelid = pg_class.oid AND tgname = 'stamp_change') ORDER BY relname",
            [tables],
        )
        return [str(name) for (name,) in cursor.fetchall()]


@register(Tags.database)
def check_audit(
    *, app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **options: object
) -> list[CheckMessage]:
    """E004: changes of each table of ours reach the audit trail, whichever way they are made."""
    return [
        Error(f"Changes of the table {table} are not audited.", hint="Add AuditChanges.", id="hiringkit.E004")
        for alias in _migrated(databases)
        for table in _unaudited_tables(alias)
    ]


def _unaudited_tables(alias: str) -> list[str]:
    tables = {
        model._meta.db_table
        for app in apps_with_tables()
        for model in app.get_models(include_auto_created=True)
        if model._meta.db_table not in (getattr(app, "not_audited", None) or ())
    }
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname = ANY(%s) AND 3 > (SELECT count(*) FROM"
            " pg_trigger WHERE tgrelid = pg_class.oid AND tgname LIKE 'audit\\_%%') ORDER BY relname",
            [sorted(tables)],
        )
        return [str(name) for (name,) in cursor.fetchall()]


def _migrated(databases: Sequence[str] | None) -> list[str]:
    """Of the databases those that hold every migration."""
    found = []
    for alias in databases or ():
        executor = MigrationExecutor(connections[alias])
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            found.append(alias)
    return found
