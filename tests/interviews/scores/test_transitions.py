"""Every change of a scorecard, in every state, by everybody: what is allowed, and with which code the rest is refused.

Each table has one line per action and one column per caller; each call starts from the same state, and what is refused
leaves the database as it was.
"""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from hiringkit.people.keys import create_api_key
from hiringkit.people.models import Person
from hiringkit.people.principals import integration_principal
from hiringkit.people.vocabulary import GroupName
from interviews.hiring.panels import create_interview, update_interview
from interviews.hiring.releases import excuse_panelist
from interviews.hiring.services import update_job
from interviews.models import BlindnessLift, CompetencyScore, Interview, Panelist, QuestionNote, Scorecard, Sighting
from interviews.vocabulary import Recommendation
from tests.api_client import APIClient
from tests.budgets import budget
from tests.people.factories import key_client, make_person, member, session
from tests.scorecards import amend_scorecard, create_scorecard, edit_scorecard
from tests.story import ADA, ATS, BEN, CAL, Hiring, principal, rated, submit

URL = "/api/v1/scorecards"
Answer = str  # the status, and the problem's code where there is one


def answer(response: Any) -> Answer:
    code = response.json().get("code", "") if response.status_code >= 400 else ""
    return f"{response.status_code} {code}".strip()


def written() -> list[Any]:
    """All that recording can write, without the times."""
    return [
        list(Scorecard.objects.order_by("pk").values_list("pk", "status", "overall_recommendation", "remote_id")),
        list(CompetencyScore.objects.order_by("pk").values_list("pk", "scorecard", "state", "level", "evidence")),
        list(QuestionNote.objects.order_by("pk").values_list("pk", "score", "item", "note")),
        list(Panelist.objects.order_by("pk").values_list("pk", "interview", "person")),
        list(Sighting.objects.order_by("pk").values_list("pk", "application", "person")),
    ]


def complete(slugs: list[str]) -> list[dict[str, Any]]:
    return [{"competency": slug, "state": "rated", "level": 4, "evidence": "Said so."} for slug in slugs]


def draft(hiring: Hiring) -> Scorecard:
    """Ada's own, with nothing missing."""
    return create_scorecard(
        principal=principal(ADA),
        interviewer=None,
        interview=hiring.first,
        overall_recommendation=Recommendation.YES,
        scores=rated(hiring.focus, 3),
    )


def cancel(interview: Interview) -> None:
    update_interview(principal=ATS, interview=interview, changes={"cancelled_at": timezone.now()})


def excuse(hiring: Hiring) -> None:
    ada = Person.objects.get(email=ADA)
    excuse_panelist(interview=hiring.first, person=ada, reason="On leave", excused_by=make_person())


def no_scorecard(hiring: Hiring) -> None:
    return None


def submitted(hiring: Hiring) -> Scorecard:
    return submit(ADA, hiring.first)


def superseded(hiring: Hiring) -> Scorecard:
    card = submitted(hiring)
    locked = card
    amend_scorecard(principal=principal(ADA), scorecard=locked, reason="Slip", changes={"overall_recommendation": "no"})
    return card


def cancelled(make: Callable[[Hiring], Scorecard | None]) -> Callable[[Hiring], Scorecard | None]:
    def state(hiring: Hiring) -> Scorecard | None:
        card = make(hiring)
        cancel(hiring.first)
        return card

    return state


def excused_without_scorecard(hiring: Hiring) -> None:
    excuse(hiring)


def excused_with_draft(hiring: Hiring) -> Scorecard:
    card = draft(hiring)
    excuse(hiring)
    return card


def excused_then_submitted(hiring: Hiring) -> Scorecard:
    excuse(hiring)
    return submitted(hiring)


def not_a_panelist(hiring: Hiring) -> None:
    update_interview(principal=ATS, interview=hiring.first, changes={"panelists": [BEN]})


STATES: Mapping[str, Callable[[Hiring], Scorecard | None]] = {
    "no scorecard": no_scorecard,
    "draft": draft,
    "submitted": submitted,
    "superseded": superseded,
    "no scorecard, cancelled": cancelled(no_scorecard),
    "draft, cancelled": cancelled(draft),
    "submitted, cancelled": cancelled(submitted),
    "superseded, cancelled": cancelled(superseded),
    "no scorecard, excused": excused_without_scorecard,
    "draft, excused": excused_with_draft,
    "submitted, excused": excused_then_submitted,
    "not a panelist": not_a_panelist,
}

