"""What is told on the pages, in the person's own draft, through the recorder like everything else."""

import uuid
from collections.abc import Sequence

from django.db import transaction

from hiringkit.people.principals import Principal
from hiringkit.problems import conflict
from interviews.models import Scorecard
from interviews.scores import recording
from interviews.scores.card import Card
from interviews.scores.held import read_scorecard
from interviews.scores.records import ItemWrite, ScoreWrite
from interviews.vocabulary import ScorecardStatus


@transaction.atomic
def tell_item(
    *,
    principal: Principal,
    interview_id: uuid.UUID,
    item: uuid.UUID,
    asked: bool,
    alternate: uuid.UUID | None,
    reason: str,
) -> None:
    """Record what became of an item in the person's draft of the interview, which is made where there is none; a note
    that stands there stays.

    Raises 404, 409 `scorecard_final`, and what the recorder raises.
    """
    card = own_card(principal=principal, interview_id=interview_id)
    if card is None:
        told = ItemWrite(item, asked, alternate, reason)
        recording.create_scorecard(principal=principal, interview=interview_id, items=[told])
        return
    if card.status != ScorecardStatus.DRAFT:
        raise conflict("scorecard_final", "Your scorecard is submitted; what is in it changes by an amendment.")
    held = recording.lock_scorecard(principal=principal, scorecard_id=card.id)
    note = next((each.note for each in held.items if each.item_id == item), "")
    told = ItemWrite(item, asked, alternate, reason, note)
    recording.edit_scorecard(principal=principal, card=held, changes={}, items=[told])


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
) -> Card:
    """Write the person's draft, which is made where there is none. `seen` is the version that the page has shown, ""
    for none.

    Raises ChangedMeanwhile where the draft is another by now, and what the recorder raises.
    """
    present = own_card(principal=principal, interview_id=interview_id)
    if present is None:
        return recording.create_scorecard(
            principal=principal, interview=interview_id, overall_recommendation=recommendation, scores=scores
        )
    held = recording.lock_scorecard(principal=principal, scorecard_id=present.id)
    if held.status == ScorecardStatus.DRAFT and held.modified_at.isoformat() != seen:
        raise ChangedMeanwhile(held)
    changes = {"overall_recommendation": recommendation}
    return recording.edit_scorecard(principal=principal, card=held, changes=changes, scores=scores)


@transaction.atomic
def submit_draft(*, principal: Principal, card: Card) -> Card:
    """Make the draft final, or raise 422 with every gap."""
    held = recording.lock_scorecard(principal=principal, scorecard_id=card.id)
    return recording.submit_scorecard(principal=principal, card=held)
