"""Writes of people."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction

from hiringkit.people.addresses import NoAddress, fold_address
from hiringkit.people.groups import ADMIN_GROUPS
from hiringkit.people.models import HiddenFrom, Person
from hiringkit.people.naming import MAX_NAME
from hiringkit.people.time_zones import is_zone
from hiringkit.people.vocabulary import GroupName
from hiringkit.problems import Fault, constraint_faults, invalid
from hiringkit.rows.names import name_fault, normal_name
from hiringkit.rows.signing import acting_person
from hiringkit.rows.tracked import write_changes


@transaction.atomic
def create_person(
    *, email: str, name: str, groups: Collection[str] = (), password: str | None = None, remote_id: str | None = None
) -> Person:
    """Make a person; those whose groups work in the admin may enter it. Without a password they can't sign in. Somebody
    who is there, but hidden from whoever asks, becomes what was asked for.

    Raises 422 with every fault: `invalid_email`, `person_exists`, `blank`, `invalid_name`, `max_length`,
    `unknown_group`.
    """
    faults = []
    try:
        email = fold_address(email)
    except NoAddress as error:
        faults.append(Fault("invalid_email", "/email", str(error)))
    present = Person.all_objects.filter(email=email).first()
    if present is not None and not is_hidden(email=email):
        faults.append(Fault("person_exists", "/email", f"There is a person with the address {email}."))
    if not name.strip():
        faults.append(Fault("blank", "/name", "A person needs a name."))
    elif name_fault(normal_name(name)):
        faults.append(Fault("invalid_name", "/name", name_fault(normal_name(name))))
    if len(name.strip()) > MAX_NAME:
        faults.append(Fault("max_length", "/name", f"A name has at most {MAX_NAME} characters."))
    known = {group.value for group in GroupName}
    faults += [
        Fault(
            "unknown_group", f"/groups/{index}", f"There is no group `{group}`; there are: {', '.join(sorted(known))}."
        )
        for index, group in enumerate(groups)
        if group not in known
    ]
    if faults:
        raise invalid(faults)
    values = {"name": name.strip(), "remote_id": remote_id, "is_staff": _works_in_admin(groups)}
    if present is None:
        person = Person.objects.create_user(email, password, **values)
    else:
        person = _become(present, password, values)
    person.groups.set(Group.objects.filter(name__in=groups))
    return person


@transaction.atomic
def update_person(*, person: Person, email: str, name: str, is_active: bool, groups: Collection[str]) -> Person:
    """Write who a person is and what they may do; whether they may enter the admin follows from their groups. From then
    on they are hidden from nobody: whoever holds a right must be there for those who give rights.
    """
    try:
        person.email = fold_address(email)
    except NoAddress as error:
        raise invalid([Fault("invalid_email", "/email", str(error))]) from error
    if name.strip() and name_fault(normal_name(name)):
        raise invalid([Fault("invalid_name", "/name", name_fault(normal_name(name)))])
    person.name, person.is_active = name.strip(), is_active
    person.is_staff = person.is_superuser or _works_in_admin(groups)
    person.unlisted = False
    with constraint_faults(
        {
            "person_email_once": Fault("person_exists", "/email", "Another person has this address."),
            "person_name_not_empty": Fault("blank", "/name", "A person needs a name."),
        }
    ):
        person.save(update_fields=["email", "name", "is_active", "is_staff", "unlisted"])
    person.groups.set(Group.objects.filter(name__in=groups))
    return person


def set_time_zone(*, person: Person, time_zone: str | None) -> None:
    """In which the person's pages show times: a name of the tz database, or None for UTC. 422 `unknown_time_zone`."""
    if time_zone is not None and not is_zone(time_zone):
        raise invalid([Fault("unknown_time_zone", "/time_zone", f"There is no time zone `{time_zone}`.")])
    write_changes(person, {"time_zone": time_zone})


def is_hidden(*, email: str) -> bool:
    """Whether this is the address of somebody of whom whoever asks may not know."""
    viewer = acting_person()
    return viewer is not None and HiddenFrom.objects.filter(viewer=viewer, person__email=email).exists()


def _become(person: Person, password: str | None, values: dict[str, Any]) -> Person:
    """What is not said stays as it is, a password that somebody has set above all."""
    said = {name: value for name, value in values.items() if value is not None}
    for name, value in said.items():
        setattr(person, name, value)
    if password is not None:
        person.set_password(password)
    person.unlisted = False
    person.save(update_fields=[*said, "password", "unlisted"])
    return person


def _works_in_admin(groups: Collection[str]) -> bool:
    return any(GroupName(group) in ADMIN_GROUPS for group in groups)