CALLERS = ("author", "author's key", "blind colleague", "open colleague", "recruiter", "stranger", "integration")
NEVER_MINE = ["403 not_your_scorecard"] * 3  # whoever reaches the interview, but writes no scorecard of Ada's
OUT_OF_REACH = "422 invalid"  # the stranger is told that there is no such interview
HIDDEN = ["404 not_found"]

# Per state and action: the answers to CALLERS, in their order.
ALLOWED_CREATE = ["201", "201", *NEVER_MINE, OUT_OF_REACH, "201"]
EXISTS = ["409 scorecard_exists"] * 2 + [*NEVER_MINE, OUT_OF_REACH, "409 scorecard_exists"]
CANCELLED = ["409 interview_cancelled"] * 2 + [*NEVER_MINE, OUT_OF_REACH, "409 interview_cancelled"]
NO_SEAT = ["409 not_a_panelist"] * 2 + [*NEVER_MINE, OUT_OF_REACH, "409 not_a_panelist"]


def own_draft(mine: Answer) -> list[Answer]:
    """A draft is there for its author alone; this one was written by no integration."""
    return [mine] * 2 + HIDDEN * 5


def open_card(mine: Answer) -> list[Answer]:
    """What is submitted is there for whoever is not blind; only the author and an integration may do more."""
    return [mine] * 2 + HIDDEN + ["403 not_your_scorecard"] * 2 + HIDDEN + [mine]


TABLE: Mapping[str, Mapping[str, list[Answer]]] = {
    "no scorecard": {"create": ALLOWED_CREATE, "create and submit": ALLOWED_CREATE},
    "draft": {
        "create": EXISTS,
        "edit": own_draft("200"),
        "edit and submit": own_draft("200"),
        "edit blindly": own_draft("428 precondition_required"),
        "edit the old": own_draft("412 stale"),
        "submit": own_draft("200"),
        "submit the old": own_draft("412 stale"),
        "amend": own_draft("409 scorecard_not_submitted"),
    },
    "submitted": {
        "create": EXISTS,
        "edit": open_card("409 scorecard_final"),
        "edit and submit": open_card("409 scorecard_final"),
        "edit blindly": open_card("409 scorecard_final"),  # the state comes before the precondition
        "edit the old": open_card("409 scorecard_final"),
        "submit": open_card("409 scorecard_final"),
        "submit the old": open_card("409 scorecard_final"),
        "amend": open_card("201"),
        "amend the old": open_card("412 stale"),
    },
    "superseded": {
        "create": EXISTS,
        "edit": open_card("409 scorecard_final"),
        "submit": open_card("409 scorecard_final"),
        "amend": open_card("409 scorecard_superseded"),
        "amend the old": open_card("409 scorecard_superseded"),
    },
    "no scorecard, cancelled": {"create": CANCELLED, "create and submit": CANCELLED},
    "draft, cancelled": {
        "create": CANCELLED,
        "edit": own_draft("200"),
        "edit and submit": own_draft("409 interview_cancelled"),
        "submit": own_draft("409 interview_cancelled"),
        "amend": own_draft("409 scorecard_not_submitted"),
    },
    "submitted, cancelled": {
        "create": CANCELLED,
        "edit": open_card("409 scorecard_final"),
        "submit": open_card("409 scorecard_final"),
        "amend": open_card("201"),
    },
    "superseded, cancelled": {
        "create": CANCELLED,
        "edit": open_card("409 scorecard_final"),
        "submit": open_card("409 scorecard_final"),
        "amend": open_card("409 scorecard_superseded"),
    },
    "no scorecard, excused": {"create": ALLOWED_CREATE, "create and submit": ALLOWED_CREATE},
    "draft, excused": {
        "create": EXISTS,
        "edit": own_draft("200"),
        "submit": own_draft("200"),
        "amend": own_draft("409 scorecard_not_submitted"),
    },
    "submitted, excused": {
        "create": EXISTS,
        "edit": open_card("409 scorecard_final"),
        "submit": open_card("409 scorecard_final"),
        "amend": open_card("201"),
    },
    "not a panelist": {"create": NO_SEAT, "create and submit": NO_SEAT},
}

