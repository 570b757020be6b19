"""People and callers for tests: one row each, unless a test says more."""

from typing import Any

from factory.declarations import Sequence
from factory.django import DjangoModelFactory
from rest_framework.test import APIClient

from hiringkit.people.keys import create_api_key
from hiringkit.people.models import GroupName, Person
from hiringkit.people.services import create_person


class PersonFactory(DjangoModelFactory[Person]):
    """A person without groups or password."""

    class Meta:
        model = Person

    email = Sequence("person{}@example.com".format)  # type: ignore[no-untyped-call]
    name = Sequence("Person {}".format)  # type: ignore[no-untyped-call]


def make_person(**values: Any) -> Person:
    """The factory's row, typed."""
    person: Person = PersonFactory.create(**values)
    return person


def make_people(count: int) -> list[Person]:
    return [make_person() for _ in range(count)]


def member(*groups: GroupName, email: str = "member@example.com") -> Person:
    """Somebody of these groups."""
    return create_person(email=email, name="A Member", groups=groups)


def session(person: Person, **options: Any) -> APIClient:
    """A signed-in browser; `enforce_csrf_checks=True` makes it as strict as a real one."""
    client = APIClient(**options)
    client.force_login(person)
    return client


def key_client(*scopes: str, person: Person | None = None, **options: Any) -> APIClient:
    """A program with a key of these scopes, an integration's unless a person is given."""
    _, text = create_api_key(name="A program", scopes=scopes, person=person)
    client = APIClient(**options)
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {text}")
    return client
