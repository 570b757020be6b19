"""Finds Chromium and its driver among the installed programs; nothing is ever downloaded."""

import shutil
from dataclasses import dataclass

PACKAGES = "chromium and chromium-driver (Debian's names)"


@dataclass(frozen=True)
class Chromium:
    browser: str
    driver: str


def find_chromium() -> Chromium | None:
    """The installed browser with its driver, or None if either is missing."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    browser = next(filter(None, map(shutil.which, names)), None)
    driver = shutil.which("chromedriver")
    return Chromium(browser, driver) if browser and driver else None