OLD, CURRENT = f'"{"0" * 32}"', "*"


def act(client: APIClient, action: str, hiring: Hiring, card: Scorecard | None) -> Any:
    scores = complete(hiring.focus)
    if card is None or action.startswith("create"):
        body = {"interview": hiring.first.pk, "interviewer": ADA, "overall_recommendation": "no", "scores": scores}
        return client.post(URL, body | {"submit": action.endswith("submit")}, format="json")
    headers = {} if action.endswith("blindly") else {"If-Match": OLD if action.endswith("old") else CURRENT}
    if action.startswith("edit"):
        change = {"scores": scores, "submit": action.endswith("submit")}
        return client.patch(f"{URL}/{card.pk}", change, format="json", headers=headers)
    if action.startswith("submit"):
        return client.post(f"{URL}/{card.pk}/submit", headers=headers)
    return client.post(f"{URL}/{card.pk}/amend", {"reason": "Slip", "scores": scores}, format="json", headers=headers)


@pytest.fixture
def callers(hiring: Hiring) -> dict[str, APIClient]:
    """Cal has submitted all that they owe, on another interview of the application; Ben owes."""
    recruiter = member(GroupName.RECRUITER)
    stranger = member(GroupName.INTERVIEWER, email="stranger@example.com")
    submit(CAL, create_interview(application=hiring.application, round=hiring.first.round_id, panelists=[CAL]))
    ada, ben, cal = (Person.objects.get(email=email) for email in (ADA, BEN, CAL))
    return {
        "author": session(ada),
        "author's key": key_client("scorecards:write", person=ada),
        "blind colleague": session(ben),
        "open colleague": session(cal),
        "recruiter": session(recruiter),
        "stranger": session(stranger),
        "integration": key_client("scorecards:write"),
    }


def answers(callers: Mapping[str, APIClient], call: Callable[[APIClient], Any]) -> dict[str, Answer]:
    """What each caller gets, each from the same state; a refusal has written nothing."""
    found, before = {}, written()
    for name, client in callers.items():
        with transaction.atomic():
            response = call(client)
            assert response.status_code < 400 or written() == before, (name, response.content)
            transaction.set_rollback(True)
        found[name] = answer(response)
    return found


# What a cancellation or an excuse changes is no matter of who asks: `make test` lets those whom it may concern ask.
CONCERNED = ("author", "open colleague", "integration")


@pytest.mark.slow("each change of a scorecard by each of the cast")
@pytest.mark.prove
@pytest.mark.parametrize("state", STATES)
def test_what_everybody_may_do(state: str, hiring: Hiring, callers: dict[str, APIClient]) -> None:
    card = STATES[state](hiring)
    names = CALLERS if state in list(STATES)[:4] else budget(CONCERNED, CALLERS)
    asking = {name: callers[name] for name in names}
    found = {
        action: answers(asking, lambda client, action=action: act(client, action, hiring, card))  # type: ignore[misc]
        for action in TABLE[state]
    }
    expected = {action: dict(zip(CALLERS, row, strict=True)) for action, row in TABLE[state].items()}
    assert found == {action: {name: row[name] for name in names} for action, row in expected.items()}


@pytest.mark.parametrize("state", ["draft", "submitted, cancelled"])
def test_whom_a_scope_or_a_session_is_missing(state: str, hiring: Hiring, callers: dict[str, APIClient]) -> None:
    """The scope comes before everything else, so that a key learns nothing of the state."""
    card = STATES[state](hiring)
    ada = Person.objects.get(email=ADA)
    others = {
        "reading key of the author": key_client("scorecards:read", person=ada),
        "reading integration": key_client("scorecards:read"),
        "integration of another scope": key_client("hiring:write", "summaries:write"),
        "anonymous": APIClient(),
    }
    lacking = dict.fromkeys(others, "403 scope_missing") | {"anonymous": "401 not_authenticated"}
    for action in ("create", "edit", "submit", "amend"):
        assert answers(others, lambda client, action=action: act(client, action, hiring, card)) == lacking, action  # type: ignore[misc]


