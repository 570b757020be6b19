"""A library editor in a browser: pages of roles and questions, a spreadsheet. Screenshots are in build/screenshots."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from hiringkit.people.models import Person
from roles.admin.role import RoleAdmin
from roles.models import Question, Role
from tests.browser.test_admin_hiring import PASSWORD, click, sign_in
from tests.browser.test_pages import keep, overflows, violations, widen
from tests.roles.test_admin_writes import add, change

pytestmark = [pytest.mark.slow("drives Chromium"), pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EDITOR = "edith@example.org"


@pytest.fixture
def editing(browser: Chrome, live_server: LiveServer, library: None) -> Iterator[Chrome]:
    """A library editor has signed in to the admin."""
    Person.objects.create_superuser(email=EDITOR, password=PASSWORD, name="Edith")
    sign_in(browser, live_server, EDITOR)
    yield browser
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})


def test_every_field_has_its_label_and_every_page_fits(editing: Chrome, live_server: LiveServer) -> None:
    role = Role.objects.get(slug="data-scientist")
    question = Question.objects.filter(roles=role, status="active").earliest("slug")
    pages = {f"role-{section.name}": change(role, section.name) for section in RoleAdmin.sections}
    pages |= {
        "role-new": add(Role),
        "question": change(question),
        "competency": change(question.shows.all()[0].competency),
    }
    found = {}
    for name, address in pages.items():
        for width, dark in ((1280, False), (390, True)):
            widen(editing, width, dark=dark)
            editing.get(f"{live_server.url}{address}")
            rules = violations(editing) if width == 1280 or name in {"role-profile", "question"} else []
            found[name, width] = rules + (["scrolls sideways"] if overflows(editing) else [])
            keep(editing, f"{name}-{width}")
    assert {page: faults for page, faults in found.items() if faults} == {}
    editing.execute_script("document.querySelector('label[for=id_name]').remove()")
    assert violations(editing)  # or the rules see nothing


def asks_before_leaving(browser: Chrome) -> bool:
    """Asked of the page, as the driver answers the browser's question by itself."""
    leave = "const event = new Event('beforeunload', {cancelable: true}); return !dispatchEvent(event)"
    asked: bool = browser.execute_script(leave)
    return asked


def test_a_row_that_is_added_has_labels_and_what_is_typed_is_not_left_behind(
    editing: Chrome, live_server: LiveServer
) -> None:
    role = Role.objects.get(slug="data-scientist")
    editing.get(f"{live_server.url}{change(role, 'profile')}")
    rows = role.profile.count()
    editing.find_element(By.LINK_TEXT, "Add another Competency").click()
    label = editing.find_element(By.CSS_SELECTOR, f"#profile-{rows} label[for=id_profile-{rows}-weight]")
    assert label.get_attribute("textContent") == "Weight"
    box = f"#profile-{rows} [role=combobox]"
    WebDriverWait(editing, 10).until(
        lambda chrome: chrome.find_element(By.CSS_SELECTOR, box).accessible_name.startswith("Competency")
    )
    assert violations(editing) == []
    assert not asks_before_leaving(editing)
    editing.find_element(By.CSS_SELECTOR, "#profile-1 [role=combobox]").click()
    choice = ".select2-results__option[aria-selected=false]"
    WebDriverWait(editing, 10).until(lambda chrome: chrome.find_elements(By.CSS_SELECTOR, choice))[0].click()
    assert asks_before_leaving(editing)  # a select that searches is no field of the browser's own
    editing.get(f"{live_server.url}{change(role, 'profile')}")
    assert not asks_before_leaving(editing)
    editing.find_element(By.LINK_TEXT, "Add another Competency").click()
    editing.find_element(By.ID, "id_profile-0-note").send_keys(" And more.")
    assert asks_before_leaving(editing)
    editing.find_element(By.CSS_SELECTOR, f"#profile-{rows} .inline-deletelink").click()
    click(editing, editing.find_element(By.NAME, "_continue"))
    assert "was changed successfully" in editing.find_element(By.CLASS_NAME, "messagelist").text
    assert role.profile.earliest("position").note.endswith(" And more.")


def test_a_spreadsheet_is_previewed_and_brought_in(editing: Chrome, live_server: LiveServer, tmp_path: Path) -> None:
    browser = editing
    file = tmp_path / "list.csv"
    file.write_text("text\n" + "".join(f"What does measure {n} tell you, and what not?\n" for n in range(12)), "utf-8")
    browser.get(f"{live_server.url}/admin/roles/question/spreadsheet/")
    browser.find_element(By.NAME, "file").send_keys(str(file))
    browser.find_element(By.CSS_SELECTOR, "input[name=roles]").click()
    click(browser, browser.find_element(By.NAME, "preview"))
    assert "12 drafts." in browser.find_element(By.ID, "content").text
    found = {}
    for width in (1280, 390):
        widen(browser, width)
        found[width] = violations(browser) + (["scrolls sideways"] if overflows(browser) else [])
        keep(browser, f"spreadsheet-{width}")
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert {width: faults for width, faults in found.items() if faults} == {}
    browser.find_element(By.NAME, "file").send_keys(str(file))
    click(browser, browser.find_element(By.NAME, "import"))
    assert "12 drafts; each says what it lacks" in browser.find_element(By.CLASS_NAME, "messagelist").text
    assert Question.objects.filter(status="draft").count() == 12
