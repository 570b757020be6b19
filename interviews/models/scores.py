"""What panelists record."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7

from hiringkit.people.models import ApiKey
from hiringkit.rows.tracked import RemoteNamed, Tracked, remote_constraints
from interviews.models.hiring import Application
from interviews.models.interviews import Interview
from interviews.models.plans import PlanItem
from interviews.vocabulary import Recommendation, ScorecardStatus, ScoreState
from roles.models import Competency

_CURRENT = ~Q(status=ScorecardStatus.SUPERSEDED) & Q(deleted_at__isnull=True)


class Scorecard(Tracked, RemoteNamed):
    """One panelist's record of one interview.

    `application` repeats the interview's own, held equal by a composite foreign key (migration 0002): the summary then
    joins three tables instead of eight.
    """

    stamped_by = ("scores", "scores.questions", "items")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="scorecards")
    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="scorecards")
    interviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="scorecards")
    written_by_key = models.ForeignKey(
        ApiKey,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="scorecards",
        help_text="The key that wrote it for the interviewer, where one did.",
    )
    status = models.CharField(max_length=10, choices=ScorecardStatus, default=ScorecardStatus.DRAFT)
    overall_recommendation = models.CharField(max_length=11, choices=Recommendation, null=True, blank=True)
    informed = models.BooleanField(
        default=False, help_text="Its author had already seen others' scores of the application when writing it."
    )
    submitted_at = models.DateTimeField(null=True, blank=True)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    amendment_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            *remote_constraints("scorecard", _CURRENT),  # an amendment takes the id of what it supersedes
            models.UniqueConstraint(
                fields=["interview", "interviewer"],
                condition=_CURRENT,
                name="scorecard_one_live_per_panelist",
            ),
            models.CheckConstraint(condition=Q(status__in=ScorecardStatus.values), name="scorecard_status_known"),
            models.CheckConstraint(
                condition=Q(overall_recommendation__isnull=True) | Q(overall_recommendation__in=Recommendation.values),
                name="scorecard_recommendation_known",
            ),
            models.CheckConstraint(
                condition=Q(status=ScorecardStatus.DRAFT, submitted_at__isnull=True)
                | (
                    ~Q(status=ScorecardStatus.DRAFT)
                    & Q(submitted_at__isnull=False, overall_recommendation__isnull=False)
                ),
                name="scorecard_submitted_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True, amendment_reason="")
                | (Q(supersedes__isnull=False) & ~Q(amendment_reason="")),
                name="scorecard_amended_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["application", "status"], name="scorecard_by_application"),
            models.Index(fields=["interviewer", "status"], name="scorecard_by_interviewer"),
        ]

    def __str__(self) -> str:
        return f"{self.interviewer} on {self.interview}"


class CompetencyScore(models.Model):
    """One competency in a scorecard. Only what is `rated` has a level; in a draft it may still lack it, in what is
    submitted a trigger refuses that (migration 0017).
    """

    scorecard = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="scores", db_index=False)
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=14, choices=ScoreState)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    anchor = models.TextField(blank=True, help_text="The anchor text of the level when it was given.")
    evidence = models.TextField(blank=True)
    reason = models.TextField(blank=True, help_text="Why it was not assessed or does not apply.")

    class Meta:
        ordering = ["scorecard", "competency"]
        constraints = [
            # Covers the summary's read of a scorecard's scores; no second index on the same leading column.
            models.UniqueConstraint(
                fields=["scorecard", "competency"], include=["state", "level"], name="score_once_per_competency"
            ),
            models.CheckConstraint(condition=Q(state__in=ScoreState.values), name="score_state_known"),
            models.CheckConstraint(
                condition=Q(level__isnull=True) | Q(state=ScoreState.RATED, level__gte=1, level__lte=5),
                name="score_level_only_if_rated",
            ),
        ]

    def __str__(self) -> str:
        return f"level {self.level}" if self.level else self.get_state_display()


class ScorecardItem(models.Model):
    """What became of one item of the round in the room: asked, skipped, or its alternate asked in its place."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="items", db_index=False)
    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="+")
    asked = models.BooleanField(default=True)
    alternate = models.UUIDField(null=True, blank=True, help_text="The question asked instead: one of its alternates.")
    reason = models.TextField(blank=True, help_text="Why it was skipped, or its alternate taken.")
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["scorecard", "item"]
        constraints = [
            models.UniqueConstraint(fields=["scorecard", "item"], name="scorecard_item_once"),
            models.CheckConstraint(
                condition=Q(asked=True) | Q(alternate__isnull=True), name="scorecard_item_alternate_only_if_asked"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}"


class QuestionNote(models.Model):
    """What was noted on one item of the plan while scoring a competency."""

    score = models.ForeignKey(CompetencyScore, on_delete=models.CASCADE, related_name="questions", db_index=False)
    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="+")
    asked = models.BooleanField(default=True)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["score", "item"]
        constraints = [
            models.UniqueConstraint(fields=["score", "item"], name="note_once_per_item"),
            models.CheckConstraint(
                condition=Q(level__isnull=True) | Q(asked=True, level__gte=1, level__lte=5),
                name="note_level_only_if_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}"
