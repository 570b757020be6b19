"""Who is asking: a person in a session, a person through their key, or an integration through its key."""

from dataclasses import dataclass

from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request

from hiringkit.api.problems import forbidden
from hiringkit.api.signing import act_as
from hiringkit.people.models import ApiKey, GroupName, Person
from hiringkit.people.scopes import grants

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


def principal_of(request: Request) -> Principal:
    """The authenticated request's principal; worked out once a request.

    Raises `NotAuthenticated` for an anonymous one.
    """
    found: Principal | None = getattr(request, "_hiringkit_principal", None)
    if found is None:
        if isinstance(request.auth, ApiKey):
            person = request.auth.person
            found = integration_principal(request.auth) if person is None else person_principal(person, request.auth)
        elif isinstance(request.user, Person):
            found = person_principal(request.user)
        else:
            raise NotAuthenticated
        request._hiringkit_principal = found  # type: ignore[attr-defined]
        _sign(request, found)
    return found


def _sign(request: Request, principal: Principal) -> None:
    """What this request writes is written by this principal."""
    route = getattr(request, "resolver_match", None)
    act_as(
        door="api",
        operation=f"{request.method} {route.view_name if route else request.path}"[:120],
        person=None if principal.person is None else principal.person.pk,
        key=None if principal.key is None else principal.key.pk,
    )
