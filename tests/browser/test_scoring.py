"""Writing a scorecard while the world gets in the way: whatever is cut, every character that was typed is in one
scorecard at the end.
"""

import time
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from hiringkit.people.models import Person
from hiringkit.people.services import create_person
from hiringkit.people.vocabulary import GroupName
from interviews.models import Decision, Interview, Scorecard
from tests.browser.server import KillableServer
from tests.browser.test_admin_hiring import click
from tests.browser.writing import ONLINE, PASSWORD, Writer
from tests.story import ADA, BEN, Hiring

pytestmark = [pytest.mark.slow("drives Chromium"), pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MIA = "mia@example.com"


@pytest.fixture
def interview(hiring: Hiring) -> Interview:
    """Ada's and Ben's one interview of the application."""
    hiring.second.cancelled_at = hiring.second.created_at
    hiring.second.save(update_fields=["cancelled_at"])
    for person in Person.objects.filter(email__in=(ADA, BEN)):
        person.set_password(PASSWORD)
        person.save(update_fields=["password"])
    return hiring.first


def evidence(email: str) -> dict[str, str]:
    """What the person's one scorecard says, by competency."""
    card = Scorecard.objects.get(interviewer__email=email)
    return {score.competency.slug: score.evidence for score in card.scores.select_related("competency")}


def notes(email: str) -> list[str]:
    return [each.note for each in Scorecard.objects.get(interviewer__email=email).items.order_by("item__position")]


def test_three_people_at_once_from_the_invitation_to_the_decision(
    browsers: Callable[[], Chrome], killable: KillableServer, hiring: Hiring, interview: Interview
) -> None:
    first, second = hiring.focus
    mia = create_person(email=MIA, name="Mia", groups=[GroupName.HIRING_MANAGER], password=PASSWORD)
    hiring.job.hiring_managers.add(mia)
    ada = Writer(browsers(), killable.url, ADA, interview.pk)
    ben = Writer(browsers(), killable.url, BEN, interview.pk)
    manager = Writer(browsers(), killable.url, MIA, interview.pk)
    for each in (ada, ben):
        each.sign_in()
    manager.browser.get(f"{killable.url}/applications/{hiring.application.pk}")
    manager.give_password()
    assert "2 scorecards are still owed" in manager.text

    # Ada's connection goes while she writes, and comes back.
    ada.type(f"evidence-{first}", "Asked for ")
    ada.wait_until_saved()
    ada.offline(True)
    ada.type(f"evidence-{first}", "the date of the change")
    ada.wait_for_state("No connection")
    assert evidence(ADA) == {first: "Asked for "}
    ada.offline(False)
    ada.wait_until_saved()
    assert evidence(ADA) == {first: "Asked for the date of the change"}

    # The server is killed while Ben writes; Ada closes her page before it is back.
    ben.type("note-1", "Drew it. ")
    ben.wait_until_saved()
    killable.kill()
    ben.type("note-1", "Twice.")
    ben.choose(f"level-{first}", "2")
    ada.type(f"evidence-{first}", ", then doubted it.")
    ada.choose(f"level-{first}", "4")
    ada.browser.get("about:blank")
    ben.wait_for_state("No connection")
    killable.start()
    ben.wait_until_saved()
    assert notes(BEN) == ["Drew it. Twice."]
    ben.browser.find_element(By.CSS_SELECTOR, "#question-1 [aria-label^=Start]").click()
    ben.picture("scoring-1-room", "#question-1", width=390, height=700)
    ada.open()
    ada.wait_until_saved()
    assert evidence(ADA) == {first: "Asked for the date of the change, then doubted it."}
    assert ada.copies() == []

    # Ben's session ends, and he signs in again.
    Session.objects.all().delete()
    ben.type(f"evidence-{second}", "Named no confounder.")
    ben.wait_for_state("signed out")
    click(ben.browser, ben.browser.find_element(By.LINK_TEXT, "Sign in"))
    ben.give_password()
    ben.wait_until_saved()
    assert evidence(BEN)[second] == "Named no confounder."

    # Before they submit, neither has anything of the other.
    ada.sign_in()
    assert "Named no confounder" not in ada.browser.page_source
    for each, level, recommended in ((ada, "4", "yes"), (ben, "2", "no")):
        for slug in (first, second):
            each.choose(f"level-{slug}", level)
        each.type(f"evidence-{second if each is ada else first}", "Said so.")
        each.choose("recommendation", recommended)
        each.picture("scoring-2-levels", f"#{first}", width=960)
        each.submit()
        each.picture("scoring-3-submitted", "#scorecard", width=960)
    assert "A Candidate" in ben.text
    ada.reload()
    assert "ben, Analysis: submitted" in ada.text
    assert Scorecard.objects.count() == 2

    # The manager, who has had the page open all the time, decides.
    manager.browser.get(f"{killable.url}/applications/{hiring.application.pk}")
    manager.give_password()
    assert "disagreement" in manager.text
    manager.choose("outcome", "advance")
    manager.type("rationale", "Strong where it counts.")
    click(manager.browser, manager.browser.find_element(By.CSS_SELECTOR, "#decide ~ form button"))
    assert Decision.objects.get().outcome == "advance"


def test_of_two_tabs_and_two_devices_each_text_is_kept_and_a_person_chooses(
    browsers: Callable[[], Chrome], killable: KillableServer, hiring: Hiring, interview: Interview
) -> None:
    first, second = hiring.focus
    ada = Writer(browsers(), killable.url, ADA, interview.pk)
    ada.sign_in()
    one = ada.browser.current_window_handle
    ada.browser.switch_to.new_window("tab")
    ada.open()
    other = ada.browser.current_window_handle
    ada.type(f"evidence-{first}", "From the other tab.")
    ada.type("note-1", "A note.")
    ada.wait_until_saved()
    ada.browser.switch_to.window(one)
    ada.type(f"evidence-{second}", "From the first tab.")
    ada.wait_until_saved()  # each wrote elsewhere: nobody is asked
    assert ada.typed(f"evidence-{first}") == "From the other tab."
    assert evidence(ADA) == {first: "From the other tab.", second: "From the first tab."}

    ada.browser.switch_to.window(other)
    ada.wait_for_typed(f"evidence-{second}", "From the first tab.")  # looked at again, it has read what is new

    # On the train she goes on without a connection; what she has typed on her phone meanwhile is another text.
    phone = Writer(browsers(), killable.url, ADA, interview.pk)
    phone.sign_in()
    ada.offline(True)
    phone.type(f"evidence-{first}", " One.")
    phone.wait_until_saved()
    ada.type(f"evidence-{first}", " Two.")
    ada.offline(False)
    ada.wait_for_state("Written in two places")
    assert "From the other tab. One." in ada.text
    ada.press_submit()
    assert Scorecard.objects.get().status == "draft"  # nothing is submitted that nobody has chosen
    assert evidence(ADA)[first] == "From the other tab. One."
    ada.reload()  # the choice waits as long as it takes
    ada.wait_for("Written in two places")
    assert ada.keep_both() == 1
    ada.wait_until_saved()
    assert {"One.", "Two."} <= set(evidence(ADA)[first].split())
    assert Scorecard.objects.count() == 1


def test_what_is_deleted_stays_deleted(
    browsers: Callable[[], Chrome], killable: KillableServer, hiring: Hiring, interview: Interview
) -> None:
    """Also while what it deletes is on its way, and where another page has changed another field meanwhile."""
    first = f"evidence-{hiring.focus[0]}"
    ada = Writer(browsers(), killable.url, ADA, interview.pk)
    ada.sign_in()
    slow = {**ONLINE, "latency": 2500}
    ada.browser.execute_cdp_cmd("Network.emulateNetworkConditions", slow)
    ada.type(first, "Asked twice.")
    time.sleep(1.6)  # the pause is over, and the answer is not there
    ada.type(first, Keys.BACKSPACE * len(" twice."))
    ada.offline(False)
    ada.wait_until_saved()
    assert ada.typed(first) == "Asked"
    assert evidence(ADA) == {hiring.focus[0]: "Asked"}
    phone = Writer(browsers(), killable.url, ADA, interview.pk)
    phone.sign_in()
    phone.type("note-1", "From the phone.")
    phone.wait_until_saved()
    ada.type(first, Keys.BACKSPACE * 2)  # its version is old: the draft is read, and says "Asked" still
    ada.wait_until_saved()
    assert (ada.typed(first), ada.typed("note-1")) == ("Ask", "From the phone.")
    assert evidence(ADA) == {hiring.focus[0]: "Ask"}


def test_whoever_signs_in_on_the_same_browser_gets_nothing_of_it(
    browsers: Callable[[], Chrome], killable: KillableServer, hiring: Hiring, interview: Interview
) -> None:
    """Ada's page stays open; Ben signs in beside it. Her words reach neither his scorecard nor his page."""
    ada = Writer(browsers(), killable.url, ADA, interview.pk)
    ada.sign_in()
    hers = ada.browser.current_window_handle
    ada.browser.switch_to.new_window("tab")
    ada.browser.get(killable.url)
    click(ada.browser, ada.browser.find_element(By.CSS_SELECTOR, ".who button"))
    ben = Writer(ada.browser, killable.url, BEN, interview.pk)
    ben.sign_in()
    his = ada.browser.current_window_handle
    ada.browser.switch_to.window(hers)
    ada.type("note-1", "Secret of Ada's.")
    ada.wait_for_state("Not saved")
    assert not Scorecard.objects.exists()
    ada.browser.switch_to.window(his)
    ben.reload()
    assert "Secret" not in ben.browser.page_source
    assert ben.typed("note-1") == ""


def test_what_is_typed_after_another_tab_has_submitted_is_shown(
    browsers: Callable[[], Chrome], killable: KillableServer, hiring: Hiring, interview: Interview
) -> None:
    ada = Writer(browsers(), killable.url, ADA, interview.pk)
    ada.sign_in()
    one = ada.browser.current_window_handle
    for slug in hiring.focus:
        ada.choose(f"level-{slug}", "3")
        ada.type(f"evidence-{slug}", "Said so.")
    ada.choose("recommendation", "yes")
    ada.wait_until_saved()
    ada.browser.switch_to.new_window("tab")
    ada.open()
    ada.submit()
    ada.browser.switch_to.window(one)
    ada.type("note-2", "Came to mind too late.")
    ada.wait_for_state("It is submitted")
    ada.open()
    ada.wait_for("Came to mind too late.")
    click(ada.browser, ada.browser.find_element(By.LINK_TEXT, "Amend it"))
    ada.type("note-2", "Came to mind too late.")
    ada.type("amendment", "Forgot a note.")
    Session.objects.all().delete()
    click(ada.browser, ada.browser.find_element(By.XPATH, "//button[text()='Amend']"))
    ada.give_password()  # what was posted in vain is back
    ada.wait_for("has kept it for you")
    assert ada.typed("note-2") == "Came to mind too late."
    click(ada.browser, ada.browser.find_element(By.XPATH, "//button[text()='Amend']"))
    ada.wait_for("Your scorecard is amended.")
    assert "Forgot a note." in ada.text
    assert ada.copies() == []
    assert notes_of_current() == ["Came to mind too late."]


def notes_of_current() -> list[str]:
    return [each.note for each in Scorecard.objects.get(status="submitted").items.all()]
