"""A bounded load on loopback: two keep-alive connections, for a given time."""

import http.client
import itertools
import socket
import threading
import time
import uuid
from collections.abc import Sequence

CONNECTIONS = 2


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


def requests_per_second(port: int, key: str, ids: Sequence[uuid.UUID], *, seconds: float) -> float:
    """The rate of complete, successful summaries over all connections. Raises RuntimeError on any other answer."""
    counts, faults = [0] * CONNECTIONS, list[str]()
    stop = time.monotonic() + seconds

    def work(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        for application in itertools.cycle(ids[number::CONNECTIONS]):
            if time.monotonic() >= stop or faults:
                break
            headers = {"Authorization": f"Bearer {key}"}
            connection.request("GET", f"/api/v1/applications/{application}/summary", headers=headers)
            response = connection.getresponse()
            body = response.read()
            if response.status != 200:
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
