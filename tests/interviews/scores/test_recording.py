"""The recorder over HTTP: what each verb shows, what it costs, what it leaves in the trail, what it refuses."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hiringkit.audit.models import AuditEntry
from hiringkit.people.models import Person
from interviews.hiring.panels import create_interview, update_interview
from interviews.hiring.releases import excuse_panelist
from interviews.hiring.services import create_application, create_candidate, update_job
from interviews.models import Interview, Scorecard
from interviews.scores import held, recording
from interviews.vocabulary import Blindness
from tests.api_client import APIClient
from tests.factories import BlindnessLiftFactory, SightingFactory
from tests.people.factories import key_client, make_person, session
from tests.story import ADA, ATS, BEN, Hiring, submit

CARDS = "/api/v1/scorecards"


@pytest.fixture
def ada(hiring: Hiring) -> APIClient:
    """Ada through her own key, whose first use is noted already."""
    client = key_client("all", person=Person.objects.get(email=ADA))
    client.get("/api/v1/roles/nothing")
    return client


@pytest.fixture
def ats(hiring: Hiring) -> APIClient:
    client = key_client("all")
    client.get("/api/v1/roles/nothing")
    return client


def full_scores(interview: Interview) -> list[dict[str, Any]]:
    """Every state, and notes in another order than the plan's."""
    items = [str(item.pk) for item in interview.round.items.all()]
    first, *others = interview.round.focus
    return [
        {
            "competency": first,
            "state": "rated",
            "level": 5,
            "evidence": 'Drew the tree; named "confounders" é',
            "questions": [{"item": item, "level": 4, "note": "Good."} for item in reversed(items[:3])],
        },
        *({"competency": slug, "state": "not_assessed", "reason": "No time."} for slug in others),
        {"competency": "model-evaluation", "state": "not_applicable", "reason": "Not here."},
    ]


def body(interview: Interview, **values: Any) -> dict[str, Any]:
    return {
        "interview": str(interview.pk),
        "overall_recommendation": "yes",
        "scores": full_scores(interview),
        **values,
    }


@contextmanager
def statements(most: int) -> Iterator[None]:
    """That many statements, those of transactions left out."""
    with CaptureQueriesContext(connection) as captured:
        yield
    sent = [query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))]
    assert len(sent) == most, "\n\n".join(sent)


def made(response: Any, status: int = 201) -> dict[str, Any]:
    assert response.status_code == status, response.content
    found: dict[str, Any] = response.json()
    return found


def as_read(client: APIClient, response: Any) -> bool:
    """Whether a GET now gives the very bytes and the tag that the write gave."""
    read = client.get(f"{CARDS}/{response.json()['id']}")
    return (read.content, read["ETag"]) == (response.content, response["ETag"])


def test_each_verb_takes_few_statements_and_shows_what_a_read_shows(hiring: Hiring, ada: APIClient) -> None:
    """With a personal key: the key with its person, their groups, the signature, the lock, one to read and one to
    write.
    """
    scores, second = full_scores(hiring.first), body(hiring.second, submit=True)
    with statements(6):
        draft = ada.post(CARDS, {"interview": str(hiring.first.pk)})
    assert as_read(ada, draft)
    card = made(draft)
    address = f"{CARDS}/{card['id']}"
    with statements(6):
        saved = ada.patch(address, {"scores": scores}, headers={"If-Match": draft["ETag"]})
    assert made(saved, 200)["scores"]
    assert as_read(ada, saved)
    late = ada.patch(address, {"overall_recommendation": "no"}, headers={"If-Match": draft["ETag"]})
    assert (late.status_code, late["ETag"], late.json()["current"]) == (412, saved["ETag"], saved.json())
    with statements(5):  # nothing differs, so nothing is written
        again = ada.patch(address, {"scores": scores}, headers={"If-Match": saved["ETag"]})
    assert (again.status_code, again["ETag"]) == (200, saved["ETag"])
    with statements(6):
        saved = ada.patch(address, {"overall_recommendation": "yes"}, headers={"If-Match": "*"})
    assert as_read(ada, saved)
    with statements(6):
        submitted = ada.post(f"{address}/submit")
    assert made(submitted, 200)["status"] == "submitted"
    assert as_read(ada, submitted)
    slip = {"reason": "A slip.", "scores": [{**scores[0], "level": 4, "questions": []}]}
    with statements(6):
        amended = ada.post(f"{address}/amend", slip)
    assert made(amended)["supersedes"] == card["id"]
    assert as_read(ada, amended)
    assert made(ada.get(address), 200)["superseded_by"] == amended.json()["id"]
    with statements(6):
        final = ada.post(CARDS, second)
    assert made(final)["status"] == "submitted"
    assert as_read(ada, final)


