"""The role Data Scientist, second edition: what its profile and its questions hold, counted from the shipped files."""

from collections import Counter
from typing import Any

import pytest
import yaml

from roles.lint import unfinished
from tests.roles.test_import import shipped

ROLE = "data-scientist"
Document = dict[str, Any]
FILES = [yaml.safe_load(content) for content in shipped().values()]
PROFILE: list[Document] = next(
    file["role"]["competencies"] for file in FILES if file.get("role", {}).get("slug") == ROLE
)
SCORED = {row["competency"] for row in PROFILE}
ANCHORS: dict[str, dict[int, str]] = {
    row["slug"]: row["anchors"] for file in FILES for row in file.get("competencies", ())
}
QUESTIONS: list[Document] = [
    row
    for file in FILES
    for row in file.get("questions", ())
    if row["status"] == "active" and ROLE in row["roles"] and SCORED.intersection(row["competencies"])
]
EXERCISES = [row for row in QUESTIONS if row["kind"] == "exercise"]


def showing(competency: str) -> list[Document]:
    return [row for row in QUESTIONS if row["competencies"].get(competency) == "primary"]


def test_the_profile_says_what_counts_and_why() -> None:
    assert 6 <= len(PROFILE) <= 10
    assert {"analytical-sql", "causal-reasoning", "data-visualisation", "responsible-data-use"} <= SCORED
    assert sum(row["weight"] for row in PROFILE) == 100
    assert len({row["weight"] for row in PROFILE}) > 4
    assert all(row["weight_justification"] for row in PROFILE)
    assert len({row["weight_justification"] for row in PROFILE}) == len(PROFILE)


def test_no_target_is_met_by_the_failing_anchor_and_none_falls() -> None:
    for row in PROFILE:
        targets = [row["targets"][name] for name in ("junior", "mid", "senior")]
        assert targets == sorted(targets)
        assert targets[0] >= 2


@pytest.mark.parametrize("competency", sorted(SCORED))
def test_no_anchor_asks_for_a_story(competency: str) -> None:
    """Levels 4 and 5 can be reached by any kind of question: a story is a probe."""
    stories = (
        "tells of",
        "of theirs",
        "describes a",
        "shows a conclusion",
        "once changed",
        "shows a decision that came",
    )
    for text in ANCHORS[competency].values():
        assert [phrase for phrase in stories if phrase in text] == [], text
    assert "on training data only" not in " ".join(ANCHORS[competency].values())


@pytest.mark.parametrize("competency", sorted(SCORED))
def test_each_competency_has_questions_of_every_sort(competency: str) -> None:
    questions = showing(competency)
    kinds, difficulties = {row["kind"] for row in questions}, [row["difficulty"] for row in questions]
    assert len(questions) >= 4
    assert "behavioural" in kinds
    assert kinds & {"situational", "exercise"}
    assert min(difficulties) <= 2
    assert max(difficulties) >= 4


def test_questions_and_exercises_are_enough_and_complete() -> None:
    assert len(QUESTIONS) >= 40
    profiles = {ROLE: frozenset(SCORED)}
    for row in QUESTIONS:
        ours = {**row, "roles": [ROLE]}
        assert list(unfinished(ours, profiles)) == [], row["slug"]
        assert [int(level) for level in row["answers"]] == [2, 3, 4, 5], row["slug"]
        assert len(set(row["answers"].values())) == 4
    assert len(EXERCISES) >= 8
    spread = Counter((row["difficulty"] >= 4) - (row["difficulty"] <= 2) for row in EXERCISES)
    assert spread[-1] >= 3
    assert spread[1] >= 3
    for row in EXERCISES:
        assert row["minutes"] <= 25
        assert row["brief"], row["slug"]
        assert row["reference"], row["slug"]
        assert "sheet" not in row["text"].lower().split() or row["sheet"], row["slug"]


def test_what_is_central_and_what_goes_with_what_is_said() -> None:
    assert 5 <= sum(ROLE in row.get("central_to", ()) for row in QUESTIONS) <= 10
    pairs = [tuple(sorted((row["slug"], other))) for row in QUESTIONS for other in row.get("never_with", ())]
    assert len(set(pairs)) >= 4
    assert sum(bool(row.get("alternates")) for row in QUESTIONS if row["kind"] == "behavioural") >= 6


def test_all_that_the_role_lists_can_be_scored() -> None:
    listed = {row["slug"] for file in FILES for row in file.get("questions", ()) if ROLE in row["roles"]}
    assert listed == {row["slug"] for row in QUESTIONS}
    assert all(
        SCORED.intersection(slug for slug, how in row["competencies"].items() if how == "primary") for row in QUESTIONS
    )
