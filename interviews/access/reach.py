"""Who reaches which jobs and applications; what is out of reach is not found.

Recruiters and auditors reach everything, a hiring manager the jobs that name them, a panelist the applications whose
interviews they sit on, an integration everything that its scopes let it ask for.
"""

from django.db.models import Exists, OuterRef, QuerySet

from hiringkit.people.models import GroupName
from hiringkit.people.principals import Principal
from hiringkit.rows.tracked import live_or_all
from interviews.models import Application, Candidate, Interview, Job, Panelist

EVERYTHING = (GroupName.RECRUITER, GroupName.AUDITOR)


def reaches_everything(principal: Principal) -> bool:
    """Whether reach is not narrowed to single jobs or applications."""
    return principal.is_integration or principal.in_group(*EVERYTHING)


def applications_in_reach(*, principal: Principal, include_deleted: bool = False) -> QuerySet[Application]:
    """Live applications that the principal may know of (never more: what is not here is 404)."""
    rows = live_or_all(Application, include_deleted).all()
    if reaches_everything(principal):
        return rows
    if principal.person is None:
        return rows.none()
    sits = Panelist.objects.filter(
        person=principal.person, interview__application=OuterRef("pk"), interview__deleted_at__isnull=True
    )
    manages = Job.hiring_managers.through.objects.filter(person=principal.person, job=OuterRef("job_id"))
    return rows.filter(Exists(sits) | Exists(manages))


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
    return rows.filter(Exists(applications_in_reach(principal=principal).filter(pk=OuterRef("application_id"))))