def test_a_draft_is_there_for_the_key_that_made_it_and_for_its_interviewer(hiring: Hiring) -> None:
    key, text = create_api_key(name="ATS", scopes=["scorecards:write"])
    ada = Person.objects.get(email=ADA)
    card = create_scorecard(principal=integration_principal(key), interviewer=ada, interview=hiring.first)
    edit_scorecard(
        scorecard=card,
        changes={"overall_recommendation": "yes"},
        scores=rated(hiring.focus, 2),
    )
    clients = {
        "its key": APIClient(headers={"Authorization": f"Bearer {text}"}),
        "its interviewer": session(ada),
        "another integration": key_client("scorecards:write"),
        "recruiter": session(member(GroupName.RECRUITER)),
    }
    for action, status in (("edit", "200"), ("submit", "200"), ("amend", "409 scorecard_not_submitted")):
        found = answers(clients, lambda client, action=action: act(client, action, hiring, card))  # type: ignore[misc]
        assert list(found.values()) == [status, status, "404 not_found", "404 not_found"], action


def test_a_person_needs_a_seat_to_write_by_round_and_an_integration_makes_the_interview(hiring: Hiring) -> None:
    """Scores may be posted without a scheduled interview, by the application and the round."""
    update_interview(principal=ATS, interview=hiring.first, changes={"panelists": [BEN]})
    Interview.objects.filter(pk=hiring.second.pk).update(deleted_at=timezone.now())
    by_round = {
        "application": hiring.application.pk,
        "round": hiring.second.round_id,
        "interviewer": ADA,
        "overall_recommendation": "yes",
        "scores": complete(list(hiring.second.round.focus)),
        "submit": True,
    }
    ben = session(Person.objects.get(email=BEN))
    assert answer(ben.post(URL, by_round | {"interviewer": BEN}, format="json")) == "409 not_a_panelist"
    response = key_client("scorecards:write").post(URL, by_round, format="json")
    assert answer(response) == "201"
    made = Interview.objects.get(pk=response.json()["interview"]["id"])
    assert made not in (hiring.first, hiring.second)
    assert (made.application, made.round_id, made.scheduled_at) == (hiring.application, hiring.second.round_id, None)
    assert [seat.person.email for seat in made.panel.all()] == [ADA]
    again = key_client("scorecards:write").post(URL, by_round, format="json")
    assert answer(again) == "409 scorecard_exists"


def test_an_unknown_address_is_an_interviewer_from_the_integrations_call_on(hiring: Hiring) -> None:
    body = {"application": hiring.application.pk, "round": hiring.first.round_id, "interviewer": "new@example.com"}
    assert answer(key_client("scorecards:write").post(URL, body, format="json")) == "201"
    assert Scorecard.objects.get().interviewer == Person.objects.get(email="new@example.com")
    assert hiring.first.panel.filter(person__email="new@example.com", from_scorecard=True).exists()


def test_a_cancellation_drops_no_scorecard_and_nobody_may_delete_the_interview(hiring: Hiring) -> None:
    submit(ADA, hiring.first)
    create_scorecard(principal=principal(BEN), interviewer=None, interview=hiring.first, scores=rated(hiring.focus, 2))
    before = written()
    recruiter = session(member(GroupName.RECRUITER))
    address = f"/api/v1/interviews/{hiring.first.pk}"
    response = recruiter.patch(address, {"cancelled_at": "2030-01-01T00:00:00Z"}, format="json")
    assert (response.status_code, response.json()["status"]) == (200, "cancelled")
    assert answer(recruiter.delete(address)) == "409 interview_has_scorecards"
    assert written() == before
    summary = recruiter.get(f"/api/v1/applications/{hiring.application.pk}/summary").json()
    assert summary["overall"]["recommendation_counts"]["yes"] == 1


