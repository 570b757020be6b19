"""The lint: what it must flag, what it must not, and that what ships is clean."""

import json
import re
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from roles.library.files import LibraryFiles, read_library
from roles.lint import (
    UNFINISHED,
    UNFINISHED_OF_A_ROLE,
    Finding,
    Severity,
    likeness,
    lint_competency,
    lint_library,
    lint_question,
    open_errors,
    unfinished,
)
from roles.lint.likeness import alike
from roles.lint.whole import copied
from roles.lint.wording import reading_grade

FOLDER = Path(settings.BASE_DIR, "fixtures", "library")


def question(text: str = "How would you find out why a nightly job is late?", **changes: Any) -> dict[str, Any]:
    return {
        "slug": "a-question", "version": 1, "status": "active", "kind": "situational", "difficulty": 3, "minutes": 10,
        "text": text, "probes": ["What do you look at first?", "Whom do you tell?"],
        "strong_answer": ["Looks at what changed", "Tells the users"], "red_flags": ["Waits"],
        "brief": ["It is yesterday's job."], "reference": "A full disk.",
        "answers": {2: "Looks.", 3: "Looks in order.", 4: "Finds causes.", 5: "Keeps it from coming back."},
        "competencies": {"a-competency": "primary"}, "roles": ["a-role"], "tags": [], "source": {"kind": "own"},
    } | changes  # fmt: skip


def codes(findings: list[Finding]) -> set[str]:
    return {finding.code for finding in findings}


UNLAWFUL = [
    "How old are you?",
    "When did you graduate from school?",
    "Are you planning to have children in the next years?",
    "What does your husband think of the travelling?",
    "Are you married?",
    "Are you pregnant?",
    "Where do your parents come from?",
    "What is your nationality?",
    "Is English your mother tongue?",
    "Which church do you attend?",
    "Do you have a disability that we should know of?",
    "How many sick days did you take last year?",
    "Are you gay?",
    "Which party did you vote for?",
    "Are you a member of a union?",
    "Have you ever been arrested?",
    "What is your current salary?",
]
SCREENS = ["Do you have a Master's degree?", "Which university did you go to?", "What was your GPA?"]
DOUBLE = [
    "How do you find out what is wrong, and what do you do about it?",
    "What is drift? How do you measure it?",
    "Explain what a shuffle is and describe when you avoid one.",
    "Tell me about a release that failed, and tell me what you changed.",
    "Which metric would you choose, how would you compute it?",
]
LAWFUL = [
    "How do you treat child nodes whose parent process was killed?",
    "Two threads write the same row: how do you find the race condition?",
    "When would you move native code out of a Python service?",
    "A cache entry has a maximum age. How do you choose it?",
    "How would you treat a gender column in a credit model?",
    "Marital status is a feature in your data. How do you decide whether to use it?",
    "Which family of distributions fits counts with many zeros?",
    "How do you choose the degree of a polynomial?",
    "How many degrees of freedom has this test?",
    "When is UNION ALL better than UNION in a query?",
    "A feature flag was disabled in production. How do you find out by whom?",
    "How do your health checks tell a slow service from a dead one?",
    "Your model predicts salary from job adverts. How do you check it for bias?",
    "How do you age out data that nobody reads?",
    "What happens to your service when its parent region fails?",
    "How would you explain a confusion matrix to a colleague from sales?",
    "Tell me about a promising technical idea on which you spent time and which you then gave up.",
    "Which of the two models do you recommend, and why?",
    "How would you decide where and how to run a batch job?",
    "A team asks you why its query is slow. How do you find out?",
    "When would you use a queue instead of a table?",
    "How do you graduate a feature from beta?",
    "A race for GPU quota breaks out between two teams. How do you settle it?",
    "Tell me about a release that you stopped or took back.",
]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *((text, "protected_ground") for text in UNLAWFUL),
        *((text, "degree_screen") for text in SCREENS),
        *((text, "double_barrelled") for text in DOUBLE),
    ],
)
def test_what_must_be_flagged(text: str, code: str) -> None:
    assert code in codes(lint_question(question(text)))


@pytest.mark.parametrize("text", LAWFUL)
def test_what_must_not(text: str) -> None:
    assert lint_question(question(text)) == []


def test_probes_are_held_to_the_same_grounds() -> None:
    found = lint_question(question(probes=["What next?", "Do you have children?"]))
    assert [(finding.code, finding.place, finding.severity) for finding in found] == [
        ("protected_ground", "probes/1", Severity.ERROR)
    ]


HARD = (
    "Considering heterogeneous organisational responsibilities, characterise implementation methodologies "
    "facilitating interdepartmental standardisation of probabilistic experimentation infrastructure."
)


