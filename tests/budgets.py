"""How much a test tries: a little in `make test`, which runs at every change, and all of it in `make prove`."""

import os
from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")
PROVING = os.environ.get("HIRINGKIT_PROVE") == "1"  # set by `make prove`


def budget(few: T, many: T) -> T:
    """`few` in `make test`, `many` in `make prove`."""
    return many if PROVING else few


def some_of(cases: Iterable[T], *, step: int) -> list[T]:
    """Every case in `make prove`; in `make test` every `step`-th.

    Where a table of values is tried at one place after the other, a step that shares no divisor with the length of the
    table brings each value's turn at some place, and each place its turn with some values.
    """
    return list(cases)[:: budget(step, 1)]
