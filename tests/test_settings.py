"""Settings fail loudly: what can't be read stops the start, and its variable is named."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

GOOD = {
    "HIRINGKIT_SECRET_KEY": "only-for-this-test",
    "HIRINGKIT_KEY_PEPPERS": "1:only-for-this-test-and-for-nothing-else-at-all",
}
SHOWN = "SECRET_KEY", "SECURE_SSL_REDIRECT", "DEVELOPMENT"


def start(**changed: str | None) -> tuple[int, str]:
    """Read the settings in a process of their own, where no `.env` is; its exit code and its last line."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("HIRINGKIT_", "DATABASE_"))}
    environment |= {key: value for key, value in (GOOD | changed).items() if value is not None}
    script = (
        "import environ; environ.Env.read_env = lambda *_: None; from hiringkit import settings; "
        f"print([getattr(settings, name) for name in {SHOWN}])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return ran.returncode, (ran.stdout + ran.stderr).strip().splitlines()[-1]


@pytest.mark.parametrize("name", ["DEVELOPMENT", "SSL_REDIRECT", "BEHIND_PROXY", "SERVER_SIDE_BINDING"])
def test_a_misspelt_yes_or_no_stops_the_start(name: str) -> None:
    code, line = start(**{f"HIRINGKIT_{name}": "ture"})
    assert (code, f"HIRINGKIT_{name} must be true or false" in line) == (1, True), line


@pytest.mark.parametrize(("word", "read"), [("TRUE", True), ("1", True), ("off", False), ("0", False), ("", False)])
def test_yes_and_no_have_several_spellings(word: str, read: bool) -> None:
    assert start(HIRINGKIT_SSL_REDIRECT=word) == (0, f"['only-for-this-test', {read}, False]")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"HIRINGKIT_SECRET_KEY": None}, "HIRINGKIT_SECRET_KEY"),
        ({"HIRINGKIT_KEY_PEPPERS": "1:short"}, "HIRINGKIT_KEY_PEPPERS must read"),
        ({"HIRINGKIT_LOG_LEVEL": "LOUD"}, "HIRINGKIT_LOG_LEVEL must be"),
        ({"HIRINGKIT_POOL_SIZE": "0"}, "HIRINGKIT_POOL_SIZE must be"),
        ({"DATABASE_URL": "mysql://localhost/x"}, "DATABASE_URL must start with"),
        ({"DATABASE_URL": "nothing at all"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgres://localhost:port/x"}, "DATABASE_URL"),
        ({"HIRINGKIT_SECRET_KEY_FILE": "/nowhere"}, "Set HIRINGKIT_SECRET_KEY or HIRINGKIT_SECRET_KEY_FILE, not both"),
        (
            {"HIRINGKIT_SECRET_KEY": None, "HIRINGKIT_SECRET_KEY_FILE": "/nowhere"},
            "HIRINGKIT_SECRET_KEY_FILE names /nowhere, which can't be read",
        ),
    ],
)
def test_what_cannot_be_read_stops_the_start_and_is_named(changed: dict[str, str | None], said: str) -> None:
    code, line = start(**changed)
    assert code == 1
    assert said in line


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("from-a-file\n")
    code, line = start(HIRINGKIT_SECRET_KEY=None, HIRINGKIT_SECRET_KEY_FILE=str(file))
    assert (code, line) == (0, "['from-a-file', False, False]")
    file.write_text("\n")
    assert "which is empty" in start(HIRINGKIT_SECRET_KEY=None, HIRINGKIT_SECRET_KEY_FILE=str(file))[1]
