"""`make bench`: the hot path beside its floor, both in one run on one machine.

The floor is a WSGI application without a framework that answers the same question with one prepared statement
through bare psycopg and orjson, behind the same server. Rounds alternate between the two, so that whatever else the
machine does meets both; the ratio is what counts, the requests per second depend on the machine. Everything happens on
loopback, in a database made for the run and dropped after it, and ends by itself.
"""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

import tests.conftest  # noqa: F401  # sets Django up with the settings of the tests, before the next lines need it
from tests.bench.data import make_applications
from tests.bench.load import free_port, requests_per_second, wait_until_up

APPLICATIONS = 200
ROUNDS = 5
SECONDS = 3.0
SERVERS = {"summary": "tests.bench.app:application", "floor": "tests.bench.floor:application"}


def main() -> None:
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        key, ids = make_applications(APPLICATIONS)
        with _servers(name) as ports:
            measured: dict[str, list[float]] = {server: [] for server in SERVERS}
            for round_ in range(ROUNDS + 1):
                for server, port in ports.items():
                    rate = requests_per_second(port, key, ids, seconds=1.0 if round_ == 0 else SECONDS)
                    if round_:  # the first round only warms up
                        measured[server].append(rate)
            _report(measured)
    finally:
        connection.close()
        connection.creation.destroy_test_db(name, verbosity=0)


@contextmanager
def _servers(database: str) -> Iterator[dict[str, int]]:
    """One worker of each application; yields their ports."""
    ports = {server: free_port() for server in SERVERS}
    parameters = connection.get_connection_params()
    environment = os.environ | {
        "BENCH_DATABASE": database,
        "BENCH_HOST": str(parameters.get("host", "")),
        "BENCH_USER": str(parameters.get("user", "")),
        "BENCH_PORT": str(parameters.get("port", "")),
        "BENCH_PASSWORD": str(parameters.get("password", "")),
        "HIRINGKIT_LOG_LEVEL": "WARNING",
    }
    processes = [
        subprocess.Popen(
            [
                *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
                *("--workers", "1", "--blocking-threads", "2", "--no-ws", "--log-level", "warning", SERVERS[server]),
            ],
            env=environment,
        )
        for server, port in ports.items()
    ]
    try:
        for port in ports.values():
            wait_until_up(port)
        yield ports
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(timeout=20)
        time.sleep(0.5)  # the database notices closed connections a little later


def _report(measured: dict[str, list[float]]) -> None:
    print(
        f"GET /applications/{{id}}/summary: {APPLICATIONS} applications of 8 scorecards with 6 scores each, one worker"
    )
    for server, rates in measured.items():
        middle = statistics.median(rates)
        print(f"  {server:<8} {middle:8.1f} requests/s   (median of {ROUNDS}; {min(rates):.1f} to {max(rates):.1f})")
    ratios = [ours / floor for ours, floor in zip(measured["summary"], measured["floor"], strict=True)]
    print(
        f"  ratio    {statistics.median(ratios):8.3f} of the floor  "
        f"(round by round {min(ratios):.3f} to {max(ratios):.3f})"
    )


if __name__ == "__main__":
    main()
