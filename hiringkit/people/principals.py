"""Who is asking: a person in a session, a person through their key, or an integration through its key."""

from dataclasses import dataclass

from hiringkit.people.models import ApiKey, Person
from hiringkit.people.scopes import grants
from hiringkit.people.vocabulary import GroupName
from hiringkit.problems import forbidden

SUPERUSER_GROUPS = frozenset({GroupName.RECRUITER, GroupName.LIBRARY_EDITOR, GroupName.AUDITOR})


@dataclass(frozen=True, slots=True)
class Principal:
    """`scopes` is None for a session: a person's own groups are then the only limit."""

    person: Person | None
    key: ApiKey | None
    groups: frozenset[GroupName]
    scopes: frozenset[str] | None

    @property
    def is_integration(self) -> bool:
        """A program acting for itself: a key without a person."""
        return self.key is not None and self.person is None

    def required_person(self) -> Person:
        """The person; raises 403 `person_required` for an integration, which can't answer for a judgement."""
        if self.person is None:
            raise forbidden("person_required", "A named person does this: use a session or a personal key.")
        return self.person

    def in_group(self, *names: GroupName) -> bool:
        return not self.groups.isdisjoint(names)

    def has_scope(self, wanted: str) -> bool:
        return self.scopes is None or grants(self.scopes, wanted)


def person_principal(person: Person, key: ApiKey | None = None) -> Principal:
    """The principal of a person, through their key if one is given (one statement, for the groups)."""
    names = set(person.groups.values_list("name", flat=True))
    groups = frozenset(group for group in GroupName if group in names)
    if person.is_superuser:
        groups |= SUPERUSER_GROUPS
    return Principal(person, key, groups, None if key is None else frozenset(key.scopes))


def integration_principal(key: ApiKey) -> Principal:
    return Principal(None, key, frozenset(), frozenset(key.scopes))


def operator_principal() -> Principal:
    """Whoever runs commands on the machine: nobody in particular, who reaches everything and owes nothing."""
    return Principal(None, None, frozenset({GroupName.RECRUITER}), None)
