"""Whether a full disk is behind what went wrong: PostgreSQL may end without saying so."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final

LITTLE: Final = 64  # megabytes; PostgreSQL writes its log in files of 16


def say_what_is_full(folders: Iterable[Path]) -> str:
    """A sentence for the first of the folders whose disk has hardly any room left; nothing where all have."""
    for folder in folders:
        there = next((each for each in (folder, *folder.parents) if each.exists()), None)
        free = shutil.disk_usage(there).free // 1_000_000 if there else LITTLE
        if free < LITTLE:
            return f"The disk that holds {there} is full: {free} MB are left. Make room and run it again; it goes on."
    return ""
