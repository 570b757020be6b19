"""The one recorder of scorecards: create, edit, submit, amend, whichever door asks.

Each verb runs in the caller's transaction under the application's row lock, so that what an author may have seen and
the panel's state are decided one after the other: one statement locks, one reads all that there is to know (`held`),
plain Python checks, and one writes (`statements`). What it returns is shown as it is.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from uuid_utils.compat import uuid7

from hiringkit.people.models import Person
from hiringkit.people.principals import Principal, person_principal
from hiringkit.problems import Fault, Problem, conflict, forbidden, invalid, not_found
from hiringkit.rows.tracked import delete_softly
from interviews.access.blindness import visible_interviews, visible_to
from interviews.access.memory import Sight
from interviews.access.reach import reaches_everything
from interviews.access.sql import REACHED, reached_values
from interviews.hiring.locks import lock_application, pin_plan
from interviews.hiring.panels import round_of, seat_panelists
from interviews.models import Application, Interview, Scorecard
from interviews.scores.card import Card, Ref, merged, merged_items
from interviews.scores.held import read_held, read_scorecard
from interviews.scores.records import ItemWrite, ScoreWrite
from interviews.scores.requirements import (
    require_complete,
    require_consistent,
    require_draft,
    require_remote_id_allowed,
    require_sound,
    require_submitted,
)
from interviews.scores.statements import insert_scorecard, update_scorecard
from interviews.vocabulary import ScorecardStatus

_LOCK_INTERVIEW = f"""
SELECT a.id FROM interviews_interview v JOIN interviews_application a ON a.id = v.application_id
WHERE v.id = %s AND v.deleted_at IS NULL AND {REACHED}
FOR NO KEY UPDATE OF a
"""


def create_scorecard(
    *,
    principal: Principal,
    interviewer: Person | None = None,
    interview: uuid.UUID | None = None,
    application: Application | None = None,
    round: uuid.UUID | None = None,
    overall_recommendation: str | None = None,
    scores: Sequence[ScoreWrite] = (),
    items: Sequence[ItemWrite] = (),
    remote_id: str | None = None,
    submit: bool = False,
) -> Card:
    """Record a panelist's scorecard of an interview, named by its id or by application and round. The caller is in a
    transaction.

    Without an interview of that round and panelist one is made. `interviewer` may be left out by a person who writes
    their own. Raises 403 `not_your_scorecard`, 409 `interview_cancelled`, `scorecard_exists`, `not_a_panelist`, 422
    `not_found` for an interview out of reach, else with every fault of the scores, or every gap, at once.
    """
    require_remote_id_allowed(principal=principal, remote_id=remote_id)
    if interview is None:
        assert application is not None
        lock_application(application_id=application.pk)
        author = _author(principal, interviewer)
        interview = _interview_of_round(principal, application, round, author).pk
    else:
        _lock_interview(principal, interview)
        author = _author(principal, interviewer)
    held = read_held(interview_id=interview, author_id=author.pk)
    if not held.seated and not visible_interviews(principal=principal).filter(pk=interview).exists():
        raise _no_interview()
    if held.interview.cancelled_at is not None:
        raise conflict("interview_cancelled", "The interview is cancelled; new scorecards can't be written for it.")
    if not held.seated:
        raise conflict("not_a_panelist", "The interviewer does not sit on this interview.")
    if held.card is not None:
        raise conflict("scorecard_exists", "This panelist has a scorecard of this interview already; edit or amend it.")
    require_sound(held.interview, scores, items)
    now = timezone.now()
    card = Card(
        id=uuid7(),
        remote_id=remote_id,
        application_id=held.interview.application_id,
        interview=held.interview,
        interviewer=held.author,
        written_by_key=_key_of(principal),
        status=ScorecardStatus.DRAFT,
        overall_recommendation=overall_recommendation,
        informed=_has_seen_others(principal, held.author, held.sight),
        submitted_at=None,
        supersedes_id=None,
        amendment_reason="",
        superseded_by=None,
        created_at=now,
        modified_at=now,
        scores=merged((), held.interview, scores),
        items=merged_items((), held.interview, items),
        sight=held.sight,
    )
    require_consistent(card, scores, items)
    if submit:
        card = _submitted(card, sent=scores, items=items, informed=card.informed)
    return _stamped(card, insert_scorecard(card))


def lock_scorecard(*, principal: Principal, scorecard_id: uuid.UUID) -> Card:
    """The scorecard, under its application's lock until the transaction ends (2 statements).

    Raises 404 where the principal may not know of it.
    """
    seen = visible_to(principal=principal).select_related("application").only("id", "application__id")
    if not seen.select_for_update(of=("application",), no_key=True).filter(pk=scorecard_id):
        raise not_found()
    return read_scorecard(scorecard_id=scorecard_id)


def edit_scorecard(
    *,
    principal: Principal,
    card: Card,
    changes: Mapping[str, Any],
    scores: Sequence[ScoreWrite] = (),
    items: Sequence[ItemWrite] = (),
    submit: bool = False,
) -> Card:
    """Change a locked draft: the columns named in `changes`, the competencies named in `scores` and the round's items
    named in `items`; others stay.

    Nothing is written where nothing differs. Raises 409 `scorecard_final`, 422 with every fault, or every gap, at once.
    """
    require_draft(card=card)
    require_remote_id_allowed(principal=principal, remote_id=changes.get("remote_id"))
    require_sound(card.interview, scores, items)
    after = _with(card, changes, scores, items)
    if submit:
        after = _submitted(after, sent=scores, items=items, informed=_is_informed(principal, card))
    if after == card:
        return card
    present = {score.competency.slug: score for score in card.scores}
    written, noted = [], []
    for score in after.scores:
        old = present.get(score.competency.slug)
        if old is None or replace(old, questions=score.questions) != score:
            written.append(score)
        if (() if old is None else old.questions) != score.questions:
            noted.append(score)
    told = [item for item in after.items if item not in card.items]
    return _stamped(after, update_scorecard(after, written=written, noted=noted, items=told))


def submit_scorecard(*, principal: Principal, card: Card) -> Card:
    """Make a locked draft final. 409 `scorecard_final`; 422 `scorecard_incomplete` with every gap at once."""
    require_draft(card=card)
    after = _submitted(card, sent=None, items=None, informed=_is_informed(principal, card))
    return _stamped(after, update_scorecard(after))


def delete_draft(*, card: Card) -> None:
    """Delete a locked draft softly: its author, who may then write anew, is left with a tombstone. 409
    `scorecard_final`.
    """
    require_draft(card=card)
    delete_softly(Scorecard.objects.get(pk=card.id))


def amend_scorecard(
    *,
    principal: Principal,
    card: Card,
    reason: str,
    changes: Mapping[str, Any],
    scores: Sequence[ScoreWrite] = (),
    items: Sequence[ItemWrite] = (),
) -> Card:
    """Put a new submitted revision in the place of a locked submitted scorecard, also after its interview is cancelled.

    The revision starts as a copy: the columns in `changes`, the competencies in `scores` and the round's items in
    `items` are written over it. The old one stays readable as superseded, and its remote id goes to the revision.
    Raises 409 `scorecard_not_submitted`, `scorecard_superseded`; 422 with every fault of what is sent, or every gap, at
    once, and `nothing_changed` where the revision would say what the scorecard says already.
    """
    require_submitted(card=card)
    require_remote_id_allowed(principal=principal, remote_id=changes.get("remote_id"))
    require_sound(card.interview, scores, items)
    amended = _with(card, changes, scores, items)
    if amended == card:
        raise invalid(
            [Fault("nothing_changed", "", "That is what the scorecard says already; there is nothing to amend.")]
        )
    revision = replace(
        amended,
        id=uuid7(),
        written_by_key=_key_of(principal),
        informed=_is_informed(principal, card),
        submitted_at=timezone.now(),
        supersedes_id=card.id,
        amendment_reason=reason,
    )
    require_complete(revision, scores, items)
    return _stamped(revision, insert_scorecard(revision, superseding=card.id))


def _author(principal: Principal, interviewer: Person | None) -> Person:
    """Whose scorecard it is. A person writes their own; an integration names whom it writes for."""
    if principal.person is None:
        if interviewer is None:
            raise invalid([Fault("required", "/interviewer", "An integration must name the interviewer.")])
        return interviewer
    if interviewer is not None and interviewer.pk != principal.person.pk:
        raise forbidden("not_your_scorecard", "Only the interviewer, or an integration for them, writes a scorecard.")
    return principal.person


def _lock_interview(principal: Principal, interview_id: uuid.UUID) -> None:
    """Lock the application of an interview that the principal reaches; 422 `not_found` for any other."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_INTERVIEW, [interview_id, *reached_values(principal)])
        if cursor.fetchone() is None:
            raise _no_interview()


