"""Texts of questions as files have them: kept, as writing tens of thousands of them anew takes most of a minute."""

from django.db import models

from roles.models.questions import Question


class QuestionText(models.Model):
    """A question's part of its library file. It holds while the question is as it was at `modified_at`, the questions
    that it names have these slugs, and `names` is what the slugs of the rest and the way of writing come to.
    """

    question = models.OneToOneField(Question, on_delete=models.CASCADE, primary_key=True, related_name="kept_text")
    text = models.TextField()
    modified_at = models.DateTimeField()
    named = models.TextField()
    names = models.CharField(max_length=32)

    def __str__(self) -> str:
        return f"{self.question_id} at {self.modified_at}"