def test_an_autosave_writes_what_it_names_and_nothing_else(hiring: Hiring) -> None:
    first, second = hiring.focus[:2]
    ada = session(Person.objects.get(email=ADA))
    posted = ada.post(URL, {"interview": hiring.first.pk, "scores": complete([first, second])}, format="json")
    address = f"{URL}/{posted.json()['id']}"
    assert posted["Location"].endswith(address)
    changed = {"competency": first, "state": "not_assessed", "reason": "No time"}
    saved = ada.patch(address, {"scores": [changed]}, format="json", headers={"If-Match": posted["ETag"]})
    assert saved.status_code == 200
    shown = {score["competency"]["slug"]: score for score in saved.json()["scores"]}
    assert (shown[first]["state"], shown[first]["level"], shown[first]["anchor"]) == ("not_assessed", None, "")
    assert (shown[second]["level"], shown[second]["evidence"]) == (4, "Said so.")
    assert shown[second] in posted.json()["scores"]
    assert saved["ETag"] != posted["ETag"]
    assert ada.get(address)["ETag"] == saved["ETag"]


def test_an_autosave_without_a_change_keeps_the_version(hiring: Hiring) -> None:
    ada = session(Person.objects.get(email=ADA))
    body = {"overall_recommendation": "no", "scores": complete(hiring.focus)}
    posted = ada.post(URL, body | {"interview": hiring.first.pk}, format="json")
    address = f"{URL}/{posted.json()['id']}"
    unchanged: list[dict[str, Any]] = [body, {}, {"scores": []}, {"scores": complete(hiring.focus[1:])}]
    for nothing in unchanged:
        saved = ada.patch(address, nothing, format="json", headers={"If-Match": posted["ETag"]})
        assert (saved.status_code, saved["ETag"]) == (200, posted["ETag"]), nothing
        assert saved.json() == posted.json()


def test_whoever_saves_an_old_version_is_shown_the_current_one(hiring: Hiring) -> None:
    ada = session(Person.objects.get(email=ADA))
    posted = ada.post(URL, {"interview": hiring.first.pk}, format="json")
    address = f"{URL}/{posted.json()['id']}"
    saved = ada.patch(address, {"overall_recommendation": "yes"}, format="json", headers={"If-Match": posted["ETag"]})
    late = ada.patch(address, {"overall_recommendation": "no"}, format="json", headers={"If-Match": posted["ETag"]})
    assert answer(late) == "412 stale"
    assert late.json()["current"] == saved.json() == ada.get(address).json()
    weak = ada.patch(address, {}, format="json", headers={"If-Match": f"W/{saved['ETag']}"})
    assert answer(weak) == "412 unmatchable"
    either = ada.patch(
        address,
        {"overall_recommendation": "no"},
        format="json",
        headers={"If-Match": f"{posted['ETag']}, {saved['ETag']}"},
    )
    assert (either.status_code, either.json()["overall_recommendation"]) == (200, "no")


def faults(response: Any) -> set[tuple[str, str]]:
    return {(fault["code"], fault["pointer"]) for fault in response.json()["errors"]}


def test_a_refused_save_names_every_fault_with_its_place_and_loses_nothing(hiring: Hiring) -> None:
    """Shape first, then meaning: each answer lists all of its kind, and the draft stays as it was."""
    first, second = hiring.focus[:2]
    ada = session(Person.objects.get(email=ADA))
    posted = ada.post(URL, {"interview": hiring.first.pk, "scores": complete([first])}, format="json")
    address = f"{URL}/{posted.json()['id']}"
    before = written()

    def save(body: dict[str, Any]) -> Any:
        return ada.patch(address, body, format="json", headers={"If-Match": posted["ETag"]})

    shape = {
        "mood": "good",
        "overall_recommendation": "maybe",
        "scores": [
            {"competency": first, "state": "rated", "level": 6, "evidence": "Fine."},
            {"competency": second, "state": "unsure", "colour": "red"},
            {"state": "rated", "level": 3},
        ],
    }
    refused = save(shape)
    assert (refused.status_code, faults(refused)) == (
        422,
        {
            ("unknown_field", "/mood"),
            ("invalid_choice", "/overall_recommendation"),
            ("max_value", "/scores/0/level"),
            ("invalid_choice", "/scores/1/state"),
            ("unknown_field", "/scores/1/colour"),
            ("required", "/scores/2/competency"),
        },
    )
    meaning = {
        "overall_recommendation": "yes",
        "scores": [
            {"competency": first, "state": "rated", "level": 5, "evidence": "Fine."},
            {"competency": "no-such-thing", "state": "rated", "level": 1},
            {"competency": first, "state": "not_assessed", "level": 1},
            {"competency": second, "state": "rated"},
        ],
    }
    refused = save(meaning)
    assert (refused.status_code, faults(refused)) == (
        422,
        {
            ("competency_not_in_plan", "/scores/1/competency"),
            ("competency_repeated", "/scores/2/competency"),
            ("level_without_rating", "/scores/2/level"),
        },
    )
    refused = save({"scores": [{"competency": second, "state": "rated", "level": 2}], "submit": True})
    assert answer(refused) == "422 scorecard_incomplete"
    assert {
        ("recommendation_missing", "/overall_recommendation"),
        ("evidence_missing", "/scores/0/evidence"),
    } <= faults(refused)
    assert written() == before
    assert ada.get(address)["ETag"] == posted["ETag"]


