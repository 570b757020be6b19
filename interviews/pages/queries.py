"""What the pages show beside the kit: the person's own seats, what they wrote before, who else sits there."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Greatest

from hiringkit.people.models import Person
from hiringkit.people.principals import Principal
from interviews.access.blindness import is_blind, owing
from interviews.models import Application, Interview, Job, Panelist, Scorecard
from interviews.scores.card import Card
from interviews.vocabulary import JobStatus, ScorecardStatus

DONE_SHOWN: Final = 20
JOBS_SHOWN: Final = 10
APPLICATIONS_SHOWN: Final = 15  # of a job


@dataclass(frozen=True, slots=True)
class Seat:
    """The person's seat on an interview; owed `since`, with the state of their own scorecard."""

    interview: Interview
    since: datetime.datetime
    scorecard: str | None
    submitted_at: datetime.datetime | None
    excused: bool

    @property
    def at(self) -> datetime.datetime | None:
        return self.interview.scheduled_at


@dataclass(frozen=True, slots=True)
class MyInterviews:
    """What is owed and whose time has come, the longest first; what is to come today, and later, the next first; and
    the last that are done.
    """

    owed: Sequence[Seat]
    today: Sequence[Seat]
    later: Sequence[Seat]
    done: Sequence[Seat]

    @property
    def any(self) -> bool:
        return bool(self.owed or self.today or self.later or self.done)


def list_my_interviews(*, person: Person, now: datetime.datetime) -> MyInterviews:
    """The person's seats on interviews that take place, in two statements; today is that of `now`'s time zone."""
    seats = _seats(person)
    written = Q(own_status=ScorecardStatus.SUBMITTED)
    unwritten = Q(own_status=None) | Q(own_status=ScorecardStatus.DRAFT)
    ahead = Q(interview__scheduled_at__gt=now)
    opened = [_seat(row) for row in seats.filter(unwritten, Q(owes=True) | ahead)]
    gone_by = Q(interview__scheduled_at__lte=now) | Q(interview__scheduled_at=None)
    latest = seats.filter(written | (Q(owes=False) & gone_by))
    latest = latest.order_by(F("own_submitted_at").desc(nulls_last=True), F("since").desc(), "-pk")[:DONE_SHOWN]
    owed = [seat for seat in opened if seat.since <= now]
    coming = sorted((seat for seat in opened if seat.since > now), key=lambda seat: (seat.since, seat.interview.pk))
    midnight = datetime.datetime.combine(now.date() + datetime.timedelta(days=1), datetime.time(), now.tzinfo)
    return MyInterviews(
        owed=sorted(owed, key=lambda seat: (seat.since, seat.interview.pk)),
        today=[seat for seat in coming if seat.since < midnight],
        later=[seat for seat in coming if seat.since >= midnight],
        done=[_seat(row) for row in latest],
    )


def list_managed_jobs(*, person: Person) -> QuerySet[Job]:
    """The open jobs that name the person as hiring manager, the first of them, each with how many applications it has
    (`n_applications`) and with the newest of these (2 statements).
    """
    newest = Application.objects.select_related("candidate").order_by("-pk")[:APPLICATIONS_SHOWN]
    live = Count("applications", filter=Q(applications__deleted_at__isnull=True))
    jobs = Job.objects.filter(hiring_managers=person, status=JobStatus.OPEN).annotate(n_applications=live)
    return jobs.order_by("title", "pk").prefetch_related(Prefetch("applications", newest, to_attr="newest"))[
        :JOBS_SHOWN
    ]


def list_earlier(*, card: Card) -> QuerySet[Scorecard]:
    """What the scorecard said before its amendments, the latest first (3 statements)."""
    earlier = Scorecard.objects.filter(
        interview=card.interview.id, interviewer=card.interviewer.id, status=ScorecardStatus.SUPERSEDED
    )
    return earlier.order_by("-submitted_at", "-pk").prefetch_related("scores__competency")


@dataclass(frozen=True, slots=True)
class PanelState:
    """What a person may know of the others on an application's panels: who has written, or that they are blind."""

    blind: bool
    seats: Sequence[Panelist]


def panel_of(*, principal: Principal, application: Application) -> PanelState:
    """The panels of the application but for one's own seats, each with whether its scorecard is owed (`owes`); nobody
    for the blind (at most 2 statements).
    """
    if is_blind(principal=principal, application=application):
        return PanelState(True, ())
    seats = Panelist.objects.filter(
        interview__application=application, interview__deleted_at__isnull=True, interview__cancelled_at__isnull=True
    ).exclude(person=principal.person)
    seats = seats.annotate(owes=owing(seat=OuterRef("pk"))).select_related("person", "interview__round")
    return PanelState(False, list(seats.order_by("interview__round__position", "person__name", "pk")))


def _seats(person: Person) -> QuerySet[Panelist]:
    own = Scorecard.objects.filter(interview=OuterRef("interview_id"), interviewer=person).exclude(
        status=ScorecardStatus.SUPERSEDED
    )
    return (
        Panelist.objects.filter(
            person=person,
            interview__deleted_at__isnull=True,
            interview__cancelled_at__isnull=True,
            interview__application__deleted_at__isnull=True,
        )
        .annotate(
            owes=owing(seat=OuterRef("pk")),
            own_status=Subquery(own.values("status")[:1]),
            own_submitted_at=Subquery(own.values("submitted_at")[:1]),
            since=Greatest("interview__scheduled_at", "added_at"),  # of a null and a time PostgreSQL takes the time
        )
        .select_related("interview__round", "interview__application__candidate", "interview__application__job")
    )


def _seat(row: Panelist) -> Seat:
    told = vars(row)  # the annotations
    excused = row.excused_at is not None
    return Seat(row.interview, told["since"], told["own_status"], told["own_submitted_at"], excused)
