"""The lock files install with any pip: what a package asks of another with extras is pinned under that very name.

Pip before 23.3 looks for the pin of ``coverage[toml]`` under this name only. While the pinned version is the newest
nobody notices; on the day that a newer one is out, the file can no longer be installed.
"""

import importlib.metadata
import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent.parent
LOCK_FILES = (ROOT / "requirements.lock", ROOT / "tests" / "requirements.lock")


def pinned(text: str) -> dict[str, set[str]]:
    """The packages of a lock file, each with the extras that stand beside its name."""
    requirements = [Requirement(line.rstrip(" \\")) for line in re.findall(r"^[a-z0-9].*$", text, flags=re.MULTILINE)]
    return {canonicalize_name(each.name): each.extras for each in requirements}


def unpinned_extras(text: str) -> set[str]:
    """What an installed package of the lock file asks of another with extras that the file does not name."""
    pins = pinned(text)
    missing = set()
    for distribution in importlib.metadata.distributions():
        extras = pins.get(canonicalize_name(distribution.metadata["Name"]))
        if extras is None:
            continue
        for asked in map(Requirement, distribution.requires or ()):
            wanted = any(not asked.marker or asked.marker.evaluate({"extra": extra}) for extra in ("", *extras))
            if wanted and not asked.extras <= pins.get(canonicalize_name(asked.name), set()):
                missing.add(f"{distribution.metadata['Name']} -> {asked}")
    return missing


@pytest.mark.parametrize("path", LOCK_FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_extras_stand_in_the_lock_file(path: Path) -> None:
    assert unpinned_extras(path.read_text()) == set()


@pytest.mark.parametrize("path", LOCK_FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_control_a_stripped_lock_file_is_found(path: Path) -> None:
    assert unpinned_extras(re.sub(r"\[[a-z, ]+\]==", "==", path.read_text()))
