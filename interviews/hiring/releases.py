"""What a recruiter may do about who owes and who is blind: excuse a panelist, lift a person's blindness. Where the only
recruiter sits on the panel, a hiring manager excuses in their place.
"""

from django.db import transaction
from django.utils import timezone

from hiringkit.people.models import Person
from hiringkit.people.principals import Principal, person_principal
from hiringkit.people.vocabulary import GroupName
from hiringkit.problems import Fault, conflict, forbidden, invalid
from interviews.access.blindness import excusers, require_sight
from interviews.hiring.locks import lock_application
from interviews.models import Application, BlindnessLift, Interview, Panelist, Scorecard
from interviews.vocabulary import ScorecardStatus

ASK_ANOTHER = "You owe a scorecard of this application yourself; ask another recruiter to excuse somebody."


@transaction.atomic
def excuse_panelist(*, interview: Interview, person: Person, reason: str, excused_by: Person) -> Panelist:
    """Release a panelist from the scorecard that they owe for this interview; a draft they have stays theirs.

    Who may do so `require_excuser` says, which the doors ask before they read anything. From then on the panelist is
    blind no longer on the interview's account, so what they write all the same is `informed`. Raises 409 `still_blind`
    (whoever owes a scorecard of the application excuses nobody, themselves included), `already_excused`,
    `interview_cancelled`, `scorecard_submitted`; 422 `not_a_panelist`.
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


def require_excuser(*, principal: Principal, application: Application) -> None:
    """Whether they may excuse somebody from a scorecard of the application: a recruiter may, and where no recruiter and
    no superuser sees its scores (the only one sits on the panel), its job's hiring manager.

    Raises 403 `group_missing`, `recruiter_excuses` (of a hiring manager: a recruiter could), 409 `still_blind`.
    """
    recruits = principal.in_group(GroupName.RECRUITER)
    if not recruits and not application.job.hiring_managers.filter(pk=principal.required_person().pk).exists():
        raise forbidden("group_missing", f"This is for: {GroupName.RECRUITER}, and the job's hiring managers.")
    require_sight(principal=principal, application=application, detail=ASK_ANOTHER)
    if not recruits and excusers(application=application.pk).exists():
        raise forbidden("recruiter_excuses", "A recruiter can excuse them; ask one.")


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
