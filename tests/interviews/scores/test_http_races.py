"""What people do at the same moment, over HTTP: nothing is lost, nothing doubled, nobody gets an error of ours."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from hiringkit.people.models import Person
from hiringkit.people.vocabulary import GroupName
from interviews.hiring import record_views
from interviews.hiring.locks import lock_application
from interviews.hiring.panels import create_interview
from interviews.hiring.services import create_application, create_candidate
from interviews.models import Decision, Interview, Job, Panelist, Scorecard
from interviews.vocabulary import ScorecardStatus
from tests.api_client import APIClient
from tests.budgets import budget
from tests.people.factories import member, session
from tests.scorecards import create_scorecard
from tests.story import ADA, BEN, CAL, Hiring, principal, rated, submit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.prove]
API = "/api/v1"
ROUNDS = budget(20, 200)


def hold(job: Job, round_id: Any) -> tuple[Interview, Scorecard, Scorecard]:
    """An interview of a new application by Ada, Ben and Cal, with a complete draft of Ada's and Cal's scorecard."""
    application = create_application(candidate=create_candidate(name="Somebody"), job=job)
    interview = create_interview(application=application, round=round_id, panelists=[ADA, BEN, CAL])
    draft = create_scorecard(
        principal=principal(ADA),
        interview=interview,
        overall_recommendation="yes",
        scores=rated(interview.round.focus, 3),
    )
    return interview, draft, submit(CAL, interview, rated(interview.round.focus, 2))


def ask_together(jitter: random.Random, *calls: Callable[[], Any]) -> list[Any]:
    """The answers of all calls, each from a thread and connection of its own, begun within some milliseconds."""
    answers: dict[int, Any] = {}
    together = threading.Barrier(len(calls))

    def run(place: int, call: Callable[[], Any], delay: float) -> None:
        try:
            together.wait(timeout=20)
            time.sleep(delay)
            answers[place] = call()
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=(place, call, jitter.random() / 100)) for place, call in enumerate(calls)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return [answers[place] for place in range(len(calls))]


@pytest.mark.slow("races twenty times over HTTP")
def test_whoever_does_what_at_once_everybody_is_answered_and_nothing_is_doubled(hiring: Hiring) -> None:
    hold(hiring.job, hiring.first.round_id)  # makes the people
    ada, ben, cal = (session(Person.objects.get(email=email)) for email in (ADA, BEN, CAL))
    recruiter = member(GroupName.RECRUITER, email="race@example.com")
    first, second = session(recruiter), session(recruiter)
    jitter, seen = random.Random(7), Counter[str]()
    scores = [
        {"competency": slug, "state": "rated", "level": 3, "evidence": "Said so."} for slug in hiring.first.round.focus
    ]
    ben_id = str(Person.objects.get(email=BEN).pk)

    def calls(interview: Interview, draft: Scorecard, written: Scorecard) -> dict[str, Callable[[], Any]]:
        address = f"{API}/interviews/{interview.pk}"
        decision = f"{API}/applications/{interview.application_id}/decision"
        other = {"interview": str(interview.pk), "overall_recommendation": "no", "scores": scores, "submit": True}
        return {
            "amend": lambda: cal.post(f"{API}/scorecards/{written.pk}/amend", {"reason": "Misread", "scores": scores}),
            "amend again": lambda: cal.post(f"{API}/scorecards/{written.pk}/amend", {"reason": "Again"}),
            "submit": lambda: ada.post(f"{API}/scorecards/{draft.pk}/submit"),
            "post": lambda: ben.post(f"{API}/scorecards", other),
            "cancel": lambda: first.patch(address, {"cancelled_at": "2026-01-05T09:00:00Z"}),
            "excuse": lambda: second.post(f"{address}/excuse", {"person": ben_id, "reason": "Ill"}),
            "decide": lambda: second.post(decision, {"outcome": "advance", "rationale": "Enough."}),
            "delete": lambda: first.delete(address),
            "move": lambda: first.patch(address, {"round": str(hiring.second.round_id)}),
        }

    for _ in range(ROUNDS):
        interview, draft, written = hold(hiring.job, hiring.first.round_id)
        application = interview.application_id
        names, asked = zip(*calls(interview, draft, written).items(), strict=True)
        answers = ask_together(jitter, *asked)
        for name, answer in zip(names, answers, strict=True):
            assert answer.status_code < 500, (name, answer.content)
            seen[f"{name} {answer.status_code}"] += 1
        done = {name for name, answer in zip(names, answers, strict=True) if answer.status_code < 300}
        submitted = Scorecard.objects.filter(interview=interview, status=ScorecardStatus.SUBMITTED)
        assert submitted.count() == 1 + len(done & {"submit", "post"})
        amended = done & {"amend", "amend again"}
        assert len(amended) <= 1
        assert Scorecard.all_objects.filter(supersedes=written).count() == len(amended)
        assert Decision.objects.filter(application=application).count() == len(done & {"decide"})
        assert Panelist.objects.filter(interview=interview, excused_at__isnull=False).count() == len(done & {"excuse"})
        assert "delete" not in done  # its draft was there before
    assert seen["submit 200"] + seen["submit 409"] == ROUNDS
    assert seen["amend 201"] + seen["amend again 201"] > 0


def cancel_while_a_scorecard_is_recorded(client: APIClient, hiring: Hiring) -> tuple[str, int]:
    """Somebody cancels an interview while a recording holds its application and has not written yet; what comes of the
    recording, and the status of the cancellation.
    """
    interview, *_ = hold(hiring.job, hiring.first.round_id)
    statuses: list[int] = []

    def cancel() -> None:
        try:
            answer = client.patch(f"{API}/interviews/{interview.pk}", {"cancelled_at": "2026-01-05T09:00:00Z"})
            statuses.append(answer.status_code)
        finally:
            connection.close()

    thread = threading.Thread(target=cancel)
    came_to = "done"
    try:
        with transaction.atomic():
            lock_application(application_id=interview.application_id)
            thread.start()
            until = time.monotonic() + 20
            while not _somebody_waits() and time.monotonic() < until:
                time.sleep(0.01)
            Scorecard.objects.create(  # its foreign key asks for the interview
                application=interview.application, interview=interview, interviewer=Person.objects.get(email=BEN)
            )
    except OperationalError as error:
        came_to = type(error.__cause__).__name__
    thread.join(timeout=60)
    return came_to, statuses[0]


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(  # in this database: tests beside this one have theirs on the same server
            "SELECT EXISTS (SELECT FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock')"
        )
        return bool(cursor.fetchone()[0])


def test_a_cancellation_waits_for_a_recording(hiring: Hiring) -> None:
    client = session(member(GroupName.RECRUITER, email="race@example.com"))
    assert cancel_while_a_scorecard_is_recorded(client, hiring) == ("done", 200)


def test_control_the_other_order_of_locks_ends_in_a_deadlock(hiring: Hiring, monkeypatch: pytest.MonkeyPatch) -> None:
    def interview_first(*, record: Any) -> Any:
        return type(record).objects.select_for_update(of=("self",)).get(pk=record.pk)

    monkeypatch.setattr(record_views, "lock_record", interview_first)
    client = session(member(GroupName.RECRUITER, email="race@example.com"))
    came_to, status = cancel_while_a_scorecard_is_recorded(client, hiring)
    assert "DeadlockDetected" in came_to or status >= 500
