"""The downloaded page of a debrief, opened as a file in a browser: it reads well at every width, light and dark."""

from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from interviews.summaries.formats.files import render_html, render_pdf
from tests.browser.test_pages import WIDTHS, complaints, keep, overflows, violations, widen
from tests.budgets import budget
from tests.interviews.summaries.large import made_up

pytestmark = [pytest.mark.slow("drives Chromium"), pytest.mark.browser, pytest.mark.prove]
FILES = Path(__file__).resolve().parents[2] / "build" / "exports"
ANCHORS = {f"competency-{n}": {level: f"What level {level} is like." for level in range(1, 6)} for n in range(30)}


@pytest.mark.parametrize(
    ("name", "competencies", "raters", "characters"),
    [("usual", 10, 4, 200), ("large", 30, 12, 400), ("bare", 0, 0, 0)],
)
def test_axe_finds_nothing_in_the_file(
    browser: Chrome, name: str, competencies: int, raters: int, characters: int
) -> None:
    summary = made_up(competencies=competencies, raters=raters, characters=characters)
    FILES.mkdir(parents=True, exist_ok=True)
    file = FILES / f"{name}.html"
    file.write_bytes(render_html(summary=summary, anchors=ANCHORS, names={}))
    (FILES / f"{name}.pdf").write_bytes(render_pdf(summary=summary, anchors=ANCHORS, names={}))
    complaints(browser)
    browser.get(file.as_uri())
    found: dict[str, list[str]] = {}
    everywhere = [(width, dark) for width in WIDTHS for dark in (False, True)]
    for width, dark in everywhere if name == "usual" else budget([(1280, False), (320, True)], everywhere):
        widen(browser, width, dark=dark)
        found[f"{width} {dark}"] = violations(browser) + (["scrolls sideways"] if overflows(browser) else [])
        keep(browser, f"debrief-{name}-{width}{'-dark' * dark}")
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert {at: faults for at, faults in found.items() if faults} == {}
