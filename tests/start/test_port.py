"""The port is tried before anything else is done."""

import socket
from collections.abc import Iterator

import pytest

from hiringkit.start.errors import StartError
from hiringkit.start.port import HOST, choose_port


@pytest.fixture
def busy_port() -> Iterator[int]:
    with socket.socket() as other:
        other.bind((HOST, 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_busy_port_is_named_with_the_command_for_a_free_one(busy_port: int) -> None:
    with pytest.raises(StartError, match=rf"Port {busy_port} is taken .*: make run PORT=\d+$") as caught:
        choose_port(str(busy_port))
    advised = str(caught.value).rpartition("=")[2]
    assert choose_port(advised) == int(advised)


@pytest.mark.parametrize("wanted", ["", "0", "65536", "http", "-1", "80.0", "²"])
def test_what_is_no_port_is_refused(wanted: str) -> None:
    with pytest.raises(StartError, match="PORT must be a number from 1 to 65535"):
        choose_port(wanted)
