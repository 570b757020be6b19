"""`create_person` and `create_api_key`, as scripts use them."""

import io
import sys
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from hiringkit.people.keys import verify_api_key
from hiringkit.people.models import ApiKey, Person
from hiringkit.people.vocabulary import GroupName
from tests.people.factories import make_person

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> list[str]:
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue().splitlines()


def test_a_person_gets_a_password_printed_last() -> None:
    lines = run(
        "create_person", "--email", "A@example.com", "--name", "A", "--group", "Recruiter", "--group", "Auditor"
    )
    person = Person.objects.get(email="a@example.com")
    assert person.check_password(lines[-1])
    assert len(lines[-1]) >= 16
    assert {group.name for group in person.groups.all()} == {GroupName.RECRUITER, GroupName.AUDITOR}


def test_a_password_from_standard_input_is_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("correct horse battery\n"))
    assert run("create_person", "--email", "a@example.com", "--name", "A", "--password-stdin") == []
    assert Person.objects.get().check_password("correct horse battery")


def test_a_person_with_faults_is_refused_with_all_of_them() -> None:
    with pytest.raises(CommandError) as raised:
        run("create_person", "--email", "nobody", "--name", " ", "--group", "Boss")
    assert len(str(raised.value).splitlines()) == 3
    assert not Person.objects.exists()


def test_an_empty_standard_input_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    with pytest.raises(CommandError, match="no password"):
        run("create_person", "--email", "a@example.com", "--name", "A", "--password-stdin")


def test_a_key_is_printed_last_and_works() -> None:
    text = run("create_api_key", "--name", "ATS", "--scopes", "hiring:write, people:read", "--expires-in-days", "7")[-1]
    key = verify_api_key(text=text)
    assert key is not None
    assert (key.name, key.person, key.scopes) == ("ATS", None, ["hiring:write", "people:read"])
    assert key.expires_at is not None
    assert timedelta(days=6) < key.expires_at - timezone.now() <= timedelta(days=7)


def test_a_key_of_a_person() -> None:
    person = make_person(email="a@example.com")
    run("create_api_key", "--name", "Mine", "--scopes", "all", "--person", "A@example.com")
    assert ApiKey.objects.get().person == person


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (["--scopes", "all,everything"], "everything"),
        (["--scopes", ","], "at least one scope"),
        (["--scopes", "all", "--person", "nobody@example.com"], "nobody@example.com"),
        (["--scopes", "all", "--expires-in-days", "0"], "from 1 to 3650"),
        (["--scopes", "all", "--expires-in-days", "9999999999"], "from 1 to 3650"),
    ],
)
def test_a_key_with_a_fault_is_refused(more: list[Any], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        run("create_api_key", "--name", "ATS", *more)
    assert not ApiKey.objects.exists()
