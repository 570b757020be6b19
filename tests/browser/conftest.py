"""A headless Chromium of the test's own, which talks to nobody but the live server."""

import os
from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

from tests.browser.chromium import PACKAGES, find_chromium

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


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """One Chromium for the run. Without one installed its tests are left out, but fail on CI."""
    found = find_chromium()
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(f"CI has no {PACKAGES}")
        pytest.skip(f"needs {PACKAGES}")
    options = ChromeOptions()
    options.binary_location = found.browser
    for argument in [*ARGUMENTS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"]:
        options.add_argument(argument)
    if os.geteuid() == 0:
        options.add_argument("--no-sandbox")  # Chromium's sandbox refuses root
    chrome = Chrome(options=options, service=Service(found.driver))
    chrome.implicitly_wait(10)
    yield chrome
    chrome.quit()


@pytest.fixture
def browser(chromium: Chrome) -> Iterator[Chrome]:
    """A window in which nobody is signed in, and whose log tells of nothing that others have met with."""
    chromium.get_log("browser")  # type: ignore[no-untyped-call]  # reading empties it
    yield chromium
    chromium.delete_all_cookies()
    chromium.get("about:blank")
