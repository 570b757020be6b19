"""A headless Chromium of the test's own, which talks to nobody but the live server."""

import os
from collections.abc import Iterator
from pathlib import Path

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


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Chrome]:
    """Chromium with a fresh profile. Without one installed the test is left out, but fails on CI."""
    chromium = find_chromium()
    if chromium is None:
        if os.environ.get("CI"):
            pytest.fail(f"CI has no {PACKAGES}")
        pytest.skip(f"needs {PACKAGES}")
    options = ChromeOptions()
    options.binary_location = chromium.browser
    for argument in [*ARGUMENTS, f"--user-data-dir={tmp_path / 'profile'}"]:
        options.add_argument(argument)
    if os.geteuid() == 0:
        options.add_argument("--no-sandbox")  # Chromium's sandbox refuses root
    chrome = Chrome(options=options, service=Service(chromium.driver))
    chrome.implicitly_wait(10)
    yield chrome
    chrome.quit()