def test_it_takes_as_few_for_many_scores_and_notes(hiring: Hiring, ats: APIClient) -> None:
    """An integration has no groups, and names the interviewer."""
    few, all_of_them = body(hiring.first, interviewer=ADA, scores=[]), body(hiring.second, interviewer=BEN, submit=True)
    with statements(6):
        one = ats.post(CARDS, few)
    with statements(6):
        many = ats.post(CARDS, all_of_them)
    assert as_read(ats, one)
    assert as_read(ats, many)
    assert made(many)["submitted_by"] is not None


def test_the_summary_takes_two_statements(hiring: Hiring, ats: APIClient) -> None:
    submit(ADA, hiring.first)
    with statements(2):
        assert ats.get(f"/api/v1/applications/{hiring.application.pk}/summary").status_code == 200


def test_scores_and_notes_come_out_as_they_were_sent(hiring: Hiring, ada: APIClient) -> None:
    card = made(ada.post(CARDS, body(hiring.first)))
    scores = {score["competency"]["slug"]: score for score in card["scores"]}
    assert list(scores) == sorted(scores)
    first = scores[hiring.focus[0]]
    assert first["anchor"]
    items = [str(item.pk) for item in hiring.first.round.items.all()]
    assert [note["item"] for note in first["questions"]] == items[:3]
    other = {"competency": hiring.focus[0], "state": "not_assessed", "reason": "Ran out of time."}
    changed = ada.patch(f"{CARDS}/{card['id']}", {"scores": [other]}, headers={"If-Match": "*"})
    scores = {score["competency"]["slug"]: score for score in made(changed, 200)["scores"]}
    assert (scores[hiring.focus[0]]["level"], scores[hiring.focus[0]]["anchor"]) == (None, "")
    assert scores[hiring.focus[0]]["questions"] == first["questions"]  # not named, so not touched
    assert len(scores) == len(card["scores"])
    noteless = ada.patch(f"{CARDS}/{card['id']}", {"scores": [{**other, "questions": []}]}, headers={"If-Match": "*"})
    assert all(not score["questions"] for score in made(noteless, 200)["scores"])
    assert as_read(ada, noteless)


def test_the_interviewer_is_named_by_address_id_or_remote_id(hiring: Hiring, ats: APIClient) -> None:
    person = Person.objects.get(email=ADA)
    person.remote_id = "ada-1"
    person.save(update_fields=["remote_id"])
    for name in (ADA.upper(), str(person.pk), "ada-1"):
        application = create_application(candidate=create_candidate(name="Twin"), job=hiring.job)
        interview = create_interview(application=application, round=hiring.first.round_id, panelists=[ADA])
        card = made(ats.post(CARDS, body(interview, interviewer=name)))
        assert card["interviewer"]["id"] == str(person.pk)


def test_a_write_is_audited_in_its_transaction(hiring: Hiring, ats: APIClient) -> None:
    newest = AuditEntry.objects.latest("pk").pk

    def entries() -> list[tuple[Any, ...]]:
        nonlocal newest
        found = list(AuditEntry.objects.filter(pk__gt=newest).order_by("pk"))
        newest = found[-1].pk
        assert {entry.thing for entry in found} == {"scorecard"}
        return sorted((entry.thing_id, entry.action, *entry.fields) for entry in found)

    card = made(ats.post(CARDS, body(hiring.first, interviewer=ADA)))["id"]
    assert entries() == [(card, "changed", "questions"), (card, "changed", "scores"), (card, "created")]
    ats.patch(f"{CARDS}/{card}", {"overall_recommendation": "no", "submit": True}, headers={"If-Match": "*"})
    assert entries() == [(card, "changed", "overall_recommendation", "status", "submitted_at")]
    revision = made(ats.post(f"{CARDS}/{card}/amend", {"reason": "A slip.", "overall_recommendation": "yes"}))["id"]
    assert (card, "changed", "status") in entries()
    assert Scorecard.objects.get(pk=revision).supersedes_id == uuid.UUID(card)


def remote(hiring: Hiring) -> dict[str, Any]:
    card = submit(BEN, hiring.first)
    card.remote_id = "card-1"
    card.save(update_fields=["remote_id"])
    return {"remote_id": "card-1"}


def excused(hiring: Hiring) -> dict[str, Any]:
    submit(BEN, hiring.first)
    person = Person.objects.get(email=ADA)
    excuse_panelist(interview=hiring.first, person=person, reason="Ill", excused_by=make_person())
    excuse_panelist(interview=hiring.second, person=person, reason="Ill", excused_by=make_person(email="o@example.com"))
    return {}


