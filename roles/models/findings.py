"""What the lint has found in questions, and what editors have accepted of it."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from roles.lint.findings import Severity
from roles.models.questions import Question

SEVERITY_CHOICES = [(severity.value, severity.value) for severity in Severity]


class QuestionLint(models.Model):
    """By which edition of the rules a question was judged last."""

    question = models.OneToOneField(Question, on_delete=models.CASCADE, primary_key=True, related_name="linted")
    edition = models.CharField(max_length=16)

    def __str__(self) -> str:
        return f"{self.question_id} by {self.edition}"


class QuestionFinding(models.Model):
    """One thing that the lint has found in a question as it is now, accepted or not. Made anew from the question, and
    never by hand.
    """

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="findings")
    severity = models.CharField(max_length=7, choices=SEVERITY_CHOICES)
    code = models.CharField(max_length=40)
    place = models.CharField(max_length=80)
    detail = models.CharField(max_length=400)

    class Meta:
        ordering = ["question", "severity", "place", "code", "detail"]
        verbose_name = "finding of the lint"
        verbose_name_plural = "findings of the lint"
        constraints = [
            models.UniqueConstraint(fields=["question", "code", "place", "detail"], name="finding_once"),
            models.CheckConstraint(
                condition=Q(severity__in=[severity.value for severity in Severity]), name="finding_severity_known"
            ),
        ]
        indexes = [models.Index(fields=["severity", "code"], name="finding_filters")]

    def __str__(self) -> str:
        return f"{self.severity}: {self.place}: {self.detail}"


class AcceptedFinding(models.Model):
    """What of the lint somebody accepts, with a reason, for one version of a question: a warning is let be, an error is
    overruled. `by` is nobody where files that nobody in person brought have said so.
    """

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="acceptances")
    version = models.PositiveIntegerField()
    code = models.CharField(max_length=40)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["question", "version", "code"]
        constraints = [
            models.UniqueConstraint(fields=["question", "version", "code"], name="finding_accepted_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="accepted_reason_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.code} of version {self.version}"


def errs() -> Exists:
    """Of a question: whether it has an error that nobody has overruled for its version."""
    overruled = AcceptedFinding.objects.filter(
        question=OuterRef("question"), code=OuterRef("code"), version=OuterRef("question__version")
    )
    errors = QuestionFinding.objects.filter(question=OuterRef("pk"), severity=Severity.ERROR)
    return Exists(errors.filter(~Exists(overruled)))
