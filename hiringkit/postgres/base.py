"""Django's PostgreSQL backend; where `EMBEDDED_DIR` is set, the server is started before the first connection.

`DATABASES["default"]["EMBEDDED_DIR"]` names the folder of the embedded server, or is None where `HOST` and the like
name a server. Everything below works on connection parameters, so the pool, `manage.py test`, `dbshell` and
Procrastinate's own connections all find the embedded server the same way.
"""

import atexit
import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from django.db.backends.postgresql import base, client
from django.db.utils import OperationalError

if TYPE_CHECKING:
    from hiringkit.postgres.server import EmbeddedServer


class DatabaseClient(client.DatabaseClient):
    """`manage.py dbshell`, which opens no connection of Django's own before it starts psql."""

    def runshell(self, parameters: Iterable[str]) -> None:
        self.connection.get_connection_params()
        super().runshell(parameters)


class DatabaseWrapper(base.DatabaseWrapper):
    """Resolves the embedded server's address, and otherwise adds nothing."""

    client_class = DatabaseClient

    def get_connection_params(self) -> dict[str, Any]:
        directory = self.settings_dict.get("EMBEDDED_DIR")
        if directory is not None:
            self.settings_dict.update(_join_server(Path(directory)))
        return super().get_connection_params()


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
