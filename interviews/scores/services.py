"""Writes of scorecards: create, edit, submit.

Every function runs in one transaction under a row lock: on the application while a scorecard is made or submitted (so
that what it may have seen and the panel's state are decided one after the other), on the scorecard itself while it is
edited.
"""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from hiringkit.api.problems import Fault, Problem, conflict, forbidden, invalid
from hiringkit.api.tracked import touch
from hiringkit.people.models import Person
from hiringkit.people.principals import Principal
from interviews.hiring.services import lock_application, pin_plan, write_changes
from interviews.models import Application, Interview, Panelist, PlanRound, Scorecard
from interviews.scores.informed import had_seen_others
from interviews.scores.records import ScoreWrite, check_scores, gaps_before_submission, upsert_scores
from interviews.vocabulary import ScorecardStatus


@transaction.atomic
def create_scorecard(
    *,
    principal: Principal,
    interviewer: Person | None,
    interview: Interview | None = None,
    application: Application | None = None,
    round: uuid.UUID | None = None,
    overall_recommendation: str | None = None,
    scores: Sequence[ScoreWrite] = (),
    remote_id: str | None = None,
    submit: bool = False,
) -> Scorecard:
    """Record a panelist's scorecard of an interview, named by itself or by application and round.

    Without an interview of that round and panelist one is made. `interviewer` may be left out by a person who writes
    their own. Raises 403 `not_your_scorecard`, 404 nothing (the caller looks things up in reach), 409
    `interview_cancelled`, `scorecard_exists`, `not_a_panelist`, 422 with every fault of the scores at once.
    """
    author = _author(principal, interviewer)
    subject = interview.application if interview is not None else application
    assert subject is not None
    lock_application(application_id=subject.pk)
    if interview is not None:
        interview.refresh_from_db(fields=["cancelled_at"])  # it may have been cancelled while the lock was waited for
    held = interview or _interview_of_round(principal, subject, round, author)
    if held.cancelled_at is not None:
        raise conflict("interview_cancelled", "The interview is cancelled; new scorecards can't be written for it.")
    panelist = Panelist.objects.filter(interview=held, person=author).first()
    if panelist is None:
        raise conflict("not_a_panelist", "The interviewer does not sit on this interview.")
    if Scorecard.objects.filter(interview=held, interviewer=author).exclude(status=ScorecardStatus.SUPERSEDED).exists():
        raise conflict("scorecard_exists", "This panelist has a scorecard of this interview already; edit or amend it.")
    faults = check_scores(interview=held, scores=scores)
    if faults:
        raise invalid(faults)
    scorecard = Scorecard.objects.create(
        application=subject,
        interview=held,
        interviewer=author,
        written_by_key=principal.key,
        overall_recommendation=overall_recommendation,
        remote_id=remote_id,
        informed=had_seen_others(panelist=panelist),
    )
    upsert_scores(scorecard=scorecard, scores=scores)
    return _submit(scorecard, scores) if submit else scorecard


def _author(principal: Principal, interviewer: Person | None) -> Person:
    """Whose scorecard it is. A person writes their own; an integration names whom it writes for."""
    if principal.person is None:
        if interviewer is None:
            raise invalid([Fault("required", "/interviewer", "An integration must name the interviewer.")])
        return interviewer
    if interviewer is not None and interviewer.pk != principal.person.pk:
        raise forbidden("not_your_scorecard", "Only the interviewer, or an integration for them, writes a scorecard.")
    return principal.person


def _interview_of_round(
    principal: Principal, application: Application, round_id: uuid.UUID | None, author: Person
) -> Interview:
    """The author's interview of that round; where there is none an integration's call makes it."""
    plan = pin_plan(application=application)
    found_round = PlanRound.objects.filter(plan=plan, pk__in=[round_id]).first()
    if found_round is None:
        raise invalid([Fault("round_not_in_plan", "/round", "The application's plan has no such round.")])
    of_round = Interview.objects.filter(application=application, round=found_round).order_by("id")
    mine = of_round.filter(panel__person=author).order_by("cancelled_at", "id").first()
    if mine is not None:
        return mine
    held = of_round.filter(cancelled_at__isnull=True).first()
    if not principal.is_integration:  # who sits on an interview is not for its panelists to say
        raise conflict("not_a_panelist", "You do not sit on an interview of this round.")
    if held is None:
        held = Interview.objects.create(application=application, round=found_round)
    Panelist.objects.create(interview=held, person=author)
    return held


def lock_scorecard(*, scorecard: Scorecard) -> Scorecard:
    """The scorecard, locked until the transaction ends, with its interview as it is under the application's lock."""
    lock_application(application_id=scorecard.application_id)
    return Scorecard.objects.select_for_update(of=("self",)).select_related("interview").get(pk=scorecard.pk)


def require_author(*, principal: Principal, scorecard: Scorecard) -> None:
    """403 `not_your_scorecard` unless the principal wrote it, or may write for its interviewer as an integration."""
    own = principal.person is not None and scorecard.interviewer_id == principal.person.pk
    if not own and not principal.is_integration:
        raise forbidden("not_your_scorecard", "Only its interviewer, or an integration for them, changes a scorecard.")


def require_draft(*, scorecard: Scorecard) -> None:
    """409 `scorecard_final` once it is submitted."""
    if scorecard.status != ScorecardStatus.DRAFT:
        raise conflict("scorecard_final", f"The scorecard is {scorecard.status}; a change is an amendment.")


def edit_scorecard(
    *, scorecard: Scorecard, changes: Mapping[str, Any], scores: Sequence[ScoreWrite], submit: bool = False
) -> Scorecard:
    """Change a locked draft: the columns named in `changes`, and the competencies named in `scores`; others stay."""
    require_draft(scorecard=scorecard)
    faults = check_scores(interview=scorecard.interview, scores=scores)
    if faults:
        raise invalid(faults)
    wrote = write_changes(scorecard, changes)
    if upsert_scores(scorecard=scorecard, scores=scores) and not wrote:
        touch(scorecard)
    return _submit(scorecard, scores) if submit else scorecard


def submit_scorecard(*, scorecard: Scorecard) -> Scorecard:
    """Make a locked draft final. 409 `scorecard_final`; 422 `scorecard_incomplete` with every gap at once."""
    require_draft(scorecard=scorecard)
    return _submit(scorecard)


def _submit(scorecard: Scorecard, sent: Sequence[ScoreWrite] | None = None) -> Scorecard:
    if scorecard.interview.cancelled_at is not None:
        raise conflict("interview_cancelled", "The interview was cancelled; the draft stays, but can't be submitted.")
    gaps = gaps_before_submission(scorecard=scorecard, sent=sent)
    if gaps:
        raise Problem(422, "scorecard_incomplete", "The scorecard can't be submitted yet.", gaps)
    panelist = Panelist.objects.get(interview=scorecard.interview_id, person=scorecard.interviewer_id)
    scorecard.informed = scorecard.informed or had_seen_others(panelist=panelist)
    scorecard.status = ScorecardStatus.SUBMITTED
    scorecard.submitted_at = timezone.now()
    scorecard.save(update_fields=["status", "submitted_at", "informed"])
    scorecard.refresh_stamps()
    return scorecard
