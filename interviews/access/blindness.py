"""Who may see which scorecard: the one rule of blindness, as conditions that every reader asks.

Whoever *owes* a scorecard of an application is blind on it: they see nobody else's. One owes as a panelist of a
non-cancelled interview of the application whose scorecard is not submitted, unless excused. What the job says on top:
`until_own_submission` (nothing more), `until_panel_complete` (panelists stay blind until nobody owes), `never`
(panelists are not blind at all; what they write after others have submitted is `informed`). A recruiter can lift a
person's blindness. The rule itself is a view of the database, `interviews.models.BlindOn`, and so is who owes.
"""

from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When
from django.db.models.functions import Coalesce

from hiringkit.people.models import Person
from hiringkit.people.principals import Principal
from hiringkit.people.vocabulary import GroupName
from hiringkit.problems import Problem, conflict
from hiringkit.rows.tracked import live_or_all
from interviews.access.reach import interviews_in_reach, reached
from interviews.models import Application, BlindOn, Interview, Job, OwedBy, Panelist, Scorecard
from interviews.vocabulary import Blindness, ScorecardStatus

WRITTEN = (ScorecardStatus.SUBMITTED, ScorecardStatus.SUPERSEDED)


def owing(**of: OuterRef) -> Exists:
    """Whether a scorecard is owed, whoever asks: of an `interview`, an `application`, by a `person`, for a `seat`."""
    return Exists(OwedBy.objects.filter(**of))


def blind_on(*, principal: Principal, application: str) -> Exists:
    """Whether the principal sees nobody else's scores of the application to which this path of the row leads.

    An integration is a program, never blind.
    """
    if principal.person is None:
        return Exists(BlindOn.objects.none())
    return Exists(BlindOn.objects.filter(person=principal.person, application=OuterRef(application)))


def as_shown(applications: QuerySet[Application], *, principal: Principal) -> QuerySet[Application]:
    """Applications with what the principal may know of each, and whether they are blind on it (`caller_is_blind`).

    Of `status`, `modified_at` and the place in the change feed read `shown_status`, `shown_modified_at` and
    `shown_changed_xid`: to the blind they are those from before a decision, which says what the panel thought.
    """
    kept = {"status": "blind_status", "modified_at": "blind_modified_at", "changed_xid": "blind_xid"}
    return applications.annotate(caller_is_blind=blind_on(principal=principal, application="pk")).annotate(
        **{
            f"shown_{name}": Case(When(caller_is_blind=True, then=Coalesce(F(before), F(name))), default=F(name))
            for name, before in kept.items()
        }
    )


def visible_seats(*, principal: Principal) -> QuerySet[Panelist]:
    """Who sits on which panel, as far as the principal may know: a seat that came into being with a scorecard would
    tell the blind that there is one.
    """
    blind = blind_on(principal=principal, application="interview__application_id")
    return Panelist.objects.filter(Q(from_scorecard=False) | Q(person=principal.person) | ~blind)


def visible_interviews(*, principal: Principal, include_deleted: bool = False) -> QuerySet[Interview]:
    """The interviews that the principal may know of: one whose seats are all hidden came to be with a scorecard."""
    seats = visible_seats(principal=principal).filter(interview=OuterRef("pk"))
    known = Exists(seats) | ~Exists(Panelist.objects.filter(interview=OuterRef("pk")))
    return interviews_in_reach(principal=principal, include_deleted=include_deleted).filter(known)


def visible_to(*, principal: Principal, include_deleted: bool = False) -> QuerySet[Scorecard]:
    """The scorecards that the principal may know to exist: their own and, where they reach and are not blind, what
    others have submitted. Drafts are seen by their author and by the key that made them.
    """
    person, key = principal.person, principal.key
    own = Q(interviewer=person) if person is not None else Q(written_by_key=key)
    open_to_them = reached(principal=principal, application="application") & ~Q(
        blind_on(principal=principal, application="application_id")
    )
    return live_or_all(Scorecard, include_deleted).filter(own | (Q(status__in=WRITTEN) & open_to_them))


def is_blind(*, principal: Principal, application: Application) -> bool:
    """Whether the principal may not see others' scores of this application now."""
    person = principal.person
    return person is not None and BlindOn.objects.filter(person=person, application=application).exists()


def excusers(*, application: Any) -> QuerySet[Person]:
    """Who excuses panelists wherever they sit, a recruiter or a superuser, and is not blind on the application: its id
    or, in a subquery, `OuterRef(OuterRef(path))`.
    """
    blind = BlindOn.objects.filter(person=OuterRef("pk"), application=application)
    excuses = Q(is_superuser=True) | Q(groups__name=GroupName.RECRUITER)
    return Person.objects.filter(excuses, ~Exists(blind), is_active=True)


STILL_BLIND = "You owe a scorecard of this application yourself; ask somebody who does not."


def require_sight(*, principal: Principal, application: Application, detail: str = STILL_BLIND) -> None:
    """409 `still_blind` while the principal may not see others' scores of this application; `detail` says what to do.

    What is refused so must be refused alike whether or not a colleague has written, or the refusal tells of it.
    """
    if is_blind(principal=principal, application=application):
        raise still_blind(detail)


def require_sight_of_all(*, principal: Principal, job: Job) -> None:
    """409 `still_blind` while the principal may not see others' scores of any application of the job."""
    person = principal.person
    if person is not None and BlindOn.objects.filter(person=person, application__job=job).exists():
        raise still_blind("You owe a scorecard of one of its applications yourself; ask somebody who does not.")


def is_kept_blind_by(*, principal: Principal, interview: Interview) -> bool:
    """Whether the principal is blind on the interview's application and would see more of it if the interview did not
    take place: they owe its scorecard themselves, or wait for whoever does.

    All of it is known to them: their own seat, and the job's mode.
    """
    application = interview.application
    if not is_blind(principal=principal, application=application):
        return False
    waits = application.job.blindness == Blindness.UNTIL_PANEL_COMPLETE
    return waits or OwedBy.objects.filter(person=principal.person, interview=interview).exists()


def still_blind(detail: str = STILL_BLIND) -> Problem:
    """What whoever is blind is answered where the rule has been asked already."""
    return conflict("still_blind", detail)
