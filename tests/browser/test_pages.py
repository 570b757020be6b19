"""An interviewer in a browser: signs in, reads the kit, prints it, skips a question; with the keyboard alone, at every
width, in light and in dark. What was seen is kept in build/screenshots.
"""

import base64
import io
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer
from selenium.common import WebDriverException
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait
from selenium_axe_python.axe import Axe

from hiringkit.people.links import link_path, make_link
from hiringkit.people.models import Person
from hiringkit.people.services import create_person
from hiringkit.people.vocabulary import GroupName
from interviews.kits.paper.render import kit_pdf
from interviews.kits.queries import build_kit
from interviews.models import Candidate, CompetencyScore, Interview, QuestionNote, Scorecard, ScorecardItem
from tests.browser.test_admin_hiring import click
from tests.interviews.kits.test_paper import thaw
from tests.interviews.pages.test_interview import alternative
from tests.story import ADA, BEN, Hiring, principal, rated, submit

pytestmark = [pytest.mark.slow("drives Chromium"), pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "correct horse battery"
SHOTS = Path(__file__).resolve().parents[2] / "build" / "screenshots"
WIDTHS = (1280, 390, 320)  # a desk, a phone, and what 400 % of zoom leaves of a desk
SHEET = "| month | orders | refunds |\n|---|--:|--:|\n| May | 1,204 | 17 |\n| June | 1,377 | 52 |\n"
TALLEST = 9_000  # pixels of a screenshot


@pytest.fixture
def kit(hiring: Hiring) -> Interview:
    """Ada's interview of tomorrow, whose first question has a sheet, answers by level and an alternate."""
    first, *others = hiring.first.round.items.order_by("position")
    answers = [{"level": level, "text": f"What level {level} sounds like on this question."} for level in (2, 3, 4, 5)]
    thaw(alternates=[alternative(first)], sheet=SHEET, answers=answers, brief=["You own the data."])
    Candidate.objects.update(adjustments="Written questions, and a minute to read each.")
    Interview.objects.filter(pk=hiring.first.pk).update(scheduled_at=timezone.now() + timedelta(days=1))
    ada = Person.objects.get(email=ADA)
    ada.set_password(PASSWORD)
    ada.save()
    assert others
    return hiring.first


@pytest.fixture
def window(browser: Chrome) -> Iterator[Chrome]:
    """A window that is as it was afterwards; what others have left in its log is none of this."""
    complaints(browser)
    yield browser
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})


def sign_in(browser: Chrome, server: LiveServer, email: str = ADA) -> None:
    browser.get(f"{server.url}/sign-in")
    browser.find_element(By.NAME, "username").send_keys(email)
    browser.find_element(By.NAME, "password").send_keys(PASSWORD)
    click(browser, browser.find_element(By.CSS_SELECTOR, "main form button"))


def widen(browser: Chrome, width: int, *, dark: bool = False) -> None:
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": [scheme]})


def keep(browser: Chrome, name: str) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    size = browser.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]
    clip = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], TALLEST), "scale": 1}
    wanted = {"format": "png", "captureBeyondViewport": True, "clip": clip}
    taken = browser.execute_cdp_cmd("Page.captureScreenshot", wanted)
    (SHOTS / f"{name}.png").write_bytes(base64.b64decode(taken["data"]))


def violations(browser: Chrome) -> list[str]:
    """What axe-core finds: rules of WCAG 2.2 A and AA, and its best practices."""
    axe = Axe(browser)
    axe.inject()  # type: ignore[no-untyped-call]
    return [f"{each['id']}: {node['html'][:120]}" for each in axe.run()["violations"] for node in each["nodes"]]


