"""The rules on what may not be asked: every rule's own examples, and the sentences that the rules are measured by."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from roles.lint import Severity, lint_question
from roles.lint.rules import Reads, Rule, find_unlawful, rules
from tests.roles.lint.test_lint import question

HERE = Path(__file__).parent


def severities(text: str) -> set[str]:
    return {finding.severity for finding in lint_question(question(text))}


@pytest.mark.parametrize("rule", [pytest.param(rule, id=f"{rule.ground}-{n}") for n, rule in enumerate(rules())])
def test_a_rules_own_examples(rule: Rule) -> None:
    reads = next(iter(rule.reads))
    found = {(match.rule.ground, match.rule.code) for match in find_unlawful(rule.finds, reads)}
    assert (rule.ground, rule.code) in found
    assert rule.pattern.search(rule.finds.casefold()), "another rule finds it"
    assert not [match for match in find_unlawful(rule.passes, reads) if match.rule.severity is Severity.ERROR]


def test_every_ground_says_which_law_it_is_about() -> None:
    for ground, note in {(rule.ground, rule.note) for rule in rules()}:
        assert len(note.split()) >= 12, ground


@pytest.mark.parametrize(
    ("name", "found", "wrong"),
    [("sentences", 0.9, 0.03), ("cases", 0.9, 1 / 21), ("later", 0.9, 0.03)],
)
def test_the_sentences_that_the_rules_are_measured_by(name: str, found: float, wrong: float) -> None:
    """`found`: at least this share of what may not be asked has a finding; `wrong`: at most this share of what is
    harmless has an error.
    """
    texts = yaml.safe_load((HERE / f"{name}.yaml").read_text("utf-8"))
    missed = [key for key, text in texts["finds"].items() if not severities(text)]
    alarms = [key for key, text in texts["passes"].items() if Severity.ERROR in severities(text)]
    assert len(missed) <= (1 - found) * len(texts["finds"]), missed
    assert len(alarms) <= wrong * len(texts["passes"]), alarms


def test_a_finding_quotes_words_that_stand_in_the_text() -> None:
    [match] = find_unlawful("Find out whether the candidate is married.", Reads.ASKED)
    assert match.words == "find out whether the candidate is married."
    [match] = find_unlawful("Are you married?", Reads.ASKED)
    assert match.words == "are you married"


@pytest.mark.parametrize(
    ("place", "changes"),
    [
        ("text", {"text": "Tell me about your project. Are you married?"}),
        ("probes/1", {"probes": ["What did you do first?", "Who looked after the children meanwhile?"]}),
        ("strong_answer/1", {"strong_answer": ["Measures first", "Has a degree from a top university"]}),
        ("red_flags/0", {"red_flags": ["Might go on maternity leave soon"]}),
        ("red_flags/1", {"red_flags": ["Guesses", "The candidate is married"]}),
    ],
)
def test_every_text_of_a_question_is_read(place: str, changes: dict[str, Any]) -> None:
    found = [row for row in lint_question(question(**changes)) if row.severity is Severity.ERROR]
    assert [row.place for row in found] == [place]


@pytest.mark.parametrize(
    "text", ["How is the weather where you are?", "What would make you happy?", "Where did you go last summer?"]
)
def test_what_has_no_word_of_work_in_it_is_doubtful(text: str) -> None:
    assert [(row.code, row.severity) for row in lint_question(question(text))] == [("names_no_work", "warning")]
