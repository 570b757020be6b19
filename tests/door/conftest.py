"""A server like the one that `make run` starts, and a key for it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.db import connection

from hiringkit.people.keys import create_api_key
from hiringkit.start.serving import web_server
from tests.bench.load import free_port, wait_until_up


@dataclass(frozen=True)
class Server:
    port: int
    key: str

    @property
    def head(self) -> str:
        return f"Host: 127.0.0.1:{self.port}\r\nAuthorization: Bearer {self.key}\r\nContent-Type: application/json\r\n"


@pytest.fixture
def server(transactional_db: None, library: None) -> Iterator[Server]:
    port = free_port()
    with serving(port, web_server(port=port, workers=1, application="tests.door.served:application")) as found:
        yield found


@contextmanager
def serving(port: int, arguments: list[str]) -> Iterator[Server]:
    """A server on the test's database, started by these arguments for Python."""
    environment = os.environ | {"SERVED_DATABASE": str(connection.settings_dict["NAME"])}
    _, key = create_api_key(name="a test", scopes=["all"])
    with subprocess.Popen([sys.executable, *arguments], env=environment) as process:
        try:
            wait_until_up(port)
            yield Server(port, key)
        finally:
            process.terminate()
            process.wait(timeout=20)
