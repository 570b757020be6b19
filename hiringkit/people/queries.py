"""Reads of people."""

from django.db.models import QuerySet

from hiringkit.people.models import Person
from hiringkit.people.principals import Principal
from hiringkit.people.vocabulary import GroupName

READERS = (GroupName.RECRUITER, GroupName.HIRING_MANAGER, GroupName.AUDITOR)


def list_people(*, principal: Principal, include_deleted: bool = False) -> QuerySet[Person]:
    """Everybody for recruiters, hiring managers, auditors and integrations; others see themselves (2 statements)."""
    everybody = (Person.all_objects if include_deleted else Person.objects).prefetch_related("groups")
    if principal.is_integration or principal.in_group(*READERS):
        return everybody
    return everybody.filter(pk__in=[principal.person.pk] if principal.person else [])
