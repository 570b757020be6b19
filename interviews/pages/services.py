"""What is told on the pages, in the person's own draft, through the recorder like everything else."""

import uuid
from collections.abc import Sequence

from django.db import transaction

from hiringkit.people.principals import Principal
from interviews.models import Scorecard
from interviews.scores import recording
from interviews.scores.card import Card
from interviews.scores.held import read_scorecard
from interviews.scores.records import ItemWrite, ScoreWrite
from interviews.vocabulary import ScorecardStatus


class ChangedMeanwhile(Exception):
    """The draft is another than the one that the page has shown: by another page, or another device."""

    def __init__(self, card: Card) -> None:
        super().__init__("the draft has changed")
        self.card = card


def own_card(*, principal: Principal, interview_id: uuid.UUID) -> Card | None:
    """The person's current scorecard of the interview, as the recorder holds it (2 statements)."""
    own = Scorecard.objects.filter(interview=interview_id, interviewer=principal.required_person())
    pk = own.exclude(status=ScorecardStatus.SUPERSEDED).values_list("pk", flat=True).first()
    return None if pk is None else read_scorecard(scorecard_id=pk)


@transaction.atomic
def save_draft(
    *,
    principal: Principal,
    interview_id: uuid.UUID,
    seen: str,
    recommendation: str | None,
    scores: Sequence[ScoreWrite],
    items: Sequence[ItemWrite],
) -> Card:
    """Write the person's draft, which is made where there is none. `seen` is the version that the page has shown, ""
    for none.

    Raises ChangedMeanwhile where the draft is another by now, and what the recorder raises.
    """
    present = own_card(principal=principal, interview_id=interview_id)
    if present is None:
        return recording.create_scorecard(
            principal=principal,
            interview=interview_id,
            overall_recommendation=recommendation,
            scores=scores,
            items=items,
        )
    held = recording.lock_scorecard(principal=principal, scorecard_id=present.id)
    if held.status == ScorecardStatus.DRAFT and held.modified_at.isoformat() != seen:
        raise ChangedMeanwhile(held)
    changes = {"overall_recommendation": recommendation}
    return recording.edit_scorecard(principal=principal, card=held, changes=changes, scores=scores, items=items)


@transaction.atomic
def submit_draft(*, principal: Principal, card: Card) -> Card:
    """Make the draft final, or raise 422 with every gap."""
    held = recording.lock_scorecard(principal=principal, scorecard_id=card.id)
    return recording.submit_scorecard(principal=principal, card=held)


@transaction.atomic
def amend(
    *,
    principal: Principal,
    card: Card,
    seen: str,
    reason: str,
    recommendation: str | None,
    scores: Sequence[ScoreWrite],
    items: Sequence[ItemWrite],
) -> Card:
    """Put a revision in the place of the person's submitted scorecard. `seen` is the version that the page has shown.

    Raises ChangedMeanwhile where another stands there by now, and what the recorder raises.
    """
    recording.lock_scorecard(principal=principal, scorecard_id=card.id)
    held = own_card(principal=principal, interview_id=card.interview.id)
    assert held is not None  # what is submitted goes only where another takes its place
    if held.modified_at.isoformat() != seen:
        raise ChangedMeanwhile(held)
    changes = {"overall_recommendation": recommendation}
    return recording.amend_scorecard(
        principal=principal, card=held, reason=reason, changes=changes, scores=scores, items=items
    )
