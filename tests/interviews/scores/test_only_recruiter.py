"""The only recruiter sits on the panel: they chase by a count, and a hiring manager of the job excuses."""

from typing import Any

import pytest

from hiringkit.people.models import Person
from hiringkit.people.services import create_person
from hiringkit.people.vocabulary import GroupName
from interviews.hiring.panels import create_interview
from interviews.hiring.services import update_job
from interviews.models import Panelist
from tests.api_client import APIClient, Client
from tests.interviews.test_admin import address
from tests.people.factories import member, session
from tests.story import ADA, ATS, BEN, Hiring, submit

REX, HAL = "rex@example.com", "hal@example.com"


@pytest.fixture
def rex(hiring: Hiring) -> APIClient:
    """The only recruiter, who owes a scorecard of the application."""
    person = create_person(email=REX, name="Rex", groups=[GroupName.RECRUITER])
    create_interview(application=hiring.application, round=hiring.first.round_id, panelists=[REX])
    return session(person)


@pytest.fixture
def hal(hiring: Hiring) -> APIClient:
    """The job's hiring manager, who sits on no panel."""
    person = create_person(email=HAL, name="Hal", groups=[GroupName.HIRING_MANAGER])
    update_job(principal=ATS, job=hiring.job, changes={"hiring_managers": [HAL]})
    return session(person)


def owed(client: APIClient, query: str = "") -> Any:
    return client.get(f"/api/v1/scorecards/owed{query}").json()


def excuse(client: APIClient, hiring: Hiring, who: str = BEN) -> tuple[int, str]:
    sent = {"person": who, "reason": "Has left the company."}
    response = client.post(f"/api/v1/interviews/{hiring.first.pk}/excuse", sent)
    return response.status_code, response.json().get("code", "")


def test_they_are_told_how_many_are_owed_and_not_by_whom(hiring: Hiring, rex: APIClient) -> None:
    told = owed(rex)
    assert [row["interviewer"]["name"] for row in told["results"]] == ["Rex"]
    assert told["n_hidden"] == 4  # Ada and Ben, of two interviews each
    submit(ADA, hiring.first)
    assert owed(rex)["n_hidden"] == 3
    for email in (ADA, BEN):  # asked for one by one the number is the same: it names nobody
        assert owed(rex, f"?interviewer={Person.objects.get(email=email).pk}")["n_hidden"] == 3
        assert owed(rex, f"?interview={hiring.first.pk}&due=true")["n_hidden"] == 3
    assert owed(rex, f"?application={hiring.application.pk}&job={hiring.job.pk}")["n_hidden"] == 3
    assert owed(rex, f"?job={hiring.application.pk}")["n_hidden"] == 0


def test_it_is_told_to_nobody_else(hiring: Hiring, rex: APIClient, hal: APIClient) -> None:
    assert owed(hal)["n_hidden"] == 0  # they are shown them
    assert owed(session(Person.objects.get(email=BEN)))["n_hidden"] == 0


@pytest.mark.parametrize("kind", ["recruiter", "superuser"])
def test_with_somebody_who_could_excuse_it_is_not_told(
    hiring: Hiring, rex: APIClient, hal: APIClient, kind: str
) -> None:
    assert owed(rex)["n_hidden"] > 0
    other = (
        member(GroupName.RECRUITER)
        if kind == "recruiter"
        else Person.objects.create_superuser("root@example.com", name="R")
    )
    assert owed(rex)["n_hidden"] == 0
    assert excuse(hal, hiring) == (403, "recruiter_excuses")
    assert excuse(rex, hiring) == (409, "still_blind")
    assert excuse(session(other), hiring) == (200, "")
    other.is_active = False
    other.save()
    assert owed(rex)["n_hidden"] == 3
    assert excuse(hal, hiring, ADA) == (200, "")


def test_a_second_recruiter_on_the_panel_is_none_who_could(hiring: Hiring, rex: APIClient, hal: APIClient) -> None:
    member(GroupName.RECRUITER, email="second@example.com")
    create_interview(application=hiring.application, round=hiring.first.round_id, panelists=["second@example.com"])
    assert owed(rex)["n_hidden"] == 5
    assert excuse(hal, hiring) == (200, "")


def test_a_hiring_manager_excuses_with_the_reason_kept(hiring: Hiring, rex: APIClient, hal: APIClient) -> None:
    assert excuse(hal, hiring) == (200, "")
    seat = Panelist.objects.get(interview=hiring.first, person__email=BEN)
    assert seat.excused_by is not None
    assert (seat.excused_by.email, seat.excuse_reason) == (HAL, "Has left the company.")
    assert owed(rex)["n_hidden"] == 3


def test_who_may_not(hiring: Hiring, rex: APIClient, hal: APIClient) -> None:
    """Nobody is told which addresses are known, nor a hiring manager who owes whether the recruiter has written."""
    other = session(member(GroupName.HIRING_MANAGER))  # of another job: the interview is not there for them
    assert excuse(other, hiring)[0] == 404
    ada = session(Person.objects.get(email=ADA))
    assert excuse(ada, hiring) == excuse(ada, hiring, "nobody@example.com") == (403, "group_missing")
    create_interview(application=hiring.application, round=hiring.first.round_id, panelists=[HAL])
    assert excuse(hal, hiring) == (409, "still_blind")
    member(GroupName.RECRUITER, email="second@example.com")
    assert excuse(hal, hiring) == (409, "still_blind")


def test_in_the_admin(hiring: Hiring, rex: APIClient, hal: APIClient) -> None:
    client = Client()
    client.force_login(Person.objects.get(email=HAL))
    Person.objects.filter(email=HAL).update(is_staff=True)
    page = address(type(hiring.first), "excuse", hiring.first.pk)
    sent = {"person": Person.objects.get(email=BEN).pk, "reason": "Has left."}
    assert client.post(page, sent).status_code == 302
    assert Panelist.objects.get(interview=hiring.first, person__email=BEN).excused_at is not None
    member(GroupName.RECRUITER)
    assert "A recruiter can excuse them" in client.get(page).content.decode()
