"""Problem documents, and database constraints as faults."""

import pytest
from django.db import IntegrityError, transaction

from hiringkit.api.handlers import problem_document
from hiringkit.problems import Fault, Problem, bad_query, conflict, constraint_faults, forbidden, invalid, not_found
from tests.people.factories import make_person

TAKEN = Fault("person_exists", "/email", "Taken.")


def test_the_document_of_a_problem() -> None:
    problem = Problem(409, "busy", "Try later.", [TAKEN], extra={"current": {"id": 1}})
    assert problem_document(problem, instance="/things/1", request_id="r1") == {
        "type": "urn:hiringkit:problem:busy",
        "title": "Conflict",
        "status": 409,
        "detail": "Try later.",
        "instance": "/things/1",
        "code": "busy",
        "request_id": "r1",
        "errors": [{"code": "person_exists", "pointer": "/email", "detail": "Taken."}],
        "current": {"id": 1},
    }


def test_statuses_and_codes_of_the_shorthands() -> None:
    made = [conflict("frozen", "."), invalid([TAKEN]), not_found(), forbidden("scope_missing", ".")]
    assert [(problem.status, problem.code) for problem in made] == [
        (409, "frozen"), (422, "invalid"), (404, "not_found"), (403, "scope_missing"),
    ]  # fmt: skip


def test_a_bad_query_has_the_code_that_its_faults_share() -> None:
    unknown, bad = Fault("unknown_parameter", "?a", "."), Fault("invalid_parameter", "?b", ".")
    assert bad_query([unknown, unknown]).code == "unknown_parameter"
    assert bad_query([unknown, bad]).code == "invalid_parameters"


@pytest.mark.django_db
def test_a_named_constraint_becomes_its_fault() -> None:
    make_person(email="a@example.com")
    with pytest.raises(Problem) as raised, constraint_faults({"person_email_once": TAKEN}), transaction.atomic():
        make_person(email="a@example.com")
    assert (raised.value.status, raised.value.faults) == (422, (TAKEN,))


@pytest.mark.django_db
def test_a_constraint_that_nobody_named_passes() -> None:
    with (
        pytest.raises(IntegrityError, match="person_email_lower_case"),
        constraint_faults({"person_email_once": TAKEN}),
        transaction.atomic(),
    ):
        make_person(email="A@example.com")
