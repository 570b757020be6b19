"""Who may see which scorecard: the one rule of blindness, as querysets, embedded by every reader.

Whoever *owes* a scorecard of an application is blind on it: they see nobody else's. One owes as a panelist of a
non-cancelled interview of the application whose scorecard is not submitted, unless excused. What the job says on top:
`until_own_submission` (nothing more), `until_panel_complete` (panelists stay blind until nobody owes), `never`
(panelists are not blind at all; what they write after others have submitted is `informed`). A recruiter can lift a
person's blindness.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from hiringkit.people.principals import Principal
from hiringkit.problems import Problem, conflict
from hiringkit.rows.tracked import live_or_all
from interviews.access.reach import applications_in_reach
from interviews.models import Application, BlindnessLift, Panelist, Scorecard
from interviews.vocabulary import Blindness, ScorecardStatus

WRITTEN = (ScorecardStatus.SUBMITTED, ScorecardStatus.SUPERSEDED)


def unsubmitted_panelists() -> QuerySet[Panelist]:
    """Every panelist who owes a scorecard, whoever asks."""
    submitted = Scorecard.objects.filter(
        interview=OuterRef("interview_id"), interviewer=OuterRef("person_id"), status=ScorecardStatus.SUBMITTED
    )
    return Panelist.objects.filter(
        ~Exists(submitted),
        excused_at__isnull=True,
        interview__cancelled_at__isnull=True,
        interview__deleted_at__isnull=True,
    )


def blind_applications(*, principal: Principal) -> QuerySet[Application]:
    """The applications on which this principal sees nobody else's scores. An integration is a program, never blind."""
    person = principal.person
    if person is None:
        return Application.objects.none()
    on_application = {"interview__application": OuterRef("pk")}
    owes = Exists(unsubmitted_panelists().filter(person=person, **on_application))
    anybody_owes = Exists(unsubmitted_panelists().filter(**on_application))
    sits = Exists(
        Panelist.objects.filter(
            person=person, interview__cancelled_at__isnull=True, interview__deleted_at__isnull=True, **on_application
        )
    )
    lifted = Exists(BlindnessLift.objects.filter(person=person, application=OuterRef("pk")))
    return Application.objects.filter(
        ~lifted,
        (owes & ~Q(job__blindness=Blindness.NEVER))
        | (Q(job__blindness=Blindness.UNTIL_PANEL_COMPLETE) & sits & anybody_owes),
    )


def visible_seats(*, principal: Principal) -> QuerySet[Panelist]:
    """Who sits on which panel, as far as the principal may know: a seat that came into being with a scorecard would
    tell the blind that there is one.
    """
    blind = blind_applications(principal=principal).filter(pk=OuterRef("interview__application_id"))
    return Panelist.objects.filter(Q(from_scorecard=False) | Q(person=principal.person) | ~Exists(blind))


def visible_to(*, principal: Principal, include_deleted: bool = False) -> QuerySet[Scorecard]:
    """The scorecards that the principal may know to exist: their own and, where they reach and are not blind, what
    others have submitted. Drafts are seen by their author and by the key that made them.
    """
    person, key = principal.person, principal.key
    own = Q(interviewer=person) if person is not None else Q(written_by_key=key)
    reached = Exists(applications_in_reach(principal=principal).filter(pk=OuterRef("application_id")))
    blind = Exists(blind_applications(principal=principal).filter(pk=OuterRef("application_id")))
    return live_or_all(Scorecard, include_deleted).filter(own | (Q(status__in=WRITTEN) & reached & ~blind))


def is_blind(*, principal: Principal, application: Application) -> bool:
    """Whether the principal may not see others' scores of this application now."""
    return blind_applications(principal=principal).filter(pk=application.pk).exists()


STILL_BLIND = "You owe a scorecard of this application yourself; ask somebody who does not."


def require_sight(*, principal: Principal, application: Application, detail: str = STILL_BLIND) -> None:
    """409 `still_blind` while the principal may not see others' scores of this application; `detail` says what to do.

    What is refused so must be refused alike whether or not a colleague has written, or the refusal tells of it.
    """
    if is_blind(principal=principal, application=application):
        raise still_blind(detail)


def still_blind(detail: str = STILL_BLIND) -> Problem:
    """What whoever is blind is answered where the rule has been asked already."""
    return conflict("still_blind", detail)
