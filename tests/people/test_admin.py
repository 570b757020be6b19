"""People and keys in the admin: the same services, and nobody hands out more than they may."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from hiringkit.admin.confirming import CONFIRMED
from hiringkit.people.keys import create_api_key, verify_api_key
from hiringkit.people.models import ApiKey, Person
from hiringkit.people.vocabulary import GroupName
from tests.api_client import Client
from tests.people.factories import make_people, make_person, member

pytestmark = pytest.mark.django_db
PEOPLE = reverse("admin:people_person_changelist")
KEYS = reverse("admin:people_apikey_changelist")


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def root() -> Client:
    return browser(Person.objects.create_superuser("root@example.com", name="Root"))


@pytest.fixture
def recruiter() -> Client:
    return browser(member(GroupName.RECRUITER))


def group_ids(*names: GroupName) -> list[int]:
    return list(Group.objects.filter(name__in=names).values_list("pk", flat=True))


def change_page(person: Person) -> str:
    return reverse("admin:people_person_change", args=[person.pk])


def form_errors(response: Any) -> dict[str, list[str]]:
    assert response.status_code == 200
    errors: dict[str, list[str]] = response.context["adminform"].errors
    return errors


def test_a_recruiter_adds_a_person(recruiter: Client) -> None:
    values = {"email": "New@Example.com", "name": "New", "groups": group_ids(GroupName.HIRING_MANAGER)}
    response = recruiter.post(reverse("admin:people_person_add"), values)
    person = Person.objects.get(email="new@example.com")
    assert response["Location"] == change_page(person)
    assert (person.is_staff, person.has_usable_password()) == (True, False)
    assert [group.name for group in person.groups.all()] == [GroupName.HIRING_MANAGER]


def test_an_address_that_somebody_has_is_an_error_of_the_form(recruiter: Client) -> None:
    make_person(email="taken@example.com")
    response = recruiter.post(reverse("admin:people_person_add"), {"email": "TAKEN@example.com", "name": "New"})
    assert form_errors(response)


def test_a_recruiter_changes_a_person(recruiter: Client) -> None:
    person = member(GroupName.HIRING_MANAGER, email="old@example.com")
    values = {"email": "Changed@example.com", "name": "Changed", "groups": group_ids(GroupName.INTERVIEWER)}
    assert recruiter.post(change_page(person), values).status_code == 302
    stored = Person.objects.get(pk=person.pk)
    assert (stored.email, stored.name, stored.is_active, stored.is_staff) == (
        "changed@example.com",
        "Changed",
        False,
        False,
    )
    assert [group.name for group in stored.groups.all()] == [GroupName.INTERVIEWER]
    assert stored.modified_at > person.modified_at


@pytest.mark.parametrize("group", [GroupName.AUDITOR, GroupName.LIBRARY_EDITOR])
def test_a_recruiter_cannot_give_what_recruiters_lack(recruiter: Client, group: GroupName) -> None:
    myself = Person.objects.get(email="member@example.com")
    values = {"email": myself.email, "name": "Me", "is_active": "on", "groups": group_ids(group), "is_superuser": "on"}
    assert "groups" in form_errors(recruiter.post(change_page(myself), values))
    stored = Person.objects.get(pk=myself.pk)
    assert (stored.is_superuser, [found.name for found in stored.groups.all()]) == (False, [GroupName.RECRUITER])


@pytest.mark.parametrize("group", [GroupName.AUDITOR, GroupName.LIBRARY_EDITOR, None])
def test_a_recruiter_cannot_change_who_may_do_more(recruiter: Client, group: GroupName | None) -> None:
    other = (
        Person.objects.create_superuser("other@example.com", name="Other")
        if group is None
        else member(group, email="other@example.com")
    )
    assert recruiter.get(change_page(other)).status_code == 200  # to look at
    assert recruiter.post(change_page(other), {"email": "mine@example.com", "name": "Mine"}).status_code == 403
    password = {"password1": "correct horse battery", "password2": "correct horse battery", "usable_password": "true"}
    page = reverse("admin:auth_user_password_change", args=[other.pk])
    assert recruiter.post(page, password).status_code == 403
    other.refresh_from_db()
    assert not other.check_password("correct horse battery")


def test_a_recruiter_sets_the_password_of_an_interviewer(recruiter: Client) -> None:
    other = member(GroupName.INTERVIEWER, email="other@example.com")
    password = {"password1": "correct horse battery", "password2": "correct horse battery", "usable_password": "true"}
    page = reverse("admin:auth_user_password_change", args=[other.pk])
    assert recruiter.post(page, password).status_code == 302
    other.refresh_from_db()
    assert other.check_password("correct horse battery")


@pytest.mark.parametrize("group", [GroupName.HIRING_MANAGER, GroupName.LIBRARY_EDITOR])
def test_others_have_no_people_in_their_admin(group: GroupName) -> None:
    assert browser(member(group)).get(PEOPLE).status_code == 403


def test_an_auditor_looks_and_changes_nothing() -> None:
    auditor, person = browser(member(GroupName.AUDITOR)), make_person()
    assert auditor.get(PEOPLE).status_code == 200
    assert auditor.post(change_page(person), {"email": "x@example.com", "name": "X"}).status_code == 403
    assert auditor.get(reverse("admin:people_person_add")).status_code == 403
    assert auditor.get(KEYS).status_code == 200
    assert auditor.get(reverse("admin:people_apikey_add")).status_code == 403


def test_nobody_deletes_people_or_keys(root: Client) -> None:
    person = make_person()
    key, _ = create_api_key(name="ATS", scopes=["all"])
    assert root.post(reverse("admin:people_person_delete", args=[person.pk]), {"post": "yes"}).status_code == 403
    assert root.post(reverse("admin:people_apikey_delete", args=[key.pk]), {"post": "yes"}).status_code == 403
    assert Person.objects.filter(pk=person.pk).exists()
    assert ApiKey.objects.exists()


def test_a_superuser_keeps_the_admin_when_their_groups_change(root: Client) -> None:
    myself = Person.objects.get()
    values = {"email": myself.email, "name": "Root", "is_active": "on", "groups": group_ids(GroupName.INTERVIEWER)}
    assert root.post(change_page(myself), values).status_code == 302
    myself.refresh_from_db()
    assert (myself.is_staff, myself.is_superuser) == (True, True)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_people_costs_the_same_for_one_and_for_three(
    root: Client, count: int, django_assert_num_queries: Any
) -> None:
    make_people(count)
    root.get(PEOPLE)  # content types are cached
    with django_assert_num_queries(8):  # session, user, two counts, groups of the filter, people, their groups
        assert root.get(PEOPLE, {"q": "person"}).status_code == 200


def test_a_key_is_made_and_shown_once(root: Client) -> None:
    values = {
        "name": "ATS",
        "person": "",
        "scopes": ["hiring:write", "people:read"],
        "expires_at_0": "",
        "expires_at_1": "",
    }
    page = root.post(reverse("admin:people_apikey_add"), values, follow=True).content.decode()
    found = re.search(r"hk_\w{12}_\w{32}", page)
    assert found is not None
    key = verify_api_key(text=found.group())
    assert key is not None
    assert (key.scopes, key.created_by) == (["hiring:write", "people:read"], Person.objects.get())
    assert found.group() not in root.get(KEYS).content.decode()


def test_a_made_key_is_read_only(root: Client) -> None:
    key, _ = create_api_key(name="ATS", scopes=["all"])
    page = reverse("admin:people_apikey_change", args=[key.pk])
    shown = root.get(page)
    assert shown.status_code == 200
    assert bytes(key.digest).hex() not in shown.content.decode()
    assert root.post(page, {"name": "Other", "scopes": ["all"]}).status_code == 403
    key.refresh_from_db()
    assert key.name == "ATS"


def test_keys_are_revoked_from_the_list(root: Client) -> None:
    key, text = create_api_key(name="ATS", scopes=["all"])
    assert root.post(KEYS, {"action": "revoke", "_selected_action": [str(key.pk)], CONFIRMED: "yes"}).status_code == 302
    assert verify_api_key(text=text) is None


def test_an_auditor_revokes_no_key() -> None:
    key, text = create_api_key(name="ATS", scopes=["all"])
    browser(member(GroupName.AUDITOR)).post(
        KEYS, {"action": "revoke", "_selected_action": [str(key.pk)], CONFIRMED: "yes"}
    )
    assert verify_api_key(text=text) == key
