"""Reads of interview plans."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from hiringkit.people.principals import Principal
from hiringkit.people.vocabulary import GroupName
from hiringkit.rows.tracked import live_or_all
from interviews.access.reach import applications_in_reach, jobs_in_reach, reaches_everything
from interviews.models import InterviewPlan
from interviews.vocabulary import PlanStatus
from roles.models import Role


def plans_in_reach(*, principal: Principal, include_deleted: bool = False) -> QuerySet[InterviewPlan]:
    """Recruiters, auditors, library editors and integrations reach every plan; others their own drafts and the plans of
    the jobs and applications they reach.
    """
    rows = live_or_all(InterviewPlan, include_deleted).all()
    if reaches_everything(principal) or principal.in_group(GroupName.LIBRARY_EDITOR):
        return rows
    return rows.filter(
        Q(created_by=principal.person)
        | Exists(jobs_in_reach(principal=principal).filter(plan=OuterRef("pk")))
        | Exists(applications_in_reach(principal=principal).filter(plan=OuterRef("pk")))
    )


def standard_plan(*, role: Role) -> InterviewPlan | None:
    """What a job of the role gets that is opened without a plan."""
    return InterviewPlan.objects.filter(role=role, standard=True, status=PlanStatus.PUBLISHED).first()


def list_plans(*, principal: Principal, include_deleted: bool = False) -> QuerySet[InterviewPlan]:
    """Plans with profile, rounds and items (5 statements for any number of plans)."""
    return (
        plans_in_reach(principal=principal, include_deleted=include_deleted)
        .select_related("role")
        .prefetch_related("profile__competency__area", "rounds__items")
    )