def test_a_refused_post_makes_nothing_not_even_a_seat_or_a_person(hiring: Hiring) -> None:
    before = written(), Person.objects.count(), Interview.objects.count()
    integration = key_client("scorecards:write")
    by_round = {"application": hiring.application.pk, "round": hiring.first.round_id, "interviewer": "new@example.com"}
    gaps = integration.post(URL, by_round | {"submit": True}, format="json")
    assert answer(gaps) == "422 scorecard_incomplete"
    wrong = [{"competency": "no-such-thing", "state": "rated", "level": 1}]
    assert answer(integration.post(URL, by_round | {"scores": wrong}, format="json")) == "422 invalid"
    nowhere = integration.post(URL, by_round | {"round": hiring.plan.pk}, format="json")
    assert faults(nowhere) == {("round_not_in_plan", "/round")}
    assert (written(), Person.objects.count(), Interview.objects.count()) == before


def test_how_a_post_must_name_what_it_is_of(hiring: Hiring) -> None:
    ada, integration = session(Person.objects.get(email=ADA)), key_client("scorecards:write")
    both = {"interview": hiring.first.pk, "application": hiring.application.pk}
    for body, expected in (
        ({}, ("required", "/interview")),
        ({"application": hiring.application.pk}, ("required", "/interview")),
        (both, ("ambiguous_reference", "/interview")),
        ({"interview": hiring.plan.pk}, ("not_found", "/interview")),
        ({"interview": hiring.first.pk, "interviewer": "nobody-by-this-id"}, ("unknown_person", "/interviewer")),
    ):
        assert faults(ada.post(URL, body, format="json")) == {expected}, body
    assert faults(integration.post(URL, {"interview": hiring.first.pk}, format="json")) == {
        ("required", "/interviewer")
    }
    Interview.objects.filter(pk=hiring.second.pk).update(deleted_at=timezone.now())
    gone = integration.post(URL, {"interview": hiring.second.pk, "interviewer": ADA}, format="json")
    assert faults(gone) == {("not_found", "/interview")}


def test_a_remote_id_belongs_to_one_current_scorecard(hiring: Hiring) -> None:
    integration = key_client("scorecards:write")
    named = {"interview": hiring.first.pk, "remote_id": "S-1"}
    assert answer(integration.post(URL, named | {"interviewer": ADA}, format="json")) == "201"
    taken = integration.post(URL, named | {"interviewer": BEN}, format="json")
    assert faults(taken) == {("remote_id_taken", "/remote_id")}
    assert Scorecard.objects.count() == 1


# Excusing a panelist and lifting blindness: recruiters only, each once, each with whom and why.


@pytest.fixture
def releasers(hiring: Hiring) -> dict[str, APIClient]:
    manager = member(GroupName.HIRING_MANAGER, email="manager@example.com")
    update_job(principal=ATS, job=hiring.job, changes={"hiring_managers": ["manager@example.com"]})
    recruiter = member(GroupName.RECRUITER)
    return {
        "recruiter": session(recruiter),
        "recruiter's key": key_client("hiring:write", person=recruiter),
        "recruiter's reading key": key_client("hiring:read", person=recruiter),
        "hiring manager": session(manager),
        "panelist": session(Person.objects.get(email=ADA)),
        "auditor": session(member(GroupName.AUDITOR, email="auditor@example.com")),
        "integration": key_client("all"),
        "anonymous": APIClient(),
    }


