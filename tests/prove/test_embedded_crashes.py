"""The embedded server when something dies: a user, all of them, the server, a first start, the machine."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from hiringkit.postgres.cluster import OWN_ACCOUNT, SOCKET_NAME
from hiringkit.postgres.places import find_cluster
from tests.postgres.conftest import User, server_process, wait_until
from tests.postgres.test_embedded import connect

pytestmark = pytest.mark.prove


def test_a_killed_process_is_no_user_any_more(start_user: Callable[[], User]) -> None:
    killed, last = start_user(), start_user()
    sockets = killed.sockets()
    last.sockets()
    killed.kill()
    assert server_process(sockets) is not None

    last.leave()
    assert server_process(sockets) is None


def test_it_stops_even_if_its_last_user_is_killed(start_user: Callable[[], User]) -> None:
    user = start_user()
    sockets = user.sockets()
    user.kill()
    wait_until(lambda: server_process(sockets) is None)


def test_it_starts_again_after_it_was_killed_and_keeps_what_was_committed(start_user: Callable[[], User]) -> None:
    user = start_user()
    sockets = user.sockets()
    with connect(sockets) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1")
    server = server_process(sockets)
    assert server is not None
    family = [server, *server.children()]
    for process in family:
        process.kill()
    psutil.wait_procs(family, timeout=10)
    user.kill()

    assert start_user().sockets() == sockets
    with connect(sockets) as connection:
        assert connection.execute("TABLE kept").fetchall() == [(1,)]


def test_a_forked_child_uses_it_beyond_its_parent(directory: Path) -> None:
    program = """
import os, sys
from pathlib import Path
from hiringkit.postgres.server import EmbeddedServer
server = EmbeddedServer(Path(sys.argv[1]))
print(server.join(), flush=True)
if os.fork() == 0:
    sys.stdin.read()
    os._exit(0)
server.leave()
"""
    parent = User(directory, program)
    sockets = parent.sockets()
    assert parent.process.wait(timeout=60) == 0
    assert server_process(sockets) is not None

    parent.leave()  # closes the input that the child reads
    wait_until(lambda: server_process(sockets) is None)


def test_an_interrupted_first_start_is_made_good(directory: Path, start_user: Callable[[], User]) -> None:
    half = find_cluster(directory).home / "cluster.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    with connect(start_user().sockets()) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_process_ids_left_by_a_crash_of_the_machine_do_not_stop_it(
    directory: Path, start_user: Callable[[], User]
) -> None:
    user = start_user()
    sockets = user.sockets()
    user.leave()
    cluster = find_cluster(directory)
    data = cluster.home / "cluster"
    # A process of the server's own account: PostgreSQL itself passes over those of others.
    account = None if cluster.uid == OWN_ACCOUNT else cluster.uid
    with subprocess.Popen(["sleep", "60"], user=account) as other:
        for pid_file in (data / "postmaster.pid", sockets / f"{SOCKET_NAME}.lock"):
            pid_file.write_text(f"{other.pid}\n{data}\n0\n5432\n\n\n\n\n")
        with connect(start_user().sockets()) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        other.kill()
