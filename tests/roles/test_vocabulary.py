"""A vocabulary that is known to the database, to the library's files and to the optimiser says the same in each."""

import json
from enum import Enum
from pathlib import Path

import pytest
from django.conf import settings

from interviews.domain.plans.problem.types import Kind
from interviews.domain.plans.problem.types import Strength as OptimiserStrength
from interviews.domain.scores import ScoreState as DomainScoreState
from interviews.vocabulary import ScoreState
from roles.vocabulary import (
    ActivityKind,
    CodeMatch,
    CodeSystem,
    Involvement,
    QuestionKind,
    QuestionStatus,
    Strength,
)

SCHEMA = Path(settings.BASE_DIR, "roles", "library", "library.schema.json")


@pytest.mark.parametrize(
    ("stored", "plain"), [(QuestionKind, Kind), (Strength, OptimiserStrength), (ScoreState, DomainScoreState)]
)
def test_the_domain_knows_the_same_words_in_the_same_order(stored: type[Enum], plain: type[Enum]) -> None:
    assert [each.value for each in stored] == [each.value for each in plain]


def enums_of_the_files() -> set[frozenset[str]]:
    found = set()

    def walk(node: object) -> None:
        if isinstance(node, dict):
            if isinstance(node.get("enum"), list):
                found.add(frozenset(each for each in node["enum"] if each is not None))
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(json.loads(SCHEMA.read_text()))
    return found


@pytest.mark.parametrize(
    "stored",
    [ActivityKind, CodeMatch, CodeSystem, Involvement, QuestionKind, QuestionStatus, Strength],
)
def test_the_files_take_what_the_database_takes(stored: type[Enum]) -> None:
    assert frozenset(str(each.value) for each in stored) in enums_of_the_files()
