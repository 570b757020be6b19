"""Writes of people."""

from collections.abc import Collection

from django.contrib.auth.models import Group
from django.db import transaction

from hiringkit.people.addresses import NoAddress, fold_address
from hiringkit.people.groups import ADMIN_GROUPS
from hiringkit.people.models import Person
from hiringkit.people.naming import MAX_NAME
from hiringkit.people.vocabulary import GroupName
from hiringkit.problems import Fault, constraint_faults, invalid
from hiringkit.rows.names import name_fault, normal_name


@transaction.atomic
def create_person(
    *, email: str, name: str, groups: Collection[str] = (), password: str | None = None, remote_id: str | None = None
) -> Person:
    """Make a person; those whose groups work in the admin may enter it. Without a password they can't sign in.

    Raises 422 with every fault: `invalid_email`, `person_exists`, `blank`, `invalid_name`, `max_length`,
    `unknown_group`.
    """
    faults = []
    try:
        email = fold_address(email)
    except NoAddress as error:
        faults.append(Fault("invalid_email", "/email", str(error)))
    if Person.all_objects.filter(email=email).exists():
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
    person = Person.objects.create_user(
        email,
        password,
        name=name.strip(),
        remote_id=remote_id,
        is_staff=_works_in_admin(groups),
    )
    person.groups.set(Group.objects.filter(name__in=groups))
    return person


@transaction.atomic
def update_person(*, person: Person, email: str, name: str, is_active: bool, groups: Collection[str]) -> Person:
    """Write who a person is and what they may do; whether they may enter the admin follows from their groups."""
    try:
        person.email = fold_address(email)
    except NoAddress as error:
        raise invalid([Fault("invalid_email", "/email", str(error))]) from error
    if name.strip() and name_fault(normal_name(name)):
        raise invalid([Fault("invalid_name", "/name", name_fault(normal_name(name)))])
    person.name, person.is_active = name.strip(), is_active
    person.is_staff = person.is_superuser or _works_in_admin(groups)
    with constraint_faults(
        {
            "person_email_once": Fault("person_exists", "/email", "Another person has this address."),
            "person_name_not_empty": Fault("blank", "/name", "A person needs a name."),
        }
    ):
        person.save(update_fields=["email", "name", "is_active", "is_staff"])
    person.groups.set(Group.objects.filter(name__in=groups))
    return person


def _works_in_admin(groups: Collection[str]) -> bool:
    return any(GroupName(group) in ADMIN_GROUPS for group in groups)
