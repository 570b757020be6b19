"""A recruiter at work in the admin: decides, lifts, excuses, compares, and sees what came of it."""

import pytest
from django.db import transaction
from pytest_django.live_server_helper import LiveServer
from selenium.common import WebDriverException
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

from hiringkit.people.groups import ensure_groups
from hiringkit.people.services import create_person
from hiringkit.people.vocabulary import GroupName
from interviews.hiring.panels import create_interview
from interviews.hiring.services import create_application, create_candidate, create_job
from interviews.models import Application, Interview, Job
from interviews.plans.drafts import assemble_plan
from interviews.plans.services import lock_plan, publish_plan
from interviews.vocabulary import Recommendation
from tests.story import find_role, submit

pytestmark = [pytest.mark.slow("drives Chromium"), pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "correct horse battery"
IDA, JON, REA = "ida@example.org", "jon@example.org", "rea@example.org"


@pytest.fixture
@transaction.atomic
def job(transactional_db: None, library: None) -> Job:
    """An opening with two applications, each interviewed by Ida, who has written, and Jon, who has not."""
    ensure_groups()  # other tests of the browser have emptied every table
    for email, name in ((IDA, "Ida Interviewer"), (JON, "Jon Interviewer")):
        create_person(email=email, name=name)
    rounds = [{"title": "Analysis", "minutes": 60, "focus": ["exploratory-data-analysis", "causal-reasoning"]}]
    plan = publish_plan(plan=lock_plan(plan=assemble_plan(role=find_role("data-scientist"), rounds=rounds)))
    opening = create_job(title="Data Scientist", plan=plan)
    for name in ("Zoe Zimmer", "Amir Abel"):
        application = create_application(candidate=create_candidate(name=name), job=opening)
        interview = create_interview(application=application, round=plan.rounds.get().pk, panelists=[IDA, JON])
        submit(IDA, interview, recommendation=Recommendation.YES)
    return opening


def sign_in(browser: Chrome, server: LiveServer, email: str) -> None:
    browser.get(f"{server.url}/admin/")
    browser.find_element(By.NAME, "username").send_keys(email)
    browser.find_element(By.NAME, "password").send_keys(PASSWORD)
    click(browser, browser.find_element(By.CSS_SELECTOR, "main form button"))


def shown(browser: Chrome) -> str:
    return browser.find_element(By.ID, "content").text


def click(browser: Chrome, element: WebElement) -> None:
    """Click what leads to another page, and wait until that one is there.

    Asks the page, not an element of it: while one page gives way to the next the driver may answer for a lost element
    with an error of its own.
    """
    browser.execute_script("window.left = false")
    element.click()
    arrived = "return window.left === undefined && document.readyState === 'complete'"
    waiting = WebDriverWait(browser, 20, ignored_exceptions=[WebDriverException])
    waiting.until(lambda driver: driver.execute_script(arrived))


def follow(browser: Chrome, text: str) -> None:
    """Click the link; the admin shows some of them in capitals, so not by what is seen of its text."""
    click(browser, browser.find_element(By.XPATH, f'//div[@id="content"]//a[normalize-space()="{text}"]'))


def send(browser: Chrome) -> None:
    click(browser, browser.find_element(By.CSS_SELECTOR, "#act_form [type=submit]"))


def test_a_recruiter_decides_lifts_excuses_and_compares(browser: Chrome, live_server: LiveServer, job: Job) -> None:
    create_person(email=REA, name="Rea Recruiter", groups=[GroupName.RECRUITER], password=PASSWORD)
    application = Application.objects.get(candidate__name="Amir Abel")
    sign_in(browser, live_server, REA)
    browser.get(f"{live_server.url}/admin/interviews/application/{application.pk}/change/")
    assert "1 of 2 scorecards submitted" in shown(browser)
    assert "No decision yet." in shown(browser)

    follow(browser, "Record a decision")
    send(browser)
    assert shown(browser).count("This field is required.") == 2
    Select(browser.find_element(By.NAME, "outcome")).select_by_visible_text("Reject")
    browser.find_element(By.NAME, "rationale").send_keys("Did not separate cause from coincidence.")
    send(browser)
    assert "The decision is recorded." in browser.find_element(By.CLASS_NAME, "messagelist").text
    assert "Decision: reject by Rea Recruiter" in shown(browser)
    assert "against the panel" in shown(browser)

    follow(browser, "Lift a person's blindness")
    Select(browser.find_element(By.NAME, "person")).select_by_visible_text(f"Jon Interviewer ({JON})")
    browser.find_element(By.NAME, "reason").send_keys("Must plan the second round.")
    send(browser)
    assert "Must plan the second round." in shown(browser)

    interview = Interview.objects.get(application=application)
    browser.get(f"{live_server.url}/admin/interviews/interview/{interview.pk}/change/")
    follow(browser, "Excuse a panelist")
    Select(browser.find_element(By.NAME, "person")).select_by_visible_text(f"Jon Interviewer ({JON})")
    browser.find_element(By.NAME, "reason").send_keys("On leave until May.")
    send(browser)
    assert "On leave until May." in shown(browser)
    follow(browser, "Excuse a panelist")
    assert "Nobody owes a scorecard for this interview." in shown(browser)

    browser.get(f"{live_server.url}/admin/interviews/job/{job.pk}/change/")
    follow(browser, "Compare the applications")
    names = [
        cell.text.splitlines()[0] for cell in browser.find_elements(By.CSS_SELECTOR, "#content tbody th[scope=row]")
    ]
    assert names == ["Amir Abel", "Zoe Zimmer"]
    assert "1 excused" in shown(browser)
    follow(browser, "Amir Abel")
    assert browser.current_url.endswith(f"/application/{application.pk}/change/")


def test_a_recruiter_who_owes_is_told_so_and_no_more(browser: Chrome, live_server: LiveServer, job: Job) -> None:
    create_person(email=REA, name="Rea Recruiter", groups=[GroupName.RECRUITER], password=PASSWORD)
    application = Application.objects.get(candidate__name="Amir Abel")
    held = Interview.objects.get(application=application)
    create_interview(application=application, round=held.round_id, panelists=[REA])
    sign_in(browser, live_server, REA)
    browser.get(f"{live_server.url}/admin/interviews/job/{job.pk}/comparison/")
    rows = browser.find_elements(By.CSS_SELECTOR, "#content tbody tr")
    assert ["Not yet: you owe a scorecard." in row.text for row in rows] == [True, False]
    follow(browser, "Amir Abel")
    assert "scorecards submitted" not in shown(browser)
    follow(browser, "Record a decision")
    assert "decisions come after it" in shown(browser)
    browser.get(f"{live_server.url}/admin/interviews/interview/{held.pk}/change/")
    assert "submitted" not in shown(browser)
    follow(browser, "Excuse a panelist")
    assert "ask another recruiter" in shown(browser)
