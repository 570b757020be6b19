"""Questions found by their words, and lint warnings that are accepted."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import migrations, models

from roles.models.questions import QUESTION_WORDS


class Migration(migrations.Migration):
    dependencies = [("roles", "0002_audit")]

    operations = [
        migrations.AddField(
            "question",
            "accepted",
            models.JSONField(
                blank=True, default=dict, help_text="Lint warnings that are accepted: the code, and the reason."
            ),
        ),
        migrations.AddField(
            "question",
            "words",
            models.GeneratedField(
                db_persist=True, editable=False, expression=QUESTION_WORDS, output_field=SearchVectorField()
            ),
        ),
        migrations.AddIndex("question", GinIndex(fields=["words"], name="question_words")),
    ]
