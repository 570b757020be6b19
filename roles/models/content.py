"""What is asked, how an answer is judged, and what the interviewer needs for both."""

from typing import Final

from django.db import models

from roles.vocabulary import QuestionKind


class QuestionContent(models.Model):
    """The content of a question: the bank has it at its present version, a plan's item as a frozen copy."""

    text = models.TextField()
    kind = models.CharField(max_length=12, choices=QuestionKind)
    difficulty = models.PositiveSmallIntegerField(help_text="1 (easy) to 5 (hard).")
    minutes = models.PositiveSmallIntegerField()
    probes = models.JSONField(default=list, blank=True, help_text="A list of follow-up questions.")
    strong_answer = models.JSONField(default=list, blank=True, help_text="A list: what a strong answer covers.")
    red_flags = models.JSONField(default=list, blank=True, help_text="A list of warning signs.")
    brief = models.JSONField(
        default=list,
        blank=True,
        help_text="A list for the interviewer: facts, the truth, what to reveal when asked what, how to push back.",
    )
    sheet = models.TextField(
        null=True, blank=True, help_text="What the candidate may read: Markdown, with SVG and fenced data."
    )
    reference = models.TextField(
        null=True, blank=True, help_text="A worked solution, or the right number with the range that counts."
    )
    answers = models.JSONField(
        default=list, blank=True, help_text="[{level, text}]: what levels 2 to 5 sound like on this question."
    )

    class Meta:
        abstract = True


CONTENT: Final = tuple(field.name for field in QuestionContent._meta.local_fields)
