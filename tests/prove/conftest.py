"""Fixtures of the tests beside which these stand."""

from tests.postgres.conftest import directory, start_user

__all__ = ["directory", "start_user"]
