"""Frozen copies have all that surrounds a question; those of before have none of it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("interviews", "0013_corrected_decisions"),
    ]

    operations = [
        migrations.AddField(
            model_name="planitem",
            name="alternates",
            field=models.JSONField(default=list, help_text="Frozen copies of questions of equal worth."),
        ),
        migrations.AddField(
            model_name="planitem",
            name="answers",
            field=models.JSONField(
                blank=True, default=list, help_text="[{level, text}]: what levels 2 to 5 sound like on this question."
            ),
        ),
        migrations.AddField(
            model_name="planitem",
            name="brief",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="A list for the interviewer: facts, the truth, what to reveal when asked what, how to push back.",
            ),
        ),
        migrations.AddField(
            model_name="planitem",
            name="reference",
            field=models.TextField(
                blank=True, help_text="A worked solution, or the right number with the range that counts.", null=True
            ),
        ),
        migrations.AddField(
            model_name="planitem",
            name="sheet",
            field=models.TextField(
                blank=True, help_text="What the candidate may read: Markdown, with SVG and fenced data.", null=True
            ),
        ),
        migrations.AlterField(
            model_name="planitem",
            name="difficulty",
            field=models.PositiveSmallIntegerField(help_text="1 (easy) to 5 (hard)."),
        ),
        migrations.AlterField(
            model_name="planitem",
            name="probes",
            field=models.JSONField(blank=True, default=list, help_text="A list of follow-up questions."),
        ),
        migrations.AlterField(
            model_name="planitem",
            name="red_flags",
            field=models.JSONField(blank=True, default=list, help_text="A list of warning signs."),
        ),
        migrations.AlterField(
            model_name="planitem",
            name="strong_answer",
            field=models.JSONField(blank=True, default=list, help_text="A list: what a strong answer covers."),
        ),
    ]
