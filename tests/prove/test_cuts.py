"""Interviewers write their scorecards while connections, servers, sessions and pages are cut at random: no character of
what was typed is lost, and there is one scorecard.

Each round is a script made from a printed seed: words that occur nowhere else are typed into fields of one or two
pages, between cuts. At the end everything is whole again, and where two pages have written one field both texts are
kept. Then every word is looked for in the database.
"""

import random
import time
from collections import Counter
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from selenium.common import WebDriverException
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from hiringkit.people.models import Person
from interviews.hiring.panels import create_interview
from interviews.hiring.services import create_application, create_candidate
from interviews.models import Interview, Scorecard
from tests.browser.server import KillableServer
from tests.browser.writing import PASSWORD, Writer
from tests.story import ADA, Hiring

pytestmark = [pytest.mark.prove, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BATCHES, ROUNDS, STEPS = 5, 10, 14
WORDS = "abcdefghijklmnopqrstuvwxyzäöüßéñ漢字🙂"
CUTS = ("offline", "online", "kill", "start", "close", "reload", "expire", "other tab", "pause")


class Round:
    """One interview, written in a browser that has one page or two of it."""

    def __init__(self, seed: str, server: KillableServer, browser: Chrome, interview: Interview, fields: list[str]):
        self.rng, self.server, self.fields = random.Random(seed), server, fields
        self.ada = Writer(browser, server.url, ADA, interview.pk)
        self.interview = interview
        self.up, self.off = True, False
        self.typed: list[tuple[str, str]] = []
        self.cuts: Counter[str] = Counter()

    def play(self) -> None:
        self._open()
        for _ in range(STEPS):
            if self.rng.random() < 0.55:
                self._type()
            else:
                cut = self.rng.choice(CUTS)
                self.cuts[cut] += 1
                self._cut(cut)
        self._heal()

    def lost(self) -> list[str]:
        card = Scorecard.objects.get(interview=self.interview)  # one, and no more
        told = {f"evidence-{score.competency.slug}": score.evidence for score in card.scores.all()}
        told |= {f"note-{item.item.position + 1}": item.note for item in card.items.select_related("item")}
        return [word for field, word in self.typed if word not in told.get(field, "")]

    def _type(self) -> None:
        word = "".join(self.rng.choice(WORDS) for _ in range(self.rng.randint(4, 12))) + str(len(self.typed))
        field = self.rng.choice(self.fields)
        self.ada.paste(field, word + " ")
        self.typed.append((field, word))
        if self.rng.random() < 0.4:
            time.sleep(self.rng.random() * 1.6)

    def _cut(self, cut: str) -> None:
        if cut in ("offline", "online"):
            self._offline(cut == "offline")
        elif cut == "kill" and self.up:
            self.server.kill()
            self.up = False
        elif cut == "start":
            self._start()
        elif cut in ("close", "reload"):
            if cut == "close":
                self.ada.browser.get("about:blank")
            self._whole()
            self._open()
        elif cut == "expire":
            Session.objects.all().delete()
        elif cut == "other tab":
            self._turn()
        elif cut == "pause":
            time.sleep(self.rng.random() * 2.5)

    def _turn(self) -> None:
        """To the other page, which is opened where there is none."""
        browser = self.ada.browser
        others = [handle for handle in browser.window_handles if handle != browser.current_window_handle]
        if others:
            browser.switch_to.window(others[0])
            self.off = False  # each page has its own line
            self._offline(False)
        else:
            self._whole()
            browser.switch_to.new_window("tab")
            self._open()

    def _whole(self) -> None:
        self._start()
        self._offline(False)

    def _start(self) -> None:
        if not self.up:
            self.server.start()
            self.up = True

    def _offline(self, off: bool) -> None:
        self.ada.offline(off)
        self.off = off

    def _open(self) -> None:
        self.ada.open()
        if "/sign-in" in self.ada.browser.current_url:
            self.ada.give_password()
        self.ada.wait_for("Your scorecard")

    def _heal(self) -> None:
        """Everything is there again; each page comes to rest, one after the other, until none has more to say."""
        self._whole()
        browser = self.ada.browser
        for _ in range(2):
            for handle in browser.window_handles:
                browser.switch_to.window(handle)
                self._offline(False)
                self._open()  # and takes over what the other has left
                self.ada.wait_until_saved()
        for handle in browser.window_handles[1:]:
            browser.switch_to.window(handle)
            browser.close()
        browser.switch_to.window(browser.window_handles[0])


@pytest.fixture
def interviews(hiring: Hiring) -> list[Interview]:
    ada = Person.objects.get(email=ADA)
    ada.set_password(PASSWORD)
    ada.save(update_fields=["password"])
    made = []
    for number in range(ROUNDS):
        application = create_application(candidate=create_candidate(name=f"Candidate {number}"), job=hiring.job)
        made.append(create_interview(application=application, round=hiring.first.round.pk, panelists=[ADA]))
    return made


@pytest.mark.parametrize("batch", range(BATCHES))
def test_no_character_is_lost(
    batch: int,
    browsers: Callable[[], Chrome],
    killable: KillableServer,
    hiring: Hiring,
    interviews: list[Interview],
) -> None:
    fields = [*(f"evidence-{slug}" for slug in hiring.focus), "note-1", "note-2"]
    browser, seed = browsers(), random.SystemRandom().randrange(10**6)
    cuts: Counter[str] = Counter()
    characters, lost = 0, {}
    for number, interview in enumerate(interviews):
        played = Round(f"{seed}-{number}", killable, browser, interview, fields)
        played.play()
        cuts += played.cuts
        characters += sum(len(word) for _, word in played.typed)
        if missing := played.lost():
            lost[f"{seed}-{number}"] = missing
    print(f"\nbatch {batch}, seed {seed}: {ROUNDS} rounds, {characters} characters, {dict(cuts)}, lost: {lost or 0}")
    assert lost == {}


def test_the_search_finds_what_is_lost(
    browsers: Callable[[], Chrome], killable: KillableServer, hiring: Hiring, interviews: list[Interview]
) -> None:
    """A browser that keeps nothing, and a page that is closed while the server is away."""
    browser = browsers()
    nothing = {"source": "Storage.prototype.setItem = () => {}"}
    browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", nothing)
    played = Round("control", killable, browser, interviews[0], ["note-1", "note-2"])
    played._open()
    played._type()
    played.ada.wait_until_saved()
    played._cut("kill")
    played._type()
    played._cut("close")
    played._heal()
    assert played.lost() == [played.typed[1][1]]


def test_the_driver_is_what_it_is_taken_for(browsers: Callable[[], Chrome], killable: KillableServer) -> None:
    """A page that is offline is: otherwise that cut would be none."""
    browser = browsers()
    browser.get(f"{killable.url}/sign-in")
    ada = Writer(browser, killable.url, ADA, "")
    ada.offline(True)
    with pytest.raises(WebDriverException, match="DISCONNECTED"):
        browser.get(f"{killable.url}/sign-in")
    ada.offline(False)
    browser.get(f"{killable.url}/sign-in")
    assert browser.find_element(By.NAME, "username")
