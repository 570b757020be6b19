"""Two at once, with real threads and connections: one of them waits for the other.

Each race has its control: the very same run with a lock that only reads, and with the wrong outcome that the lock is
there to prevent. A control that comes out right would mean that the race proves nothing.
"""

import threading
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from hiringkit.people.models import Person
from hiringkit.people.principals import Principal
from hiringkit.people.vocabulary import GroupName
from hiringkit.problems import Problem
from interviews.hiring import panels, releases
from interviews.hiring import services as hiring
from interviews.hiring.panels import create_interview
from interviews.hiring.services import create_application, create_candidate, create_job
from interviews.models import Application, Decision, Interview, Panelist, Scorecard, Sighting
from interviews.plans.drafts import assemble_plan
from interviews.plans.services import lock_plan, publish_plan
from interviews.scores import recording
from interviews.scores.card import Card
from interviews.scores.held import read_scorecard
from interviews.summaries import decisions
from interviews.vocabulary import ApplicationStatus, Blindness, Recommendation, ScorecardStatus
from tests.people.factories import make_person, member, session
from tests.scorecards import amend_scorecard, create_scorecard, submit_scorecard
from tests.story import ADA, ATS, BEN, CAL, find_role, principal, rated

pytestmark = pytest.mark.django_db(transaction=True)

Action = Callable[[], object]


@pytest.fixture
def interview(transactional_db: None, library: None) -> Interview:
    rounds = [{"title": "Only", "minutes": 30, "focus": ["model-monitoring"]}]
    draft_plan = assemble_plan(role=find_role("mlops-engineer"), rounds=rounds)
    with transaction.atomic():
        plan = publish_plan(plan=lock_plan(plan=draft_plan))
    application = create_application(
        candidate=create_candidate(name="Somebody"), job=create_job(title="Opening", plan=plan)
    )
    return create_interview(application=application, round=plan.rounds.get().pk, panelists=[ADA, BEN])


@pytest.fixture
def only_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The locks read what they would lock, and lock nothing."""

    def application(*, application_id: UUID) -> Application:
        return Application.objects.get(pk=application_id)

    def scorecard(*, principal: Principal, scorecard_id: UUID) -> Card:
        return read_scorecard(scorecard_id=scorecard_id)

    for module in (hiring, panels, releases, recording, decisions):
        monkeypatch.setattr(module, "lock_application", application)
    monkeypatch.setattr(recording, "lock_scorecard", scorecard)
    monkeypatch.setattr(recording, "_lock_interview", lambda principal, interview_id: None)


def outcome(action: Action) -> str:
    """What the action comes to in a transaction of its own: `done`, the problem's code, or the broken constraint."""
    try:
        with transaction.atomic():
            action()
    except Problem as problem:
        return problem.code
    except IntegrityError as error:
        return str(getattr(getattr(error.__cause__, "diag", None), "constraint_name", None))
    return "done"


def outcomes(*actions: Action) -> list[str]:
    """Run the actions at once, each in a thread and transaction of its own; what each came to, sorted."""
    found: list[str] = []
    together = threading.Barrier(len(actions))

    def run(action: Action) -> None:
        try:
            together.wait(timeout=20)
            found.append(outcome(action))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(found)


def meanwhile(first: Action, second: Action) -> str:
    """What `second` comes to when it runs while the transaction of `first` is open: that one ends only when `second`
    waits for it or is done, so nothing hangs on how fast a thread starts.
    """
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.extend(outcomes(second)))
    with transaction.atomic():
        first()
        thread.start()
        until = time.monotonic() + 20
        while thread.is_alive() and not keeps_somebody_waiting():
            assert time.monotonic() < until
            time.sleep(0.01)
    thread.join(timeout=20)
    return "".join(found)


def keeps_somebody_waiting() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid)))"
        )
        return bool(cursor.fetchone()[0])


def draft(interview: Interview, email: str = ADA, **values: Any) -> Scorecard:
    return create_scorecard(
        principal=principal(email),
        interview=interview,
        overall_recommendation=Recommendation.YES,
        scores=rated(["model-monitoring"], 3),
        **values,
    )


def submitting(card: Scorecard) -> Action:
    return lambda: submit_scorecard(scorecard=card)


def writing(interview: Interview, email: str) -> Action:
    """Write and submit at once."""
    return lambda: draft(interview, email, submit=True)


# The same panelist twice


def test_a_double_click_submits_once(interview: Interview) -> None:
    card = draft(interview)
    assert outcomes(*[submitting(card)] * 4) == ["done", "scorecard_final", "scorecard_final", "scorecard_final"]


def test_a_second_click_waits_for_the_first(interview: Interview) -> None:
    card = draft(interview)
    assert meanwhile(submitting(card), submitting(card)) == "scorecard_final"


def test_control_of_the_double_click(interview: Interview, only_read: None) -> None:
    card = draft(interview)
    assert meanwhile(submitting(card), submitting(card)) == "done"


def test_a_double_post_makes_one_scorecard(interview: Interview) -> None:
    assert outcomes(*[lambda: draft(interview)] * 4) == ["done", *["scorecard_exists"] * 3]
    assert Scorecard.objects.count() == 1


