"""Django's PostgreSQL backend; where `EMBEDDED_DIR` is set, the server is started before the first connection.

`DATABASES["default"]["EMBEDDED_DIR"]` names the folder of the embedded server, or is None where `HOST` and the like
name a server. Everything below works on connection parameters, so the pool, `manage.py test`, `dbshell` and
Procrastinate's own connections all find the embedded server the same way.
"""

import atexit
import os
from functools import cache
from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base
from django.db.utils import OperationalError


class DatabaseWrapper(base.DatabaseWrapper):
    """Resolves the embedded server's address, and otherwise adds nothing."""

    def get_connection_params(self) -> dict[str, Any]:
        directory = self.settings_dict.get("EMBEDDED_DIR")
        if directory is not None:
            self.settings_dict.update(_join_server(Path(directory)))
        return super().get_connection_params()


def _join_server(directory: Path) -> dict[str, str]:
    """The settings that reach the running server. Raises OperationalError with a message for the user."""
    # Imported here because a project on a server of its own needs nothing of it, not even an operating system with flock.
    from hiringkit.postgres.errors import EmbeddedServerError
    from hiringkit.postgres.server import PORT, ROLE

    try:
        return {"HOST": str(_server_of(directory).join()), "PORT": PORT, "USER": ROLE}
    except EmbeddedServerError as error:
        raise OperationalError(str(error)) from error


@cache
def _server_of(directory: Path) -> Any:
    from hiringkit.postgres.server import EmbeddedServer

    server = EmbeddedServer(directory)
    pid = os.getpid()

    def leave() -> None:
        if os.getpid() == pid:  # a forked child has none of the pool's threads; its lease ends with it
            for pool in list(base.DatabaseWrapper._connection_pools.values()):
                pool.close()  # first, or it would try to connect again to a server that is going
            server.leave()

    atexit.register(leave)
    return server
