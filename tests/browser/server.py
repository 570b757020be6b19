"""A server in a process of its own, which a test kills in the middle of what it does, and starts again."""

import os
import signal
import subprocess
import sys

from django.db import connection

from hiringkit.start.serving import web_server
from tests.bench.load import free_port, wait_until_up


class KillableServer:
    """`make run`'s web server on the test's database, always at the same address."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        environment = os.environ | {"SERVED_DATABASE": str(connection.settings_dict["NAME"])}
        arguments = web_server(port=self.port, workers=1, application="tests.browser.served:application")
        # In a session of its own: its workers are killed with it.
        self._process = subprocess.Popen([sys.executable, *arguments], env=environment, start_new_session=True)
        wait_until_up(self.port)

    def kill(self) -> None:
        """Without a warning: what it is doing is not finished."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(timeout=20)
            self._process = None
