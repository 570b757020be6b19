"""What waits for somebody: the admin's first page, and the list of scorecards that are owed."""

from collections.abc import Iterator

from django.db.models import Min
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from hiringkit.admin.site import Need
from hiringkit.people.admin_principal import admin_principal
from interviews.hiring import queries
from interviews.plans.queries import list_plans
from interviews.scores.queries import list_owed
from interviews.vocabulary import PlanStatus


def needs_of(request: HttpRequest) -> Iterator[Need]:
    """What this person can do something about, as far as they may know of it."""
    principal = admin_principal(request)
    may = request.user.has_perm
    if may("interviews.view_interview"):
        owed = list_owed(principal=principal)
        oldest = owed.aggregate(oldest=Min("since"))["oldest"]
        days = max(0, (timezone.now() - oldest).days) if oldest else 0
        told = f"owed; the oldest for {days} day{'' if days == 1 else 's'}" if oldest else "owed"
        yield Need("scorecards", told, owed.count(), reverse("admin:interviews_owed"))
    if may("interviews.add_decision"):
        ready = queries.ready_to_decide(applications=queries.list_applications(principal=principal))
        address = f"{reverse('admin:interviews_application_changelist')}?attention=ready"
        yield Need("applications", "with every scorecard in and no decision", ready.count(), address)
    if may("interviews.change_interviewplan"):
        drafts = list_plans(principal=principal).filter(status=PlanStatus.DRAFT)
        address = f"{reverse('admin:interviews_interviewplan_changelist')}?status__exact=draft"
        yield Need("plans", "not published yet", drafts.count(), address)
    if may("interviews.change_job"):
        jobs = queries.without_plan(jobs=queries.list_jobs(principal=principal))
        address = f"{reverse('admin:interviews_job_changelist')}?attention=without_plan"
        yield Need("jobs", "open without a plan", jobs.count(), address)
