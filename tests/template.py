"""The database that every test begins with: migrated, with the shipped library and one story of hiring, analysed.

It is made once by the product's own services and kept under a name that tells what it was made from; each process of
the tests works on a copy, and a test that commits leaves the next one a new copy. A copy costs a tenth of a second.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from psycopg import sql

from hiringkit.postgres.cluster import SUPERUSER
from hiringkit.postgres.server import ROLE
from roles.library.load import load_library

PREFIX = "hiringkit_template_"
KEPT = 3  # templates of other states of the source that stay on the server
LOCK = 7_106_214  # whoever makes a template holds this advisory lock
STORY = ("interviews_", "people_")
LIBRARY = ("roles_",)
TRAIL = ("audit_",)


def name_of_copy(worker: str) -> str:
    product = connection.settings_dict["NAME"]
    return f"test_{product}" if worker == "master" else f"test_{product}_{worker}"


def load_shipped_library() -> None:
    load_library(folder=Path(settings.BASE_DIR, "fixtures", "library"))


def use_copy(name: str) -> None:
    """Work from now on in a database of this name, a new copy of the template."""
    template = _template()
    _disconnect()
    with maintenance() as server:
        _drop(server, name)
        _execute(server, "CREATE DATABASE {} TEMPLATE {}", name, template)
    connection.settings_dict["NAME"] = name


def drop_copy(name: str) -> None:
    _disconnect()
    with maintenance() as server:
        _drop(server, name)


def take_out(*prefixes: str) -> None:
    """Empty the tables of these prefixes, passing their triggers by. Groups and their permissions stay.

    Deleting and rolling back costs two milliseconds; where the role that runs the tests may not pass the triggers by,
    TRUNCATE does the same for fifty.
    """
    tables = [table for table in _filled_tables() if table.startswith(prefixes)]
    if _may_pass_triggers():
        emptied = "; ".join(f"DELETE FROM {table}" for table in tables)
        _at_once(
            f"SET LOCAL session_replication_role = replica; {emptied}; SET LOCAL session_replication_role = origin"
        )
    else:
        _at_once(f"TRUNCATE {', '.join(tables)} CASCADE")


def _at_once(statements: str) -> None:
    """Several statements in one message to the server."""
    with transaction.atomic():
        assert connection.connection is not None
        connection.connection.execute(statements.encode())


@cache
def _filled_tables() -> list[str]:
    """The tables of the product in which the template has rows."""
    with connection.cursor() as cursor:
        return [
            table
            for table in connection.introspection.table_names(cursor)
            if table.startswith((*STORY, *LIBRARY, *TRAIL))
            and cursor.execute(f"SELECT EXISTS (SELECT FROM {table})").fetchone()[0]
        ]


@cache
def _may_pass_triggers() -> bool:
    if connection.settings_dict.get("EMBEDDED_DIR"):  # its role is no superuser; whose server it is may grant it
        with maintenance(user=SUPERUSER) as owner:
            owner.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            owner.execute(f"GRANT SET ON PARAMETER session_replication_role TO {ROLE}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_parameter_privilege('session_replication_role', 'SET')")
        return bool(cursor.fetchone()[0])


@cache
def _template() -> str:
    """The name of the template, which is made if nobody has made it yet."""
    name = PREFIX + _state_of_the_source()
    with maintenance() as server:
        server.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        if name not in _templates(server):
            _make(server, name)
            for old in _templates(server)[: -KEPT - 1]:
                _drop(server, old)
    return name


def _templates(server: psycopg.Connection[Any]) -> list[str]:
    """Those there are, the oldest first."""
    found = server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY oid", [PREFIX])
    return [name for (name,) in found]


def _make(server: psycopg.Connection[Any], name: str) -> None:
    """Under another name until it is whole, so that nobody copies what an interrupted run has left."""
    half = name.replace(PREFIX, "hiringkit_unfinished_")
    _drop(server, half)
    _execute(server, "CREATE DATABASE {}", half)
    connection.settings_dict["NAME"] = half
    call_command("migrate", verbosity=0)
    _fill()
    _disconnect()
    _execute(server, "ALTER DATABASE {} RENAME TO {}", half, name)


def _fill() -> None:
    from tests.story import tell_story

    with transaction.atomic():
        load_shipped_library()
        tell_story()
    with connection.cursor() as cursor:
        for table in ("audit_auditentry", "audit_auditseal"):  # transactional tests empty the trail as well
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER append_only_whole")
        cursor.execute("TRUNCATE audit_auditentry, audit_auditseal")
    analyse()


def analyse() -> None:
    """Let the planner know what the tables hold: without, it was once led astray for fifteen seconds."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (FREEZE, ANALYZE)")


def _state_of_the_source() -> str:
    """A digest of everything that could make another template: the product, its fixtures, and what fills it."""
    digest = hashlib.sha256()
    for file in sorted(_sources()):
        digest.update(str(file.relative_to(settings.BASE_DIR)).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _sources() -> Iterable[Path]:
    root = Path(settings.BASE_DIR)
    for folder in ("hiringkit", "roles", "interviews"):
        yield from (root / folder).rglob("*.py")
    yield from (root / "fixtures").rglob("*.yaml")
    yield from (root / "requirements.lock", root / "tests/environment.py", root / "tests/story.py")
    yield Path(__file__).resolve()


def _disconnect() -> None:
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # Django's, which the stubs leave out


@contextmanager
def maintenance(**changed: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection of its own to the server's maintenance database."""
    parameters = connection.get_connection_params()
    named = {name: parameters[name] for name in ("host", "port", "user", "password") if parameters.get(name)}
    with psycopg.connect(**{**named, **changed}, dbname="postgres", autocommit=True) as server:
        yield server


def _drop(server: psycopg.Connection[Any], name: str) -> None:
    """Also where sessions are open: ours are ended here, and a vacuum of the server's own by the server itself, while
    `WITH (FORCE)` would be refused to whoever is no superuser.
    """
    server.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename = current_user", [name]
    )
    _execute(server, "DROP DATABASE IF EXISTS {}", name)


def _execute(server: psycopg.Connection[Any], statement: str, *names: str) -> None:
    server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
