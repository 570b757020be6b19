"""What every test needs: the environment, and a database that holds what the test has asked for."""

import gc
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from pytest_django.plugin import DjangoDbBlocker

import tests.environment  # noqa: F401  # before all that needs Django's settings
from hiringkit.rows.signing import act_as_nobody
from tests import template
from tests.api_client import Client
from tests.browser.chromium import PACKAGES, find_chromium
from tests.budgets import PROVING
from tests.leaks.report import say_what_was_tried
from tests.prove.node import has_node
from tests.prove.office import find_office
from tests.slowness import few_statements, put_in_order, tell_the_unnamed
from tests.story import Hiring, find_hiring

__all__ = ["few_statements"]

# One round instead of a million: a test of passwords tests what is done with them.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker, worker_id: str
) -> Iterator[None]:
    """A copy of the template for this process, instead of a database that each process migrates for itself."""
    name = template.name_of_copy(worker_id)
    with django_db_blocker.unblock():
        template.use_copy(name)
    yield
    with django_db_blocker.unblock():
        template.drop_copy(name)


def _begin_again(test: TransactionTestCase) -> None:
    """What a test has committed goes with its database, instead of by emptying the tables."""
    template.use_copy(connection.settings_dict["NAME"])


TransactionTestCase._fixture_teardown = _begin_again  # type: ignore[attr-defined]  # the stubs leave it out


@pytest.fixture(autouse=True)
def nobody_signs() -> None:
    """A test begins in nobody's name: one that asks who a request is from, without the product around it, leaves the
    signature on its thread, and what the next one writes would be signed with it.
    """
    act_as_nobody()


@pytest.fixture(autouse=True)
def only_what_was_asked_for(nobody_signs: None, request: pytest.FixtureRequest) -> None:
    """The database holds what the test has asked for by the fixtures `library` and `hiring`, and no other rows."""
    asked = set(request.fixturenames)
    if not asked & {"db", "transactional_db", "live_server"} and not request.node.get_closest_marker("django_db"):
        return
    request.getfixturevalue("db")
    if "untouched" not in asked:
        template.take_out(*template.STORY, *(() if "library" in asked else template.LIBRARY))


@pytest.fixture
def client() -> Client:
    """Django's client, holding answers to the contract, in the place of pytest-django's."""
    return Client()


@pytest.fixture
def untouched(db: None) -> None:
    """All that the database holds."""


@pytest.fixture
def library(db: None) -> None:
    """The shipped library."""


@pytest.fixture
def hiring(untouched: None) -> Hiring:
    """The story as it was told when the template was made."""
    return find_hiring()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say last what the leak matrix tried, and, where there is no browser, what was therefore not tested."""
    tell_the_unnamed(terminalreporter)
    say_what_was_tried(terminalreporter)
    missing = []
    if find_chromium() is None:
        missing.append(f"The pages in a browser (tests/browser): install {PACKAGES} to test them too.")
    if PROVING and find_office() is None:
        missing.append("Spreadsheets (tests/prove/test_spreadsheets.py): install LibreOffice to open them too.")
    if PROVING and not has_node():
        missing.append("The contract in JavaScript (tests/prove/test_clients.py): install node and npm to test it too.")
    if missing:
        terminalreporter.section("not tested")
        for line in missing:
            terminalreporter.line(line)


def pytest_collection_finish(session: pytest.Session) -> None:
    """What stands after the collection stays to the end: the collector of garbage need not look at it again and again.

    Query trees come and go by the million.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    put_in_order(items)
