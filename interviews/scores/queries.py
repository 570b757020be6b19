"""Who may see which scorecard: the one rule of blindness, as querysets, embedded by every reader.

Whoever *owes* a scorecard of an application is blind on it: they see nobody else's. One owes as a panelist of a
non-cancelled interview of the application whose scorecard is not submitted, unless excused. What the job says on top:
`until_own_submission` (nothing more), `until_panel_complete` (panelists stay blind until nobody owes), `never`
(panelists are not blind at all; what they write after others have submitted is `informed`). A recruiter can lift a
person's blindness.
"""

import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest

from hiringkit.people.principals import Principal
from hiringkit.rows.tracked import live_or_all
from interviews.hiring.reach import applications_in_reach
from interviews.models import Application, BlindnessLift, Panelist, Scorecard
from interviews.vocabulary import Blindness, ScorecardStatus

NEVER = datetime.datetime(9000, 1, 1, tzinfo=datetime.UTC)  # where drafts stand in the order of submission
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


def list_scorecards(*, principal: Principal, include_deleted: bool = False) -> QuerySet[Scorecard]:
    """Visible scorecards with all that their shape shows (4 statements for any number of rows)."""
    return (
        visible_to(principal=principal, include_deleted=include_deleted)
        .annotate(submitted=Coalesce("submitted_at", Value(NEVER)))
        .select_related("interview__round", "interviewer", "written_by_key", "superseded_by")
        .prefetch_related("scores__competency__area", "scores__questions")
    )


def list_owed(*, principal: Principal) -> QuerySet[Panelist]:
    """What the principal owes and, where they reach and are not blind, what others owe; with `since` and own `draft`.

    Who is blind is not told of others: that a colleague is no longer listed would say that they have submitted.
    """
    reached = applications_in_reach(principal=principal).filter(pk=OuterRef("interview__application_id"))
    blind = blind_applications(principal=principal).filter(pk=OuterRef("interview__application_id"))
    listed = Q(Exists(reached), ~Exists(blind))
    drafts = Scorecard.objects.filter(
        interview=OuterRef("interview_id"), interviewer=OuterRef("person_id"), status=ScorecardStatus.DRAFT
    )
    if principal.person is not None:
        listed |= Q(person=principal.person)
        drafts = drafts.filter(interviewer=principal.person)
    else:
        drafts = drafts.filter(written_by_key=principal.key)
    return (
        unsubmitted_panelists()
        .filter(listed, interview__application__deleted_at__isnull=True)
        .annotate(
            since=Greatest("interview__scheduled_at", "added_at"),  # of a null and a time PostgreSQL takes the time
            draft=Subquery(drafts.values("pk")[:1]),
        )
        .select_related(
            "person", "interview__round", "interview__application__candidate", "interview__application__job"
        )
    )


def is_blind(*, principal: Principal, application: Application) -> bool:
    """Whether the principal may not see others' scores of this application now."""
    return blind_applications(principal=principal).filter(pk=application.pk).exists()
