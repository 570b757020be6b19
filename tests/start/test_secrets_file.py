"""`.env` is written once, for its owner only, and nothing that stands in it is ever changed."""

import stat
from pathlib import Path

import pytest

from hiringkit.start.errors import StartError
from hiringkit.start.secrets_file import ensure_secrets, write_private


def names(path: Path) -> list[str]:
    return [line.partition("=")[0] for line in path.read_text().splitlines() if not line.startswith("#")]


def test_a_new_file_holds_every_secret_and_is_private(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    assert ensure_secrets(path) is True
    assert names(path) == ["HIRINGKIT_SECRET_KEY", "HIRINGKIT_KEY_PEPPERS", "HIRINGKIT_DEVELOPMENT"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    ensure_secrets(path)
    before = path.read_bytes()
    assert ensure_secrets(path) is False
    assert path.read_bytes() == before


def test_a_file_of_the_user_keeps_its_lines_and_gets_only_the_missing_secrets(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text("DATABASE_URL=postgres://db/hk\nHIRINGKIT_KEY_PEPPERS=1:mine")
    assert ensure_secrets(path) is False
    assert path.read_text().startswith("DATABASE_URL=postgres://db/hk\nHIRINGKIT_KEY_PEPPERS=1:mine\n")
    assert names(path) == ["DATABASE_URL", "HIRINGKIT_KEY_PEPPERS", "HIRINGKIT_SECRET_KEY"]


def test_a_folder_that_cannot_be_written_is_said_in_one_paragraph(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StartError, match=r"^Cannot write .*/file/\.env: .*make it writable") as caught:
        write_private(tmp_path / "file" / ".env", "")
    assert "\n" not in str(caught.value)
