"""Whether JavaScript's tools are there: they are no part of what the project installs."""

import shutil


def has_node() -> bool:
    return bool(shutil.which("node") and shutil.which("npm"))
