"""Versions of single resources, on a person read by an integration and on the pure functions."""

import pytest
from django.test import RequestFactory
from rest_framework.request import Request

from hiringkit.api.etags import etag_of, require_match, tagged_response
from hiringkit.problems import Problem
from tests.people.factories import key_client, make_person

SHOWN = {"id": 1, "name": "A"}


def request(method: str = "GET", **headers: str) -> Request:
    return Request(
        RequestFactory().generic(method, "/things/1", headers={k.replace("_", "-"): v for k, v in headers.items()})
    )


def test_the_tag_changes_exactly_with_the_representation() -> None:
    assert etag_of(SHOWN) == etag_of(dict(SHOWN))
    assert etag_of(SHOWN) != etag_of(SHOWN | {"name": "B"})
    assert etag_of(SHOWN).startswith('"')


@pytest.mark.parametrize("header", ["*", " * ", etag_of(SHOWN), f'"other", {etag_of(SHOWN)}'])
def test_a_match_passes(header: str) -> None:
    require_match(request("PATCH", If_Match=header), SHOWN, required=True)


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (etag_of(SHOWN | {"name": "B"}), "stale"),
        (f'W/"x", {etag_of(SHOWN | {"name": "B"})}', "stale"),
        ('"other"', "unmatchable"),
        (f"W/{etag_of(SHOWN)}", "unmatchable"),
        ("", "unmatchable"),
        (etag_of(SHOWN).strip('"'), "unmatchable"),
        (f'{etag_of(SHOWN)[:-1]}-gzip"', "unmatchable"),
    ],
)
def test_an_old_tag_is_stale_and_what_is_no_tag_of_ours_is_told_so(header: str, code: str) -> None:
    """Whoever sends a weak or rewritten tag would get the state anew and try again for ever."""
    with pytest.raises(Problem) as raised:
        require_match(request("PATCH", If_Match=header), SHOWN, required=False)
    assert (raised.value.status, raised.value.code, raised.value.extra) == (412, code, {"current": SHOWN})
    assert raised.value.headers == {"ETag": etag_of(SHOWN)}
    assert ("has changed since" in raised.value.text) == (code == "stale")


def test_without_the_header_only_a_required_match_fails() -> None:
    require_match(request("PATCH"), SHOWN, required=False)
    with pytest.raises(Problem) as raised:
        require_match(request("PATCH"), SHOWN, required=True)
    assert (raised.value.status, raised.value.code) == (428, "precondition_required")


@pytest.mark.parametrize("known", ["*", etag_of(SHOWN), f'"other", W/{etag_of(SHOWN)}'])
def test_a_read_of_what_the_caller_has_is_not_modified(known: str) -> None:
    response = tagged_response(request(If_None_Match=known), SHOWN)
    assert (response.status_code, response.data, response["ETag"]) == (304, None, etag_of(SHOWN))


def test_if_none_match_means_nothing_to_a_write() -> None:
    assert tagged_response(request("POST", If_None_Match="*"), SHOWN, status=201).status_code == 201


@pytest.mark.django_db
def test_a_resource_carries_its_tag_over_the_wire() -> None:
    person = make_person()
    client = key_client("people:read")
    first = client.get(f"/api/v1/people/{person.pk}")
    assert first.status_code == 200
    again = client.get(f"/api/v1/people/{person.pk}", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    person.name = "Renamed"
    person.save()
    changed = client.get(f"/api/v1/people/{person.pk}", headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]
