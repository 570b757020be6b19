"""People for the tests of interviews."""

from collections.abc import Callable

import pytest

from hiringkit.people.principals import Principal, person_principal
from hiringkit.people.services import create_person
from hiringkit.people.vocabulary import GroupName


@pytest.fixture
def person(db: None) -> Callable[..., Principal]:
    """Makes somebody of the given groups and gives their principal."""

    def make(email: str, *groups: GroupName) -> Principal:
        return person_principal(create_person(email=email, name=email.partition("@")[0], groups=groups))

    return make
