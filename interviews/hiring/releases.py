"""What a recruiter may do about who owes and who is blind: excuse a panelist, lift a person's blindness."""

from django.db import transaction
from django.utils import timezone

from hiringkit.people.models import Person
from hiringkit.people.principals import person_principal
from hiringkit.problems import Fault, conflict, forbidden, invalid
from interviews.access.blindness import require_sight
from interviews.hiring.locks import lock_application
from interviews.models import Application, BlindnessLift, Interview, Panelist, Scorecard
from interviews.vocabulary import ScorecardStatus


@transaction.atomic
def excuse_panelist(*, interview: Interview, person: Person, reason: str, excused_by: Person) -> Panelist:
    """Release a panelist from the scorecard that they owe for this interview; a draft they have stays theirs.

    From then on they are blind no longer on its account, so what they write all the same is `informed`. Raises 409
    `still_blind` (whoever owes a scorecard of the application excuses nobody, themselves included),
    `already_excused`, `interview_cancelled`, `scorecard_submitted`; 422 `not_a_panelist`.
    """
    application = lock_application(application_id=interview.application_id)
    require_sight(principal=person_principal(excused_by), application=application)
    interview.refresh_from_db(fields=["cancelled_at"])
    seat = Panelist.objects.select_for_update(of=("self",)).filter(interview=interview, person=person).first()
    if seat is None:
        raise invalid([Fault("not_a_panelist", "/person", "They do not sit on this interview.")])
    if interview.cancelled_at is not None:
        raise conflict("interview_cancelled", "The interview is cancelled: nobody owes a scorecard for it.")
    if Scorecard.objects.filter(interview=interview, interviewer=person, status=ScorecardStatus.SUBMITTED).exists():
        raise conflict("scorecard_submitted", "They have submitted their scorecard: there is nothing to excuse.")
    if seat.excused_at is not None:
        raise conflict("already_excused", "They are excused already; the first reason stands.")
    seat.excused_at, seat.excused_by, seat.excuse_reason = timezone.now(), excused_by, reason
    seat.save(update_fields=["excused_at", "excused_by", "excuse_reason"])
    return seat


@transaction.atomic
def lift_blindness(*, application: Application, person: Person, reason: str, lifted_by: Person) -> BlindnessLift:
    """Let a person see others' scores of the application while they still owe their own; it can't be taken back.

    Raises 403 `own_blindness` (somebody else has to judge that it is needed), 409 `already_lifted`.
    """
    if person.pk == lifted_by.pk:
        raise forbidden("own_blindness", "Nobody lifts their own blindness; ask another recruiter.")
    lock_application(application_id=application.pk)
    if BlindnessLift.objects.filter(application=application, person=person).exists():
        raise conflict("already_lifted", "Their blindness is lifted already; the first reason stands.")
    return BlindnessLift.objects.create(application=application, person=person, lifted_by=lifted_by, reason=reason)
