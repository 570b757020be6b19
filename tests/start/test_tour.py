"""The README's tour, block by block, as a newcomer types it: what `sh` blocks do is what `text` blocks say."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.postgres.conftest import PROJECT
from tests.start.running import Run, newcomers_environment

README = (PROJECT / "README.md").read_text("utf-8")
TOUR = README.partition("## Five minutes")[2].partition("### An interviewer's five minutes")[0]
BLOCKS = re.findall(r"```(sh|text)\n(.*?)```", TOUR, re.DOTALL)
END = "-- block --"


def walk(clone: Path, port: int, blocks: list[tuple[str, str]]) -> tuple[int, list[str], str]:
    """What each block of commands printed, in one shell that stops at the first fault and knows no undefined name."""
    commands = [text for kind, text in blocks if kind == "sh"]
    script = "".join(f"{text.replace(':8000', f':{port}')}\necho '{END}'\n" for text in commands)
    done = subprocess.run(
        ["bash", "-eu", "-o", "pipefail", "-c", script],
        cwd=clone,
        env=newcomers_environment(),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return done.returncode, done.stdout.split(f"{END}\n"), done.stderr


def said(blocks: list[tuple[str, str]]) -> list[str]:
    """What the README says that each block of commands prints; nothing where it doesn't say."""
    found: list[str] = []
    for kind, text in blocks:
        if kind == "sh":
            found.append("")
        else:
            found[-1] = text
    return found


@pytest.mark.slow("starts the whole product")
def test_the_tour_runs_as_it_is_written_twice(clone: Path, port: int, start: Callable[..., Run]) -> None:
    (clone / ".venv").symlink_to(Path(sys.executable).parents[1])
    for tool in ("bash", "curl"):
        assert shutil.which(tool), f"the tour needs {tool}"
    run = start()
    output = run.read_until("curl -H")
    code, printed, errors = walk(clone, port, BLOCKS)
    assert (code, errors) == (0, "")
    for wanted, found in zip(said(BLOCKS), printed, strict=False):
        if wanted:
            assert found.startswith(wanted)
    assert "/sign-in/link/" in "".join(printed)
    table = re.search(r"```\n(Demo Candidate.*?)```", README, re.DOTALL)
    assert table is not None
    told = [line.strip() for line in output.splitlines()]
    assert [line for line in table[1].splitlines() if line.strip() not in told] == []
    code, _, errors = walk(clone, port, BLOCKS)
    assert (code, errors) == (0, "")  # a second pass
    wrong = [*BLOCKS, ("sh", "call $API/roles/no-such-role | part slug\n")]
    assert walk(clone, port, wrong)[0] != 0  # the control
    assert walk(clone, port, [("sh", "echo $NOWHERE\n")])[0] != 0


def test_the_tour_shortens_nothing() -> None:
    assert len([kind for kind, _ in BLOCKS if kind == "sh"]) >= 8
    assert [text for _, text in BLOCKS if "..." in text] == []
    assert not re.search(r"\bjq\b", TOUR)
