"""The recorder for tests that go on with rows: each verb in a transaction of its own, and the row that came of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from hiringkit.people.principals import Principal, person_principal
from interviews.models import Interview, Scorecard
from interviews.scores import recording
from interviews.scores.records import ScoreWrite


def create_scorecard(*, principal: Principal, interview: Interview | None = None, **values: Any) -> Scorecard:
    named = None if interview is None else interview.pk
    with transaction.atomic():
        card = recording.create_scorecard(principal=principal, interview=named, **values)
    return Scorecard.objects.get(pk=card.id)


def edit_scorecard(
    *,
    scorecard: Scorecard,
    changes: Mapping[str, Any],
    scores: Sequence[ScoreWrite] = (),
    submit: bool = False,
    principal: Principal | None = None,
) -> Scorecard:
    """By its interviewer, unless somebody else is named."""
    who = principal or person_principal(scorecard.interviewer)
    with transaction.atomic():
        card = recording.lock_scorecard(principal=who, scorecard_id=scorecard.pk)
        recording.edit_scorecard(principal=who, card=card, changes=changes, scores=scores, submit=submit)
    return Scorecard.objects.get(pk=scorecard.pk)


def submit_scorecard(*, scorecard: Scorecard) -> Scorecard:
    who = person_principal(scorecard.interviewer)
    with transaction.atomic():
        card = recording.lock_scorecard(principal=who, scorecard_id=scorecard.pk)
        recording.submit_scorecard(principal=who, card=card)
    return Scorecard.objects.get(pk=scorecard.pk)


def amend_scorecard(
    *,
    principal: Principal,
    scorecard: Scorecard,
    reason: str,
    changes: Mapping[str, Any],
    scores: Sequence[ScoreWrite] = (),
) -> Scorecard:
    with transaction.atomic():
        card = recording.lock_scorecard(principal=principal, scorecard_id=scorecard.pk)
        revision = recording.amend_scorecard(
            principal=principal, card=card, reason=reason, changes=changes, scores=scores
        )
    return Scorecard.objects.get(pk=revision.id)
