"""What a principal may do: groups of a person, scopes of a key."""

import pytest
from django.contrib.auth.models import AnonymousUser
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from hiringkit.people.authentication import principal_of
from hiringkit.people.keys import create_api_key
from hiringkit.people.models import Person
from hiringkit.people.principals import integration_principal, person_principal
from hiringkit.people.scopes import SCOPES, grants
from hiringkit.people.vocabulary import GroupName
from tests.people.factories import member


@pytest.mark.parametrize(
    ("scopes", "granted"),
    [
        ({"all"}, SCOPES),
        ({"hiring:write"}, {"hiring:read", "hiring:write"}),
        ({"hiring:read"}, {"hiring:read"}),
        ({"people:read", "plans:write"}, {"people:read", "plans:read", "plans:write"}),
        (set(), set()),
    ],
)
def test_writing_includes_reading_and_all_includes_everything(scopes: set[str], granted: set[str]) -> None:
    assert {scope for scope in SCOPES if grants(frozenset(scopes), scope)} == granted


@pytest.mark.django_db
def test_a_session_is_limited_by_groups_only() -> None:
    principal = person_principal(member(GroupName.RECRUITER))
    assert principal.in_group(GroupName.AUDITOR, GroupName.RECRUITER)
    assert not principal.in_group(GroupName.AUDITOR)
    assert principal.has_scope("webhooks:write")
    assert not principal.is_integration


@pytest.mark.django_db
def test_a_persons_key_is_limited_by_both() -> None:
    person = member(GroupName.RECRUITER)
    key, _ = create_api_key(name="Mine", scopes=["hiring:read"], person=person)
    principal = person_principal(person, key)
    assert (principal.person, principal.key, principal.is_integration) == (person, key, False)
    assert principal.in_group(GroupName.RECRUITER)
    assert principal.has_scope("hiring:read")
    assert not principal.has_scope("hiring:write")


@pytest.mark.django_db
def test_an_integration_has_scopes_and_no_groups() -> None:
    key, _ = create_api_key(name="ATS", scopes=["all"])
    principal = integration_principal(key)
    assert (principal.person, principal.is_integration, principal.groups) == (None, True, frozenset())
    assert principal.has_scope("hiring:write")


@pytest.mark.django_db
def test_a_superuser_is_recruiter_editor_and_auditor() -> None:
    principal = person_principal(Person.objects.create_superuser("root@example.com", name="Root"))
    assert principal.groups == {GroupName.RECRUITER, GroupName.LIBRARY_EDITOR, GroupName.AUDITOR}


def test_nobody_has_no_principal() -> None:
    request = Request(APIRequestFactory().get("/"))
    request.user = AnonymousUser()
    with pytest.raises(NotAuthenticated):
        principal_of(request)
