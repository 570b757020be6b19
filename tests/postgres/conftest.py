"""Subprocesses that use an embedded server in a folder of the test's own, as separate programs of one project would."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from hiringkit.postgres.places import find_cluster

PROJECT = Path(__file__).resolve().parents[2]

# Joins, says where, and stays until its standard input closes.
USER = """
import sys
from pathlib import Path
from hiringkit.postgres.server import EmbeddedServer
server = EmbeddedServer(Path(sys.argv[1]))
print(server.join(), flush=True)
sys.stdin.read()
server.leave()
"""


class User:
    """A process that uses the server."""

    def __init__(self, directory: Path, program: str = USER) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", program, str(directory)],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def sockets(self) -> Path:
        """Wait until the process has joined; the folder of the server's socket."""
        assert self.process.stdout is not None
        return Path(self.process.stdout.readline().strip())

    def leave(self) -> None:
        """Let the process end and wait for it."""
        self.process.communicate(timeout=60)

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate(timeout=60)


@pytest.fixture
def directory(tmp_path: Path) -> Iterator[Path]:
    """The folder of an embedded server. Its data, wherever it is, goes with the test."""
    directory = tmp_path / "pg"
    directory.mkdir(mode=0o700)
    yield directory
    home = find_cluster(directory).home
    wait_until(lambda: not (home / "cluster" / "postmaster.pid").exists())
    shutil.rmtree(home)


@pytest.fixture
def start_user(directory: Path) -> Iterator[Callable[[], User]]:
    """Start a process that uses the server of `directory`."""
    users: list[User] = []

    def start() -> User:
        users.append(User(directory))
        return users[-1]

    yield start
    for user in users:
        if user.process.poll() is None:
            user.kill()


def server_process(sockets: Path) -> psutil.Process | None:
    """The server that listens in `sockets`, found among all processes by its command line."""
    for process in psutil.process_iter(["name", "cmdline"]):
        if process.info["name"] == "postgres" and any(str(sockets) in part for part in process.info["cmdline"] or ()):
            return process
    return None


def wait_until(condition: Callable[[], bool], *, seconds: float = 30) -> None:
    """Wait for a condition that another process brings about."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)
