"""Pages by key, on the list of people and on a list whose order is full of ties."""

import base64
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson
import pytest
from django.db.models import QuerySet
from django.http import HttpRequest
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from hiringkit.api.endpoint import Endpoint
from hiringkit.api.pagination import KeysetPagination, name_list
from hiringkit.people.models import Person
from hiringkit.people.vocabulary import GroupName
from hiringkit.problems import Problem
from tests.api_client import APIClient
from tests.people.factories import key_client, make_people, make_person

pytestmark = pytest.mark.django_db


class ByName(APIView):
    """Names repeat; the primary key settles the ties."""

    endpoint = Endpoint(scope="people", thing="person", keyset=("-name", "pk"))


class Emails(serializers.Serializer[Person]):
    email = serializers.EmailField()


def page(url: str, *, view: APIView | None = None, queryset: QuerySet[Person] | None = None) -> dict[str, Any]:
    paginator = KeysetPagination()
    request: HttpRequest = APIRequestFactory().get(url)
    rows = paginator.paginate_queryset(Person.objects.all() if queryset is None else queryset, Request(request), view)
    body: dict[str, Any] = paginator.get_paginated_response([row.email for row in rows]).data
    return body


def walk(url: str | None, direction: str, view: APIView) -> list[list[str]]:
    pages = []
    while url is not None:
        found = page(url, view=view)
        pages.append(found["results"])
        url = found[direction]
        assert len(pages) < 50, "the walk never ends"
    return pages


@pytest.fixture
def client() -> APIClient:
    return key_client("people:read")


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8])
def test_ties_neither_loop_nor_skip_in_either_direction(size: int) -> None:
    for name in ["A", "B", "B", "B", "A", "C", "B"]:
        make_person(name=name)
    expected = [person.email for person in Person.objects.order_by("-name", "pk")]
    forwards = walk(f"/people?page_size={size}", "next", ByName())
    assert [email for results in forwards for email in results] == expected
    last = page(f"/people?page_size={size}", view=ByName())
    while last["next"]:
        last = page(last["next"], view=ByName())
    if last["previous"]:
        backwards = walk(last["previous"], "previous", ByName())
        assert [email for results in reversed(backwards) for email in results] + last["results"] == expected


def test_rows_deleted_and_added_between_pages_shift_nothing() -> None:
    people = make_people(6)
    first = page("/people?page_size=2")
    Person.objects.filter(pk__in=[people[0].pk, people[1].pk, people[2].pk]).delete()
    second = page(first["next"])
    assert second["results"] == [people[3].email, people[4].email]
    late = make_person()
    assert page(second["next"])["results"] == [people[5].email, late.email]


def test_the_first_and_the_last_page_say_so() -> None:
    make_people(2)
    whole = page("/people?page_size=2")
    assert (whole["next"], whole["previous"], len(whole["results"])) == (None, None, 2)
    assert page("/people", queryset=Person.objects.none()) == {"next": None, "previous": None, "results": []}


def test_links_keep_the_other_parameters(client: APIClient) -> None:
    make_people(2)
    body = client.get("/api/v1/people?search=person&page_size=1").json()
    query = parse_qs(urlsplit(body["next"]).query)
    assert (query["search"], query["page_size"]) == (["person"], ["1"])
    assert len(client.get(body["next"]).json()["results"]) == 1


def cursor(value: Any, **parameters: str) -> str:
    """Forged by somebody who knows the list's name."""
    if isinstance(value, list) and value:
        value = [value[0], name_list("/api/v1/people", parameters), *value[1:]]
    return base64.urlsafe_b64encode(orjson.dumps(value)).decode().rstrip("=")


@pytest.mark.parametrize(
    "forged",
    [
        "", "x", "%%%", "Zoë", "A" * 10_000,
        cursor({}), cursor([]), cursor([">", ["pk"], []]), cursor(["?", ["pk"], ["x"]]), cursor([">", ["pk"], ["x"]]),
        cursor([">", ["pk"], [None]]), cursor([">", ["pk"], [1.5]]), cursor([">", ["pk"], [-1]]),
        cursor([">", ["pk"], [True]]), cursor([">", ["pk"], [["x"]]]), cursor([">", ["name", "pk"], ["a", "b"]]),
        cursor([">", ["pk"], ["\x00"]]), cursor([[">"], ["pk"], ["x"]]), cursor([">", 1, ["x"]]),
    ],
)  # fmt: skip
def test_a_forged_cursor_is_refused(client: APIClient, forged: str) -> None:
    response = client.get("/api/v1/people", {"cursor": forged})
    assert (response.status_code, response.json()["code"]) == (400, "invalid_cursor")


def test_a_cursor_of_another_order_is_refused() -> None:
    make_people(2)
    other = page("/people?page_size=1", view=ByName())["next"]
    with pytest.raises(Problem) as raised:
        page(other)
    assert raised.value.code == "invalid_cursor"


def test_a_cursor_is_a_place_in_one_list_with_one_set_of_filters(client: APIClient) -> None:
    make_people(3)
    address = client.get("/api/v1/people?page_size=1").json()["next"]
    place = parse_qs(urlsplit(address).query)["cursor"][0]
    for query in (f"group={GroupName.RECRUITER}", "email=a@example.com", "include_deleted=true"):
        answer = client.get(f"/api/v1/people?{query}&cursor={place}")
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid_cursor"), query
    assert key_client("all").get(f"/api/v1/candidates?cursor={place}").json()["code"] == "invalid_cursor"
    assert client.get(f"/api/v1/people?page_size=2&cursor={place}").status_code == 200


@pytest.mark.parametrize("xid", [2**63, str(-(2**63) - 1), "9" * 400, "x"])
def test_a_forged_feed_cursor_is_refused(client: APIClient, xid: Any) -> None:
    forged = cursor([">", ["changed_xid", "pk"], [xid, "0190b5a6-0000-7000-8000-000000000000"]], include_deleted="true")
    response = client.get("/api/v1/people", {"include_deleted": "true", "cursor": forged})
    assert (response.status_code, response.json()["code"]) == (400, "invalid_cursor")
