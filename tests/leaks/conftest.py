"""The worlds of the leak tests, made once for a process and its module in a database of its own."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from tests import template
from tests.leaks.cast import World, build_world
from tests.leaks.oracle import OWN


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Before anything has happened. It is committed, so that no transaction stays open from one test to the next."""
    name = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        with transaction.atomic():
            template.take_out(*template.STORY)
            world = build_world(OWN)
        template.analyse()
    yield world
    with django_db_blocker.unblock():
        template.use_copy(name)


@pytest.fixture
def world(built: World, untouched: None) -> Iterator[World]:
    """As it was built: what happens in a test is undone after it."""
    with built.as_it_was():
        yield built
