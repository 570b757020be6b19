"""A draft is its author's: they delete it, it stands in nobody's way, and nobody else learns that it is there."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from hiringkit.people.models import Person
from hiringkit.people.vocabulary import GroupName
from interviews.models import CompetencyScore, Interview, Scorecard
from roles.models import Competency
from tests.api_client import APIClient
from tests.people.factories import key_client, member, session
from tests.story import ADA, BEN, Hiring, submit

CARDS, INTERVIEWS = "/api/v1/scorecards", "/api/v1/interviews"


@pytest.fixture
def ben(hiring: Hiring) -> APIClient:
    return session(Person.objects.get(email=BEN))


@pytest.fixture
def recruiter(hiring: Hiring) -> APIClient:
    return session(member(GroupName.RECRUITER))


@pytest.fixture
def draft(hiring: Hiring, ben: APIClient) -> str:
    return str(ben.post(CARDS, {"interview": str(hiring.first.pk), "overall_recommendation": "no"}).json()["id"])


def told(response: Any) -> tuple[int, str]:
    return response.status_code, response.json().get("code", "") if response.content else ""


def is_gone(draft: str) -> bool:
    return Scorecard.all_objects.get(pk=draft).deleted_at is not None


def test_its_author_deletes_it_and_may_write_anew(hiring: Hiring, ben: APIClient, draft: str) -> None:
    tag = ben.get(f"{CARDS}/{draft}")["ETag"]
    stale = ben.delete(f"{CARDS}/{draft}", headers={"If-Match": f'"{"0" * 32}"'})
    assert told(stale) == (412, "stale")
    assert told(ben.delete(f"{CARDS}/{draft}", headers={"If-Match": tag})) == (204, "")
    assert is_gone(draft)
    assert told(ben.get(f"{CARDS}/{draft}")) == (404, "not_found")
    assert ben.post(CARDS, {"interview": str(hiring.first.pk)}).status_code == 201


def test_nobody_else_deletes_it_or_learns_of_it(hiring: Hiring, recruiter: APIClient, draft: str) -> None:
    nowhere = f"{CARDS}/0197a000-0000-7000-8000-00000000ffff"
    strangers = (recruiter, session(Person.objects.get(email=ADA)), key_client("all"))
    for client in strangers:
        assert told(client.delete(f"{CARDS}/{draft}")) == told(client.delete(nowhere)) == (404, "not_found")
    assert not is_gone(draft)


def test_the_key_that_made_it_deletes_it_too(hiring: Hiring) -> None:
    ats = key_client("scorecards:write")
    made = ats.post(CARDS, {"interview": str(hiring.first.pk), "interviewer": ADA}).json()["id"]
    assert told(ats.delete(f"{CARDS}/{made}")) == (204, "")


def test_what_is_submitted_stays(hiring: Hiring) -> None:
    card = submit(ADA, hiring.first)
    assert told(session(card.interviewer).delete(f"{CARDS}/{card.pk}")) == (409, "scorecard_final")
    other = session(member(GroupName.RECRUITER))
    assert told(other.delete(f"{CARDS}/{card.pk}")) == (403, "not_your_scorecard")
    assert not is_gone(str(card.pk))


@pytest.mark.parametrize("there", [False, True])
def test_it_stands_in_nobodys_way_and_the_answers_tell_nothing(
    hiring: Hiring, ben: APIClient, recruiter: APIClient, there: bool
) -> None:
    """Taking Ben off, moving to another round, deleting: each as if there were no draft, and what was drafted goes."""

    def drafted(interview: Interview) -> str | None:
        if not there:
            return None
        answer = ben.post(CARDS, {"interview": str(interview.pk), "overall_recommendation": "no"})
        return str(answer.json()["id"])

    address = f"{INTERVIEWS}/{hiring.first.pk}"
    left = drafted(hiring.first)
    assert told(recruiter.patch(address, {"panelists": [ADA]})) == (200, "")
    assert told(recruiter.patch(address, {"panelists": [ADA, BEN]})) == (200, "")
    moved = drafted(hiring.first)
    assert told(recruiter.patch(address, {"round": str(hiring.second.round_id)})) == (200, "")
    deleted = drafted(hiring.first)
    assert told(recruiter.delete(address)) == (204, "")
    kept = drafted(hiring.second)
    changes = {"scheduled_at": timezone.now().isoformat(), "panelists": [ADA, BEN]}
    assert told(recruiter.patch(f"{INTERVIEWS}/{hiring.second.pk}", changes)) == (200, "")
    if there:
        assert [is_gone(str(draft)) for draft in (left, moved, deleted, kept)] == [True, True, True, False]


def test_what_is_submitted_stands_in_the_way(hiring: Hiring, recruiter: APIClient) -> None:
    submit(BEN, hiring.first)
    address = f"{INTERVIEWS}/{hiring.first.pk}"
    assert told(recruiter.patch(address, {"panelists": [ADA]})) == (409, "panelist_has_scorecard")
    moved = recruiter.patch(address, {"round": str(hiring.second.round_id)})
    assert told(moved) == (409, "interview_has_scorecards")
    assert told(recruiter.delete(address)) == (409, "interview_has_scorecards")


def test_what_was_heard_is_kept_before_a_level_is_chosen(hiring: Hiring, ben: APIClient) -> None:
    first, second = hiring.focus[:2]
    heard = {"competency": first, "state": "rated", "evidence": "Asked for the date."}
    made = ben.post(CARDS, {"interview": str(hiring.first.pk), "overall_recommendation": "yes", "scores": [heard]})
    assert made.status_code == 201
    (score,) = made.json()["scores"]
    assert (score["state"], score["level"], score["anchor"], score["evidence"]) == (
        "rated",
        None,
        "",
        "Asked for the date.",
    )
    skipped = {"competency": second, "state": "not_assessed", "reason": "No time."}
    address = f"{CARDS}/{made.json()['id']}"
    kept = ben.patch(address, {"scores": [skipped]}, headers={"If-Match": made["ETag"]})
    sent = ben.patch(address, {"scores": [heard], "submit": True}, headers={"If-Match": kept["ETag"]})
    place = sorted([first, second]).index(first)  # what is sent has places of its own, what is read is in order of slug
    for refused, at in ((ben.post(f"{address}/submit"), place), (sent, 0)):
        assert told(refused) == (422, "scorecard_incomplete")
        faults = [(fault["code"], fault["pointer"]) for fault in refused.json()["errors"]]
        assert faults == [("level_missing", f"/scores/{at}/level")]
    rated_now = ben.patch(address, {"scores": [heard | {"level": 4}]}, headers={"If-Match": kept["ETag"]})
    assert rated_now.json()["scores"][place]["anchor"]
    assert told(ben.post(f"{address}/submit"))[0] == 200


def test_the_database_refuses_a_submitted_score_without_a_level(hiring: Hiring, ben: APIClient) -> None:
    heard = {"competency": hiring.focus[0], "state": "rated"}
    made = ben.post(CARDS, {"interview": str(hiring.first.pk), "overall_recommendation": "yes", "scores": [heard]})
    now = timezone.now()
    with pytest.raises(IntegrityError, match="needs a level"), transaction.atomic():
        Scorecard.objects.filter(pk=made.json()["id"]).update(status="submitted", submitted_at=now)
    with pytest.raises(IntegrityError, match="needs a level"), transaction.atomic():
        submitted_without_a_level(hiring)


def submitted_without_a_level(hiring: Hiring) -> None:
    card = Scorecard.objects.create(
        application=hiring.application,
        interview=hiring.first,
        interviewer=Person.objects.get(email=ADA),
        status="submitted",
        submitted_at=timezone.now(),
        overall_recommendation="yes",
    )
    competency = Competency.objects.get(slug=hiring.focus[0])
    CompetencyScore.objects.create(scorecard=card, competency=competency, state="rated")