@pytest.mark.parametrize(
    ("changes", "code", "severity"),
    [
        ({"probes": ["One?"]}, "missing_probes", "error"),
        ({"probes": ["1?", "2?", "3?", "4?", "5?"]}, "too_many_probes", "warning"),
        ({"strong_answer": ["One"]}, "missing_strong_answer", "error"),
        ({"red_flags": []}, "missing_red_flags", "warning"),
        ({"red_flags": ["Has no such case"]}, "occasion_as_red_flag", "warning"),
        ({"red_flags": ["Guesses", "Has never had to"]}, "occasion_as_red_flag", "warning"),
        ({"minutes": 2}, "unrealistic_minutes", "warning"),
        ({"minutes": 31}, "unrealistic_minutes", "warning"),
        ({"minutes": 4, "kind": "exercise"}, "unrealistic_minutes", "warning"),
        ({"text": "Word. " * 61}, "too_long", "warning"),
        ({"text": HARD}, "reading_level", "warning"),
        ({"accepted": [{"code": "too_long", "reason": "Was long once"}]}, "accepted_without_finding", "warning"),
    ],
)
def test_the_shape_of_a_question(changes: dict[str, Any], code: str, severity: str) -> None:
    assert [(finding.code, finding.severity) for finding in lint_question(question(**changes))] == [(code, severity)]
    assert lint_question(question(**changes) | {"status": "retired"}) == []


def test_what_is_accepted_with_a_reason_is_left_out() -> None:
    """Older files have a mapping of codes to reasons. One code says nothing of another."""
    for accepted in ([{"code": "double_barrelled", "reason": "Asked as one since 2020"}], {"double_barrelled": "So."}):
        assert lint_question(question(DOUBLE[2], accepted=accepted)) == []
        unlawful = question(f"{UNLAWFUL[0]} {DOUBLE[2]}", accepted=accepted)
        assert codes(lint_question(unlawful)) == codes(open_errors(unlawful)) == {"protected_ground"}
    overruled = question(UNLAWFUL[0], accepted=[{"code": "protected_ground", "reason": "The law asks for it"}])
    assert open_errors(overruled) == lint_question(overruled) == []


def test_the_reading_grade_by_hand() -> None:
    """Two sentences of 6 words, 12 syllables: 0.39 x 3 + 11.8 x 12 / 6 - 15.59 = 9.18."""
    assert reading_grade("Water under paper. Number model question.") == pytest.approx(0.39 * 3 + 11.8 * 2 - 15.59)
    assert reading_grade("") == 0


def test_what_a_question_in_use_has() -> None:
    """Answers at four levels; an exercise has a brief, and a reference or a sheet; each role needs what it shows."""
    assert unfinished(question(kind="exercise"), {"a-role": frozenset({"a-competency"})}) == []
    lacking: list[tuple[dict[str, Any], str, str]] = [
        ({"answers": {2: "Looks.", 5: "Decides."}}, "missing_answers", "answers"),
        ({"kind": "exercise", "brief": []}, "incomplete_exercise", "brief"),
        ({"kind": "exercise", "reference": None, "sheet": None}, "incomplete_exercise", "brief"),
        ({"competencies": {"another": "primary"}}, "off_profile", "roles/0"),
    ]
    for changes, code, place in lacking:
        found = unfinished(question(**changes), {"a-role": frozenset({"a-competency"})})
        assert [(row.code, row.place, row.severity) for row in found] == [(code, place, "warning")]


def competency(**anchors: str) -> dict[str, Any]:
    good = {"1": "Guesses.", "2": "Names one cause.", "3": "Tests it.", "4": "Also sizes it.", "5": "Also ends it."}
    return {"slug": "a-competency", "anchors": good | {name.lstrip("_"): text for name, text in anchors.items()}}


def test_anchors_are_all_there_all_different_and_of_behaviour() -> None:
    assert lint_competency(competency()) == []
    assert codes(lint_competency(competency(_3=""))) == {"missing_anchors"}
    assert codes(lint_competency(competency(_3="guesses"))) == {"repeated_anchor"}
    assert codes(lint_competency(competency(_5="Has a very good understanding of causes."))) == {"vague_anchor"}


@pytest.fixture
def files() -> LibraryFiles:
    return deepcopy(read_library(folder=FOLDER))


def test_what_ships_is_clean_and_each_accepted_warning_has_its_reason(files: LibraryFiles) -> None:
    assert [row for row in lint_library(files) if row.code not in {*UNFINISHED, UNFINISHED_OF_A_ROLE}] == []
    assert all(len(each["reason"]) > 20 for row in files.questions() for each in row.get("accepted", ()))


def spoil_coverage(files: LibraryFiles) -> None:
    for row in files.questions():
        if "data-analyst" in row["roles"] and "analytical-sql" in row["competencies"]:
            row["roles"].remove("data-analyst")


