"""The ignored `.env` beside `manage.py`: secrets made once, so that no command needs an environment of its own."""

import os
import secrets
from pathlib import Path

from hiringkit.start.errors import StartError


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read. Raises StartError where the folder cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.new")
        fresh.unlink(missing_ok=True)
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
        fresh.replace(path)
    except OSError as error:
        raise StartError(
            f"Cannot write {path}: {error.strerror}. Hiring Kit keeps its secrets and its data in this folder: "
            "make it writable, or make room, and run again."
        ) from error


def ensure_secrets(path: Path) -> bool:
    """Add the secrets that `path` lacks; return whether API keys made before are void (there is a new pepper)."""
    text = path.read_text() if path.exists() else "# Written by `make run`; never commit it. See .env.example.\n"
    named = {line.partition("=")[0].strip().removesuffix("_FILE") for line in text.splitlines()}
    wanted = {
        "HIRINGKIT_SECRET_KEY": secrets.token_urlsafe(50),
        "HIRINGKIT_KEY_PEPPERS": f"1:{secrets.token_urlsafe(32)}",
    }
    if not path.exists():  # never in a file that somebody wrote for production
        wanted["HIRINGKIT_DEVELOPMENT"] = "1"
    missing = {name: value for name, value in wanted.items() if name not in named}
    if missing:
        separator = "" if text.endswith("\n") or not text else "\n"
        write_private(path, text + separator + "".join(f"{name}={value}\n" for name, value in missing.items()))
    return "HIRINGKIT_KEY_PEPPERS" in missing
