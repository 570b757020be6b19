"""Where a person's work is."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from hiringkit.people.models import Person
from hiringkit.people.principals import person_principal
from hiringkit.people.vocabulary import GroupName

IN_THE_ADMIN = (GroupName.RECRUITER, GroupName.LIBRARY_EDITOR, GroupName.AUDITOR)


def landing(person: Person) -> str:
    """The first page after signing in: the admin for those who work there, "my interviews" for everybody else."""
    if person.is_staff and person_principal(person).in_group(*IN_THE_ADMIN):
        return reverse("admin:index")
    return reverse("home")


def wanted_page(request: HttpRequest) -> str:
    """The page of ours that `next` names, in the form or the address; "" where it names none."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours else ""
