"""What the database holds before the first visitor: tables, the library, demo data, demo accounts and a key to try."""

from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import cast

from django.core.management import call_command
from django.db import connections

from hiringkit.postgres.base import DatabaseWrapper
from hiringkit.start.progress import step
from hiringkit.start.secrets_file import write_private


@dataclass(frozen=True)
class Content:
    """What `make run` shows: the summary of one candidate, the accounts to sign in with, a key for the API, and a link
    that opens an interviewer's kit, once.
    """

    summary: str
    accounts: str
    api_key: str
    kit_link: str


def prepare_content(*, folder: Path, keys_are_void: bool, base: str) -> Content:
    """Bring the database up to date and fill it where it is empty; what exists is left as it is.

    `base` is what addresses begin with. `folder` keeps the accounts and the key for later runs, readable by the owner
    only: the database has only digests.
    """
    connection = cast(DatabaseWrapper, connections["default"])
    embedded = connection.settings_dict["EMBEDDED_DIR"] is not None
    with step("Starting PostgreSQL" if embedded else "Connecting to PostgreSQL"):
        connection.ensure_connection()
    with step("Migrating the database"):
        _call("migrate", verbosity=0, interactive=False)
    with step("Loading the library"):
        _call("load_library")
    with step("Making demo data"):
        accounts = _call("load_demo")
    accounts_file, key_file = folder / "demo-accounts.txt", folder / "demo-api-key.txt"
    if accounts:
        write_private(accounts_file, accounts)
    if accounts or keys_are_void or not key_file.exists():
        key = _call("create_api_key", name="make run", scopes="all").split()[-1]
        write_private(key_file, f"{key}\n")
    summary = _call("print_summary")
    kit_link = _call("demo_link", base=base)
    connection.close()
    connection.close_pool()  # this process only waits from here on
    return Content(
        summary=summary,
        accounts=_read(accounts_file) or f"{accounts_file} is gone; `manage.py changepassword` sets new passwords.",
        api_key=_read(key_file),
        kit_link=kit_link or f"{base}/",
    )


def _read(path: Path) -> str:
    return path.read_text().rstrip() if path.exists() else ""


def _call(command: str, **options: object) -> str:
    """Run a management command in this process and return what it printed."""
    output = StringIO()
    call_command(command, stdout=output, **options)
    return output.getvalue().rstrip()
