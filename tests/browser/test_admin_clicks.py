"""The main job in the admin, from its first page to a decision, counted click by click: what a mouse does, and what is
picked from a list. The log is kept in build/clicks.md.
"""

from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

from hiringkit.people.groups import ensure_groups
from hiringkit.people.services import create_person
from hiringkit.people.vocabulary import GroupName
from interviews.models import Application, Interview
from tests.browser.test_admin_hiring import PASSWORD, REA, click, sign_in
from tests.story import submit

pytestmark = [pytest.mark.slow("drives Chromium"), pytest.mark.browser, pytest.mark.django_db(transaction=True)]
IDA, JON = "ida@example.org", "jon@example.org"
LOG = Path(__file__).resolve().parents[2] / "build" / "clicks.md"
MOST = 20


class Walk:
    """Clicks that are counted, each with what it was on and where it led."""

    def __init__(self, browser: Chrome) -> None:
        self.browser = browser
        self.log: list[tuple[str, str]] = []

    def note(self, what: str) -> None:
        self.log.append((what, self.browser.title.partition(" |")[0]))

    def link(self, text: str, within: str = "content") -> None:
        found = self.browser.find_element(By.XPATH, f'//*[@id="{within}"]//a[contains(normalize-space(), "{text}")]')
        click(self.browser, found)
        self.note(f"link {text}")

    def button(self, selector: str) -> None:
        found = self.browser.find_element(By.CSS_SELECTOR, selector)
        name = found.get_attribute("value")
        click(self.browser, found)
        self.note(f"button {name}")

    def pick(self, name: str, text: str) -> None:
        Select(self.browser.find_element(By.NAME, name)).select_by_visible_text(text)
        self.note(f"pick {text}")

    def type(self, name: str, text: str) -> None:
        self.browser.find_element(By.NAME, name).send_keys(text)

    def search(self, text: str) -> None:
        """Type into the box of a select that searches, and take what it finds."""
        box = self.browser.find_element(By.CSS_SELECTOR, ".field-panelists .select2-search__field")
        box.send_keys(text)
        found = (By.XPATH, f'//li[contains(@class, "select2-results__option") and contains(., "{text}")]')
        WebDriverWait(self.browser, 20).until(lambda driver: driver.find_elements(*found))
        box.send_keys(Keys.ENTER)
        self.note(f"pick {text}")


def add_candidate(walk: Walk, name: str) -> None:
    """In the window that the plus beside the field opens, and that closes by itself."""
    browser = walk.browser
    page = browser.current_window_handle
    browser.find_element(By.ID, "add_id_candidate").click()
    WebDriverWait(browser, 20).until(lambda driver: len(driver.window_handles) > 1)
    browser.switch_to.window(next(each for each in browser.window_handles if each != page))
    walk.note("link + beside the candidate")
    walk.type("name", name)
    browser.find_element(By.NAME, "_save").click()
    WebDriverWait(browser, 20).until(lambda driver: len(driver.window_handles) == 1)
    browser.switch_to.window(page)
    walk.note("button Save")


def test_from_the_first_page_to_a_decision(browser: Chrome, live_server: LiveServer, library: None) -> None:
    ensure_groups()
    create_person(email=REA, name="Rea Recruiter", groups=[GroupName.RECRUITER], password=PASSWORD)
    for email, name in ((IDA, "Ida Interviewer"), (JON, "Jon Interviewer")):
        create_person(email=email, name=name)
    sign_in(browser, live_server, REA)
    walk = Walk(browser)
    click(browser, browser.find_element(By.CSS_SELECTOR, ".model-interviewplan .addlink"))
    walk.note("link Add, of interview plans")
    walk.pick("role", "Data Scientist")
    walk.button("#content [type=submit][value^=Assemble]")
    walk.link("Publish")
    walk.button("#act_form [type=submit]")
    walk.link("Open a job on it")
    walk.button("[name=_save]")
    walk.link("Add an application")
    add_candidate(walk, "Amir Abel")
    walk.button("[name=_save]")
    walk.link("Schedule: Technical interview")
    for email in (IDA, JON):
        walk.search(email)
    walk.button("[name=_save]")
    interview = Interview.objects.get()
    assert f"/application/{interview.application_id}/" in browser.current_url  # where the next round is scheduled
    for email in (IDA, JON):
        submit(email, interview)
    browser.get(f"{live_server.url}/admin/")  # another day
    walk.link("application")
    walk.link("Amir Abel")
    walk.link("Record a decision")
    walk.pick("outcome", "Advance")
    walk.type("rationale", "At the target wherever it matters.")
    walk.button("#act_form [type=submit]")
    LOG.parent.mkdir(exist_ok=True)
    rows = "".join(f"| {number} | {what} | {page} |\n" for number, (what, page) in enumerate(walk.log, 1))
    LOG.write_text(f"| # | click | the page then |\n|---|---|---|\n{rows}")
    application = Application.objects.get()
    assert application.decision is not None
    assert len(walk.log) <= MOST, LOG.read_text()
