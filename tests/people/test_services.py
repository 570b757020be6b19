"""Making, changing and finding people."""

import threading
from collections.abc import Sequence

import pytest
from django.db import connection, transaction

from hiringkit.people.models import Person
from hiringkit.people.naming import ensure_people, find_people
from hiringkit.people.services import create_person, update_person
from hiringkit.people.vocabulary import GroupName
from hiringkit.problems import Problem
from hiringkit.rows.tracked import delete_softly
from tests.api_client import Client
from tests.people.factories import make_person, member


def codes(problem: Problem) -> list[tuple[str, str]]:
    return [(fault.code, fault.pointer) for fault in problem.faults]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("groups", "staff"),
    [
        ([], False),
        ([GroupName.INTERVIEWER], False),
        ([GroupName.HIRING_MANAGER], True),
        ([GroupName.INTERVIEWER, GroupName.RECRUITER], True),
        ([GroupName.LIBRARY_EDITOR], True),
        ([GroupName.AUDITOR], True),
    ],
)
def test_who_works_in_the_admin_may_enter_it(groups: Sequence[GroupName], staff: bool) -> None:
    person = create_person(email=" Ada@Example.COM ", name=" Ada ", groups=groups)
    stored = Person.objects.get()
    assert (stored.email, stored.name, stored.is_staff) == ("ada@example.com", "Ada", staff)
    assert {group.name for group in stored.groups.all()} == set(groups)
    assert not person.has_usable_password()


@pytest.mark.django_db
def test_a_password_is_hashed() -> None:
    person = create_person(email="a@example.com", name="A", password="correct horse battery")
    assert person.check_password("correct horse battery")
    assert "correct" not in person.password


@pytest.mark.django_db
def test_every_fault_of_a_new_person_is_listed() -> None:
    with pytest.raises(Problem) as raised:
        create_person(email="nobody", name=" ", groups=["Recruiter", "Boss"])
    assert codes(raised.value) == [("invalid_email", "/email"), ("blank", "/name"), ("unknown_group", "/groups/1")]
    with pytest.raises(Problem) as raised:
        create_person(email=f"{'x' * 250}@example.com", name="x" * 201)
    assert codes(raised.value) == [("invalid_email", "/email"), ("max_length", "/name")]
    make_person(email="a@example.com")
    with pytest.raises(Problem) as raised:
        create_person(email="A@example.com", name="A")
    assert codes(raised.value) == [("person_exists", "/email")]


@pytest.mark.django_db
def test_changed_groups_decide_anew_who_enters_the_admin_and_stamp_the_person() -> None:
    person = member(GroupName.AUDITOR)
    before = person.modified_at
    changed = update_person(
        person=person, email="New@example.com", name="New", is_active=True, groups=[GroupName.INTERVIEWER]
    )
    stored = Person.objects.get()
    assert (stored.email, stored.name, stored.is_staff) == ("new@example.com", "New", False)
    assert [group.name for group in changed.groups.all()] == [GroupName.INTERVIEWER]
    assert stored.modified_at > before


@pytest.mark.django_db(transaction=True)
def test_an_address_taken_meanwhile_is_a_fault() -> None:
    make_person(email="taken@example.com")
    person = make_person()
    with pytest.raises(Problem) as raised:
        update_person(person=person, email="taken@example.com", name="A", is_active=True, groups=[])
    assert codes(raised.value) == [("person_exists", "/email")]


@pytest.mark.django_db
def test_unknown_addresses_become_interviewers_who_cannot_sign_in() -> None:
    known = member(GroupName.RECRUITER, email="known@example.com")
    people = ensure_people(emails=["NEW@example.com", "known@example.com", "new@example.com "])
    assert set(people) == {"new@example.com", "known@example.com"}
    assert people["known@example.com"] == known
    new = people["new@example.com"]
    assert (new.name, new.has_usable_password(), new.is_staff) == ("new", False, False)
    assert [group.name for group in new.groups.all()] == [GroupName.INTERVIEWER]
    assert [group.name for group in known.groups.all()] == [GroupName.RECRUITER]


@pytest.mark.django_db
def test_the_longest_address_becomes_a_person_with_a_shorter_name() -> None:
    address = f"{'x' * 242}@example.com"
    assert ensure_people(emails=[address])[address].name == "x" * 200


@pytest.mark.django_db(transaction=True)
def test_two_callers_who_name_the_same_address_get_the_same_person() -> None:
    found: list[Person] = []

    def name_them() -> None:
        with transaction.atomic():
            found.append(ensure_people(emails=["new@example.com"])["new@example.com"])
        connection.close()

    thread = threading.Thread(target=name_them)
    with transaction.atomic():
        mine = ensure_people(emails=["new@example.com"])["new@example.com"]
        thread.start()
        thread.join(timeout=0.2)  # it waits for this transaction
        assert thread.is_alive()
    thread.join(timeout=10)
    assert found == [mine]
    assert Person.objects.count() == 1


@pytest.mark.django_db
def test_people_are_found_by_address_id_and_remote_id_each_once() -> None:
    ada, ben = make_person(email="ada@example.com"), make_person(remote_id="ats-ben")
    named = ["ats-ben", "ADA@example.com", str(ada.pk), str(ben.pk).upper()]
    assert find_people(named=named, pointer="/panelists") == [ben, ada]


@pytest.mark.django_db
def test_each_name_that_nobody_has_is_a_fault() -> None:
    deleted = make_person(email="gone@example.com", remote_id="gone")
    delete_softly(deleted)
    named = ["new@example.com", str(deleted.pk), "gone", "gone@example.com", "not an@address", "nobody"]
    with pytest.raises(Problem) as raised:
        find_people(named=named, pointer="/panelists")
    told = ["unknown_person"] * 4 + ["invalid_address", "unknown_person"]
    assert codes(raised.value) == [(code, f"/panelists/{index}") for index, code in enumerate(told)]
    with pytest.raises(Problem) as raised:
        find_people(named=named, pointer="/panelists", make_unknown=True)
    assert codes(raised.value) == [(code, f"/panelists/{index}") for index, code in enumerate(told)][1:]


@pytest.mark.django_db
def test_a_sign_in_moves_nothing_that_others_see() -> None:
    """Or a blind colleague would learn when somebody is at work on their scorecard."""
    person = make_person()
    Client().force_login(person)
    later = Person.objects.get(pk=person.pk)
    assert later.last_login is not None
    assert (later.modified_at, later.changed_xid) == (person.modified_at, person.changed_xid)
    later.name = "Another"
    later.save(update_fields=["name"])
    assert Person.objects.get(pk=person.pk).modified_at > person.modified_at
