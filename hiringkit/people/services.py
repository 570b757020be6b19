"""Writes of people."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from functools import reduce
from operator import or_

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q

from hiringkit.people.groups import ADMIN_GROUPS
from hiringkit.people.models import Person
from hiringkit.people.vocabulary import GroupName
from hiringkit.problems import Fault, constraint_faults, invalid

LONGEST_ADDRESS = 254  # of an e-mail address (RFC 5321), and of its column

MAX_NAME = Person._meta.get_field("name").max_length or 0


@transaction.atomic
def create_person(
    *, email: str, name: str, groups: Collection[str] = (), password: str | None = None, remote_id: str | None = None
) -> Person:
    """Make a person; those whose groups work in the admin may enter it. Without a password they can't sign in.

    Raises 422 with every fault: `invalid_email`, `person_exists`, `blank`, `max_length`, `unknown_group`.
    """
    email = email.strip().lower()
    faults = []
    if not _is_address(email):
        faults.append(Fault("invalid_email", "/email", f"`{email}` is not an e-mail address."))
    if Person.all_objects.filter(email=email).exists():
        faults.append(Fault("person_exists", "/email", f"There is a person with the address {email}."))
    if not name.strip():
        faults.append(Fault("blank", "/name", "A person needs a name."))
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
    person.email, person.name, person.is_active = email.strip().lower(), name.strip(), is_active
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


def ensure_people(*, emails: Iterable[str]) -> dict[str, Person]:
    """The people of these addresses by lower-case address; unknown ones are made, as interviewers without a password.

    Runs within the caller's transaction. Two callers that name the same new address at once both get the one person.
    """
    wanted = sorted({email.strip().lower() for email in emails})
    Person.objects.bulk_create(
        [
            Person(email=email, name=email.partition("@")[0][:MAX_NAME], password=make_password(None))
            for email in wanted
        ],
        ignore_conflicts=True,
    )
    people = {person.email: person for person in Person.objects.filter(email__in=wanted)}
    interviewers = Group.objects.get(name=GroupName.INTERVIEWER)
    interviewers.user_set.add(*Person.objects.filter(email__in=wanted, groups__isnull=True))
    return people


def name_column(name: str) -> tuple[str, str | uuid.UUID]:
    """The column of `Person` in which a name is looked up, and the value there: e-mail address, id, or the ATS's id."""
    if "@" in name:
        return "email", name.strip().lower()
    try:
        return "id", uuid.UUID(name)
    except ValueError:
        return "remote_id", name


def find_people(
    *, named: Sequence[str], pointer: str, make_unknown: bool = False, single: bool = False
) -> list[Person]:
    """The people of these names, each an e-mail address, an id or the ATS's id, in the order given, nobody twice.

    With `make_unknown`, addresses that nobody has become people (see `ensure_people`; within the caller's transaction).
    Raises 422 `unknown_person` with the place of every name that nobody has: `<pointer>/<index>`, or just `pointer`
    where it names a single person.
    """
    looked_up = {name: name_column(name) for name in named}
    emails = [str(value) for column, value in looked_up.values() if column == "email"]
    ids = [value for column, value in looked_up.values() if column == "id"]
    remote_ids = [value for column, value in looked_up.values() if column == "remote_id"]
    found: dict[str, Person] = {}
    columns = {"pk__in": ids, "email__in": emails, "remote_id__in": remote_ids}
    named_by = [Q(**{column: values}) for column, values in columns.items() if values]
    for person in Person.objects.filter(reduce(or_, named_by)) if named_by else ():
        found |= {str(person.pk): person, person.email: person} | (
            {person.remote_id: person} if person.remote_id else {}
        )
    if make_unknown:
        missing = [email for email in emails if email not in found and _is_address(email)]
        found |= ensure_people(emails=missing) if missing else {}
    keys = [str(looked_up[name][1]) for name in named]
    faults = [
        Fault("unknown_person", pointer if single else f"{pointer}/{index}", f"There is no person `{named[index]}`.")
        for index, key in enumerate(keys)
        if key not in found
    ]
    if faults:
        raise invalid(faults)
    return list({found[key].pk: found[key] for key in keys}.values())


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= LONGEST_ADDRESS
