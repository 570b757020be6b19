"""What a load balancer asks."""

from collections.abc import Iterator

import pytest
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder

from tests.api_client import Client


def test_a_live_process_says_so_without_the_database(client: Client) -> None:
    response = client.get("/health/live")
    assert (response.status_code, response.json()) == (200, {"status": "live"})


@pytest.mark.django_db
def test_a_migrated_database_is_ready(client: Client) -> None:
    response = client.get("/health/ready")
    assert (response.status_code, response.json()) == (200, {"status": "ready"})


@pytest.mark.django_db
def test_a_migration_that_is_missing_makes_it_unready(client: Client) -> None:
    MigrationRecorder(connection).migration_qs.filter(app="people").delete()
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["code"]) == (503, "migrations_pending")
    assert response["Retry-After"] == "2"


@pytest.mark.django_db
def test_an_unreachable_database_makes_it_unready(client: Client, unreachable: None) -> None:
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["code"]) == (503, "database_unreachable")


@pytest.fixture
def unreachable() -> Iterator[None]:
    """The database at a port where nobody listens."""
    working = connections["default"]
    settings = working.settings_dict | {"HOST": "127.0.0.1", "PORT": "1", "OPTIONS": {}, "EMBEDDED_DIR": None}
    connections["default"] = type(working)(settings, "default")
    yield
    connections["default"] = working
