"""Reads of people."""

from django.db.models import QuerySet

from hiringkit.people.models import HiddenFrom, Person
from hiringkit.people.principals import Principal
from hiringkit.people.vocabulary import GroupName

READERS = (GroupName.RECRUITER, GroupName.HIRING_MANAGER, GroupName.AUDITOR)


def list_people(*, principal: Principal, include_deleted: bool = False) -> QuerySet[Person]:
    """Everybody but who is hidden from them for recruiters, hiring managers, auditors and integrations; others see
    themselves (2 statements).
    """
    everybody = (Person.all_objects if include_deleted else Person.objects).prefetch_related("groups")
    if principal.is_integration:
        return everybody
    if principal.in_group(*READERS):
        return known_to(everybody, viewer=principal.person)
    return everybody.filter(pk__in=[principal.person.pk] if principal.person else [])


def known_to(people: QuerySet[Person], *, viewer: Person | None) -> QuerySet[Person]:
    """Those of these people of whom the viewer may know; a program, None, may know of all."""
    if viewer is None:
        return people
    return people.exclude(pk__in=HiddenFrom.objects.filter(viewer=viewer).values("person"))
