"""`make bench`: the hot paths beside their floor and beside a plain version, in one run on one machine.

The floor is a WSGI application without a framework that reads or writes the same rows with one prepared statement
through bare psycopg and orjson, behind the same server; the plain version does it with nested ModelSerializers. Rounds
alternate between the three, so that whatever else the machine does meets all; the ratios are what counts, the requests
per second depend on the machine. Everything happens on loopback, in a database made for the run and dropped after it,
and ends by itself.
"""

import itertools
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

import tests.conftest  # noqa: F401  # sets Django up with the settings of the tests, before the next lines need it
from tests.bench.data import Data, make_data, scorecards_to_post
from tests.bench.load import Call, free_port, requests_per_second, wait_until_up
from tests.bench.proxy import nginx

APPLICATIONS = 60
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
SECONDS = 3.0
MOST_POSTS = 2_500  # a second and server: calls are made beforehand
# `threads` is the product without its door: worker threads wait for bodies, and slow clients stop it.
SERVERS = {
    "product": ("asginl", "tests.bench.app:behind_the_door"),
    "threads": ("wsgi", "tests.bench.app:application"),
    "floor": ("wsgi", "tests.bench.floor:application"),
    "plain": ("wsgi", "tests.bench.app:application"),
}
Measured = dict[str, list[float]]


def main() -> None:
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        data = make_data(APPLICATIONS)
        with _servers(name) as ports:
            summary = "/api/v1/applications/{}/summary"
            calls = [Call("GET", summary.format(application), 200) for application in data.applications]
            _report(
                f"GET /applications/{{id}}/summary, {APPLICATIONS} applications of 8 scorecards",
                _measure(ports, data, lambda _: itertools.cycle(calls)),
            )
            _report(
                "POST /scorecards with 8 scores, submitted",
                _measure(ports, data, lambda server: iter(scorecards_to_post(data, _enough(server)))),
            )
    finally:
        connection.close()
        connection.creation.destroy_test_db(name, verbosity=0)


def _enough(server: str) -> int:
    """Of calls that can be made once only: more than the server can answer in a round."""
    return int(
        SECONDS
        * (MOST_POSTS if server == "floor" else MOST_POSTS / 2 if server in ("product", "threads", "proxy") else 200)
    )


def _measure(ports: dict[str, int], data: Data, calls: Callable[[str], Iterator[Call]]) -> Measured:
    measured: Measured = {server: [] for server in ports}
    for round_ in range(ROUNDS + 1):
        for server, port in ports.items():
            rate = requests_per_second(port, data.key, calls(server), seconds=1.0 if round_ == 0 else SECONDS)
            if round_:  # the first round only warms up
                measured[server].append(rate)
    return measured


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
                *(
                    sys.executable,
                    "-m",
                    "granian",
                    "--interface",
                    interface,
                    "--host",
                    "127.0.0.1",
                    "--port",
                    str(port),
                ),
                *(("--blocking-threads", "2") if interface == "wsgi" else ()),
                *("--workers", "1", "--no-ws", "--log-level", "warning", application),
            ],
            env=environment | ({"BENCH_PLAIN": "1"} if server == "plain" else {}),
        )
        for server, port in ports.items()
        for interface, application in (SERVERS[server],)
    ]
    try:
        for port in ports.values():
            wait_until_up(port)
        with nginx(ports["threads"]) as proxied:
            yield ports if proxied is None else ports | {"proxy": proxied}
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(timeout=20)
        time.sleep(0.5)  # the database notices closed connections a little later


def _report(title: str, measured: Measured) -> None:
    print(f"{title}; one worker, median of {ROUNDS} rounds of {SECONDS:.0f} s")
    for server, rates in measured.items():
        print(f"  {server:<8} {statistics.median(rates):8.1f} requests/s   ({min(rates):.1f} to {max(rates):.1f})")
    for other, what in (
        ("threads", "of the product without its door"),
        ("proxy", "of that behind a buffering proxy"),
        ("floor", "of the floor"),
        ("plain", "times the plain version"),
    ):
        if other not in measured:
            print(f"  not compared: {other}, as there is no nginx here")
            continue
        ratios = [ours / theirs for ours, theirs in zip(measured["product"], measured[other], strict=True)]
        print(f"  {statistics.median(ratios):8.2f} {what}   (round by round {min(ratios):.2f} to {max(ratios):.2f})")


if __name__ == "__main__":
    main()
