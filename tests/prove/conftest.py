"""Fixtures of the tests beside which these stand."""

from tests.browser.conftest import browser, browsers, chromium, killable
from tests.leaks.conftest import built, world
from tests.postgres.conftest import directory, start_user

__all__ = ["browser", "browsers", "built", "chromium", "directory", "killable", "start_user", "world"]
