"""Django's PostgreSQL backend; where `EMBEDDED_DIR` is set, the server is started before the first connection.

`DATABASES["default"]["EMBEDDED_DIR"]` names the folder of the embedded server, or is None where `HOST` and the like
name a server. Everything below works on connection parameters, so the pool, `manage.py test`, `dbshell` and
Procrastinate's own connections all find the embedded server the same way.
"""

import atexit
import os
import select
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import psycopg
from django.db.backends.postgresql import base, client
from django.db.utils import OperationalError

from hiringkit.rows.signing import current_actor

if TYPE_CHECKING:
    from psycopg_pool import ConnectionPool

    from hiringkit.postgres.server import EmbeddedServer


class DatabaseClient(client.DatabaseClient):
    """`manage.py dbshell`, which opens no connection of Django's own before it starts psql."""

    def runshell(self, parameters: Iterable[str]) -> None:
        self.connection.get_connection_params()
        super().runshell(parameters)


class DatabaseWrapper(base.DatabaseWrapper):
    """Resolves the embedded server's address, and signs each transaction for the audit triggers."""

    client_class = DatabaseClient
    _signed_as = ""

    @property
    def pool(self) -> Any:
        found = super().pool
        if found is not None and self.settings_dict["CONN_HEALTH_CHECKS"] and not isinstance(found._check, PoolCheck):
            found._check = PoolCheck(found)  # Django names the pool's own, which asks the server each time
        return found

    def get_connection_params(self) -> dict[str, Any]:
        directory = self.settings_dict.get("EMBEDDED_DIR")
        if directory is not None:
            self.settings_dict.update(_join_server(Path(directory)))
        return super().get_connection_params()

    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)  # type: ignore[misc]  # the stubs leave these three out
        self._signed_as = ""  # the setting ended with the transaction
        if not autocommit:
            self._sign()

    def _savepoint(self, sid: str) -> None:
        super()._savepoint(sid)  # type: ignore[misc]
        self._sign()  # somebody else may have begun the transaction

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)  # type: ignore[misc]
        self._signed_as = ""  # the setting may have been rolled back with it

    def _sign(self) -> None:
        """Tell the transaction in whose name it writes, unless it knows."""
        actor = current_actor()
        if actor != self._signed_as:
            with self.cursor() as cursor:
                cursor.execute("SELECT set_config('hiringkit.actor', %s, true)", [actor])
            self._signed_as = actor


def check_connection(connection: psycopg.Connection[object]) -> None:
    """Raise if the connection is dead, at the cost of a look at its socket.

    A server that ends a session, or goes, says so or hangs up: then there is something to read on an idle connection,
    and only then is the server asked.
    """
    socket = select.poll()
    socket.register(connection.fileno(), select.POLLIN)
    if socket.poll(0):
        connection.execute("")


class PoolCheck:
    """Checks a connection before it is lent; where it is dead the others are looked at too.

    The pool would find them one by one, and wait a second, then two, then four between: after a restart of the server
    a full pool would not lend one before its time is up.
    """

    def __init__(self, pool: "ConnectionPool[Any]") -> None:
        self._pool = pool

    def __call__(self, connection: psycopg.Connection[object]) -> None:
        """Raises like `check_connection`."""
        try:
            check_connection(connection)
        except psycopg.Error:
            self._pool.check()
            raise


def _join_server(directory: Path) -> dict[str, str]:
    """The settings that reach the running server. Raises OperationalError with a message for the user."""
    # Imported here: a project that names a server needs nothing of it, not even an operating system with flock.
    from hiringkit.postgres.errors import EmbeddedServerError
    from hiringkit.postgres.server import PORT, ROLE

    try:
        return {"HOST": str(_server_of(directory).join()), "PORT": PORT, "USER": ROLE}
    except EmbeddedServerError as error:
        raise OperationalError(str(error)) from error


@cache
def _server_of(directory: Path) -> "EmbeddedServer":
    """This process's share in the server of `directory`, given back when the process ends."""
    from hiringkit.postgres.server import EmbeddedServer

    server = EmbeddedServer(directory)
    pid = os.getpid()

    def leave() -> None:
        if os.getpid() == pid:  # a forked child has none of the pool's threads; its lease ends with it
            for pool in list(cast(Any, base.DatabaseWrapper)._connection_pools.values()):
                pool.close()  # first, or it would try to connect again to a server that is going
            server.leave()

    atexit.register(leave)
    return server
