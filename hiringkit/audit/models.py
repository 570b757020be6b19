"""The audit trail: ids and names of fields, never what was in them, and no personal data.

Rows are written by triggers (`hiringkit.rows.audit_trigger.AuditChanges`) in the transaction of the change itself, so
no door can forget them. Triggers also keep them as they are: nothing is changed or deleted, only the seal is put on,
once.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Func, Q


class ClockTimestamp(Func):
    """The time now, not that of the transaction's start."""

    template = "clock_timestamp()"
    output_field = models.DateTimeField()


class AuditSeal(models.Model):
    """A batch of entries under a digest that covers the one before it: `digest` of `number` n covers 1 to n."""

    number = models.BigIntegerField(primary_key=True)
    n_entries = models.PositiveIntegerField()
    digest = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField(db_default=ClockTimestamp())

    class Meta:
        ordering = ["-number"]
        constraints = [models.CheckConstraint(condition=Q(n_entries__gte=1), name="audit_seal_not_empty")]

    def __str__(self) -> str:
        return f"{self.number}:{bytes(self.digest).hex()}"


class AuditAction(models.TextChoices):
    CREATED = "created"
    CHANGED = "changed"
    DELETED = "deleted"
    EXPORTED = "exported"


class AuditEntry(models.Model):
    """One thing that one statement created, changed or deleted."""

    at = models.DateTimeField(db_default=ClockTimestamp())
    door = models.CharField(max_length=20, help_text="api, admin, page, command, or database where nobody signed.")
    operation = models.CharField(max_length=120, help_text="The route's or command's name.")
    request_id = models.CharField(max_length=128)
    person = models.UUIDField(null=True, help_text="Who did it.")
    key = models.UUIDField(null=True, help_text="The API key it was done with.")
    action = models.CharField(max_length=8, choices=AuditAction)
    thing = models.CharField(max_length=40, help_text="What kind of thing it was done to.")
    thing_id = models.CharField(max_length=80)
    subject = models.UUIDField(null=True, help_text="The person it is about, such as the panelist who was excused.")
    application = models.UUIDField(null=True, help_text="The application that the thing belongs to.")
    fields = ArrayField(models.TextField(), default=list, help_text="The names of the fields that changed.")
    seal = models.ForeignKey(
        AuditSeal, on_delete=models.PROTECT, null=True, related_name="entries", help_text="Null until it is sealed."
    )

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "audit entries"
        constraints = [
            models.CheckConstraint(condition=Q(action__in=AuditAction.values), name="audit_action_known"),
        ]
        indexes = [
            models.Index(fields=["thing", "thing_id"], name="audit_by_thing"),
            models.Index(fields=["person"], name="audit_by_person", condition=Q(person__isnull=False)),
            models.Index(fields=["application"], name="audit_by_application", condition=Q(application__isnull=False)),
            models.Index(fields=["id"], name="audit_not_sealed", condition=Q(seal__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.thing} {self.thing_id}"
