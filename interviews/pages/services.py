"""What is told from the room, in the person's own draft, through the recorder like everything else."""

import uuid

from django.db import transaction

from hiringkit.people.principals import Principal
from hiringkit.problems import conflict
from interviews.models import Scorecard
from interviews.scores import recording
from interviews.scores.records import ItemWrite
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
    own = Scorecard.objects.filter(interview=interview_id, interviewer=principal.required_person()).exclude(
        status=ScorecardStatus.SUPERSEDED
    )
    card = own.only("id", "status").first()
    if card is None:
        told = ItemWrite(item, asked, alternate, reason)
        recording.create_scorecard(principal=principal, interview=interview_id, items=[told])
        return
    if card.status != ScorecardStatus.DRAFT:
        raise conflict("scorecard_final", "Your scorecard is submitted; what is in it changes by an amendment.")
    held = recording.lock_scorecard(principal=principal, scorecard_id=card.pk)
    note = next((each.note for each in held.items if each.item_id == item), "")
    told = ItemWrite(item, asked, alternate, reason, note)
    recording.edit_scorecard(principal=principal, card=held, changes={}, items=[told])