def _no_interview() -> Problem:
    return invalid([Fault("not_found", "/interview", "There is no such interview that you can reach.")])


def _interview_of_round(
    principal: Principal, application: Application, round_id: uuid.UUID | None, author: Person
) -> Interview:
    """The author's interview of that round: one that takes place before one that is cancelled, and of those one of
    which they have no scorecard yet. Where there is none an integration's call makes it.
    """
    found_round = round_of(pin_plan(application=application), round_id)
    of_round = Interview.objects.filter(application=application, round=found_round).order_by("id")
    written = Scorecard.objects.filter(interview=OuterRef("pk"), interviewer=author)
    mine = (
        of_round.filter(panel__person=author)
        .order_by(F("cancelled_at").desc(nulls_first=True), Exists(written), "id")
        .first()
    )
    if mine is not None:
        return mine
    held = of_round.filter(cancelled_at__isnull=True).first()
    if not principal.is_integration:  # who sits on an interview is not for its panelists to say
        raise conflict("not_a_panelist", "You do not sit on an interview of this round.")
    if held is None:
        held = Interview.objects.create(application=application, round=found_round)
    seat_panelists(interview=held, people=[author], from_scorecard=True)
    return held


def _key_of(principal: Principal) -> Ref | None:
    return None if principal.key is None else Ref(principal.key.pk, principal.key.name)


