"""What every test needs before Django is set up: an environment that is the same on every machine.

The settings are named here and not in pyproject.toml, because pytest-django would read them before this file.
"""

import os
from typing import Any

import django
import pytest
from django.db import connection
from hypothesis import HealthCheck, settings

from tests.browser.chromium import PACKAGES, find_chromium
from tests.leaks.report import say_what_was_tried

os.environ |= {
    "DJANGO_SETTINGS_MODULE": "hiringkit.settings",
    "HIRINGKIT_DEVELOPMENT": "1",
    "HIRINGKIT_KEY_PEPPERS": "1:a-pepper-that-only-the-tests-know-of",
    "HIRINGKIT_LINEAR_MIGRATIONS": "1",
    "HIRINGKIT_SECRET_KEY": "a-secret-key-that-only-the-tests-know-of-and-nobody-else",
}
django.setup()

# How fast a machine is at the moment, with every core at work, is no property of the code. In CI the examples are the
# same in each run, so that a red run can be repeated; elsewhere they are new each time, which is what finds things.
settings.register_profile("local", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("local"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Transactional tests empty all tables by TRUNCATE, which the audit trail would refuse."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for table in ("audit_auditentry", "audit_auditseal"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER append_only_whole")


@pytest.fixture
def library(db: None) -> None:
    """The shipped library."""
    from tests.snapshots import load_shipped_library, once

    once("library", ["roles_"], load_shipped_library)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say last what the leak matrix tried, and, where there is no browser, what was therefore not tested."""
    say_what_was_tried(terminalreporter)
    if find_chromium() is None:
        terminalreporter.section("not tested")
        terminalreporter.line(f"The pages in a browser (tests/browser): install {PACKAGES} to test them too.")
