"""Two at once, with real threads and connections: one of them waits for the other."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from hiringkit.api.problems import Problem
from interviews.hiring.services import (
    create_application,
    create_candidate,
    create_interview,
    create_job,
    lock_application,
    update_interview,
)
from interviews.models import Interview, Scorecard
from interviews.plans.services import assemble_plan, lock_plan, publish_plan
from interviews.scores.services import create_scorecard, lock_scorecard, submit_scorecard
from interviews.vocabulary import Recommendation, ScorecardStatus
from roles.library.load import load_library
from tests.interviews.conftest import ADA, find_role, principal, rated

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def interview(transactional_db: None) -> Interview:
    load_library(folder=Path(settings.BASE_DIR, "fixtures", "library"))
    rounds = [{"title": "Only", "minutes": 30, "focus": ["model-monitoring"]}]
    draft_plan = assemble_plan(role=find_role("mlops-engineer"), rounds=rounds)
    with transaction.atomic():
        plan = publish_plan(plan=lock_plan(plan=draft_plan))
    application = create_application(
        candidate=create_candidate(name="Somebody"), job=create_job(title="Opening", plan=plan)
    )
    return create_interview(application=application, round=plan.rounds.get().pk, panelists=[ADA])


def outcomes(*actions: Callable[[], object]) -> list[str]:
    """Run the actions at once, each in a thread and transaction of its own; what each came to, sorted."""
    found: list[str] = []
    together = threading.Barrier(len(actions))

    def run(action: Callable[[], object]) -> None:
        try:
            together.wait(timeout=20)
            with transaction.atomic():
                action()
            found.append("done")
        except Problem as problem:
            found.append(problem.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(found)


def draft(interview: Interview) -> Scorecard:
    return create_scorecard(
        principal=principal(ADA),
        interviewer=None,
        interview=interview,
        overall_recommendation=Recommendation.YES,
        scores=rated(["model-monitoring"], 3),
    )


def test_a_double_click_submits_once(interview: Interview) -> None:
    card = draft(interview)
    clicks = [lambda: submit_scorecard(scorecard=lock_scorecard(scorecard=card))] * 4
    assert outcomes(*clicks) == ["done", "scorecard_final", "scorecard_final", "scorecard_final"]


def test_a_double_post_makes_one_scorecard(interview: Interview) -> None:
    assert outcomes(*[lambda: draft(interview)] * 4) == ["done", *["scorecard_exists"] * 3]
    assert Scorecard.objects.count() == 1


def test_a_submission_waits_for_a_cancellation_that_came_first(interview: Interview) -> None:
    """The cancelling transaction holds the lock until the submission has asked for it: only then does it commit."""
    card = draft(interview)
    cancelled, found = threading.Event(), list[str]()

    def submitting() -> None:
        assert cancelled.wait(timeout=20)
        found.extend(outcomes(lambda: submit_scorecard(scorecard=lock_scorecard(scorecard=card))))

    thread = threading.Thread(target=submitting)
    thread.start()
    with transaction.atomic():
        lock_application(application_id=interview.application_id)
        update_interview(interview=interview, changes={"cancelled_at": timezone.now()})
        cancelled.set()
        thread.join(timeout=1)
        assert found == []  # it waits
    thread.join(timeout=20)
    assert found == ["interview_cancelled"]
    card.refresh_from_db()
    assert card.status == ScorecardStatus.DRAFT