def _is_informed(principal: Principal, card: Card) -> bool:
    return card.informed or _has_seen_others(principal, card.interviewer, card.sight)


def _has_seen_others(principal: Principal, author: Ref, sight: Sight) -> bool:
    def reaches() -> bool:
        own = principal.person is not None and principal.person.pk == author.id
        return reaches_everything(principal if own else person_principal(Person.all_objects.get(pk=author.id)))

    return sight.is_open(reaches_everything=reaches)


def _with(card: Card, changes: Mapping[str, Any], scores: Sequence[ScoreWrite], items: Sequence[ItemWrite]) -> Card:
    """The card with what was sent written over it, which is sound by itself."""
    after = replace(
        card,
        **changes,
        scores=merged(card.scores, card.interview, scores),
        items=merged_items(card.items, card.interview, items),
    )
    require_consistent(after, scores, items)
    return after


def _submitted(
    card: Card, *, sent: Sequence[ScoreWrite] | None, items: Sequence[ItemWrite] | None, informed: bool
) -> Card:
    if card.interview.cancelled_at is not None:
        raise conflict("interview_cancelled", "The interview was cancelled; the draft stays, but can't be submitted.")
    require_complete(card, sent, items)
    return replace(card, informed=informed, status=ScorecardStatus.SUBMITTED, submitted_at=timezone.now())


def _stamped(card: Card, stamps: tuple[Any, Any]) -> Card:
    created_at, modified_at = stamps
    return replace(card, created_at=created_at, modified_at=modified_at)
