"""Who may see which scorecard: the one rule of blindness, as querysets, embedded by every reader.

Whoever *owes* a scorecard of an application is blind on it: they see nobody else's. One owes as a panelist of a
non-cancelled interview of the application whose scorecard is not submitted, unless excused. What the job says on top:
`until_own_submission` (nothing more), `until_panel_complete` (panelists stay blind until nobody owes), `never`
(panelists are not blind at all; what they write after others have submitted is `informed`). A recruiter can lift a
person's blindness.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from hiringkit.api.tracked import live_or_all
from hiringkit.people.principals import Principal
from interviews.hiring.reach import applications_in_reach
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


def visible_to(*, principal: Principal, include_deleted: bool = False) -> QuerySet[Scorecard]:
    """The scorecards that the principal may know to exist: their own and, where they reach and are not blind, what
    others have submitted. Drafts are seen by their author and by the key that made them.
    """
    person, key = principal.person, principal.key
    own = Q(interviewer=person) if person is not None else Q(written_by_key=key)
    reached = Exists(applications_in_reach(principal=principal).filter(pk=OuterRef("application_id")))
    blind = Exists(blind_applications(principal=principal).filter(pk=OuterRef("application_id")))
    return live_or_all(Scorecard, include_deleted).filter(own | (Q(status__in=WRITTEN) & reached & ~blind))


def list_scorecards(*, principal: Principal, include_deleted: bool = False) -> QuerySet[Scorecard]:
    """Visible scorecards with all that their shape shows (4 statements for any number of rows)."""
    return (
        visible_to(principal=principal, include_deleted=include_deleted)
        .select_related("interview__round", "interviewer", "written_by_key", "superseded_by")
        .prefetch_related("scores__competency__area", "scores__questions")
    )


def is_blind(*, principal: Principal, application: Application) -> bool:
    """Whether the principal may not see others' scores of this application now."""
    return blind_applications(principal=principal).filter(pk=application.pk).exists()
