"""People and callers for tests."""

from typing import Any

from hiringkit.people.keys import create_api_key
from hiringkit.people.models import Person
from hiringkit.people.services import create_person
from hiringkit.people.vocabulary import GroupName
from tests.api_client import APIClient
from tests.factories import PersonFactory


def make_person(**values: Any) -> Person:
    return PersonFactory.make(**values)


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