def overflows(browser: Chrome) -> bool:
    found: bool = browser.execute_script(
        "return document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    return found


def complaints(browser: Chrome) -> list[str]:
    """What the browser itself found wrong: what a policy refused, what did not load."""
    log: list[dict[str, str]] = browser.get_log("browser")  # type: ignore[no-untyped-call]
    return [line["message"] for line in log]


def pages(kit: Interview) -> dict[str, str]:
    token = make_link(person=Person.objects.get(email=ADA))
    assert token is not None
    return {
        "home": "/",
        "kit": f"/interviews/{kit.pk}",
        "print": f"/interviews/{kit.pk}/kit/print",
        "not-yet": f"/applications/{kit.application_id}",
        "account": "/account",
        "password": "/account/password",
        "sign-in": "/sign-in",
        "ask-link": "/sign-in/link",
        "link": link_path(token=token),
        "error": "/nowhere",
    }


def test_axe_finds_nothing_at_any_width_in_light_and_in_dark(
    window: Chrome, live_server: LiveServer, kit: Interview
) -> None:
    sign_in(window, live_server)
    found: dict[str, list[str]] = {}
    for name, path in pages(kit).items():
        window.get(f"{live_server.url}{path}")
        for width in WIDTHS:
            for dark in (False, True):
                widen(window, width, dark=dark)
                found[f"{name} {width} {'dark' if dark else 'light'}"] = violations(window)
                if overflows(window):
                    found[f"{name} {width}"] = ["scrolls sideways"]
            if width != WIDTHS[-1]:
                widen(window, width)
                keep(window, f"{name}-{width}")
        widen(window, 1280, dark=True)
        keep(window, f"{name}-dark")
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_axe_would_find_something(window: Chrome, live_server: LiveServer) -> None:
    window.get(f"{live_server.url}/sign-in")
    window.execute_script("document.querySelector('label').remove(); document.documentElement.lang = ''")
    assert {each.partition(":")[0] for each in violations(window)} >= {"label", "html-has-lang"}


def test_an_interviewer_signs_in_reads_prints_and_skips(
    window: Chrome, live_server: LiveServer, kit: Interview
) -> None:
    sign_in(window, live_server)
    assert window.current_url == f"{live_server.url}/"
    click(window, window.find_element(By.PARTIAL_LINK_TEXT, "A Candidate: Analysis"))
    text = window.find_element(By.TAG_NAME, "main").text
    first = kit.round.items.order_by("position")[0]
    for part in (first.text, "Written questions", "1,377", "0:05"):
        assert part in text
    folded = first.probes[0]
    assert folded not in text
    press_on(window, "#question-1 details summary")
    assert folded in window.find_element(By.ID, "question-1").text
    Select(window.find_element(By.NAME, "outcome-1")).select_by_value("skipped")
    window.find_element(By.NAME, "why-1").send_keys("They told it all in question 2.")
    wait_until_saved(window)
    assert ScorecardItem.objects.get().reason == "They told it all in question 2."
    window.get(f"{live_server.url}/interviews/{kit.pk}/kit/print")
    printed = base64.b64decode(window.execute_cdp_cmd("Page.printToPDF", {"printBackground": False})["data"])
    document = pypdfium2.PdfDocument(io.BytesIO(printed))
    paper = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert "Rating what you heard" in paper
    assert "Sign out" not in paper
    assert "Back to the kit" not in paper
    assert complaints(window) == []


def test_the_keyboard_alone_is_enough(window: Chrome, live_server: LiveServer, hiring: Hiring, kit: Interview) -> None:
    """From the address of the page to a submitted scorecard, and every stop on the way can be seen."""
    window.get(f"{live_server.url}/")

    def press(*keys: str) -> None:
        for key in keys:
            window.switch_to.active_element.send_keys(key)

    def focused() -> str:
        shown: str = window.execute_script(
            "const a = document.activeElement, s = getComputedStyle(a);"
            "return JSON.stringify({name: a.name || a.textContent.trim(), seen: s.outlineStyle !== 'none' || "
            "a.tagName === 'MAIN'})"
        )
        told = json.loads(shown)
        assert told["seen"], told
        return str(told["name"])

    def walk_to(name: str) -> None:
        for _ in range(120):
            press(Keys.TAB)
            if focused().startswith(name):
                return
        raise AssertionError(f"no way to {name}")

    walk_to("Skip to the content")
    walk_to("username")
    press(ADA)
    walk_to("password")
    press(PASSWORD)
    click_by_key(window, Keys.ENTER)
    walk_to("A Candidate: Analysis")
    click_by_key(window, Keys.ENTER)
    walk_to("note-1")
    press("Drew it.")
    walk_to("outcome-1")
    press(Keys.ARROW_DOWN)
    walk_to("why-1")
    press("No time.")
    first, second = hiring.focus
    walk_to(f"level-{first}")
    press("4")
    walk_to(f"evidence-{first}")
    press("Asked for the date.")
    walk_to(f"level-{second}")
    press("0")  # and with it the reason, which waits to be typed over
    assert focused() == f"reason-{second}"
    press("No such occasion.")
    walk_to("recommendation")
    press(Keys.SPACE)
    walk_to("submit")
    press(Keys.ENTER)
    wait_for(window, "submitted")
    card = Scorecard.objects.get()
    assert (card.status, card.overall_recommendation) == ("submitted", "strong_no")
    told = card.items.get()
    assert (told.asked, told.reason, told.note) == (False, "No time.", "Drew it.")
    scores = {score.competency.slug: score for score in card.scores.select_related("competency")}
    assert (scores[first].level, scores[first].evidence) == (4, "Asked for the date.")
    assert (scores[second].state, scores[second].reason) == ("not_assessed", "No such occasion.")


def click_by_key(browser: Chrome, key: str) -> None:
    element = browser.switch_to.active_element
    browser.execute_script("window.left = false")
    element.send_keys(key)
    arrived = "return window.left === undefined && document.readyState === 'complete'"
    for _ in range(200):
        if browser.execute_script(arrived):
            return
    raise AssertionError("nothing came")


def test_an_interviewer_writes_and_submits_a_scorecard(
    window: Chrome, live_server: LiveServer, hiring: Hiring, kit: Interview
) -> None:
    sign_in(window, live_server)
    window.get(f"{live_server.url}/interviews/{kit.pk}")
    first, second = hiring.focus
    for slug in hiring.focus:
        press_on(window, f"input[name='level-{slug}'][value='4']")
    window.find_element(By.NAME, f"evidence-{first}").send_keys("Asked for the date of the change.")
    press_on(window, f"input[name='heard-{first}'][value='2']")
    press_on(window, "[name=submit]")
    wait_for(window, "Something is missing or wrong")
    assert "is rated without evidence" in window.find_element(By.ID, second).text
    assert "Say what you recommend" in window.find_element(By.ID, "recommendation").text
    assert window.switch_to.active_element.get_attribute("id") == "faults"
    assert violations(window) == []
    keep(window, "gaps-1280")
    press_on(window, f"#faults a[data-field='evidence-{second}']")
    assert window.switch_to.active_element.get_attribute("name") == f"evidence-{second}"
    window.switch_to.active_element.send_keys("Named who was left out.")
    press_on(window, "input[name=recommendation][value=yes]")
    press_on(window, "[name=submit]")
    wait_for(window, "you recommend: yes")
    evidence = CompetencyScore.objects.order_by("evidence").values_list("evidence", flat=True)
    assert list(evidence) == ["Asked for the date of the change.", "Named who was left out."]
    heard = kit.round.items.order_by("position")[1]
    assert QuestionNote.objects.get().item == heard
    assert window.execute_script("return Object.keys(localStorage).filter(k => k.startsWith('hk-copy'))") == []


def press_on(browser: Chrome, selector: str) -> None:
    """Click it, in the middle of the window: at its foot there is the bar."""
    element = browser.find_element(By.CSS_SELECTOR, selector)
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
    element.click()


def wait_for(browser: Chrome, text: str) -> None:
    waiting = WebDriverWait(browser, 20, ignored_exceptions=[WebDriverException])
    waiting.until(lambda driver: text in driver.find_element(By.TAG_NAME, "main").text)


def wait_until_saved(browser: Chrome) -> None:
    WebDriverWait(browser, 20).until(
        lambda driver: driver.find_element(By.ID, "card").get_attribute("data-saved") == "yes"
    )


def look(browser: Chrome, name: str) -> dict[str, list[str]]:
    """What axe finds at each width, in light and in dark; what was seen is kept."""
    found = {}
    for width in WIDTHS:
        for dark in (False, True):
            widen(browser, width, dark=dark)
            found[f"{width} {dark}"] = violations(browser) + (["scrolls sideways"] if overflows(browser) else [])
        widen(browser, width)
        keep(browser, f"{name}-{width}")
    widen(browser, 1280)
    return {at: faults for at, faults in found.items() if faults}


def test_what_is_submitted_is_read_and_amended(
    window: Chrome, live_server: LiveServer, hiring: Hiring, kit: Interview
) -> None:
    sign_in(window, live_server)
    submit(ADA, kit)
    address = f"{live_server.url}/interviews/{kit.pk}"
    window.get(f"{address}/scorecard/amend")
    assert look(window, "amend") == {}
    window.find_element(By.NAME, "amendment").send_keys("Mixed up two people.")
    press_on(window, f"input[name='level-{hiring.focus[0]}'][value='1']")
    click(window, window.find_element(By.XPATH, "//button[text()='Amend']"))
    assert "Mixed up two people." in window.find_element(By.TAG_NAME, "main").text
    assert look(window, "submitted") == {}
    assert complaints(window) == []


def test_the_clock_runs_and_says_what_is_over(window: Chrome, live_server: LiveServer, kit: Interview) -> None:
    sign_in(window, live_server)
    window.get(f"{live_server.url}/interviews/{kit.pk}")
    press_on(window, "[data-act=clock]")
    WebDriverWait(window, 5).until(lambda driver: "0:01 of 60:00" in driver.find_element(By.CLASS_NAME, "bar").text)
    press_on(window, "[aria-label='Start question 2']")
    key = "Object.keys(localStorage).find(key => key.startsWith('hk-clock:'))"
    first, second, *_ = kit.round.items.order_by("position")
    ran = second.minutes + 1  # one over, and begun two after it was due
    gone = 5 + first.minutes + 2 + ran
    window.execute_script(
        f"const key = {key}, state = JSON.parse(localStorage[key]), at = Date.now();"
        f"localStorage[key] = JSON.stringify({{...state, started: at - {gone} * 60000, since: at - {ran} * 60000}})"
    )
    window.refresh()
    bar = window.find_element(By.CLASS_NAME, "bar").text
    assert f"{gone}:00 of 60:00" in bar
    assert f"Question 2: {ran}:00 of {second.minutes}:00, begun 2 min late" in bar
    assert [each.text[:5] for each in window.find_elements(By.CLASS_NAME, "over")] == [f"{ran}:00", "Quest"]
    widen(window, 390)
    window.save_screenshot(str(SHOTS / "clock-390.png"))
    widen(window, 1280)
    window.save_screenshot(str(SHOTS / "clock-1280.png"))
    assert violations(window) == []
    press_on(window, "[data-act=clock]")
    assert window.execute_script(f"return {key} || null") is None


def test_a_hiring_manager_reads_the_debrief_and_decides(
    window: Chrome, live_server: LiveServer, hiring: Hiring, kit: Interview
) -> None:
    mia = create_person(email="mia@example.com", name="Mia", groups=[GroupName.HIRING_MANAGER], password=PASSWORD)
    hiring.job.hiring_managers.add(mia)
    submit(ADA, hiring.first, [rated(hiring.focus, 5)[0], *rated(hiring.focus[1:], 3)])
    submit(BEN, hiring.first, [rated(hiring.focus, 2)[0], *rated(hiring.focus[1:], 3)])
    sign_in(window, live_server, "mia@example.com")
    click(window, window.find_element(By.LINK_TEXT, "A Candidate"))
    assert look(window, "debrief-page") == {}
    text = window.find_element(By.TAG_NAME, "main").text
    assert text.index("disagreement") < text.index("Evidence, side by side")
    assert "2 scorecards are still owed" in text
    assert "against it" not in text
    press_on(window, "input[value=reject]")
    press_on(window, "input[value=advance]")
    window.find_element(By.NAME, "rationale").send_keys("Strong where it counts.")
    click(window, window.find_element(By.CSS_SELECTOR, "main form button"))
    assert "Decided: advance" in window.find_element(By.TAG_NAME, "main").text
    assert complaints(window) == []


def test_a_link_by_mail_opens_the_kit(window: Chrome, live_server: LiveServer, kit: Interview) -> None:
    token = make_link(person=Person.objects.get(email=ADA))
    assert token is not None
    window.get(live_server.url + link_path(token=token, after=f"/interviews/{kit.pk}"))
    click(window, window.find_element(By.CSS_SELECTOR, "main form button"))
    assert window.current_url == f"{live_server.url}/interviews/{kit.pk}"
    assert "A Candidate: Analysis" in window.title


def test_the_pages_of_the_file_are_kept_to_be_looked_at(kit: Interview) -> None:
    made = kit_pdf(kit=build_kit(principal=principal(ADA), interview_id=kit.pk))
    SHOTS.mkdir(parents=True, exist_ok=True)
    document = pypdfium2.PdfDocument(io.BytesIO(made))
    for number, page in enumerate(document, 1):
        page.render(scale=1.2).to_pil().save(SHOTS / f"kit-pdf-{number}.png")
    assert number >= 3
    document.close()
