"""How a request names people: by e-mail address, by our id, by the ATS's id."""

import uuid
from collections.abc import Collection, Iterable, Sequence

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import connection

from hiringkit.api.ids import read_id
from hiringkit.people.addresses import NoAddress, find_address, fold_address
from hiringkit.people.models import Person
from hiringkit.people.vocabulary import GroupName
from hiringkit.problems import Fault, invalid
from hiringkit.rows.signing import acting_person

MAX_NAME = Person._meta.get_field("name").max_length or 0


def ensure_people(*, emails: Iterable[str], unlisted: bool = False) -> dict[str, Person]:
    """The people of these addresses by folded address; unknown ones are made, as interviewers without a password.

    Runs within the caller's transaction. Two callers that name the same new address at once both get the one person.
    """
    wanted = sorted({fold_address(email) for email in emails})
    made = [
        Person(email=email, name=email.partition("@")[0][:MAX_NAME], password=make_password(None), unlisted=unlisted)
        for email in wanted
    ]
    Person.objects.bulk_create(made, ignore_conflicts=True)
    people = {person.email: person for person in Person.objects.filter(email__in=wanted)}
    new = {person.pk for person in made}
    for person in people.values():
        person.just_made = person.pk in new
    interviewers = Group.objects.get(name=GroupName.INTERVIEWER)
    interviewers.user_set.add(*Person.objects.filter(email__in=wanted, groups__isnull=True))
    return people


def name_column(name: str) -> tuple[str, str | uuid.UUID]:
    """The column of `Person` in which a name is looked up, and the value there: e-mail address, id, or the ATS's id."""
    if "@" in name:
        return "email", find_address(name)
    found = read_id(name)
    return ("remote_id", name) if found is None else ("id", found)


def find_people(
    *,
    named: Sequence[str],
    pointer: str,
    make_unknown: bool = False,
    unlisted: bool = False,
    single: bool = False,
    active_unless: Collection[uuid.UUID] | None = None,
) -> list[Person]:
    """The people of these names, each an e-mail address, an id or the ATS's id, in the order given, nobody twice.

    With `make_unknown`, addresses that nobody has become people (see `ensure_people`; within the caller's transaction),
    `unlisted` ones where whatever names them may be hidden; otherwise who is named is listed from then on. Nobody who
    is hidden from whoever asks (`HiddenFrom`) is found, but by an address that would make them.
    Raises 422 `unknown_person`, or `invalid_address`, with the place of every name that nobody has:
    `<pointer>/<index>`, or just `pointer` where it names a single person. With `active_unless`, 422 `person_inactive`
    of everybody inactive who is not among these ids.
    """
    looked_up = {name: name_column(name) for name in named}
    emails = [str(value) for column, value in looked_up.values() if column == "email"]
    ids = [str(value) for column, value in looked_up.values() if column == "id"]
    remote_ids = [str(value) for column, value in looked_up.values() if column == "remote_id"]
    found: dict[str, Person] = {}
    for person in _find(ids, emails, remote_ids, known=emails if make_unknown else []):
        found |= {str(person.pk): person, person.email: person} | (
            {person.remote_id: person} if person.remote_id else {}
        )
    if make_unknown:
        missing = [email for email in emails if email not in found and _is_folded(email)]
        found |= ensure_people(emails=missing, unlisted=unlisted) if missing else {}
    keys = [str(looked_up[name][1]) for name in named]
    faults = []
    for index, key in enumerate(keys):
        place = pointer if single else f"{pointer}/{index}"
        if key not in found and "@" in key and not _is_folded(key):
            faults.append(Fault("invalid_address", place, _why_not(key)))
        elif key not in found:
            faults.append(Fault("unknown_person", place, f"There is no person `{named[index]}`."))
        elif active_unless is not None and not found[key].is_active and found[key].pk not in active_unless:
            faults.append(Fault("person_inactive", place, f"`{named[index]}` is not active."))
    if faults:
        raise invalid(faults)
    people = list({found[key].pk: found[key] for key in keys}.values())
    if make_unknown and not unlisted:
        list_openly(people)
    return people


def list_openly(people: Iterable[Person]) -> None:
    """Somebody has named these people where all may see it."""
    hidden = [person.pk for person in people if person.unlisted]
    if hidden:
        Person.objects.filter(pk__in=hidden).update(unlisted=False)


_FIELDS = [field.attname for field in Person._meta.concrete_fields]
_FIND = f"""
SELECT {", ".join(_FIELDS)} FROM people_person
WHERE deleted_at IS NULL AND (id = ANY(%s::uuid[]) OR email = ANY(%s::text[]) OR remote_id = ANY(%s::text[]))
"""
_KNOWN = """
    AND (email = ANY(%s::text[]) OR NOT EXISTS (
        SELECT FROM people_hidden_from h WHERE h.person_id = people_person.id AND h.viewer_id = %s))
"""


def _find(ids: list[str], emails: list[str], remote_ids: list[str], *, known: list[str]) -> list[Person]:
    """As the ORM would find them: but every scorecard that an ATS pushes names somebody, and it would compile anew.

    Who is hidden from whoever asks is found by a `known` address alone.
    """
    viewer = acting_person()
    with connection.cursor() as cursor:
        if viewer is None:
            cursor.execute(_FIND, [ids, emails, remote_ids])
        else:
            cursor.execute(_FIND + _KNOWN, [ids, emails, remote_ids, known, viewer])
        return [Person.from_db(connection.alias, _FIELDS, row) for row in cursor.fetchall()]


def _is_folded(text: str) -> bool:
    return not _why_not(text)


def _why_not(text: str) -> str:
    try:
        fold_address(text)
    except NoAddress as error:
        return str(error)
    return ""
