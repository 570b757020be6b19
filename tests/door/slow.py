"""Clients that send half of something, or read nothing."""

import http.client
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import psutil

from tests.door import PATIENCE
from tests.door.conftest import Server

MANY = 64
LARGE = "/static/drf_spectacular_sidecar/swagger-ui-dist/swagger-ui-bundle.js"  # over a megabyte


def half_a_body(server: Server) -> bytes:
    return f"POST /api/v1/candidates HTTP/1.1\r\n{server.head}Content-Length: 1000\r\n\r\n{{".encode()


def half_a_body_without_a_key(server: Server) -> bytes:
    return (
        f"POST /api/v1/candidates HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nContent-Length: 1000\r\n\r\n{{".encode()
    )


def half_a_body_in_chunks(server: Server) -> bytes:
    return f"POST /api/v1/candidates HTTP/1.1\r\n{server.head}Transfer-Encoding: chunked\r\n\r\n1\r\n{{\r\n".encode()


def half_a_sign_in(server: Server) -> bytes:
    return (
        f"POST /admin/login/ HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nCookie: csrftoken={'a' * 32}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nus"
    ).encode()


def much_to_read(server: Server) -> bytes:
    """More than the system takes from the server while nobody reads it."""
    return f"GET {LARGE} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode() * 8


@contextmanager
def holding(server: Server, request: bytes) -> Iterator[list[socket.socket]]:
    """Many connections that have sent this much and neither send more nor read."""
    with ExitStack() as stack:
        held = []
        for _ in range(MANY):
            sock = socket.socket()
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            sock.connect(("127.0.0.1", server.port))
            held.append(stack.enter_context(sock))
            sock.sendall(request)
        yield held


def answered(server: Server) -> list[int]:
    """What probes get, each on a connection of its own."""
    statuses = []
    for address in ("/health/live", "/api/v1/roles/ml-engineer") * 2:
        probe = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
        try:
            probe.request("GET", address, headers={"Authorization": f"Bearer {server.key}"})
            statuses.append(probe.getresponse().status)
        finally:
            probe.close()
    return statuses


def ended(sock: socket.socket, *, within: float) -> bytes:
    """What the server said before it ended the connection; raises TimeoutError if it does not."""
    deadline = time.monotonic() + within
    heard = b""
    while True:
        sock.settimeout(max(0.01, deadline - time.monotonic()))
        try:
            part = sock.recv(65536)
        except ConnectionResetError:
            return heard
        if not part:
            return heard
        heard += part


def still_held(server: Server) -> int:
    """How many connections the server has not ended."""
    return sum(
        each.status == psutil.CONN_ESTABLISHED and bool(each.laddr) and each.laddr.port == server.port
        for each in psutil.net_connections("tcp")
    )
