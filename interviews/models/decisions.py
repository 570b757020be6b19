"""What a named person decides on an application."""

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7

from hiringkit.people.models import ApiKey
from interviews.models.hiring import Application
from interviews.vocabulary import DecisionOutcome


class Decision(models.Model):
    """What a named person decided on an application, and whether it went against the panel.

    Decisions are never changed: a later one stands beside the earlier, and the application names the latest. One that
    was recorded wrongly is superseded by its correction, which says why; both are kept.
    """

    # What callers know it by: running numbers would count the decisions that are hidden from them.
    key = models.UUIDField(default=uuid7, db_default=RandomUUID(), unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=7, choices=DecisionOutcome)
    rationale = models.TextField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_by_key = models.ForeignKey(
        ApiKey,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The key that recorded it for them, where one did.",
    )
    decided_at = models.DateTimeField()
    against_panel = models.BooleanField(
        help_text="Hired or advanced while more recommend no than yes, or rejected while more recommend yes than no."
    )

    supersedes = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        help_text="The decision that this one corrects.",
    )
    correction_reason = models.TextField(blank=True, default="", db_default="")

    class Meta:
        ordering = ["application", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True, correction_reason="")
                | (Q(supersedes__isnull=False) & ~Q(correction_reason="")),
                name="decision_corrected_with_reason",
            ),
            models.CheckConstraint(condition=Q(outcome__in=DecisionOutcome.values), name="decision_outcome_known"),
            models.CheckConstraint(condition=~Q(rationale=""), name="decision_with_rationale"),
        ]

    def __str__(self) -> str:
        return self.outcome
