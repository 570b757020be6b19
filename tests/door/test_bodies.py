"""Bodies in all the ways in which HTTP sends them, over real sockets: none vanishes, each gets its answer."""

import json
import socket
from collections.abc import Callable, Iterator

import httpx
import pytest

from interviews.models import Candidate
from tests.door.conftest import Server
from tests.people.factories import key_client

pytestmark = pytest.mark.slow("starts a server")
CHANGE = b'{"name": "New Name"}'


def say(server: Server, request: bytes, *, timeout: float = 10) -> bytes:
    """What the server answers to these bytes until it has nothing more to say."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=timeout) as sock:
        sock.sendall(request)
        heard = b""
        while part := sock.recv(65536):
            heard += part
            head, _, body = heard.partition(b"\r\n\r\n")
            for line in head.lower().split(b"\r\n"):
                if line.startswith(b"content-length:") and len(body) >= int(line.split(b":")[1]):
                    return heard
        return heard


def patch(server: Server, candidate: Candidate, headers: str, body: bytes) -> tuple[int, dict[str, object]]:
    head = f"PATCH /api/v1/candidates/{candidate.pk} HTTP/1.1\r\n{server.head}{headers}\r\n"
    heard = say(server, head.encode() + body)
    return int(heard.split(b" ")[1]), json.loads(heard.partition(b"\r\n\r\n")[2] or b"{}")


def chunked(body: bytes) -> bytes:
    return b"".join(b"1\r\n" + body[at : at + 1] + b"\r\n" for at in range(len(body))) + b"0\r\n\r\n"


def http_2(server: Server, candidate: Candidate) -> tuple[int, dict[str, object]]:
    """Without a length, with prior knowledge of HTTP/2."""
    headers = {"Authorization": f"Bearer {server.key}", "Content-Type": "application/json"}

    def parts() -> Iterator[bytes]:
        yield CHANGE[:5]
        yield CHANGE[5:]

    with httpx.Client(http1=False, http2=True, base_url=f"http://127.0.0.1:{server.port}/api/v1") as client:
        answer = client.patch(f"/candidates/{candidate.pk}", headers=headers, content=parts())
    assert answer.http_version == "HTTP/2"
    return answer.status_code, answer.json()


def test_a_body_is_read_however_it_comes_or_refused(server: Server, subtests: pytest.Subtests) -> None:
    candidate = Candidate.objects.create(name="Old Name")
    length, in_chunks = f"Content-Length: {len(CHANGE)}\r\n", "Transfer-Encoding: chunked\r\n"
    large = 3 * 1024 * 1024
    cases: dict[str, Callable[[], tuple[int, dict[str, object]]]] = {
        "200 with its length": lambda: patch(server, candidate, length, CHANGE),
        "200 in chunks": lambda: patch(server, candidate, in_chunks, chunked(CHANGE)),
        "200 over HTTP/2": lambda: http_2(server, candidate),
        "400 no JSON in chunks": lambda: patch(server, candidate, in_chunks, chunked(b"no json")),
        "400 no size of a chunk": lambda: patch(server, candidate, in_chunks, b"xyz\r\n" + CHANGE),
        "400 two lengths": lambda: patch(server, candidate, "Content-Length: 20\r\nContent-Length: 3\r\n", CHANGE),
        "400 coded otherwise": lambda: patch(server, candidate, "Transfer-Encoding: gzip\r\n", CHANGE),
        "413 as it says": lambda: patch(server, candidate, f"Content-Length: {large}\r\n", b"{"),
        "413 in one chunk": lambda: patch(server, candidate, in_chunks, b"%x\r\n" % large + b" " * large),
    }
    for case, call in cases.items():
        with subtests.test(msg=case):
            status, body = call()
            assert str(status) == case[:3]
            assert Candidate.objects.get().name == ("New Name" if status == 200 else "Old Name")
            assert body.get("name") == ("New Name" if status == 200 else None)
        candidate.save()
    with subtests.test(msg="a header with an underscore is no header with a dash"):
        assert request_id(server, "X-Request-ID: mine") == "mine"
        assert request_id(server, "X_Request_ID: mine") != "mine"
    with subtests.test(msg="a path that is no UTF-8"):
        head = f"GET /api/v1/roles/%ff%fe HTTP/1.1\r\n{server.head}\r\n"
        assert say(server, head.encode()).startswith(b"HTTP/1.1 404 ")


def request_id(server: Server, header: str) -> str:
    head = f"GET /health/live HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n{header}\r\n\r\n"
    return dict(line.split(b": ", 1) for line in say(server, head.encode()).split(b"\r\n")[1:] if b": " in line)[
        b"x-request-id"
    ].decode()


def test_behind_another_server_a_body_without_a_length_is_refused(db: None) -> None:
    """WSGI knows no body without a length: it would be taken for empty."""
    client = key_client("hiring:write")
    candidate = Candidate.objects.create(name="Old Name")
    address = f"/api/v1/candidates/{candidate.pk}"
    for named in ({"Transfer-Encoding": "chunked"}, {"Content-Type": "application/json"}):
        answer = client.generic("PATCH", address, "", content_type="", headers=named)
        assert (answer.status_code, answer.json()["code"]) == (411, "length_required")
    assert client.generic("PATCH", address, CHANGE.decode(), content_type="application/json").status_code == 200
