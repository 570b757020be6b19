"""A library editor brings in a spreadsheet, in a browser; what was seen is kept in build/screenshots."""

from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from hiringkit.people.models import Person
from roles.models import Question
from tests.browser.test_admin_hiring import PASSWORD, click, sign_in
from tests.browser.test_pages import keep, overflows, violations, widen

pytestmark = [pytest.mark.slow("drives Chromium"), pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# What Django's own breadcrumbs bring with them on every page.
DJANGOS = ("link-in-text-block",)


def test_a_spreadsheet_is_previewed_and_brought_in(
    browser: Chrome, live_server: LiveServer, library: None, tmp_path: Path
) -> None:
    Person.objects.create_superuser(email="edith@example.org", password=PASSWORD, name="Edith")
    file = tmp_path / "list.csv"
    file.write_text("text\n" + "".join(f"What does measure {n} tell you, and what not?\n" for n in range(12)), "utf-8")
    sign_in(browser, live_server, "edith@example.org")
    browser.get(f"{live_server.url}/admin/roles/question/spreadsheet/")
    browser.find_element(By.NAME, "file").send_keys(str(file))
    browser.find_element(By.CSS_SELECTOR, "input[name=roles]").click()
    click(browser, browser.find_element(By.NAME, "preview"))
    assert "12 drafts." in browser.find_element(By.ID, "content").text
    found = {}
    for width in (1280, 390):
        widen(browser, width)
        rules = [each for each in violations(browser) if not each.startswith(DJANGOS)]
        found[width] = rules + (["scrolls sideways"] if overflows(browser) else [])
        keep(browser, f"spreadsheet-{width}")
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert {width: faults for width, faults in found.items() if faults} == {}
    browser.find_element(By.NAME, "file").send_keys(str(file))
    click(browser, browser.find_element(By.NAME, "import"))
    assert "12 drafts; each says what it lacks" in browser.find_element(By.CLASS_NAME, "messagelist").text
    assert Question.objects.filter(status="draft").count() == 12