def spoil_count(files: LibraryFiles) -> None:
    for row in list(files.questions())[10:]:
        row["status"] = "draft"


def spoil_kinds(files: LibraryFiles) -> None:
    for row in files.questions():
        row["kind"] = "knowledge"


def spoil_difficulty(files: LibraryFiles) -> None:
    for row in files.questions():
        row["difficulty"] = 3


def repeat(files: LibraryFiles) -> None:
    rows = files.areas[0]["questions"]
    rows.append(
        deepcopy(rows[0]) | {"slug": "zz-again", "text": rows[0]["text"].replace("How do you", "How would you")}
    )


@pytest.mark.parametrize(
    ("spoil", "code", "told"),
    [
        (spoil_coverage, "unbalanced_coverage", "0 of at least 3 active questions show it first"),
        (spoil_count, "unbalanced_coverage", "of at least 24 active questions"),
        (spoil_kinds, "unbalanced_coverage", "questions are knowledge"),
        (spoil_difficulty, "unbalanced_coverage", "all questions are of one difficulty"),
        (repeat, "near_duplicate", "the same as `"),
    ],
)
def test_what_only_the_whole_shows(
    files: LibraryFiles, spoil: Callable[[LibraryFiles], None], code: str, told: str
) -> None:
    spoil(files)
    found = lint_library(files)
    assert any(finding.code == code and told in finding.detail for finding in found), found
    assert lint_library(files) == found


def test_each_role_has_two_complete_exercises_as_a_pattern(files: LibraryFiles) -> None:
    profiles = {row["slug"]: frozenset(each["competency"] for each in row["competencies"]) for row in files.roles}
    complete = [row for row in files.questions() if row["kind"] == "exercise" and not unfinished(row, profiles)]
    for role in files.roles:
        assert len([row for row in complete if role["slug"] in row["roles"]]) >= 2, role["slug"]


# Found by practitioners who read the first bank: each asks for what the other asks for, in other words.
READ_ALIKE = {
    ("sixty-branches-of-different-size", "small-team-large-difference"),
    ("features-for-serving-and-training", "same-feature-in-training-and-serving"),
    ("evaluation-that-fooled-you", "model-that-failed-in-use"),
    ("answer-later-than-the-caller-waits", "keep-ml-system-available"),
    ("reproduce-last-springs-model", "which-model-said-that"),
}


def test_what_asks_for_the_same_in_other_words_is_found(files: LibraryFiles) -> None:
    """The pairs that readers found, and few others; a bank of few questions says nothing of rare words."""
    questions = sorted(files.questions(), key=lambda row: str(row["slug"]))
    found = {(questions[first]["slug"], questions[second]["slug"]) for _, first, second in alike(questions)}
    assert found >= READ_ALIKE
    assert len(found - READ_ALIKE) <= 9
    assert not list(copied(questions)), "no surface shows them"
    strangers = [question | {"roles": [question["slug"]]} for question in questions]
    assert not list(alike(strangers)), "what no role has in common is not asked together"
    assert not list(alike(questions[:50]))


def test_likeness_does_not_depend_on_how_the_work_is_cut(files: LibraryFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    questions = sorted(files.questions(), key=lambda row: str(row["slug"]))
    whole = {(first, second) for _, first, second in alike(questions)}
    monkeypatch.setattr(likeness, "_BLOCK", 50)
    assert {(first, second) for _, first, second in alike(questions)} == whole


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("lint_library")
    told = capsys.readouterr().out
    assert re.search(r"role ml-engineer\n  warning: questions: \d+ of \d+ active questions lack something", told)
    assert told.endswith("0 errors, 6 warnings.\n")
    text = (FOLDER / "areas" / "01-data-analysis-and-exploration.yaml").read_text()
    for path in FOLDER.rglob("*.yaml"):
        target = tmp_path / path.relative_to(FOLDER)
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(path.read_bytes())
    spoiled = text.replace("text: Tell me about", "text: How old are you? Tell me about", 1)
    (tmp_path / "areas" / "01-data-analysis-and-exploration.yaml").write_text(spoiled)
    with pytest.raises(SystemExit):
        call_command("lint_library", tmp_path)
    told = capsys.readouterr().out
    assert "  error: text: asks about age, which no interviewer may ask: `how old are you` [protected_ground]" in told
    assert told.endswith("1 error, 6 warnings.\n")
    with pytest.raises(SystemExit):
        call_command("lint_library", tmp_path, "--json")
    assert {row["code"] for row in json.loads(capsys.readouterr().out)} - {
        *UNFINISHED,
        UNFINISHED_OF_A_ROLE,
    } == {"protected_ground"}
    (tmp_path / "activities.yaml").write_text("activities: 3")
    with pytest.raises(CommandError, match=r"activities\.yaml:1"):
        call_command("lint_library", tmp_path)
