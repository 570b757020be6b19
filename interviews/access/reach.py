"""Who reaches which jobs and applications; what is out of reach is not found.

Recruiters and auditors reach everything, a hiring manager the jobs that name them, a panelist the applications whose
interviews they sit on, an integration everything that its scopes let it ask for. What people reach by themselves is a
view of the database, `interviews.models.ReachedBy`.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from hiringkit.people.principals import Principal
from hiringkit.people.vocabulary import GroupName
from hiringkit.rows.tracked import live_or_all
from interviews.models import Application, Candidate, Interview, Job, ReachedBy

EVERYTHING = (GroupName.RECRUITER, GroupName.AUDITOR)


def reaches_everything(principal: Principal) -> bool:
    """Whether reach is not narrowed to single jobs or applications."""
    return principal.is_integration or principal.in_group(*EVERYTHING)


def reached(*, principal: Principal, application: str) -> Q:
    """Whether the principal reaches the application, a live one, to which this path of the row leads."""
    live = Q(**{f"{application}__deleted_at__isnull": True})
    if reaches_everything(principal):
        return live
    return live & Q(_by_themselves(principal, f"{application}_id"))


def _by_themselves(principal: Principal, application: str) -> Exists:
    """Whether they sit on one of its interviews or manage its job."""
    return Exists(ReachedBy.objects.filter(person=principal.person, application=OuterRef(application)))


def applications_in_reach(*, principal: Principal, include_deleted: bool = False) -> QuerySet[Application]:
    """Live applications that the principal may know of (never more: what is not here is 404)."""
    rows = live_or_all(Application, include_deleted).all()
    if reaches_everything(principal):
        return rows
    return rows.filter(_by_themselves(principal, "pk"))


def jobs_in_reach(*, principal: Principal, include_deleted: bool = False) -> QuerySet[Job]:
    rows = live_or_all(Job, include_deleted).all()
    if reaches_everything(principal):
        return rows
    if principal.person is None:
        return rows.none()
    manages = Job.hiring_managers.through.objects.filter(person=principal.person, job=OuterRef("pk"))
    applied = applications_in_reach(principal=principal).filter(job=OuterRef("pk"))
    return rows.filter(Exists(manages) | Exists(applied))


def candidates_in_reach(*, principal: Principal, include_deleted: bool = False) -> QuerySet[Candidate]:
    rows = live_or_all(Candidate, include_deleted).all()
    if reaches_everything(principal):
        return rows
    return rows.filter(Exists(applications_in_reach(principal=principal).filter(candidate=OuterRef("pk"))))


def interviews_in_reach(*, principal: Principal, include_deleted: bool = False) -> QuerySet[Interview]:
    rows = live_or_all(Interview, include_deleted).all()
    if reaches_everything(principal):
        return rows
    return rows.filter(reached(principal=principal, application="application"))
