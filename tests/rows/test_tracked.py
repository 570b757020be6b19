"""The stamps of the change feed come from the database, whatever wrote the row."""

import datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from hiringkit.people.models import Person
from hiringkit.rows.tracked import Tracked, delete_softly
from interviews.models import CompetencyScore
from roles.models import Question
from tests.factories import QuestionNoteFactory, ScorecardItemFactory
from tests.people.factories import make_person
from tests.story import ADA, Hiring, submit

pytestmark = pytest.mark.django_db
LONG_AGO = datetime.datetime(2001, 1, 1, tzinfo=datetime.UTC)


def current_xid() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        return int(cursor.fetchone()[0])


def test_an_insert_hands_back_its_stamps() -> None:
    person = make_person(created_at=LONG_AGO, modified_at=LONG_AGO, changed_xid=1)
    assert person.created_at > LONG_AGO
    assert person.modified_at >= person.created_at
    assert person.changed_xid == current_xid()


def test_a_bulk_insert_and_a_bulk_update_are_stamped() -> None:
    Person.objects.bulk_create([Person(email="a@example.com", name="A", modified_at=LONG_AGO)])
    person = Person.objects.get()
    assert (person.modified_at > LONG_AGO, person.changed_xid) == (True, current_xid())
    Person.objects.update(modified_at=LONG_AGO, changed_xid=0)
    again = Person.objects.get()
    assert (again.modified_at > person.modified_at, again.changed_xid) == (True, current_xid())


PARTS = [(model, path) for model in apps.get_models() if issubclass(model, Tracked) for path in model.stamped_by]


@pytest.mark.parametrize(("model", "path"), PARTS, ids=[f"{model.__name__}.{path}" for model, path in PARTS])
def test_a_change_of_a_part_stamps_the_whole_and_nothing_else(
    model: type[Tracked], path: str, library: None, hiring: Hiring
) -> None:
    """Whichever way it is made: here a bare UPDATE and a bare DELETE of what the story and the library hold."""
    submit(ADA, hiring.first)
    hiring.job.hiring_managers.add(Person.objects.get(email=ADA))
    score, item = CompetencyScore.objects.all()[0], hiring.first.round.items.all()[0]
    QuestionNoteFactory.make(score=score, item=item)
    ScorecardItemFactory.make(scorecard=score.scorecard, item=item)
    question, other = Question.objects.order_by("pk")[:2]
    question.never_with.add(other)
    question.alternates.add(other)
    question.central_to.add(question.roles.all()[0])
    table, column = _part(model, path)
    whole = model._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f'ALTER TABLE "{whole}" DISABLE TRIGGER USER')
        cursor.execute(f'UPDATE "{whole}" SET changed_xid = 1')  # as if written long ago
        cursor.execute(f'ALTER TABLE "{whole}" ENABLE TRIGGER USER')
        cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')  # among them those that keep final rows
        for event in ("insert", "update", "delete"):
            cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER stamp_{whole}_{event}')
        cursor.execute(f'SELECT r.id, {column} FROM "{table}" r LIMIT 1')
        part, parent = cursor.fetchone()
        cursor.execute(f'UPDATE "{table}" SET id = id WHERE id = %s', [part])
        assert _stamped_rows(model) == set()  # nothing differs
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(f'DELETE FROM "{table}" WHERE id = %s', [part])
        assert _stamped_rows(model) == {parent}
        transaction.set_rollback(True)


def _part(model: type[Tracked], path: str) -> tuple[str, str]:
    """The table of the part, and the SQL of its row `r` that leads to the whole."""
    if path == "scores.questions":
        of_note = "(SELECT scorecard_id FROM interviews_competencyscore s WHERE s.id = r.score_id)"
        return "interviews_questionnote", of_note
    relation: Any = model._meta.get_field(path)
    if relation.many_to_many:
        return relation.remote_field.through._meta.db_table, f"r.{relation.m2m_column_name()}"
    return relation.related_model._meta.db_table, f"r.{relation.field.column}"


def _stamped_rows(model: type[Tracked]) -> set[Any]:
    return set(model.all_objects.exclude(changed_xid=1).values_list("pk", flat=True))


def test_deleting_softly_hides_the_row_and_keeps_it() -> None:
    person = make_person()
    delete_softly(person)
    assert person.deleted_at is not None
    assert not Person.objects.exists()
    assert Person.all_objects.get() == person


def test_each_tracked_table_has_the_trigger_and_the_index_of_the_feed() -> None:
    tables = {model._meta.db_table for model in apps.get_models() if issubclass(model, Tracked)}
    with connection.cursor() as cursor:
        cursor.execute("SELECT event_object_table FROM information_schema.triggers WHERE trigger_name = 'stamp_change'")
        triggers = {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT tablename FROM pg_indexes WHERE indexname = tablename || '_feed'")
        indexes = {name for (name,) in cursor.fetchall()}
    assert tables >= {"people_person", "interviews_application"}
    assert (triggers, indexes) == (tables, tables)
