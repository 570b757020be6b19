"""Twenty questions of the data scientist by a printed seed, laid out for a reader who answers nine closed questions.

What a program can answer is answered; the rest of the table, in build/draws, is empty for whoever reads it.
"""

import os
import random
import re
from pathlib import Path

import pytest

from roles.lint import unfinished
from roles.lint.questions import findings_of
from tests.roles import test_data_scientist_numbers as numbers
from tests.roles.test_data_scientist import FILES, QUESTIONS, Document

pytestmark = pytest.mark.prove
FOLDER = Path(__file__).resolve().parents[2] / "build" / "draws"
DRAWN = 20
ASKED = (
    "two interviewers give the same case", "a non-expert can decide with the key",
    "levels 2 to 5 differ by something heard", "one ask", "no probe tells", "each probe is in the key",
    "the difficulty fits", "every role's profile scores it",
    "its numbers are computed",
)  # fmt: skip


def one_ask(row: Document) -> bool:
    return not any(found.code == "double_barrelled" for found in findings_of(row))


def scored(row: Document) -> bool:
    profiles = {
        file["role"]["slug"]: frozenset(each["competency"] for each in file["role"]["competencies"])
        for file in FILES
        if "role" in file
    }
    return not any(found.code == "off_profile" for found in unfinished(row, profiles))


def computed(row: Document) -> bool:
    source = Path(str(numbers.__file__)).read_text("utf-8")
    return not re.search(r"\d", row.get("reference") or "") or f'"{row["slug"]}"' in source


def test_a_draw() -> None:
    seed = int(os.environ.get("DRAW_SEED", random.SystemRandom().randrange(10_000)))
    drawn = random.Random(seed).sample(sorted(QUESTIONS, key=lambda row: str(row["slug"])), DRAWN)
    print(f"\nDRAW_SEED={seed}: {', '.join(row['slug'] for row in drawn)}")
    answered = {3: one_ask, 7: scored, 8: computed}
    lines = [f"| question | {' | '.join(ASKED)} |", f"|---|{'---|' * len(ASKED)}"]
    refused = []
    for row in drawn:
        told = {place: check(row) for place, check in answered.items()}
        refused += [f"{row['slug']}: {ASKED[place]}" for place, yes in told.items() if not yes]
        cells = [("yes" if told[place] else "no") if place in told else " " for place in range(len(ASKED))]
        lines.append(f"| {row['slug']} | {' | '.join(cells)} |")
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"data-scientist-{seed}.md").write_text("\n".join(lines) + "\n", "utf-8")
    assert refused == []