def lifted(hiring: Hiring) -> dict[str, Any]:
    submit(BEN, hiring.first)
    person, ben = Person.objects.get(email=ADA), Person.objects.get(email=BEN)
    BlindnessLiftFactory.make(application=hiring.application, person=person, lifted_by=ben)
    return {}


def never_blind(hiring: Hiring) -> dict[str, Any]:
    submit(BEN, hiring.first)
    update_job(principal=ATS, job=hiring.job, changes={"blindness": Blindness.NEVER})
    return {}


def had_read(hiring: Hiring) -> dict[str, Any]:
    SightingFactory.make(application=hiring.application, person=Person.objects.get(email=ADA))
    return {}


def cancelled(hiring: Hiring) -> dict[str, Any]:
    update_interview(principal=ATS, interview=hiring.first, changes={"cancelled_at": timezone.now()})
    return {}


def written(hiring: Hiring) -> dict[str, Any]:
    submit(ADA, hiring.first)
    return {}


def open_to_nobody(hiring: Hiring) -> dict[str, Any]:
    submit(BEN, hiring.first)
    return {}


Case = Callable[[Hiring], dict[str, Any]]
INFORMED: dict[str, tuple[Case, bool]] = {
    "a colleague has written": (open_to_nobody, False),
    "an excused panelist who could read": (excused, True),
    "a lifted blindness": (lifted, True),
    "no blindness": (never_blind, True),
    "somebody who had read": (had_read, True),
}
REFUSED: dict[str, tuple[Case, str]] = {
    "a taken remote id": (remote, "422 remote_id_taken"),
    "a cancelled interview": (cancelled, "409 interview_cancelled"),
    "a scorecard that is there": (written, "409 scorecard_exists"),
    "an unknown interview": (lambda hiring: {"interview": str(uuid.uuid4())}, "422 not_found"),
    "an unknown interviewer": (lambda hiring: {"interviewer": "nobody"}, "422 unknown_person"),
    "somebody who does not sit on it": (lambda hiring: {"interviewer": "new@example.com"}, "409 not_a_panelist"),
    "nobody named": (lambda hiring: {"interviewer": None}, "422 required"),
    "the interview named twice": (
        lambda hiring: {"application": str(hiring.application.pk), "round": str(hiring.first.round_id)},
        "422 ambiguous_reference",
    ),
    "a gap": (lambda hiring: {"scores": [], "submit": True}, "422 score_missing"),
    "a fault": (
        lambda hiring: {"scores": [{"competency": "no-such-thing", "state": "rated", "level": 3}]},
        "422 competency_not_in_plan",
    ),
    "an item of another round": (
        lambda hiring: {
            "scores": [
                {
                    "competency": hiring.focus[0],
                    "state": "rated",
                    "level": 3,
                    "questions": [{"item": str(hiring.second.round.items.all()[0].pk)}],
                }
            ]
        },
        "422 item_not_in_round",
    ),
}


@pytest.mark.parametrize("case", INFORMED)
def test_who_could_read_others_writes_informed(hiring: Hiring, ats: APIClient, case: str) -> None:
    happens, informed = INFORMED[case]
    card = made(ats.post(CARDS, body(hiring.first, interviewer=ADA) | happens(hiring)))
    assert card["informed"] is informed


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_says_why_and_leaves_nothing(hiring: Hiring, ats: APIClient, case: str) -> None:
    happens, said = REFUSED[case]
    sent = body(hiring.first, interviewer=ADA) | happens(hiring)
    before = Scorecard.objects.count(), Person.objects.count()
    refused = ats.post(CARDS, sent)
    told = refused.json()
    code = told["errors"][0]["code"] if told.get("errors") else told["code"]
    assert f"{refused.status_code} {code}" == said
    assert (Scorecard.objects.count(), Person.objects.count()) == before


def test_an_interview_out_of_reach_is_not_found(hiring: Hiring) -> None:
    stranger = session(make_person())
    refused = stranger.post(CARDS, body(hiring.first))
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "not_found")


def test_what_waited_for_the_lock_sees_what_is_then(hiring: Hiring, ats: APIClient, monkeypatch: Any) -> None:
    """Cancelled between lock and read, as if the lock had been waited for."""
    read = held.read_held

    def cancel_then_read(**named: Any) -> Any:
        Interview.objects.filter(pk=hiring.first.pk).update(cancelled_at=timezone.now())
        return read(**named)

    monkeypatch.setattr(recording, "read_held", cancel_then_read)
    assert ats.post(CARDS, body(hiring.first, interviewer=ADA)).json()["code"] == "interview_cancelled"
    assert Scorecard.objects.count() == 0
