"""A headless Chromium of the test's own, which talks to nobody but the live server."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

from tests.browser.chromium import PACKAGES, find_chromium
from tests.browser.server import KillableServer

ARGUMENTS = [
    "--headless",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",  # containers give /dev/shm 64 MB
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--window-size=1280,1000",
]


def open_chromium(profile: Path) -> Chrome:
    """A Chromium with a profile of its own. Without one installed its tests are left out, but fail on CI."""
    found = find_chromium()
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(f"CI has no {PACKAGES}")
        pytest.skip(f"needs {PACKAGES}")
    options = ChromeOptions()
    options.binary_location = found.browser
    for argument in [*ARGUMENTS, f"--user-data-dir={profile}"]:
        options.add_argument(argument)
    if os.geteuid() == 0:
        options.add_argument("--no-sandbox")  # Chromium's sandbox refuses root
    chrome = Chrome(options=options, service=Service(found.driver))
    chrome.set_script_timeout(300)  # axe reads a large page for as long as a busy machine lets it
    return chrome


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """One Chromium for the run."""
    chrome = open_chromium(tmp_path_factory.mktemp("profile"))
    chrome.implicitly_wait(10)
    yield chrome
    chrome.quit()


@pytest.fixture
def browsers(tmp_path: Path) -> Iterator[Callable[[], Chrome]]:
    """More browsers, each with a profile of its own, for people who are there at once."""
    opened: list[Chrome] = []

    def another() -> Chrome:
        opened.append(open_chromium(tmp_path / f"profile-{len(opened)}"))
        return opened[-1]

    yield another
    for each in opened:
        each.quit()


@pytest.fixture
def killable(transactional_db: None) -> Iterator[KillableServer]:
    """A server that runs, and that a test may kill and start again."""
    server = KillableServer()
    server.start()
    yield server
    server.kill()


@pytest.fixture
def browser(chromium: Chrome) -> Iterator[Chrome]:
    """A window in which nobody is signed in, and whose log tells of nothing that others have met with."""
    chromium.get_log("browser")  # type: ignore[no-untyped-call]  # reading empties it
    yield chromium
    chromium.delete_all_cookies()
    chromium.get("about:blank")