def test_a_second_post_waits_for_the_first(interview: Interview) -> None:
    assert meanwhile(lambda: draft(interview), lambda: draft(interview)) == "scorecard_exists"


def test_control_of_the_double_post(interview: Interview, only_read: None) -> None:
    """The database still makes no second one, but the caller would be told of an error of ours."""
    assert meanwhile(lambda: draft(interview), lambda: draft(interview)) == "scorecard_one_live_per_panelist"


def test_over_the_wire_posts_and_clicks_are_answered_once_with_success(interview: Interview) -> None:
    """Every request in a thread and connection of its own, as a server would have them."""
    ada = Person.objects.get(email=ADA)
    score = {"competency": "model-monitoring", "state": "rated", "level": 3, "evidence": "Said so."}
    body = {"interview": interview.pk, "overall_recommendation": "yes", "scores": [score]}

    def at_once(address: str, sent: dict[str, Any] | None) -> list[tuple[int, str | None]]:
        found = []
        clients = [session(ada) for _ in range(4)]
        together = threading.Barrier(len(clients))

        def ask(client: Any) -> None:
            try:
                together.wait(timeout=20)
                response = client.post(address, sent, format="json")
                found.append((response.status_code, response.json().get("code")))
            finally:
                connection.close()

        threads = [threading.Thread(target=ask, args=(client,)) for client in clients]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        return sorted(found, key=lambda each: each[0])

    assert at_once("/api/v1/scorecards", body) == [(201, None), *[(409, "scorecard_exists")] * 3]
    card = Scorecard.objects.get()
    assert at_once(f"/api/v1/scorecards/{card.pk}/submit", None) == [(200, None), *[(409, "scorecard_final")] * 3]
    amendment = {"reason": "Slip", "overall_recommendation": "no"}
    assert at_once(f"/api/v1/scorecards/{card.pk}/amend", amendment) == [
        (201, None),
        *[(409, "scorecard_superseded")] * 3,
    ]


# Two amendments


def amending(card: Scorecard, recommendation: str) -> Action:
    return lambda: amend_scorecard(
        principal=principal(ADA),
        scorecard=card,
        reason="Slip",
        changes={"overall_recommendation": recommendation},
        scores=(),
    )


def test_of_two_amendments_one_wins(interview: Interview) -> None:
    card = draft(interview, submit=True)
    assert outcomes(amending(card, "no"), amending(card, "strong_no")) == ["done", "scorecard_superseded"]
    assert meanwhile(amending(Scorecard.objects.get(supersedes=card), "yes"), amending(card, "no")) == (
        "scorecard_superseded"
    )


def test_the_second_amendment_waits_and_is_told_of_the_first(interview: Interview) -> None:
    card = draft(interview, submit=True)
    assert meanwhile(amending(card, "no"), amending(card, "strong_no")) == "scorecard_superseded"
    assert Scorecard.objects.get(supersedes=card).overall_recommendation == "no"


def test_control_of_two_amendments(interview: Interview, only_read: None) -> None:
    """The database still keeps one only, by whichever rule it looks at first, but as an error of ours."""
    card = draft(interview, submit=True)
    broken = {"scorecard_one_live_per_panelist", "interviews_scorecard_supersedes_id_key"}
    assert meanwhile(amending(card, "no"), amending(card, "strong_no")) in broken


# A submission and what ends its debt


def cancelling(interview: Interview) -> Action:
    return lambda: panels.update_interview(principal=ATS, interview=interview, changes={"cancelled_at": timezone.now()})


def excusing(interview: Interview, email: str) -> Action:
    person, recruiter = Person.objects.get(email=email), make_person()
    return lambda: releases.excuse_panelist(
        interview=Interview.objects.get(pk=interview.pk), person=person, reason="On leave", excused_by=recruiter
    )


def test_a_submission_waits_for_a_cancellation_that_came_first(interview: Interview) -> None:
    card = draft(interview)
    assert meanwhile(cancelling(interview), submitting(card)) == "interview_cancelled"
    card.refresh_from_db()
    assert card.status == ScorecardStatus.DRAFT


def test_control_of_a_submission_during_a_cancellation(interview: Interview, only_read: None) -> None:
    card = draft(interview)
    assert meanwhile(cancelling(interview), submitting(card)) == "done"


def test_a_cancellation_waits_for_a_submission_that_came_first_and_drops_nothing(interview: Interview) -> None:
    card = draft(interview)
    assert meanwhile(submitting(card), cancelling(interview)) == "done"
    card.refresh_from_db()
    assert card.status == ScorecardStatus.SUBMITTED
    assert Interview.objects.get(pk=interview.pk).cancelled_at is not None


def test_an_excuse_waits_for_a_submission_that_came_first(interview: Interview) -> None:
    card = draft(interview)
    assert meanwhile(submitting(card), excusing(interview, ADA)) == "scorecard_submitted"
    assert not Panelist.objects.filter(excused_at__isnull=False).exists()


def test_control_of_an_excuse_during_a_submission(interview: Interview, only_read: None) -> None:
    """Somebody would be excused from what they have submitted."""
    card = draft(interview)
    assert meanwhile(submitting(card), excusing(interview, ADA)) == "done"


