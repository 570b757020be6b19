"""Rows made once and copied into every test that wants them.

Loading the library and assembling a plan cost most of a second, and some hundred tests begin with them. The first test
of a process makes them with the product's own services; the others get the same rows back by COPY, without triggers.
Where the role that runs the tests may not pass the triggers by, every test makes them.
"""

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection, transaction

from hiringkit.postgres.cluster import SUPERUSER
from hiringkit.postgres.server import ROLE
from roles.library.load import load_library

MEMBERS = "people_person_groups"

_kept: dict[str, "_Rows"] = {}


class _Rows:
    """Rows of some tables, as COPY writes them."""

    def __init__(self, tables: Iterable[str]) -> None:
        self.lines: dict[str, set[bytes]] = {}
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT m.person_id, g.name FROM {MEMBERS} m JOIN auth_group g ON g.id = m.group_id")
            self.members = set(cursor.fetchall())  # groups by name: tables that were emptied number them anew
            for table in set(tables) - {MEMBERS}:
                with cursor.copy(f"COPY {table} TO STDOUT") as copy:
                    self.lines[table] = set(b"".join(bytes(part) for part in copy).splitlines(keepends=True))

    def without(self, other: "_Rows") -> "_Rows":
        """What is here and not there."""
        self.members -= other.members
        for table, lines in self.lines.items():
            lines -= other.lines[table]
        return self

    def restore(self) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            for table, lines in self.lines.items():
                with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                    copy.write(b"".join(lines))
            cursor.executemany(
                f"INSERT INTO {MEMBERS} (person_id, group_id) SELECT %s, id FROM auth_group WHERE name = %s",
                list(self.members),
            )
            cursor.execute("SET LOCAL session_replication_role = origin")
            for sequence, table in _sequences(cursor, self.lines):
                cursor.execute(f"SELECT setval('{sequence}', coalesce((SELECT max(id) FROM {table}), 0) + 1)")


def _sequences(cursor: Any, tables: Iterable[str]) -> list[tuple[str, str]]:
    cursor.execute(
        """
        SELECT pg_get_serial_sequence(table_name, 'id'), table_name FROM information_schema.columns
        WHERE table_name = ANY(%s) AND column_name = 'id' AND is_identity = 'YES'
        """,
        [list(tables)],
    )
    return list(cursor.fetchall())


@cache
def _may_pass_triggers() -> bool:
    if connection.settings_dict.get("EMBEDDED_DIR"):  # its role is no superuser; whose server it is may grant it
        parameters = connection.get_connection_params()
        with psycopg.connect(
            host=parameters["host"], port=parameters["port"], user=SUPERUSER, dbname="postgres", autocommit=True
        ) as owner:
            owner.execute("SELECT pg_advisory_lock(1)")
            owner.execute(f"GRANT SET ON PARAMETER session_replication_role TO {ROLE}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_parameter_privilege('session_replication_role', 'SET')")
        return bool(cursor.fetchone()[0])


def load_shipped_library() -> None:
    load_library(folder=Path(settings.BASE_DIR, "fixtures", "library"))


def once(name: str, prefixes: Iterable[str], make: Callable[[], object]) -> None:
    """Have the rows that `make` adds to the tables of these prefixes, in the database of this test."""
    tables = [table for table in connection.introspection.table_names() if table.startswith(tuple(prefixes))]
    if not _may_pass_triggers():
        make()
    elif found := _kept.get(name):
        found.restore()
    else:
        before = _Rows(tables)
        make()
        _kept[name] = _Rows(tables).without(before)
