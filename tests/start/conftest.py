"""A fresh clone, a port that is free, and the program started in it."""

import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hiringkit.postgres.places import find_cluster
from tests.postgres.conftest import PROJECT
from tests.start.running import PARTS, Run


@pytest.fixture
def clone(tmp_path: Path) -> Iterator[Path]:
    """A copy of what a clone holds. What its run leaves outside of it goes with the test."""
    clone = tmp_path / "clone"
    clone.mkdir(mode=0o700)
    for part in PARTS:
        copy = shutil.copytree if (PROJECT / part).is_dir() else shutil.copy
        copy(PROJECT / part, clone / part)
    yield clone
    embedded = clone / "var" / "postgres"
    if embedded.exists():
        shutil.rmtree(find_cluster(embedded).home)


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def start(clone: Path, port: int) -> Iterator[Callable[..., Run]]:
    """Start the program in the clone, at the free port or another one; at the end of the test it is stopped."""
    runs: list[Run] = []

    def begin(at: int = port) -> Run:
        runs.append(Run(clone, at))
        return runs[-1]

    yield begin
    for run in runs:
        run.end()
