"""`Accept`: a problem document is welcome everywhere, and what shows nothing or is a file is refused to nobody."""

import pytest

from hiringkit.api.negotiation import admits
from interviews.hiring.services import create_candidate
from interviews.models import Candidate
from tests.people.factories import key_client
from tests.story import Hiring

JSON, PROBLEM = "application/json", "application/problem+json"


@pytest.mark.parametrize(
    ("header", "admitted"),
    [
        ("", True),
        ("*/*", True),
        ("application/*", True),
        (JSON, True),
        ("APPLICATION/JSON", True),
        (PROBLEM, True),
        ("application/json; charset=utf-8", True),
        ("text/html, application/json;q=0.1", True),
        ("text/html, */*;q=0.1", True),
        ("text/html", False),
        ("application/xml, text/*", False),
        ("application/json;q=0", False),
        (",", True),
        ("nonsense", False),
    ],
)
def test_what_admits_json(header: str, admitted: bool) -> None:
    assert admits(header, JSON, PROBLEM) is admitted


@pytest.mark.django_db
def test_a_read_is_refused_only_where_nothing_of_it_would_do() -> None:
    client = key_client("hiring:read")
    answers = {
        accept: client.get("/api/v1/candidates", headers={"Accept": accept}) for accept in (PROBLEM, "text/html")
    }
    assert {accept: answer.status_code for accept, answer in answers.items()} == {PROBLEM: 200, "text/html": 406}
    assert (answers["text/html"]["Content-Type"], answers["text/html"].json()["code"]) == (PROBLEM, "not_acceptable")


@pytest.mark.django_db
@pytest.mark.parametrize("accept", [PROBLEM, JSON, "text/html", "image/png;q=0.1"])
def test_a_deletion_is_never_refused_for_its_accept(accept: str) -> None:
    candidate = create_candidate(name="Somebody")
    answer = key_client("hiring:write").delete(f"/api/v1/candidates/{candidate.pk}", headers={"Accept": accept})
    assert answer.status_code == 204
    assert not Candidate.objects.filter(pk=candidate.pk).exists()


@pytest.mark.parametrize("accept", [PROBLEM, JSON, "text/html", "text/csv"])
def test_a_download_is_never_refused_for_its_accept(hiring: Hiring, accept: str) -> None:
    client = key_client("summaries:read")
    address = f"/api/v1/applications/{hiring.first.application_id}/summary/export"
    answer = client.get(f"{address}?export=csv", headers={"Accept": accept})
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8")
    refusal = client.get(f"{address}?export=docx", headers={"Accept": accept})
    assert (refusal.status_code, refusal["Content-Type"]) == (400, PROBLEM)