NOT_THEIRS = {
    "recruiter's reading key": "403 scope_missing",
    "hiring manager": "403 group_missing",
    "panelist": "403 group_missing",
    "auditor": "403 group_missing",
    "integration": "403 person_required",
    "anonymous": "401 not_authenticated",
}


def excusing(interview: Interview, **body: Any) -> Callable[[APIClient], Any]:
    address, sent = f"/api/v1/interviews/{interview.pk}/excuse", {"person": BEN, "reason": "On leave"} | body
    return lambda client: client.post(address, sent, format="json")


def lifting(hiring: Hiring, **body: Any) -> Callable[[APIClient], Any]:
    address, sent = f"/api/v1/applications/{hiring.application.pk}/lift-blindness", {"person": BEN, "reason": "Decides"}
    return lambda client: client.post(address, sent | body, format="json")


def test_who_may_excuse_and_lift(hiring: Hiring, releasers: dict[str, APIClient]) -> None:
    done = {"recruiter": "200", "recruiter's key": "200"}
    not_theirs = NOT_THEIRS | {"hiring manager": "403 recruiter_excuses"}
    assert answers(releasers, excusing(hiring.first)) == done | not_theirs
    done = {"recruiter": "201", "recruiter's key": "201"}
    assert answers(releasers, lifting(hiring)) == done | NOT_THEIRS


def test_an_excuse_ends_the_debt_and_is_shown_with_the_panel(hiring: Hiring, releasers: dict[str, APIClient]) -> None:
    response = excusing(hiring.first)(releasers["recruiter"])
    assert {row["name"]: row["excused"] for row in response.json()["panelists"]} == {"ada": False, "ben": True}
    assert response["ETag"] == releasers["recruiter"].get(f"/api/v1/interviews/{hiring.first.pk}")["ETag"]
    row = Panelist.objects.get(interview=hiring.first, person__email=BEN)
    assert row.excused_at is not None
    assert row.excused_by is not None
    assert (row.excused_by.email, row.excuse_reason) == ("member@example.com", "On leave")
    submit(ADA, hiring.first)
    interview = releasers["recruiter"].get(f"/api/v1/interviews/{hiring.first.pk}").json()
    assert interview["status"] == "complete"
    panel = releasers["recruiter"].get(f"/api/v1/applications/{hiring.application.pk}/summary").json()["panel"]
    assert (panel["expected"], panel["submitted"], panel["excused"], len(panel["missing"])) == (4, 1, 1, 2)


def test_when_an_excuse_is_refused(hiring: Hiring, releasers: dict[str, APIClient]) -> None:
    recruiter = releasers["recruiter"]
    submit(ADA, hiring.first)
    before = written()
    for body, expected in (
        ({"person": "member@example.com"}, {("not_a_panelist", "/person")}),
        ({"person": "nobody@example.com"}, {("unknown_person", "/person")}),
        ({"person": "", "reason": " "}, {("blank", "/person"), ("blank", "/reason")}),
        ({"because": "so"}, {("unknown_field", "/because")}),
    ):
        assert faults(excusing(hiring.first, **body)(recruiter)) == expected, body
    assert answer(excusing(hiring.first, person=ADA)(recruiter)) == "409 scorecard_submitted"
    address = f"/api/v1/interviews/{hiring.first.pk}/excuse"
    old = recruiter.post(address, {"person": BEN, "reason": "On leave"}, format="json", headers={"If-Match": OLD})
    assert answer(old) == "412 stale"
    assert written() == before
    assert answer(excusing(hiring.first)(recruiter)) == "200"
    assert answer(excusing(hiring.first, reason="Another")(recruiter)) == "409 already_excused"
    assert Panelist.objects.get(interview=hiring.first, person__email=BEN).excuse_reason == "On leave"
    cancel(hiring.second)
    assert answer(excusing(hiring.second)(recruiter)) == "409 interview_cancelled"
    Interview.objects.filter(pk=hiring.second.pk).update(deleted_at=timezone.now())
    assert answer(excusing(hiring.second)(recruiter)) == "404 not_found"


