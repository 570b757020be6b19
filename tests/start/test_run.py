"""The whole start, as a user of a fresh clone sees it: a copy of the project, the real program, the real server."""

import re
import socket
import stat
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from hiringkit.postgres.places import find_cluster
from tests.postgres.conftest import server_process
from tests.start.running import PARTS, Run


def paste_curl(output: str) -> int:
    """Do what the printed curl command does; the status of the answer."""
    found = re.search(r"curl -H '(\w+): (.+)' (\S+)", output)
    assert found is not None
    request = urllib.request.Request(found[3], headers={found[1]: found[2]})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return int(answer.status)


def open_kit_link(output: str) -> str:
    """The page that the printed one-time link opens, which leads on to an interview."""
    found = re.search(r"http://\S+/sign-in/link/\S+next=%2Finterviews%2F\S+", output)
    assert found is not None
    with urllib.request.urlopen(found[0], timeout=30) as answer:
        return str(answer.read().decode())


@pytest.mark.slow("starts the whole product twice")
def test_it_serves_stops_cleanly_and_goes_on_where_it_was(clone: Path, port: int, start: Callable[..., Run]) -> None:
    first = start()
    output = first.read_until("curl")
    assert "Data Exploration and Quality" in output
    assert f"http://127.0.0.1:{port}/docs" in output
    assert paste_curl(output) == 200
    assert "One click and you are in." in open_kit_link(output)
    sockets = find_cluster(clone / "var" / "postgres").sockets
    assert server_process(sockets) is not None

    assert first.interrupt().strip() == "Stopping ..."
    assert first.process.returncode == 0
    assert server_process(sockets) is None

    second = start()
    again = second.read_until("curl")
    assert again.partition("Demo accounts")[2] == output.partition("Demo accounts")[2]
    assert paste_curl(again) == 200
    second.interrupt()
    for name in (".env", "var/demo-accounts.txt", "var/demo-api-key.txt"):
        assert stat.S_IMODE((clone / name).stat().st_mode) == 0o600


def test_a_busy_port_is_said_before_anything_is_done(clone: Path, start: Callable[..., Run]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        run = start(other.getsockname()[1])
        output = run.process.communicate(timeout=60)[0]
    assert re.fullmatch(r"\nPort \d+ is taken by another program\. Choose another, .* make run PORT=\d+\n", output)
    assert run.process.returncode == 1
    assert sorted(path.name for path in clone.iterdir() if path.name != "__pycache__") == sorted(PARTS)


def test_a_setting_that_makes_no_sense_is_named_without_a_traceback(clone: Path, start: Callable[..., Run]) -> None:
    (clone / ".env").write_text("HIRINGKIT_POOL_SIZE=many\n")
    run = start()
    output = run.process.communicate(timeout=60)[0]
    assert output.endswith("HIRINGKIT_POOL_SIZE must be a whole number of at least 1.\n")
    assert "Traceback" not in output
    assert run.process.returncode == 1
