"""The real program in a copy of the project, as a user of a fresh clone runs it."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

PARTS = ("hiringkit", "roles", "interviews", "fixtures", "manage.py")


def newcomers_environment() -> dict[str, str]:
    """The tests' own, without what they set for the product: a newcomer has set nothing."""
    mine = ("HIRINGKIT_", "DATABASE_URL", "DJANGO_")
    return {name: value for name, value in os.environ.items() if not name.startswith(mine)}


class Run:
    """`python -m hiringkit.start` in a clone, as a newcomer starts it. `end` ends it, however far it came."""

    def __init__(self, clone: Path, port: int) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "hiringkit.start"],
            cwd=clone,
            env=newcomers_environment() | {"PORT": str(port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def read_until(self, pattern: str) -> str:
        """Read what it prints up to the line that has `pattern`."""
        assert self.process.stdout is not None
        lines: list[str] = []
        for line in self.process.stdout:
            lines.append(line)
            if re.search(pattern, line):
                return "".join(lines)
        raise AssertionError("".join(lines))

    def interrupt(self) -> str:
        """Press Ctrl-C; what it prints after that."""
        self.process.send_signal(signal.SIGINT)
        return self.process.communicate(timeout=60)[0]

    def end(self) -> None:
        if self.process.poll() is None:
            self.interrupt()
        assert self.process.stdout is not None
        self.process.stdout.close()
