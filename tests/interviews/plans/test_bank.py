"""What the optimiser is given of the bank: grouped by one statement, and equal to reading the questions one by one."""

from collections import Counter
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from interviews.domain.plans.problem.types import BankQuestion, Kind, Strength
from interviews.plans.bank import askable_questions, load_bank, targets_for, wants_story
from roles.models import Question, Role
from tests.story import find_role


def one_by_one(role: Role, seniority: str, named: list[str]) -> list[BankQuestion]:
    """The same through the ORM, each question by itself."""
    profile = {row.competency.slug for row, _ in targets_for(role=role, seniority=seniority)}
    found = []
    for question in askable_questions(role=role).prefetch_related("shows__competency", "never_with"):
        shows = [(row.competency.slug, Strength(row.strength)) for row in question.shows.all()]
        shows = sorted((slug, how) for slug, how in shows if slug in profile)
        if question.slug not in named and not any(how == Strength.PRIMARY for _, how in shows):
            continue
        found.append(
            BankQuestion(
                slug=question.slug,
                kind=Kind(question.kind),
                difficulty=question.difficulty,
                minutes=question.minutes,
                shows=tuple(shows),
                asked=0,
                central=question.central_to.filter(pk=role.pk).exists(),
                suits=question.roles.count(),
                never_with=tuple(sorted(other.slug for other in question.never_with.all())),
            )
        )
    return found


def grouped(role: Role, seniority: str, named: list[str], minutes: int = 100_000) -> tuple[BankQuestion, ...]:
    profile = [row for row, _ in targets_for(role=role, seniority=seniority)]
    return load_bank(role=role, profile=profile, named=named, minutes=minutes)


def as_set(bank: Any) -> Counter[BankQuestion]:
    return Counter(question.single(slug) for question in bank for slug in question.slugs)


def test_the_groups_are_the_questions(library: None) -> None:
    role = find_role("ml-engineer")
    asked = [question.slug for question in one_by_one(role, "junior", [])][:4]
    first, second, third, fourth = (Question.objects.get(slug=slug) for slug in asked)
    first.never_with.add(second)
    third.central_to.add(role)
    named = [fourth.slug, "no-such-question"]
    for seniority in ("junior", "senior"):
        expected = as_set(one_by_one(role, seniority, named))
        bank = grouped(role, seniority, named)
        assert as_set(bank) == expected
        alone = {question.slug for question in bank if not question.twins}
        assert {first.slug, second.slug, fourth.slug} <= alone
        assert any(question.twins for question in bank)


def test_a_group_has_no_more_than_a_plan_can_hold(library: None) -> None:
    role = find_role("ml-engineer")
    bank = grouped(role, "mid", [], minutes=1)
    assert all(len(question.slugs) <= 1 for question in bank)
    assert len(as_set(bank)) < len(as_set(grouped(role, "mid", [])))


def test_the_bank_is_one_statement(library: None) -> None:
    role = find_role("ml-engineer")
    grouped(role, "mid", [])  # judged by the lint by now
    with CaptureQueriesContext(connection) as captured:
        grouped(role, "mid", [])
    assert len(captured) == 2  # whether the lint has judged all; the bank


def test_a_story_is_asked_for_in_so_many_words(library: None) -> None:
    """The rule by words of the anchors: it holds for what it was written for, and goes when the anchors are mended."""
    rows = {row.competency.slug: wants_story(row) for row in find_role("ml-engineer").profile.all()}
    assert True in rows.values()
    assert False in rows.values()
