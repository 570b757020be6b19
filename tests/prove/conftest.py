"""Fixtures of the tests beside which these stand."""

from tests.browser.conftest import browsers, killable
from tests.leaks.conftest import built, world
from tests.postgres.conftest import directory, start_user

__all__ = ["browsers", "built", "directory", "killable", "start_user", "world"]
