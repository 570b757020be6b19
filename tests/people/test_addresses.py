"""One mailbox is one person, however its address is spelt; what only looks like one is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiringkit.people.addresses import NoAddress, find_address, fold_address
from hiringkit.people.models import Person
from hiringkit.people.vocabulary import GroupName
from interviews.models import Candidate
from tests.api_client import APIClient
from tests.interviews.test_admin import sign_in
from tests.people.factories import key_client
from tests.story import Hiring

API = "/api/v1"
ONE = "ann@xn--bcher-kva.example"
SPELLINGS = [ONE, "ann@bücher.example", "Ann@BÜCHER.example", " ann@bu\u0308cher.example ", "ann@XN--bcher-KVA.example"]
INVISIBLE = ["\u200b", "\ufeff", "\u202c", "\u00ad", "\u2060", "\x00", " ", "\u00a0", "\n"]
BAD = [
    *(f"bea@exam{each}ple.com" for each in INVISIBLE), "bea", "@example.com", "bea@", "bea@-x.example",
    "bea@\ua7cbx.example", "josé@example.com", f"bea@{'x' * 64}.example", f"{'x' * 250}@example.com",
]  # fmt: skip


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_spellings_of_one_mailbox_are_one(spelling: str) -> None:
    assert fold_address(spelling) == ONE


@pytest.mark.parametrize("bad", BAD)
def test_what_is_no_address_is_told_so(bad: str) -> None:
    with pytest.raises(NoAddress):
        fold_address(bad)
    assert find_address(bad) == bad


@given(st.text(max_size=20), st.text(max_size=20))
def test_folding_is_done_once_and_gives_ascii(local: str, domain: str) -> None:
    try:
        folded = fold_address(f"{local}@{domain}")
    except NoAddress:
        return
    assert folded.isascii()
    assert fold_address(folded) == folded == folded.lower()


@pytest.fixture
def ats(db: None) -> APIClient:
    return key_client("all")


def test_a_panel_makes_one_person_of_one_mailbox(hiring: Hiring, ats: APIClient) -> None:
    meeting = {"application": str(hiring.application.pk), "round": str(hiring.first.round_id)}
    seen = set()
    for spelling in SPELLINGS:
        answer = ats.post(f"{API}/interviews", meeting | {"panelists": [spelling]})
        assert answer.status_code == 201, answer.content
        seen |= {person["id"] for person in answer.json()["panelists"]}
    assert len(seen) == 1
    before = Person.objects.count()
    for bad in BAD:
        if "@" in bad and "\x00" not in bad and len(bad) <= 255:
            answer = ats.post(f"{API}/interviews", meeting | {"panelists": ["ann@bücher.example", bad]})
            told = [(fault["code"], fault["pointer"]) for fault in answer.json()["errors"]]
            assert (answer.status_code, told) == (422, [("invalid_address", "/panelists/1")]), bad
    assert Person.objects.count() == before


def test_a_candidate_is_found_by_any_spelling(ats: APIClient) -> None:
    made = ats.post(f"{API}/candidates", {"name": "Ann", "email": SPELLINGS[2]})
    assert made.json()["email"] == ONE
    for spelling in SPELLINGS:
        assert [row["id"] for row in ats.get(f"{API}/candidates", {"email": spelling}).json()["results"]] == [
            made.json()["id"]
        ]
    assert ats.get(f"{API}/candidates", {"email": "nobody"}).json()["results"] == []
    for bad in BAD:
        assert ats.post(f"{API}/candidates", {"name": "Bea", "email": bad}).status_code == 422, bad
    assert Candidate.objects.count() == 1


def test_the_admin_stores_an_address_in_the_same_form(db: None) -> None:
    """Or the ATS would not find the candidate whom a recruiter has made."""
    recruiter = sign_in("rea@example.com", GroupName.RECRUITER)
    add = "/admin/interviews/candidate/add/"
    assert recruiter.post(add, {"name": "Ann", "email": "Ann@BÜCHER.example"}).status_code == 302
    candidate = Candidate.objects.get()
    assert candidate.email == ONE
    change = f"/admin/interviews/candidate/{candidate.pk}/change/"
    assert recruiter.post(change, {"name": "Ann", "email": "ANN@example.com"}).status_code == 302
    candidate.refresh_from_db()
    assert candidate.email == "ann@example.com"
    shown = recruiter.post(change, {"name": "A\u202en", "email": "ann@example.com"})
    assert "no control or invisible characters" in shown.content.decode()
