"""A full disk is named, with the folder on it."""

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from hiringkit.start.disk import say_what_is_full


@pytest.fixture
def disks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> tuple[Path, Path]:
    """Two folders, the second on a disk with 12 MB left."""
    roomy, full = tmp_path / "roomy", tmp_path / "full"
    roomy.mkdir()
    full.mkdir()
    monkeypatch.setattr(
        shutil, "disk_usage", lambda folder: SimpleNamespace(free=12_400_000 if folder == full else 10**12)
    )
    return roomy, full


def test_the_disk_with_no_room_is_named(disks: tuple[Path, Path]) -> None:
    roomy, full = disks
    told = say_what_is_full([roomy, full / "not" / "there" / "yet"])
    assert told == f"The disk that holds {full} is full: 12 MB are left. Make room and run it again; it goes on."


def test_nothing_is_said_where_there_is_room(disks: tuple[Path, Path]) -> None:
    assert say_what_is_full([disks[0]]) == ""