def test_who_is_blind_excuses_nobody_moves_no_interview_and_takes_nobody_off(hiring: Hiring) -> None:
    """Whether a colleague has written would show in what is refused to them; so all of it is, written or not."""
    recruiter = session(member(GroupName.RECRUITER, email="blind@example.com"))
    update_interview(principal=ATS, interview=hiring.first, changes={"panelists": [ADA, BEN, "blind@example.com"]})
    first = f"/api/v1/interviews/{hiring.first.pk}"
    attempts: list[Callable[[], Any]] = [
        lambda: excusing(hiring.first)(recruiter),
        lambda: excusing(hiring.first, person="blind@example.com")(recruiter),
        lambda: recruiter.patch(first, {"panelists": [ADA, "blind@example.com"]}, format="json"),
        lambda: recruiter.patch(first, {"round": str(hiring.second.round_id)}, format="json"),
        lambda: recruiter.delete(first),
        lambda: recruiter.delete(f"/api/v1/interviews/{hiring.second.pk}"),
    ]
    assert [answer(attempt()) for attempt in attempts] == ["409 still_blind"] * 6
    submit(BEN, hiring.first)
    assert [answer(attempt()) for attempt in attempts] == ["409 still_blind"] * 6
    joined = recruiter.patch(first, {"panelists": [ADA, BEN, "blind@example.com", CAL]}, format="json")
    assert answer(joined) == "200"  # who is known stays, and somebody joins
    submit("blind@example.com", hiring.first)
    assert answer(excusing(hiring.first, person=ADA)(recruiter)) == "200"


def test_an_excused_panelists_draft_stays_theirs(hiring: Hiring, releasers: dict[str, APIClient]) -> None:
    card = draft(hiring)
    assert answer(excusing(hiring.first, person=ADA)(releasers["recruiter"])) == "200"
    address = f"{URL}/{card.pk}"
    assert releasers["panelist"].get(address).json()["status"] == "draft"
    assert answer(releasers["recruiter"].get(address)) == "404 not_found"
    assert answer(releasers["panelist"].post(f"{address}/submit")) == "200"


def test_a_lift_opens_what_others_wrote_and_says_who_answers_for_it(
    hiring: Hiring, releasers: dict[str, APIClient]
) -> None:
    card = submit(ADA, hiring.first)
    ben = session(Person.objects.get(email=BEN))
    assert answer(ben.get(f"{URL}/{card.pk}")) == "404 not_found"
    lifted = lifting(hiring)(releasers["recruiter"]).json()
    assert (lifted["application"], lifted["reason"]) == (str(hiring.application.pk), "Decides")
    assert (lifted["person"]["name"], lifted["lifted_by"]["name"]) == ("ben", "A Member")
    assert answer(ben.get(f"{URL}/{card.pk}")) == "200"
    assert answer(ben.get(f"/api/v1/applications/{hiring.application.pk}/summary")) == "200"
    assert (
        answer(releasers["panelist"].get(f"/api/v1/applications/{hiring.application.pk}/summary")) == "409 still_blind"
    )


def test_when_a_lift_is_refused(hiring: Hiring, releasers: dict[str, APIClient]) -> None:
    recruiter = releasers["recruiter"]
    own = lifting(hiring, person="member@example.com")
    assert answer(own(recruiter)) == "403 own_blindness"
    assert answer(own(releasers["recruiter's key"])) == "403 own_blindness"
    assert faults(lifting(hiring, person="nobody@example.com")(recruiter)) == {("unknown_person", "/person")}
    assert faults(lifting(hiring, reason="")(recruiter)) == {("blank", "/reason")}
    assert not BlindnessLift.objects.exists()
    assert answer(lifting(hiring)(recruiter)) == "201"
    assert answer(lifting(hiring, reason="Another")(recruiter)) == "409 already_lifted"
    assert BlindnessLift.objects.get().reason == "Decides"
    nowhere = f"/api/v1/applications/{hiring.plan.pk}/lift-blindness"
    assert answer(recruiter.post(nowhere, {"person": BEN, "reason": "Decides"}, format="json")) == "404 not_found"
