"""The rules of reach and blindness as nested querysets: what the database's views are held to.

Written for reading, and slow: each question is three to five kilobytes of nested EXISTS.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from hiringkit.people.models import Person
from interviews.models import Application, BlindnessLift, Job, Panelist, Scorecard
from interviews.vocabulary import Blindness, ScorecardStatus


def owing_seats() -> QuerySet[Panelist]:
    """Every panelist who owes a scorecard."""
    submitted = Scorecard.objects.filter(
        interview=OuterRef("interview_id"), interviewer=OuterRef("person_id"), status=ScorecardStatus.SUBMITTED
    )
    return Panelist.objects.filter(
        ~Exists(submitted),
        excused_at__isnull=True,
        interview__cancelled_at__isnull=True,
        interview__deleted_at__isnull=True,
    )


def blind_applications(person: Person) -> QuerySet[Application]:
    """The live applications on which this person sees nobody else's scores."""
    on_application = {"interview__application": OuterRef("pk")}
    owes = Exists(owing_seats().filter(person=person, **on_application))
    anybody_owes = Exists(owing_seats().filter(**on_application))
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


def reached_applications(person: Person) -> QuerySet[Application]:
    """The live applications whose interviews the person sits on, or whose job they manage."""
    sits = Panelist.objects.filter(
        person=person, interview__application=OuterRef("pk"), interview__deleted_at__isnull=True
    )
    manages = Job.hiring_managers.through.objects.filter(person=person, job=OuterRef("job_id"))
    return Application.objects.filter(Exists(sits) | Exists(manages))


def visible_scorecards(person: Person, *, reaches_everything: bool) -> QuerySet[Scorecard]:
    """The person's own live scorecards, and what others have written where they reach and are not blind."""
    reached = Application.objects.all() if reaches_everything else reached_applications(person)
    return Scorecard.objects.filter(
        Q(interviewer=person)
        | (
            Q(status__in=(ScorecardStatus.SUBMITTED, ScorecardStatus.SUPERSEDED))
            & Exists(reached.filter(pk=OuterRef("application_id")))
            & ~Exists(blind_applications(person).filter(pk=OuterRef("application_id")))
        )
    )
