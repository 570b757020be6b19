"""A bounded load on loopback: two keep-alive connections, for a given time."""

import http.client
import itertools
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

CONNECTIONS = 2


@dataclass(frozen=True)
class Call:
    """One request and the status that it must get."""

    method: str
    path: str
    status: int
    body: bytes = b""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_up(port: int, *, patience: float = 30.0) -> None:
    """Raises TimeoutError if nothing answers within `patience` seconds."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/health/live")
            connection.getresponse().read()
            connection.close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"nothing answers on port {port}")


def requests_per_second(port: int, key: str, calls: Iterator[Call], *, seconds: float) -> float:
    """The rate of complete, successful calls over all connections, which take turns at the iterator.

    Raises RuntimeError on any other answer, or when the calls run out.
    """
    counts, faults = [0] * CONNECTIONS, list[str]()
    turns, stop = threading.Lock(), time.monotonic() + seconds

    def work(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        for _ in itertools.count():
            if time.monotonic() >= stop or faults:
                break
            with turns:
                call = next(calls, None)
            if call is None:
                faults.append("the calls ran out")
                break
            connection.request(call.method, call.path, call.body or None, headers)
            response = connection.getresponse()
            body = response.read()
            if response.status != call.status:
                faults.append(f"{response.status}: {body[:300]!r}")
            counts[number] += 1
        connection.close()

    started = time.monotonic()
    threads = [threading.Thread(target=work, args=(number,)) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise RuntimeError(faults[0])
    return sum(counts) / (time.monotonic() - started)
