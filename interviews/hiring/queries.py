"""Reads of jobs, candidates, applications and interviews, each restricted to what the caller reaches."""

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from hiringkit.people.principals import Principal
from interviews.access.blindness import as_shown, visible_interviews, visible_seats
from interviews.access.reach import applications_in_reach, candidates_in_reach, jobs_in_reach
from interviews.hiring.status import interview_status
from interviews.models import Application, Candidate, Interview, Job, OwedBy, Scorecard
from interviews.vocabulary import ApplicationStatus, JobStatus, ScorecardStatus


def list_jobs(*, principal: Principal, include_deleted: bool = False) -> QuerySet[Job]:
    return (
        jobs_in_reach(principal=principal, include_deleted=include_deleted)
        .select_related("role", "plan")
        .prefetch_related("hiring_managers")
    )


def without_plan(*, jobs: QuerySet[Job]) -> QuerySet[Job]:
    """Those of them that need attention: open, and nobody can be interviewed for them yet."""
    return jobs.filter(status=JobStatus.OPEN, plan=None)


def ready_to_decide(*, applications: QuerySet[Application]) -> QuerySet[Application]:
    """Those of `list_applications` that are active and undecided, with scorecards in and none owed; none on which who
    asks is blind.
    """
    submitted = Scorecard.objects.filter(application=OuterRef("pk"), status=ScorecardStatus.SUBMITTED)
    owed = OwedBy.objects.filter(application=OuterRef("pk"))
    told = Q(caller_is_blind=False, status=ApplicationStatus.ACTIVE)  # the column has statistics: ten times as fast
    return applications.filter(told, decision=None).filter(Exists(submitted), ~Exists(owed))


def list_candidates(*, principal: Principal, include_deleted: bool = False) -> QuerySet[Candidate]:
    return candidates_in_reach(principal=principal, include_deleted=include_deleted)


def list_applications(*, principal: Principal, include_deleted: bool = False) -> QuerySet[Application]:
    """Applications as the caller is shown them: see `as_shown`."""
    rows = applications_in_reach(principal=principal, include_deleted=include_deleted)
    return as_shown(rows, principal=principal).select_related(
        "candidate", "job", "plan", "decision__decided_by", "decision__supersedes"
    )


def list_interviews(*, principal: Principal, include_deleted: bool = False) -> QuerySet[Interview]:
    """Interviews with their panel and derived `status`, as much of both as the caller may know."""
    seats = visible_seats(principal=principal)
    return (
        visible_interviews(principal=principal, include_deleted=include_deleted)
        .annotate(status=interview_status(principal=principal))
        .select_related("application", "round")
        .prefetch_related(Prefetch("panel", seats.select_related("person").order_by("id")))
    )
