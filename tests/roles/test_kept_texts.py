"""Texts kept for the export: used while they hold, and never where anything that they say has changed since."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat
from pytest_django import DjangoAssertNumQueries

from roles.library.export import export_library
from roles.library.kept import keep_texts, question_parts
from roles.models import AcceptedFinding, Competency, CompetencyArea, Question, QuestionText, Role

pytestmark = [pytest.mark.slow("loads the library for good"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def kept(library: None) -> Question:
    """A question whose text is kept like all others, and that names two others."""
    first, second, third = Question.objects.filter(status="active").order_by("slug")[:3]
    first.never_with.set([second])
    first.alternates.set([third])
    assert keep_texts() == Question.objects.count()
    assert keep_texts() == 0
    return first


def anew() -> dict[str, str]:
    """The export with nothing kept."""
    with transaction.atomic():
        QuestionText.objects.all().delete()
        files = export_library()
        transaction.set_rollback(True)
    return files


def test_what_is_kept_is_what_would_be_written(
    kept: Question, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert export_library() == anew()
    QuestionText.objects.filter(pk=kept.pk).update(text="- slug: it-is-this-one\n")
    with django_assert_num_queries(2):
        found = [part.text for part in question_parts() if part.slug == kept.slug]
    assert found == ["- slug: it-is-this-one\n"]  # the control: it is read from there


def other(question: Question, relation: str) -> None:
    named = getattr(question, relation).get()
    Question.objects.filter(pk=named.pk).update(slug="called-otherwise")


def moved(question: Question) -> None:
    home = question.shows.order_by("strength")[0].competency
    Competency.objects.filter(pk=home.pk).update(area=CompetencyArea.objects.exclude(pk=home.area_id)[0])


CHANGES: dict[str, Callable[[Question], object]] = {
    "its text": lambda row: Question.objects.filter(pk=row.pk).update(text="Another."),
    "a competency that it shows": lambda row: row.shows.all()[0].delete(),
    "a role": lambda row: row.roles.clear(),
    "what it is central to": lambda row: row.central_to.set(Role.objects.all()[:1]),
    "what it goes never with": lambda row: row.never_with.clear(),
    "an alternate": lambda row: row.alternates.clear(),
    "what is accepted": lambda row: AcceptedFinding.objects.create(
        question=row, version=row.version, code="x", reason="Because."
    ),
    "the slug of a role": lambda row: row.roles.all()[:1] and Role.objects.update(slug=Concat(F("slug"), Value("-x"))),
    "the slug of a competency": lambda _: Competency.objects.update(slug=Concat(F("slug"), Value("-x"))),
    "the slug of what it goes never with": lambda row: other(row, "never_with"),
    "the slug of an alternate": lambda row: other(row, "alternates"),
    "the area of its competency": moved,
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_is_kept_holds_no_longer_after_a_change_of(kept: Question, name: str) -> None:
    before = export_library()
    CHANGES[name](kept)
    after = export_library()
    assert after == anew()
    assert after != before
    keep_texts()
    assert export_library() == after


def test_what_this_transaction_has_written_is_neither_kept_nor_taken_from_there(kept: Question) -> None:
    with transaction.atomic():
        Question.objects.filter(pk=kept.pk).update(text="Another.")
        assert keep_texts() == 0
        assert Question.objects.get(pk=kept.pk).kept_text.text not in "".join(export_library().values())
        transaction.set_rollback(True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM roles_questiontext")
        assert cursor.fetchone() == (Question.objects.count(),)
    assert export_library() == anew()
