"""Fixtures of the tests beside which these stand."""

from tests.leaks.conftest import built, world
from tests.postgres.conftest import directory, start_user

__all__ = ["built", "directory", "start_user", "world"]
