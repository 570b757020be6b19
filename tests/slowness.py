"""Holds tests to what is quick, by what no clock decides: the statements that a test sends to the database.

A clock would turn red with the machine and its neighbours. A statement costs, with all that is around it, about two
milliseconds, so `MOST` of them are two seconds; what needs more says why with the marker `slow`. What takes long for
other reasons (a browser, a server, an optimiser) is marked too: those begin first, and the summary lists by time what
took over two seconds and gives no reason.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from tests.budgets import PROVING

MOST = 1_000
SECONDS = 2.0


def put_in_order(items: list[pytest.Item]) -> None:
    """The slow first, so that no process is left with a long test when the others are done; those that commit last, so
    that the change feed, which waits for every transaction of the server, finds no long one beside it.
    """

    def rank(item: pytest.Item) -> int:
        if item.get_closest_marker("slow") is not None:
            return 0
        marker = item.get_closest_marker("django_db")
        return 2 if marker is not None and marker.kwargs.get("transaction") else 1

    items.sort(key=rank)


class Counter:
    """Counts statements as Django sends them."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        self.count += 1
        return execute(*arguments)


@pytest.fixture(autouse=True)
def few_statements(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test that sends more statements than a quick one may and gives no reason."""
    marker = request.node.get_closest_marker("slow")
    counter = Counter()
    with connection.execute_wrapper(counter):
        yield
    request.node.user_properties.append(("statements", counter.count))
    if marker is None and not PROVING:
        assert counter.count <= MOST, f"{counter.count} statements: send fewer, or mark it slow and say why"


def tell_the_unnamed(terminalreporter: pytest.TerminalReporter) -> None:
    """Which tests took long, on this machine and at this time, without a reason given."""
    seconds: dict[str, float] = {}
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", None) == "call" and "slow" not in report.keywords:
                seconds[report.nodeid] = max(report.duration, seconds.get(report.nodeid, 0.0))
    over = sorted((each for each in seconds.items() if each[1] > SECONDS), key=lambda each: -each[1])
    if over:
        terminalreporter.section(f"over {SECONDS:.0f} s without the marker `slow`")
        for name, duration in over:
            terminalreporter.line(f"{duration:6.1f} s  {name}")
