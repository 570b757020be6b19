"""A named person decides, says why, and it is kept whether the panel thought otherwise."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from uuid_utils.compat import uuid7

from hiringkit.people.keys import create_api_key
from hiringkit.people.models import Person
from hiringkit.people.principals import Principal
from hiringkit.people.services import create_person
from hiringkit.people.vocabulary import GroupName
from interviews.hiring.panels import create_interview
from interviews.hiring.services import (
    create_application,
    create_candidate,
    create_job,
    update_application,
    update_job,
)
from interviews.models import Application, Decision
from interviews.summaries.decisions import goes_against_panel
from interviews.vocabulary import ApplicationStatus, DecisionOutcome, Recommendation
from tests.api_client import APIClient
from tests.people.factories import key_client, make_person, member, session
from tests.scorecards import amend_scorecard, create_scorecard
from tests.story import ADA, ATS, BEN, CAL, Hiring, principal, rated, submit

BODY = {"outcome": "hire", "rationale": "Best of the panel's reasons."}
MANAGER = "manager@example.com"


def decide(client: APIClient, hiring: Hiring, **body: Any) -> Any:
    return client.post(f"/api/v1/applications/{hiring.application.pk}/decision", BODY | body, format="json")


def answer(response: Any) -> str:
    code = response.json().get("code", "") if response.status_code >= 400 else ""
    return f"{response.status_code} {code}".strip()


def faults(response: Any) -> set[tuple[str, str]]:
    return {(fault["code"], fault["pointer"]) for fault in response.json()["errors"]}


def status(hiring: Hiring) -> str:
    return Application.objects.get(pk=hiring.application.pk).status


@pytest.fixture
def recruiter(hiring: Hiring) -> APIClient:
    return session(member(GroupName.RECRUITER))


@pytest.fixture
def manager(hiring: Hiring) -> APIClient:
    made = session(member(GroupName.HIRING_MANAGER, email=MANAGER))
    update_job(principal=ATS, job=hiring.job, changes={"hiring_managers": [MANAGER]})
    return made


def test_a_decision_is_kept_with_who_why_and_when(hiring: Hiring, manager: APIClient) -> None:
    submit(ADA, hiring.first)
    before = timezone.now()
    response = decide(manager, hiring)
    shown = response.json()
    person = Person.objects.get(email=MANAGER)
    assert response.status_code == 201
    assert shown == BODY | {
        "id": str(Decision.objects.get().key),
        "supersedes": None,
        "correction_reason": "",
        "decided_by": {"id": str(person.pk), "name": "A Member"},
        "decided_at": shown["decided_at"],
        "against_panel": False,
    }
    kept = Decision.objects.get()
    assert (kept.decided_by, kept.recorded_by_key) == (person, None)
    assert before <= kept.decided_at <= timezone.now()
    assert manager.get(f"/api/v1/applications/{hiring.application.pk}").json()["decision"] == shown
    assert manager.get(f"/api/v1/applications/{hiring.application.pk}/summary").json()["decision"] == shown


@pytest.mark.parametrize(
    ("outcome", "after"),
    [
        (DecisionOutcome.HIRE, ApplicationStatus.HIRED),
        (DecisionOutcome.REJECT, ApplicationStatus.REJECTED),
        (DecisionOutcome.ADVANCE, ApplicationStatus.ACTIVE),
        (DecisionOutcome.HOLD, ApplicationStatus.ACTIVE),
    ],
)
def test_hire_and_reject_set_the_status(hiring: Hiring, recruiter: APIClient, outcome: str, after: str) -> None:
    assert answer(decide(recruiter, hiring, outcome=outcome)) == "201"
    assert status(hiring) == after


def test_a_closed_application_is_decided_anew_only_once_it_is_open_again(hiring: Hiring, recruiter: APIClient) -> None:
    assert answer(decide(recruiter, hiring, outcome="reject")) == "201"
    assert answer(decide(recruiter, hiring)) == "409 application_not_active"
    application = Application.objects.get(pk=hiring.application.pk)
    update_application(principal=ATS, application=application, changes={"status": ApplicationStatus.ACTIVE})
    assert answer(decide(recruiter, hiring, outcome="advance")) == "201"
    assert [row.outcome for row in application.decisions.all()] == ["reject", "advance"]  # the earlier one stays
    shown = recruiter.get(f"/api/v1/applications/{application.pk}").json()
    assert (shown["status"], shown["decision"]["outcome"]) == ("active", "advance")
    update_application(principal=ATS, application=application, changes={"status": ApplicationStatus.WITHDRAWN})
    assert answer(decide(recruiter, hiring)) == "409 application_not_active"


def test_the_very_same_decision_is_taken_once(hiring: Hiring, recruiter: APIClient, manager: APIClient) -> None:
    later = {"outcome": "hold", "rationale": "Waiting for the budget."}
    assert answer(decide(recruiter, hiring, **later)) == "201"
    assert answer(decide(recruiter, hiring, **later)) == "409 already_decided"
    assert answer(decide(recruiter, hiring, **later | {"rationale": "Still waiting."})) == "201"
    assert answer(decide(manager, hiring, **later | {"rationale": "Still waiting."})) == "201"  # somebody else
    assert answer(decide(recruiter, hiring, **later)) == "201"  # the same as before, but not as the latest
    assert Decision.objects.count() == 4


def test_who_decides(
    hiring: Hiring, recruiter: APIClient, manager: APIClient, person: Callable[..., Principal]
) -> None:
    """A panelist who reads the application is told that it is not theirs; to a stranger it is not there."""
    made = create_interview(application=hiring.application, round=hiring.first.round_id, panelists=[CAL])
    submit(CAL, made)
    other_manager = session(member(GroupName.HIRING_MANAGER, email="other@example.com"))
    recruiting = Person.objects.get(email="member@example.com")
    callers = {
        "panelist": session(Person.objects.get(email=CAL)),
        "auditor": session(member(GroupName.AUDITOR, email="auditor@example.com")),
        "manager of another job": other_manager,
        "stranger": session(make_person()),
        "recruiter's reading key": key_client("summaries:read", person=recruiting),
        "integration without the scope": key_client("hiring:write", "summaries:read"),
        "anonymous": APIClient(),
    }
    assert {name: answer(decide(client, hiring)) for name, client in callers.items()} == {
        "panelist": "403 not_the_hiring_manager",
        "auditor": "403 not_the_hiring_manager",
        "manager of another job": "404 not_found",
        "stranger": "404 not_found",
        "recruiter's reading key": "403 scope_missing",
        "integration without the scope": "403 scope_missing",
        "anonymous": "401 not_authenticated",
    }
    assert not Decision.objects.exists()
    assert answer(decide(key_client("summaries:write", person=recruiting), hiring, outcome="advance")) == "201"


def test_nobody_decides_in_the_name_of_another(hiring: Hiring, recruiter: APIClient, manager: APIClient) -> None:
    assert answer(decide(recruiter, hiring, decided_by=MANAGER)) == "403 not_your_decision"
    assert answer(decide(manager, hiring, decided_by=MANAGER)) == "201"


def test_an_integration_names_who_decided_and_both_are_kept(hiring: Hiring, manager: APIClient) -> None:
    key, text = create_api_key(name="ATS", scopes=["summaries:write"])
    ats = APIClient(headers={"Authorization": f"Bearer {text}"})
    unnamed = decide(ats, hiring)
    assert (unnamed.status_code, faults(unnamed)) == (422, {("required", "/decided_by")})
    unknown = decide(ats, hiring, decided_by="nobody@example.com")
    assert faults(unknown) == {("unknown_person", "/decided_by")}
    assert not Decision.objects.exists()
    assert answer(decide(ats, hiring, decided_by=MANAGER)) == "201"
    kept = Decision.objects.get()
    assert (kept.decided_by.email, kept.recorded_by_key) == (MANAGER, key)


def test_whoever_owes_a_scorecard_decides_after_it(hiring: Hiring, recruiter: APIClient) -> None:
    """A recruiter on the panel, by themselves or through an integration."""
    held = create_interview(
        application=hiring.application, round=hiring.first.round_id, panelists=["member@example.com"]
    )
    ats = key_client("summaries:write")
    for client, named in ((recruiter, {}), (ats, {"decided_by": "member@example.com"})):
        assert answer(decide(client, hiring, **named)) == "409 still_blind"
    assert status(hiring) == ApplicationStatus.ACTIVE
    submit("member@example.com", held)
    assert answer(decide(recruiter, hiring)) == "201"


def test_blindness_comes_before_what_the_status_would_tell(hiring: Hiring, recruiter: APIClient) -> None:
    create_interview(application=hiring.application, round=hiring.first.round_id, panelists=["member@example.com"])
    Application.objects.filter(pk=hiring.application.pk).update(status=ApplicationStatus.HIRED)
    assert answer(decide(recruiter, hiring)) == "409 still_blind"


def test_a_blind_panelist_is_not_shown_the_decision(hiring: Hiring, recruiter: APIClient) -> None:
    address = f"/api/v1/applications/{hiring.application.pk}"
    ben = session(Person.objects.get(email=BEN))
    decide(recruiter, hiring, outcome="advance")
    assert ben.get(address).json()["decision"] is None
    submit(BEN, hiring.first)
    submit(BEN, hiring.second)
    assert ben.get(address).json()["decision"]["outcome"] == "advance"


def test_what_a_decision_must_say(hiring: Hiring, recruiter: APIClient) -> None:
    address = f"/api/v1/applications/{hiring.application.pk}/decision"
    empty = recruiter.post(address, {}, format="json")
    assert faults(empty) == {("required", "/outcome"), ("required", "/rationale")}
    wrong = decide(recruiter, hiring, outcome="promote", rationale=" ", score=5)
    assert faults(wrong) == {
        ("invalid_choice", "/outcome"),
        ("blank", "/rationale"),
        ("unknown_field", "/score"),
    }
    assert recruiter.post(f"{address}?force=true", BODY, format="json").status_code == 400
    assert not Decision.objects.exists()


YES, NO, STRONG_YES, STRONG_NO, NONE = (
    Recommendation.YES,
    Recommendation.NO,
    Recommendation.STRONG_YES,
    Recommendation.STRONG_NO,
    Recommendation.NO_DECISION,
)


@pytest.mark.parametrize(
    ("recommendations", "against"),
    [
        ([], set()),
        ([NONE, NONE], set()),
        ([YES], {"reject"}),
        ([NO], {"hire", "advance"}),
        ([YES, NO], set()),
        ([STRONG_YES, NO], set()),  # heads are counted, not how strongly
        ([STRONG_NO, YES], set()),
        ([YES, STRONG_YES, STRONG_NO], {"reject"}),
        ([NO, STRONG_NO, STRONG_YES], {"hire", "advance"}),
        ([NO, NONE, NONE], {"hire", "advance"}),
        ([YES, NONE, NONE], {"reject"}),
    ],
)
def test_when_a_decision_goes_against_the_panel(
    hiring: Hiring, recommendations: Sequence[Recommendation], against: set[str]
) -> None:
    for number, recommendation in enumerate(recommendations):
        email = f"panelist{number}@example.com"
        held = create_interview(application=hiring.application, round=hiring.first.round_id, panelists=[email])
        submit(email, held, recommendation=recommendation)
    found = {
        outcome
        for outcome in DecisionOutcome.values
        if goes_against_panel(outcome=outcome, application=hiring.application)
    }
    assert found == against


def test_only_current_submissions_of_the_application_speak_for_the_panel(hiring: Hiring) -> None:
    """No draft, nothing superseded, nothing of another application."""
    other = create_application(candidate=create_candidate(name="Another"), job=hiring.job)
    submit(CAL, create_interview(application=other, round=hiring.first.round_id, panelists=[CAL]), recommendation=NO)
    create_scorecard(
        principal=principal(BEN),
        interviewer=None,
        interview=hiring.first,
        overall_recommendation=NO,
        scores=rated(hiring.focus, 1),
    )
    card = submit(ADA, hiring.first, recommendation=NO)
    assert goes_against_panel(outcome="hire", application=hiring.application) is True
    amend_scorecard(
        principal=principal(ADA),
        scorecard=card,
        reason="Ticked the wrong box",
        changes={"overall_recommendation": YES},
        scores=(),
    )
    assert goes_against_panel(outcome="hire", application=hiring.application) is False
    assert goes_against_panel(outcome="reject", application=hiring.application) is True


def test_what_was_against_the_panel_stays_so_whatever_is_submitted_later(hiring: Hiring, recruiter: APIClient) -> None:
    submit(ADA, hiring.first, recommendation=NO)
    assert decide(recruiter, hiring, outcome="advance").json()["against_panel"] is True
    submit(ADA, hiring.second, recommendation=YES)
    submit(BEN, hiring.first, recommendation=YES)
    shown = recruiter.get(f"/api/v1/applications/{hiring.application.pk}").json()["decision"]
    assert shown["against_panel"] is True


def test_the_database_changes_no_decision_and_names_only_the_applications_own(
    hiring: Hiring, recruiter: APIClient
) -> None:
    decide(recruiter, hiring, outcome="advance")
    for change in ({"outcome": "hire"}, {"against_panel": True}, {"decided_at": timezone.now()}):
        with pytest.raises(IntegrityError, match="a decision is final"), transaction.atomic():
            Decision.objects.update(**change)
    with pytest.raises(IntegrityError, match="decision_with_rationale"), transaction.atomic():
        Decision.objects.update(rationale="")
    other = create_application(candidate=create_candidate(name="Another"), job=hiring.job)
    Application.objects.filter(pk=hiring.application.pk).update(decision=None)
    Application.objects.filter(pk=other.pk).update(decision=Decision.objects.get())
    with (
        pytest.raises(IntegrityError, match="application_names_own_decision"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    Application.objects.filter(pk=other.pk).update(decision=None)


def test_an_integration_names_nobody_who_may_not_decide(hiring: Hiring) -> None:
    """Not an interviewer, not an editor of the library, not the hiring manager of another job."""
    ats = key_client("summaries:write")
    create_person(email="sid@example.com", name="Sid", groups=[GroupName.INTERVIEWER])
    create_person(email="edith@example.com", name="Edith", groups=[GroupName.LIBRARY_EDITOR])
    create_job(title="Another", hiring_managers=["hal@example.com"])
    create_person(email="rita@example.com", name="Rita", groups=[GroupName.RECRUITER])
    for name in ("sid@example.com", "edith@example.com", "hal@example.com"):
        refused = decide(ats, hiring, decided_by=name)
        assert (refused.status_code, faults(refused)) == (422, {("not_a_decider", "/decided_by")}), name
    assert not Decision.objects.exists()
    assert answer(decide(ats, hiring, decided_by="rita@example.com")) == "201"


def correct(client: APIClient, hiring: Hiring, **body: Any) -> Any:
    return decide(
        client, hiring, **{"outcome": "reject", "rationale": "The other way round.", "reason": "Wrong row."} | body
    )


def decisions(client: APIClient, hiring: Hiring) -> Any:
    return client.get(f"/api/v1/applications/{hiring.application.pk}/decisions")


def test_a_decision_is_corrected_and_both_are_kept(hiring: Hiring, recruiter: APIClient, manager: APIClient) -> None:
    submit(ADA, hiring.first)
    first = decide(recruiter, hiring).json()
    assert status(hiring) == "hired"
    second = correct(manager, hiring, supersedes=first["id"])
    assert answer(second) == "201"
    assert status(hiring) == "rejected"
    shown = second.json()
    assert (shown["supersedes"], shown["correction_reason"], shown["against_panel"]) == (
        first["id"],
        "Wrong row.",
        True,
    )
    assert decisions(recruiter, hiring).json()["results"] == [shown, first]
    assert recruiter.get(f"/api/v1/applications/{hiring.application.pk}").json()["decision"] == shown
    assert recruiter.get(f"/api/v1/applications/{hiring.application.pk}/summary").json()["decision"] == shown
    third = correct(manager, hiring, supersedes=shown["id"], outcome="hold", reason="Neither.")  # a correction as well
    assert (answer(third), status(hiring)) == ("201", "active")


def test_what_is_no_correction_is_refused(hiring: Hiring, recruiter: APIClient) -> None:
    first = decide(recruiter, hiring, outcome="hold").json()
    assert faults(correct(recruiter, hiring)) == {("required", "/supersedes")}
    assert faults(decide(recruiter, hiring, supersedes=first["id"])) == {("required", "/reason")}
    for nobodys in (str(uuid7()), str(hiring.application.pk)):
        assert faults(correct(recruiter, hiring, supersedes=nobodys)) == {("not_found", "/supersedes")}
    later = decide(recruiter, hiring, outcome="advance").json()
    assert answer(correct(recruiter, hiring, supersedes=first["id"])) == "409 decision_superseded"
    same = {"outcome": "advance", "rationale": later["rationale"]}
    assert answer(correct(recruiter, hiring, supersedes=later["id"], **same)) == "409 already_decided"
    assert answer(correct(recruiter, hiring, supersedes=later["id"])) == "201"
    assert answer(correct(recruiter, hiring, supersedes=later["id"])) == "409 decision_superseded"
    assert [row["outcome"] for row in decisions(recruiter, hiring).json()["results"]] == ["reject", "advance", "hold"]


def test_a_correction_does_not_undo_what_came_after_the_decision(hiring: Hiring, recruiter: APIClient) -> None:
    """The candidate has withdrawn since: that is for somebody to set back first."""
    first = decide(recruiter, hiring).json()
    application = Application.objects.get(pk=hiring.application.pk)
    update_application(principal=ATS, application=application, changes={"status": ApplicationStatus.WITHDRAWN})
    assert answer(correct(recruiter, hiring, supersedes=first["id"])) == "409 application_not_active"


def test_the_blind_see_no_decision_in_the_list(hiring: Hiring, recruiter: APIClient) -> None:
    ben, stranger = session(Person.objects.get(email=BEN)), session(member(GroupName.INTERVIEWER, email=CAL))
    assert answer(decisions(ben, hiring)) == "409 still_blind"
    decide(recruiter, hiring)
    assert answer(decisions(ben, hiring)) == "409 still_blind"
    assert decisions(stranger, hiring).status_code == 404
    submit(BEN, hiring.first)
    submit(BEN, hiring.second)
    assert len(decisions(ben, hiring).json()["results"]) == 1


def test_the_database_keeps_what_a_decision_corrects(hiring: Hiring, recruiter: APIClient) -> None:
    first = decide(recruiter, hiring, outcome="hold").json()["id"]
    second = correct(recruiter, hiring, supersedes=first).json()["id"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(key=second).update(supersedes=None, correction_reason="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(key=first).update(correction_reason="Of nothing.")
