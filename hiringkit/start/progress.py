"""One line for each step: said when it starts, timed when it ends."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def step(what: str) -> Iterator[None]:
    """Say what is being done, and after it how long it took."""
    print(f"  {what} ...", end="", flush=True)
    started = time.monotonic()
    try:
        yield
    except BaseException:
        print(" stopped.", flush=True)
        raise
    print(f" {time.monotonic() - started:.1f} s", flush=True)
