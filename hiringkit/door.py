"""What stands between the network and the application: no worker thread ever waits for a client.

An ASGI application that receives a body whole, under a deadline and a limit, before a thread of the WSGI application
takes the request, and that takes the answer whole before it is sent. A client that sends or reads slowly costs a
connection and the bytes held for it; the number of connections is the server's to limit, the bytes are limited here.

A body may come with a length or without (chunked, HTTP/2): the application always gets its true length. What can't be
received whole reaches the application as a fault in the environment, `FAULT`, which `BodyMiddleware` answers.
"""

import asyncio
import contextlib
import io
import os
import socket
import sys
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Environ = dict[str, Any]
WSGIApplication = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

FAULT = "hiringkit.body_fault"
TOO_LARGE, TOO_SLOW, TOO_MANY, BROKEN = "too_large", "body_timeout", "busy", "unreadable_body"
_COOKIES = "HTTP_COOKIE"


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of one body, of one with files, of all that are held at once; seconds to receive one, and to send one."""

    body: int = 2 * 1024 * 1024
    body_with_files: int = 16 * 1024 * 1024
    held: int = 64 * 1024 * 1024
    receive_seconds: float = 20.0
    send_seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes


class Door:
    """The ASGI application before `application`, which runs in `threads` threads."""

    def __init__(self, application: WSGIApplication, *, threads: int, limits: Limits | None = None) -> None:
        self.application = application
        self.limits = limits or Limits()
        self.threads = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="request")
        self.held = 0
        self.begun = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise RuntimeError(f"{scope['type']} is not spoken here")
        if not self.begun:  # now the server listens
            self.begun = True
            end_unread_connections(after=self.limits.send_seconds)
        environ = _environ(scope)
        body, fault = bytearray(), ""
        try:
            if _may_have_body(scope, environ):
                try:
                    async with asyncio.timeout(self.limits.receive_seconds):
                        fault = await self._receive(environ, receive, body)
                except TimeoutError:
                    fault = TOO_SLOW
            environ.pop("HTTP_TRANSFER_ENCODING", None)  # the body comes whole, with its length
            environ |= {FAULT: fault, "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body)}
            answer = await asyncio.get_running_loop().run_in_executor(self.threads, self._answer, environ)
        finally:
            self.held -= len(body)
        with contextlib.suppress(TimeoutError):  # who reads no further is left
            async with asyncio.timeout(self.limits.send_seconds):
                await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
                await send({"type": "http.response.body", "body": answer.body})

    async def _receive(self, environ: Environ, receive: Receive, body: bytearray) -> str:
        """Appends what comes to the body; says what kept the rest from coming."""
        files = environ.get("CONTENT_TYPE", "").lower().startswith("multipart/form-data")
        most = self.limits.body_with_files if files else self.limits.body
        declared = environ.get("CONTENT_LENGTH", "")
        if declared.isdecimal() and int(declared) > most:
            return TOO_LARGE
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":  # the client left, or sent what is no HTTP
                return BROKEN
            part = message.get("body", b"")
            body += part
            self.held += len(part)
            if len(body) > most:
                return TOO_LARGE
            if self.held > self.limits.held:
                return TOO_MANY
            if not message.get("more_body", False):
                return ""

    def _answer(self, environ: Environ) -> _Answer:
        """Run the application to its end, in a thread."""
        started: list[_Answer] = []

        def start(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> Callable[[bytes], None]:
            encoded = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
            started[:] = [_Answer(int(status.partition(" ")[0]), encoded, b"")]
            return written.append

        written: list[bytes] = []
        parts = self.application(environ, start)
        try:
            written.extend(parts)
        finally:
            close = getattr(parts, "close", None)
            if close is not None:
                close()
        return _Answer(started[0].status, started[0].headers, b"".join(written))


def end_unread_connections(*, after: float) -> int:
    """Let the system end connections whose client has taken nothing of what waits for it for so many seconds.

    Set on the sockets that this process listens on, from which each connection inherits it; returns how many they are,
    0 where the system does not know the option (it is Linux's). The server itself has no such limit.
    """
    option: int = getattr(socket, "TCP_USER_TIMEOUT", 0)
    found = 0
    for name in os.listdir("/proc/self/fd") if option else ():
        try:
            with socket.socket(fileno=os.dup(int(name))) as listener:
                if listener.family in (socket.AF_INET, socket.AF_INET6) and listener.getsockopt(
                    socket.SOL_SOCKET, socket.SO_ACCEPTCONN
                ):
                    listener.setsockopt(socket.IPPROTO_TCP, option, int(after * 1000))
                    found += 1
        except OSError:  # no socket, or gone meanwhile
            continue
    return found


def _environ(scope: Scope) -> Environ:
    """The request as WSGI has it (PEP 3333), without its body."""
    server, client = scope.get("server") or ("localhost", 80), scope.get("client") or ("", 0)
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for raw_name, raw_value in scope["headers"]:
        if b"_" in raw_name:  # would read like the header with a dash, which a proxy may have set
            continue
        name = raw_name.decode("latin-1").upper().replace("-", "_")
        if name not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            name = f"HTTP_{name}"
        value = raw_value.decode("latin-1")
        if name in environ:  # HTTP/2 may send the cookies one by one (RFC 9113, 8.2.3)
            value = f"{environ[name]}{'; ' if name == _COOKIES else ','}{value}"
        environ[name] = value
    return environ


def _may_have_body(scope: Scope, environ: Environ) -> bool:
    """HTTP/1 says beforehand whether one comes (RFC 9112, 6.3)."""
    said = "CONTENT_LENGTH" in environ or "HTTP_TRANSFER_ENCODING" in environ
    return said or not scope["http_version"].startswith("1")
