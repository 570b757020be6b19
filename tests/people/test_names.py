"""Names: one form, a person's order, and found however they are typed; the same in Python and in the database."""

import unicodedata
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from hiringkit.people.models import Person
from hiringkit.rows.names import SEPARATOR, fold_name, name_fault, name_key, normal_name
from interviews.models import Candidate
from tests.api_client import APIClient, Client
from tests.people.factories import key_client, make_person

API = "/api/v1"
IN_ORDER = [
    "Andrea Boss", "Ángel Ruiz", "Ann", "ann", "Ann Lee", "anna berg", "Émile Zed", "Łukasz Nowak", "Ørsted Ida",
    "von Adler Pia", "Zimmer Kai",
]  # fmt: skip
NO_NAMES = ["\u200b", "A\u202eB", "A\x07B", "A\nB", "\u0301", "\ufeffA", "A\u00adB", "\u2028"]


def test_the_order_of_a_person() -> None:
    assert sorted({*IN_ORDER}, key=name_key) == IN_ORDER


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Zoé", "Zoe\u0301 Peñaranda"), ("penaranda", "Zoé Peñaranda"), ("fruhwirt", "Zoé Frühwirt"),
        ("STRASSE", "Straße"), ("lukasz", "Łukasz"), ("\uff21\uff2e\uff2e", "Ann"), ("\u03bf\u03c2", "\u039f\u03a3"),
        ("ann  lee", "Ann Lee"), ("orsted", "Ørsted"),
    ],
)  # fmt: skip
def test_a_name_is_found_however_it_is_typed(typed: str, name: str) -> None:
    assert fold_name(typed) in fold_name(normal_name(name))


@pytest.mark.parametrize("bad", NO_NAMES)
def test_what_cannot_be_seen_is_no_name(bad: str) -> None:
    assert name_fault(bad)


@pytest.mark.parametrize(
    "good", [*IN_ORDER, "李小龙", "\u0645\u062d\u0645\u062f", "\u0645\u06cc\u200c\u062e", "O'Neil-Smith, Jr.", "名"]
)
def test_names_of_everywhere_are_names(good: str) -> None:
    assert name_fault(normal_name(good)) == ""


@given(st.text(max_size=30))
def test_forms_of_one_name_have_one_key(text: str) -> None:
    name = normal_name(text)
    assert normal_name(name) == name
    for form in ("NFC", "NFD"):
        assert name_key(normal_name(unicodedata.normalize(form, text))) == name_key(name)
    assert fold_name(fold_name(name)) == fold_name(name)


class TheDatabase(TestCase):
    @given(
        st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=9), max_size=6)
    )
    def test_it_orders_as_python_does(self, names: list[str]) -> None:
        made = [Candidate.objects.create(name=name) for name in names if normal_name(name)]
        found = Candidate.objects.filter(pk__in=[row.pk for row in made]).order_by("name_key", "pk")
        assert [row.name for row in found] == sorted((row.name for row in made), key=name_key)


@pytest.fixture
def ats(db: None) -> APIClient:
    return key_client("all")


def test_candidates_are_found_in_any_form(ats: APIClient) -> None:
    for name in ("Zoé Frühwirt", unicodedata.normalize("NFD", "Zoé Peñaranda"), "Ben"):
        assert ats.post(f"{API}/candidates", {"name": name}).json()["name"] == unicodedata.normalize("NFC", name)
    for text, count in {"Zoé": 2, "ZOE": 2, "Frühwirt": 1, "fruhwirt": 1, "penaranda": 1, "\u0301": 0, "%": 0}.items():
        found = ats.get(f"{API}/candidates", {"search": text}).json()["results"]
        assert len(found) == count, text
    make_person(name="Renée Nøkk")
    assert [row["name"] for row in ats.get(f"{API}/people", {"search": "renee nokk"}).json()["results"]] == [
        "Renée Nøkk"
    ]


def test_the_admin_finds_them_too(db: None) -> None:
    Candidate.objects.create(name="Zoé Peñaranda")
    make_person(name="Renée Nøkk", email="renee@example.com")
    client = Client()
    client.force_login(Person.objects.create_superuser("root@example.com", name="Root"))
    for kind, text, count in (
        ("interviews/candidate", "zoe penar", 1),
        ("interviews/candidate", "nobody", 0),
        ("people/person", "renee nokk", 1),
        ("people/person", "", 2),
    ):
        assert client.get(f"/admin/{kind}/", {"q": text}).context["cl"].result_count == count, (kind, text)


@pytest.mark.parametrize("bad", NO_NAMES)
def test_a_candidate_needs_a_name(ats: APIClient, bad: str) -> None:
    answer = ats.post(f"{API}/candidates", {"name": bad})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/name")


def test_a_key_follows_its_name_on_every_way_of_writing(db: None) -> None:
    candidate = Candidate.objects.create(name=" A\u0301nna ")
    assert (candidate.name, candidate.name_key) == ("Ánna", f"anna{SEPARATOR}Ánna")
    candidate.name = "Éva"
    candidate.save(update_fields=["name"])
    candidate.refresh_from_db()
    assert candidate.name_key == f"eva{SEPARATOR}Éva"
    (made,) = Person.objects.bulk_create([Person(email="x@example.com", name="Xué", password="!")])
    assert Person.objects.get(pk=made.pk).name_key == f"xue{SEPARATOR}Xué"
    for rows in (Candidate.objects.all(), Person.objects.all()):
        with pytest.raises(IntegrityError, match="key_of_name"), transaction.atomic():
            rows.update(name="Past the model")


def test_a_page_is_in_the_order_of_a_person(db: None) -> None:
    for number, name in enumerate(reversed(IN_ORDER)):
        make_person(name=name, email=f"order-{number}@example.com")
    people: Any = Person.objects.filter(email__startswith="order-")
    assert [person.name for person in people] == IN_ORDER
