"""`GET /people` and `GET /people/{id}`."""

from typing import Any

import pytest
from django.contrib.auth.models import Group

from hiringkit.people.vocabulary import GroupName
from tests.people.factories import key_client, make_people, make_person, member, session

pytestmark = pytest.mark.django_db
PEOPLE = "/api/v1/people"


def emails(response: Any) -> list[str]:
    assert response.status_code == 200
    return [row["email"] for row in response.json()["results"]]


def test_the_shape_of_a_person() -> None:
    person = make_person(email="ada@example.com", name="Ada", remote_id="ats-1")
    person.groups.set(Group.objects.filter(name__in=[GroupName.RECRUITER, GroupName.AUDITOR]))
    shown = key_client("people:read").get(f"{PEOPLE}/{person.pk}").json()
    assert shown == {
        "id": str(person.pk),
        "remote_id": "ats-1",
        "name": "Ada",
        "email": "ada@example.com",
        "time_zone": None,
        "is_active": True,
        "groups": ["Auditor", "Recruiter"],
        "created_at": person.created_at.isoformat().replace("+00:00", "Z"),
        "modified_at": person.modified_at.isoformat().replace("+00:00", "Z"),
    }


@pytest.mark.parametrize("group", [GroupName.RECRUITER, GroupName.HIRING_MANAGER, GroupName.AUDITOR])
def test_who_works_with_people_sees_everybody(group: GroupName) -> None:
    make_people(2)
    assert len(emails(session(member(group)).get(PEOPLE))) == 3


@pytest.mark.parametrize("group", [GroupName.INTERVIEWER, GroupName.LIBRARY_EDITOR])
def test_others_see_themselves_and_nobody_else(group: GroupName) -> None:
    other = make_person()
    client = session(member(group))
    assert emails(client.get(PEOPLE)) == ["member@example.com"]
    refused = client.get(f"{PEOPLE}/{other.pk}")
    assert (refused.status_code, refused.json()["code"]) == (404, "not_found")
    assert emails(client.get(PEOPLE, {"search": other.email})) == []


def test_a_key_needs_the_scope() -> None:
    for scopes, status in [(["people:read"], 200), (["people:write"], 200), (["all"], 200), (["hiring:write"], 403)]:
        assert key_client(*scopes).get(PEOPLE).status_code == status


def test_a_persons_key_reaches_what_the_person_reaches() -> None:
    make_person()
    assert emails(key_client("all", person=member(GroupName.INTERVIEWER)).get(PEOPLE)) == ["member@example.com"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"email": "ADA@example.com"}, ["ada@example.com"]),
        ({"email": "ada"}, []),
        ({"remote_id": "ats-2"}, ["ben@example.com"]),
        ({"group": "Recruiter"}, ["ada@example.com"]),
        ({"search": "EX"}, ["ada@example.com", "ben@example.com"]),
        ({"search": "Lovelace"}, ["ada@example.com"]),
        ({"search": "Lovelace", "group": "Auditor"}, []),
    ],
)
def test_filters(query: dict[str, str], found: list[str]) -> None:
    make_person(email="ada@example.com", name="Ada Lovelace").groups.add(Group.objects.get(name=GroupName.RECRUITER))
    make_person(email="ben@example.com", name="Ben", remote_id="ats-2")
    assert emails(key_client("people:read").get(PEOPLE, query)) == found


@pytest.mark.parametrize("name", ["nobody", "0190b5a6-0000-7000-8000-000000000000", "1", "%00"])
def test_an_unknown_person_is_not_found(name: str) -> None:
    response = key_client("people:read").get(f"{PEOPLE}/{name}")
    assert (response.status_code, response.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_for_one_row_and_for_three(count: int, django_assert_num_queries: Any) -> None:
    for person in make_people(count):
        person.groups.set(Group.objects.all())
    client = key_client("people:read")
    client.get(PEOPLE)  # the first use of a key is noted
    with django_assert_num_queries(3):  # the key with its person, the people, their groups
        assert len(emails(client.get(PEOPLE))) == count
