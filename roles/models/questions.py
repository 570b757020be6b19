"""The question bank."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import CombinedSearchVector, SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from uuid_utils.compat import uuid7

from hiringkit.rows.tracked import Tracked
from roles.models.competencies import Competency
from roles.models.content import QuestionContent
from roles.models.roles import Role
from roles.models.sources import Sourced, source_constraints
from roles.vocabulary import QuestionKind, QuestionStatus, Strength

SEARCH_CONFIG = "english"


class TagWords(models.Func):
    """Tags as they are, each one word of the search; a text made of them would depend on the server's settings."""

    function = "array_to_tsvector"
    template = "setweight(%(function)s((%(expressions)s)::text[]), 'B')"
    output_field = SearchVectorField()


class Spelled(models.Func):
    """The text with names of tools and practices as words, for texts and searches alike: `C++` and `C#` are not the
    letter C, `CI/CD` and `Node.js` are two words, `A/B` is one, also in `A/B-test`.
    """

    template = (
        "regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(%(expressions)s, "
        r"'([[:alnum:]])\+\+', '\1plusplus', 'g'), "
        r"'([[:alnum:]])#', '\1sharp', 'g'), "
        r"'([[:alnum:]]{2})[/.](?=[[:alnum:]])', '\1 ', 'g'), "
        r"'([[:alnum:]])[/.](?=[[:alnum:]]{2})', '\1 ', 'g'), "
        r"'([[:alnum:]]/[[:alnum:]])-', '\1 ', 'g')"
    )
    output_field = models.TextField()


# What a question is found by, in the order of what counts more: what is asked, its tags, its probes.
QUESTION_WORDS = CombinedSearchVector(
    CombinedSearchVector(
        SearchVector(Spelled("text"), weight="A", config=SEARCH_CONFIG), "||", TagWords("tags"), config=None
    ),
    "||",
    SearchVector(Spelled(Cast("probes", models.TextField())), weight="C", config=SEARCH_CONFIG),
    config=None,
)


class Question(Tracked, Sourced, QuestionContent):
    """A question at its current version; plans keep frozen copies of the versions they were made with."""

    stamped_by = ("shows", "roles", "never_with", "alternates", "central_to", "findings", "acceptances")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=100, unique=True)
    version = models.PositiveIntegerField(default=1)
    tags = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    status = models.CharField(max_length=8, choices=QuestionStatus, default=QuestionStatus.DRAFT)
    roles = models.ManyToManyField(Role, related_name="questions", blank=True)
    central_to = models.ManyToManyField(
        Role, related_name="central_questions", blank=True, help_text="Where it stands at the heart of the job."
    )
    never_with = models.ManyToManyField("self", blank=True, help_text="Only one of these belongs in a plan.")
    alternates = models.ManyToManyField(
        "self",
        symmetrical=False,
        related_name="alternate_of",
        blank=True,
        help_text="Of equal worth: the same primary competencies and kind, difficulty within 1, minutes within 3.",
    )
    competencies = models.ManyToManyField(Competency, through="QuestionCompetency", related_name="questions")
    words = models.GeneratedField(expression=QUESTION_WORDS, output_field=SearchVectorField(), db_persist=True)

    class Meta:
        ordering = ["slug"]
        indexes = [
            models.Index(fields=["status", "kind", "difficulty"], name="question_filters"),
            GinIndex(fields=["words"], name="question_words"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=QuestionKind.values), name="question_kind_known"),
            models.CheckConstraint(condition=Q(status__in=QuestionStatus.values), name="question_status_known"),
            models.CheckConstraint(
                condition=Q(difficulty__gte=1, difficulty__lte=5),
                name="question_difficulty_1_to_5",
                violation_error_message="The difficulty is one of 1 to 5.",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=240),
                name="question_minutes_1_to_240",
                violation_error_message="A question takes 1 to 240 minutes.",
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="question_version_from_1"),
            models.CheckConstraint(condition=~Q(text=""), name="question_text_not_empty"),
            *source_constraints("question"),
        ]

    def __str__(self) -> str:
        return self.slug


class QuestionCompetency(models.Model):
    """An answer to this question shows this competency, directly (primary) or on the side (secondary)."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="shows")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="shown_by")
    strength = models.CharField(max_length=9, choices=Strength)

    class Meta:
        ordering = ["question", "strength", "competency"]
        verbose_name_plural = "question competencies"
        constraints = [
            models.UniqueConstraint(fields=["question", "competency"], name="question_shows_competency_once"),
            models.CheckConstraint(condition=Q(strength__in=Strength.values), name="question_strength_known"),
        ]

    def __str__(self) -> str:
        return f"{self.competency} ({self.strength})"
