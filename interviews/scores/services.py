"""Writes of scorecards: create, edit, submit, amend.

Every function runs in one transaction under the application's row lock, so that what an author may have seen and the
panel's state are decided one after the other.
"""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from hiringkit.people.models import Person
from hiringkit.people.principals import Principal
from hiringkit.problems import Fault, Problem, conflict, forbidden, invalid
from hiringkit.rows.tracked import touch, write_changes
from interviews.access.memory import has_seen_others
from interviews.hiring.locks import lock_application, pin_plan
from interviews.hiring.panels import seat_panelists
from interviews.models import Application, CompetencyScore, Interview, Panelist, PlanRound, QuestionNote, Scorecard
from interviews.scores.records import ScoreWrite, check_scores, gaps_before_submission, ground_of, upsert_scores
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
    if not Panelist.objects.filter(interview=held, person=author).exists():
        raise conflict("not_a_panelist", "The interviewer does not sit on this interview.")
    if Scorecard.objects.filter(interview=held, interviewer=author).exclude(status=ScorecardStatus.SUPERSEDED).exists():
        raise scorecard_exists()
    faults = check_scores(ground=ground_of(interview=held), scores=scores)
    if faults:
        raise invalid(faults)
    scorecard = Scorecard.objects.create(
        application=subject,
        interview=held,
        interviewer=author,
        written_by_key=principal.key,
        overall_recommendation=overall_recommendation,
        remote_id=remote_id,
        informed=has_seen_others(person=author, application=subject),
    )
    upsert_scores(scorecard=scorecard, scores=scores)
    return _submit(scorecard, scores) if submit else scorecard


def scorecard_exists() -> Problem:
    return conflict("scorecard_exists", "This panelist has a scorecard of this interview already; edit or amend it.")


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
    seat_panelists(interview=held, people=[author], from_scorecard=True)
    return held


def lock_scorecard(*, scorecard: Scorecard) -> Scorecard:
    """The scorecard, locked until the transaction ends, with its interview as it is under the application's lock."""
    lock_application(application_id=scorecard.application_id)
    rows = Scorecard.objects.select_for_update(of=("self",))
    return rows.select_related("interview__application", "interview__round", "interviewer").get(pk=scorecard.pk)


def require_author(*, principal: Principal, scorecard: Scorecard) -> None:
    """403 `not_your_scorecard` unless the principal wrote it, or may write for its interviewer as an integration."""
    own = principal.person is not None and scorecard.interviewer_id == principal.person.pk
    if not own and not principal.is_integration:
        raise forbidden("not_your_scorecard", "Only its interviewer, or an integration for them, changes a scorecard.")


def require_remote_id_allowed(*, principal: Principal, remote_id: str | None) -> None:
    """422 `for_integrations` where a person names one: an ATS's ids are its own to give, and that another scorecard has
    one would tell the blind of it.
    """
    if remote_id is not None and not principal.is_integration:
        raise invalid([Fault("for_integrations", "/remote_id", "Only an integration names the ATS's id.")])


def require_draft(*, scorecard: Scorecard) -> None:
    """409 `scorecard_final` once it is submitted."""
    if scorecard.status != ScorecardStatus.DRAFT:
        raise conflict("scorecard_final", f"The scorecard is {scorecard.status}; a change is an amendment.")


def edit_scorecard(
    *, scorecard: Scorecard, changes: Mapping[str, Any], scores: Sequence[ScoreWrite], submit: bool = False
) -> Scorecard:
    """Change a locked draft: the columns named in `changes`, and the competencies named in `scores`; others stay."""
    require_draft(scorecard=scorecard)
    faults = check_scores(ground=ground_of(interview=scorecard.interview), scores=scores)
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
    _require_complete(scorecard, sent)
    informed = scorecard.informed or has_seen_others(
        person=scorecard.interviewer, application=scorecard.interview.application
    )
    return _finalise(scorecard, informed=informed)


def _finalise(scorecard: Scorecard, *, informed: bool) -> Scorecard:
    scorecard.informed = informed
    scorecard.status = ScorecardStatus.SUBMITTED
    scorecard.submitted_at = timezone.now()
    scorecard.save(update_fields=["status", "submitted_at", "informed"])
    scorecard.refresh_stamps()
    return scorecard


def require_submitted(*, scorecard: Scorecard) -> None:
    """409 `scorecard_not_submitted` for a draft, `scorecard_superseded` for what was amended already."""
    if scorecard.status == ScorecardStatus.DRAFT:
        raise conflict("scorecard_not_submitted", "A draft is edited; only what is submitted is amended.")
    if scorecard.status == ScorecardStatus.SUPERSEDED:
        raise conflict(
            "scorecard_superseded", "The scorecard has been amended since; amend the one that took its place."
        )


def amend_scorecard(
    *,
    principal: Principal,
    scorecard: Scorecard,
    reason: str,
    changes: Mapping[str, Any],
    scores: Sequence[ScoreWrite],
) -> Scorecard:
    """Put a new submitted revision in the place of a locked submitted scorecard, also after its interview is cancelled.

    The revision starts as a copy: the columns in `changes` and the competencies in `scores` are written over it. The
    old one stays readable as superseded, and its remote id goes to the revision. Raises 409 `scorecard_not_submitted`,
    `scorecard_superseded`; 422 with every fault of the scores, or every gap, at once.
    """
    require_submitted(scorecard=scorecard)
    faults = check_scores(ground=ground_of(interview=scorecard.interview), scores=scores)
    if faults:
        raise invalid(faults)
    informed = scorecard.informed or has_seen_others(
        person=scorecard.interviewer, application=scorecard.interview.application
    )
    write_changes(scorecard, {"status": ScorecardStatus.SUPERSEDED})
    revision = Scorecard.objects.create(
        application_id=scorecard.application_id,
        interview=scorecard.interview,
        interviewer=scorecard.interviewer,
        written_by_key=principal.key,
        supersedes=scorecard,
        amendment_reason=reason,
        **{
            "remote_id": scorecard.remote_id,
            "overall_recommendation": scorecard.overall_recommendation,
            **changes,
        },
    )
    _copy_scores(scorecard, revision)
    upsert_scores(scorecard=revision, scores=scores)
    _require_complete(revision, scores)
    return _finalise(revision, informed=informed)


def _copy_scores(old: Scorecard, new: Scorecard) -> None:
    copies: dict[int, CompetencyScore] = {}
    notes: list[QuestionNote] = []
    for score in old.scores.prefetch_related("questions"):
        notes.extend(score.questions.all())
        copies[score.pk] = score
    for score in copies.values():
        score.pk, score.scorecard = None, new
    CompetencyScore.objects.bulk_create(copies.values())
    for note in notes:
        note.score, note.pk = copies[note.score_id], None
    QuestionNote.objects.bulk_create(notes)


def _require_complete(scorecard: Scorecard, sent: Sequence[ScoreWrite] | None) -> None:
    gaps = gaps_before_submission(
        ground=ground_of(interview=scorecard.interview),
        recommendation=scorecard.overall_recommendation,
        scores={row.competency.slug: row for row in scorecard.scores.select_related("competency")},
        sent=sent,
    )
    if gaps:
        raise Problem(422, "scorecard_incomplete", "The scorecard can't be submitted yet.", gaps)
