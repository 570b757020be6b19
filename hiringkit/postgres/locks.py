"""File locks that the kernel lets go of when their holder dies, however it dies.

Whether a process still needs the server is therefore never a matter of lists of process ids that may be stale.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def take_shared(path: Path) -> int:
    """Share the lock on `path` (made if missing) and return its descriptor; waits while another holds it alone."""
    descriptor = _open(path)
    fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


def take_alone_if_free(path: Path) -> int | None:
    """Take the lock on `path` for oneself and return its descriptor, or None at once if anybody else has it."""
    descriptor = _open(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


@contextmanager
def held_alone(path: Path) -> Iterator[None]:
    """Hold the lock on `path` for the length of a block; waits for whoever has it."""
    descriptor = _open(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
