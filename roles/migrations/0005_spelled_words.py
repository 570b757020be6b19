"""Questions found by names such as C++, CI/CD and Node.js: what they are found by is made anew."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import migrations, models

from roles.models.questions import QUESTION_WORDS


class Migration(migrations.Migration):
    dependencies = [("roles", "0004_stamp_parents")]

    operations = [
        migrations.RemoveIndex("question", "question_words"),
        migrations.RemoveField("question", "words"),
        migrations.AddField(
            "question",
            "words",
            models.GeneratedField(
                db_persist=True, editable=False, expression=QUESTION_WORDS, output_field=SearchVectorField()
            ),
        ),
        migrations.AddIndex("question", GinIndex(fields=["words"], name="question_words")),
    ]
