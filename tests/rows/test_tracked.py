"""The stamps of the change feed come from the database, whatever wrote the row."""

import datetime

import pytest
from django.apps import apps
from django.db import connection
from django.forms import model_to_dict

from hiringkit.people.models import Person
from hiringkit.rows.tracked import Tracked, delete_softly, touch
from tests.people.factories import make_person

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


def test_touching_moves_only_the_stamps() -> None:
    person = make_person()
    before = model_to_dict(person) | {"modified_at": person.modified_at}
    touch(person)
    stored = Person.objects.get()
    assert model_to_dict(stored) | {"modified_at": before["modified_at"]} == before
    assert person.modified_at == stored.modified_at > before["modified_at"]


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
