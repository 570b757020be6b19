"""Signing in to the admin and finding one's way."""

import pytest
from pytest_django.live_server_helper import LiveServer
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from hiringkit.people.models import Person

pytestmark = [pytest.mark.slow("drives Chromium"), pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_superuser_signs_in_and_sees_the_index(browser: Chrome, live_server: LiveServer) -> None:
    Person.objects.create_superuser(email="ada@example.org", password="correct horse battery", name="Ada")

    browser.get(f"{live_server.url}/admin/")
    browser.find_element(By.NAME, "username").send_keys("ada@example.org")
    browser.find_element(By.NAME, "password").send_keys("correct horse battery")
    browser.find_element(By.CSS_SELECTOR, "main form button").click()

    assert browser.find_element(By.ID, "user-tools").text.lower().startswith("welcome, ada")
    assert browser.find_element(By.CSS_SELECTOR, "#content h1").text == "Recruiting and library"
    # Chromium asks for an icon by itself; anything else that fails to load is a fault of the page.
    log: list[dict[str, str]] = browser.get_log("browser")  # type: ignore[no-untyped-call]
    assert [entry["message"] for entry in log if "favicon.ico" not in entry["message"]] == []
