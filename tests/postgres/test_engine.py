"""The embedded server as Django's database: with the pool, from threads, and for a test database."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.postgres.conftest import PROJECT, User, server_process

pytestmark = pytest.mark.slow("makes and starts a server of its own")


def run_python(program: str, directory: Path) -> str:
    """Run a program that has set up Django on the embedded server of `directory`; its output."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(
        [
            sys.executable,
            "-W",
            "error",
            "-c",
            f"import django; django.setup()\nfrom django.db import connection\n{program}",
        ],
        cwd=PROJECT,
        env=environment | {"HIRINGKIT_EMBEDDED_DIR": str(directory), "DATABASE_URL": ""},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stderr == ""
    assert done.returncode == 0
    return done.stdout


def test_the_pool_connects_to_the_embedded_server_with_the_time_outs_of_the_settings(directory: Path) -> None:
    output = run_python(
        "with connection.cursor() as cursor:\n"
        "    cursor.execute(\"SELECT current_user, current_database(), current_setting('statement_timeout')\")\n"
        "    print(cursor.fetchone(), connection.pool.name.startswith('pool'))",
        directory,
    )
    assert output == "('hiringkit', 'hiringkit', '15s') True\n"


def test_the_server_stops_with_the_program_and_leaves_no_word(directory: Path, start_user: Callable[[], User]) -> None:
    user = start_user()
    sockets = user.sockets()
    user.leave()
    run_python("connection.ensure_connection()", directory)
    assert server_process(sockets) is None


def test_many_threads_may_be_first(directory: Path) -> None:
    program = """
from concurrent.futures import ThreadPoolExecutor
def ask(number):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::int", [number])
        row = cursor.fetchone()
    connection.close()
    return row[0]
with ThreadPoolExecutor(6) as threads:
    print(sum(threads.map(ask, range(20))))
"""
    assert run_python(program, directory) == "190\n"


def test_a_test_database_can_be_made_and_dropped(directory: Path) -> None:
    program = """
connection.creation._create_test_db(verbosity=0, autoclobber=True)
connection.settings_dict["NAME"] = "test_hiringkit"
connection.ensure_connection()
print(connection.get_database_version()[0], connection.settings_dict["NAME"])
connection.close()
connection.close_pool()
connection.creation._destroy_test_db("test_hiringkit", verbosity=0)
"""
    assert run_python(program, directory) == "18 test_hiringkit\n"
