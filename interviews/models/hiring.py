"""Openings, and people's candidacies for them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7

from hiringkit.rows.names import Named
from hiringkit.rows.tracked import RemoteNamed, Tracked, remote_constraints
from interviews.models.plans import InterviewPlan
from interviews.vocabulary import ApplicationStatus, Blindness, JobStatus
from roles.models import Role


class Job(Tracked, RemoteNamed):
    """An opening. An ATS may push it before it has a role or a plan."""

    stamped_by = ("hiring_managers",)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    title = models.CharField(max_length=200)
    role = models.ForeignKey(Role, on_delete=models.PROTECT, null=True, blank=True, related_name="jobs")
    plan = models.ForeignKey(InterviewPlan, on_delete=models.PROTECT, null=True, blank=True, related_name="jobs")
    hiring_managers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="managed_jobs", blank=True)
    status = models.CharField(max_length=6, choices=JobStatus, default=JobStatus.OPEN)
    blindness = models.CharField(max_length=20, choices=Blindness, default=Blindness.UNTIL_OWN_SUBMISSION)

    class Meta:
        ordering = ["-id"]
        constraints = [
            *remote_constraints("job"),
            models.CheckConstraint(condition=~Q(title=""), name="job_title_not_empty"),
            models.CheckConstraint(condition=Q(status__in=JobStatus.values), name="job_status_known"),
            models.CheckConstraint(condition=Q(blindness__in=Blindness.values), name="job_blindness_known"),
        ]

    def __str__(self) -> str:
        return self.title


class Candidate(Named, Tracked, RemoteNamed):
    """A person who applies. Their e-mail is not unique: families share addresses, ATSes hold duplicates."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(null=True, blank=True)
    adjustments = models.TextField(
        null=True,
        blank=True,
        help_text="What makes the talk fairer for them, as interviewers are told it: what to do, not why.",
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            *remote_constraints("candidate"),
            models.CheckConstraint(
                condition=Q(adjustments__isnull=True) | ~Q(adjustments=""), name="candidate_adjustments_not_empty"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="candidate_name_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name


class Application(Tracked, RemoteNamed):
    """A candidacy for an opening. It pins the plan version of its job when its first interview is made."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="applications")
    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="applications")
    plan = models.ForeignKey(
        InterviewPlan, on_delete=models.PROTECT, null=True, blank=True, related_name="applications"
    )
    status = models.CharField(max_length=9, choices=ApplicationStatus, default=ApplicationStatus.ACTIVE)
    decision = models.OneToOneField(
        "interviews.Decision",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        help_text="The latest one; earlier ones stay beside it.",
    )
    # What the blind are shown in the place of `status`, `modified_at` and `changed_xid`; null where it is those. A
    # trigger keeps them (migration 0011), `interviews.access.blindness.as_shown` reads them.
    blind_status = models.CharField(max_length=9, null=True, editable=False)
    blind_modified_at = models.DateTimeField(null=True, editable=False)
    blind_xid = models.BigIntegerField(null=True, editable=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            *remote_constraints("application"),
            models.CheckConstraint(condition=Q(status__in=ApplicationStatus.values), name="application_status_known"),
        ]

    def __str__(self) -> str:
        return f"{self.candidate} for {self.job}"
