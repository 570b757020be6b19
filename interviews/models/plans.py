"""A role-specific plan: rounds with focus and ordered items, every text a copy that publishing freezes.

Once a plan is published a trigger (migration 0002) refuses every change to its profile, rounds and items.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7

from hiringkit.rows.tracked import Tracked
from interviews.vocabulary import PlanStatus
from roles.models import Competency, Question, QuestionContent, Role
from roles.vocabulary import Seniority


class InterviewPlan(Tracked):
    """One version of a plan. Versions of the same plan share `lineage`."""

    stamped_by = ("profile", "rounds", "items")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    lineage = models.UUIDField(default=uuid7, editable=False)
    version = models.PositiveIntegerField(default=1)
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="plans")
    seniority = models.CharField(max_length=8, choices=Seniority, default=Seniority.MID)
    title = models.CharField(max_length=200)
    status = models.CharField(max_length=9, choices=PlanStatus, default=PlanStatus.DRAFT)
    published_at = models.DateTimeField(null=True, blank=True)
    standard = models.BooleanField(
        default=False, help_text="What a job of the role gets that is opened without a plan."
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="plans"
    )
    request = models.JSONField(default=dict, help_text="What the plan was asked to be: rounds and options.")
    report = models.JSONField(default=dict, help_text="The optimiser's proof: objective, bound, coverage, gaps.")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["lineage", "version"], name="plan_version_once"),
            models.CheckConstraint(condition=Q(status__in=PlanStatus.values), name="plan_status_known"),
            models.CheckConstraint(condition=Q(seniority__in=Seniority.values), name="plan_seniority_known"),
            models.CheckConstraint(condition=~Q(title=""), name="plan_title_not_empty"),
            models.CheckConstraint(
                condition=Q(status=PlanStatus.DRAFT, published_at__isnull=True)
                | (~Q(status=PlanStatus.DRAFT) & Q(published_at__isnull=False)),
                name="plan_published_at_iff_published",
            ),
            models.CheckConstraint(
                condition=Q(standard=False) | Q(status=PlanStatus.PUBLISHED), name="plan_standard_is_published"
            ),
            models.UniqueConstraint(
                fields=["role"], condition=Q(standard=True, deleted_at__isnull=True), name="plan_standard_once_per_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"


class PlanCompetency(models.Model):
    """One row of the plan's profile, with the competency's texts as they were when the plan was made."""

    plan = models.ForeignKey(InterviewPlan, on_delete=models.CASCADE, related_name="profile")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    weight = models.PositiveSmallIntegerField()
    target_level = models.PositiveSmallIntegerField()
    anchors = models.JSONField(help_text="[{level, text}], levels 1 to 5.")

    class Meta:
        ordering = ["plan", "position"]
        verbose_name_plural = "plan competencies"
        constraints = [
            models.UniqueConstraint(fields=["plan", "competency"], name="plan_competency_once"),
            models.CheckConstraint(condition=Q(weight__gte=1, weight__lte=100), name="plan_weight_1_to_100"),
            models.CheckConstraint(
                condition=Q(target_level__gte=1, target_level__lte=5), name="plan_target_level_1_to_5"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.competency_id} weighs {self.weight}"


class PlanRound(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    plan = models.ForeignKey(InterviewPlan, on_delete=models.CASCADE, related_name="rounds")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    minutes = models.PositiveSmallIntegerField()
    focus = ArrayField(
        models.SlugField(max_length=80),
        default=list,
        blank=True,
        help_text="Slugs of the competencies the round scores; without a wish, those its items show as primary.",
    )

    class Meta:
        ordering = ["plan", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "position"], name="round_position_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=600), name="round_minutes_1_to_600"),
            models.CheckConstraint(condition=~Q(title=""), name="round_title_not_empty"),
        ]

    def __str__(self) -> str:
        return self.title


class PlanItem(QuestionContent):
    """A question as it is asked in a round: a copy that later edits of the bank do not touch."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    plan = models.ForeignKey(InterviewPlan, on_delete=models.CASCADE, related_name="items")
    round = models.ForeignKey(PlanRound, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    locked = models.BooleanField(default=False)
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="plan_items")
    question_slug = models.SlugField(max_length=100)
    question_version = models.PositiveIntegerField()
    shows = models.JSONField(default=list, help_text="[{slug, strength}]")
    alternates = models.JSONField(default=list, help_text="Frozen copies of questions of equal worth.")

    class Meta:
        ordering = ["round", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "position"], name="item_position_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(fields=["plan", "question"], name="item_question_once_per_plan"),
            models.CheckConstraint(condition=Q(minutes__gte=1), name="item_minutes_from_1"),
        ]

    def __str__(self) -> str:
        return self.question_slug
