"""What surrounds a question: brief, sheet, reference, answers by level, and the questions and roles it names."""

from django.db import migrations, models

from hiringkit.rows.audit_trigger import AuditChanges
from hiringkit.rows.parents import StampParent

TABLES = {"central_to": "question_id", "never_with": "from_question_id", "alternates": "from_question_id"}


class Migration(migrations.Migration):
    dependencies = [
        ("roles", "0006_findings"),
    ]

    operations = [
        migrations.AddField(
            model_name="question",
            name="alternates",
            field=models.ManyToManyField(
                blank=True,
                help_text="Of equal worth: the same primary competencies and kind, difficulty within 1, minutes within 3.",
                related_name="alternate_of",
                to="roles.question",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="answers",
            field=models.JSONField(
                blank=True, default=list, help_text="[{level, text}]: what levels 2 to 5 sound like on this question."
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="brief",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="A list for the interviewer: facts, the truth, what to reveal when asked what, how to push back.",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="central_to",
            field=models.ManyToManyField(
                blank=True,
                help_text="Where it stands at the heart of the job.",
                related_name="central_questions",
                to="roles.role",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="never_with",
            field=models.ManyToManyField(
                blank=True, help_text="Only one of these belongs in a plan.", to="roles.question"
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="reference",
            field=models.TextField(
                blank=True, help_text="A worked solution, or the right number with the range that counts.", null=True
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="sheet",
            field=models.TextField(
                blank=True, help_text="What the candidate may read: Markdown, with SVG and fenced data.", null=True
            ),
        ),
        *(AuditChanges(f"roles_question_{part}", "question", key=column, part=part) for part, column in TABLES.items()),
        *(StampParent(f"roles_question_{part}", "roles_question", column) for part, column in TABLES.items()),
    ]