def informed(email: str) -> bool:
    return Scorecard.objects.get(interviewer__email=email).informed


def test_a_submission_waits_for_an_excuse_that_came_first(interview: Interview) -> None:
    """From then on Ben's was open to Ada, so hers is informed."""
    draft(interview, BEN, submit=True)
    card = draft(interview)
    assert meanwhile(excusing(interview, ADA), submitting(card)) == "done"
    assert informed(ADA) is True


def test_control_of_a_submission_during_an_excuse(interview: Interview, only_read: None) -> None:
    draft(interview, BEN, submit=True)
    card = draft(interview)
    assert meanwhile(excusing(interview, ADA), submitting(card)) == "done"
    assert informed(ADA) is False


# Who could read what


def set_blindness(interview: Interview, blindness: Blindness) -> None:
    hiring.update_job(principal=ATS, job=interview.application.job, changes={"blindness": blindness})


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Blindness.UNTIL_OWN_SUBMISSION, False),
        (Blindness.UNTIL_PANEL_COMPLETE, False),
        (Blindness.NEVER, True),  # whoever comes second could have read the first
    ],
)
def test_of_two_submissions_the_second_knows_of_the_first(
    interview: Interview, rule: Blindness, expected: bool
) -> None:
    set_blindness(interview, rule)
    assert meanwhile(writing(interview, ADA), writing(interview, BEN)) == "done"
    assert (informed(ADA), informed(BEN)) == (False, expected)


def test_at_whatever_moment_two_submit_just_one_is_first(interview: Interview) -> None:
    set_blindness(interview, Blindness.NEVER)
    cards = [draft(interview, email) for email in (ADA, BEN)]
    assert outcomes(*[submitting(card) for card in cards]) == ["done", "done"]
    assert sorted([informed(ADA), informed(BEN)]) == [False, True]


def test_control_of_two_submissions(interview: Interview, only_read: None) -> None:
    """Neither would know of the other, and both would pass for independent."""
    set_blindness(interview, Blindness.NEVER)
    cards = {email: draft(interview, email) for email in (ADA, BEN)}
    assert meanwhile(submitting(cards[ADA]), submitting(cards[BEN])) == "done"
    assert (informed(ADA), informed(BEN)) == (False, False)


def readers() -> list[str]:
    """Of whom it is remembered that others' scores stood open to them."""
    return sorted(Sighting.objects.values_list("person__email", flat=True))


def seating(interview: Interview) -> Action:
    return lambda: panels.update_interview(principal=ATS, interview=interview, changes={"panelists": [ADA, BEN, CAL]})


def test_a_seat_waits_for_the_submission_that_completes_the_panel(interview: Interview) -> None:
    """With Ben's all is open, and the new seat closes it again: that Ada and Ben could read is remembered."""
    set_blindness(interview, Blindness.UNTIL_PANEL_COMPLETE)
    draft(interview, ADA, submit=True)
    card = draft(interview, BEN)
    assert meanwhile(submitting(card), seating(interview)) == "done"
    assert readers() == [ADA, BEN]


def test_control_of_a_seat_during_the_submission_that_completes_the_panel(
    interview: Interview, only_read: None
) -> None:
    set_blindness(interview, Blindness.UNTIL_PANEL_COMPLETE)
    draft(interview, ADA, submit=True)
    card = draft(interview, BEN)
    assert meanwhile(submitting(card), seating(interview)) == "done"
    assert readers() == []


# Two decisions


def deciding(interview: Interview, outcome: str, email: str) -> Action:
    return lambda: decisions.record_decision(
        principal=principal(email),
        application=Application.objects.get(pk=interview.application_id),
        outcome=outcome,
        rationale="So be it.",
    )


@pytest.fixture
def deciders(interview: Interview) -> tuple[str, str]:
    emails = "one@example.com", "other@example.com"
    for email in emails:
        member(GroupName.RECRUITER, email=email)
    return emails


def test_of_two_decisions_the_second_finds_the_first(interview: Interview, deciders: tuple[str, str]) -> None:
    hire, reject = (deciding(interview, *each) for each in zip(("hire", "reject"), deciders, strict=True))
    assert meanwhile(hire, reject) == "application_not_active"
    application = Application.objects.get()
    assert (application.status, Decision.objects.get()) == (ApplicationStatus.HIRED, application.decision)


def test_a_decision_sent_twice_is_recorded_once(interview: Interview, deciders: tuple[str, str]) -> None:
    hold = deciding(interview, "hold", deciders[0])
    assert outcomes(*[hold] * 4) == ["already_decided", "already_decided", "already_decided", "done"]


def test_control_of_two_decisions(interview: Interview, deciders: tuple[str, str], only_read: None) -> None:
    """The first would be lost: rejected, and nobody told that they had been hired."""
    hire, reject = (deciding(interview, *each) for each in zip(("hire", "reject"), deciders, strict=True))
    assert meanwhile(hire, reject) == "done"
    assert (Application.objects.get().status, Decision.objects.count()) == (ApplicationStatus.REJECTED, 2)
