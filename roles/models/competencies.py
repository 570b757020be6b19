"""What is scored: competency areas, their competencies, and five behavioural anchors for each."""

from django.db import models
from django.db.models import Q

from hiringkit.rows.tracked import Tracked
from roles.models.sources import Sourced, source_constraints


class CompetencyArea(Tracked, Sourced):
    """Groups competencies; `rename_note` says why it is not called what its source calls it."""

    stamped_by = ("competencies",)

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    definition = models.TextField()
    rename_note = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "slug"]
        constraints = source_constraints("area")

    def __str__(self) -> str:
        return self.name


class Competency(Tracked):
    """One construct that interviewers rate 1-5 against its anchors."""

    stamped_by = ("anchors", "role_competencies")

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    area = models.ForeignKey(CompetencyArea, on_delete=models.PROTECT, related_name="competencies")
    definition = models.TextField()
    not_this = models.TextField(blank=True)
    rating_errors = models.JSONField(default=list, blank=True, help_text="A list of texts.")

    class Meta:
        ordering = ["slug"]
        verbose_name_plural = "competencies"
        constraints = [models.CheckConstraint(condition=~Q(definition=""), name="competency_definition_not_empty")]

    def __str__(self) -> str:
        return self.name


class Anchor(models.Model):
    """What a rater sees and hears at one level (1-5) of a competency."""

    competency = models.ForeignKey(Competency, on_delete=models.CASCADE, related_name="anchors")
    level = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["competency", "level"]
        constraints = [
            models.UniqueConstraint(fields=["competency", "level"], name="anchor_one_per_level"),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=5),
                name="anchor_level_1_to_5",
                violation_error_message="An anchor's level is one of 1 to 5.",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="anchor_text_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.competency_id} level {self.level}"
