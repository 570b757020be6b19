"""What the lint finds is kept beside the questions; what is accepted of it belongs to a version and has a name.

What was accepted before is accepted for the version that the question has now, in nobody's name.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Now

from hiringkit.rows.audit_trigger import AuditChanges
from hiringkit.rows.parents import StampParent

CARRY_OVER = """
SET CONSTRAINTS ALL IMMEDIATE;
INSERT INTO roles_acceptedfinding (question_id, version, code, reason)
SELECT q.id, q.version, left(accepted.key, 40), accepted.value
FROM roles_question q, jsonb_each_text(q.accepted) accepted
WHERE accepted.value <> '';
"""

CARRY_BACK = """
SET CONSTRAINTS ALL IMMEDIATE;
UPDATE roles_question q
SET accepted = (
    SELECT jsonb_object_agg(a.code, a.reason)
    FROM roles_acceptedfinding a WHERE a.question_id = q.id AND a.version = q.version
)
WHERE EXISTS (SELECT FROM roles_acceptedfinding a WHERE a.question_id = q.id AND a.version = q.version);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("roles", "0005_spelled_words"),
        ("audit", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="QuestionLint",
            fields=[
                (
                    "question",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="linted",
                        serialize=False,
                        to="roles.question",
                    ),
                ),
                ("edition", models.CharField(max_length=16)),
            ],
        ),
        migrations.CreateModel(
            name="QuestionFinding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("severity", models.CharField(choices=[("error", "error"), ("warning", "warning")], max_length=7)),
                ("code", models.CharField(max_length=40)),
                ("place", models.CharField(max_length=80)),
                ("detail", models.CharField(max_length=400)),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="findings", to="roles.question"
                    ),
                ),
            ],
            options={
                "ordering": ["question", "severity", "place", "code", "detail"],
                "verbose_name": "finding of the lint",
                "verbose_name_plural": "findings of the lint",
                "indexes": [models.Index(fields=["severity", "code"], name="finding_filters")],
                "constraints": [
                    models.UniqueConstraint(fields=("question", "code", "place", "detail"), name="finding_once"),
                    models.CheckConstraint(
                        condition=models.Q(("severity__in", ["error", "warning"])), name="finding_severity_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AcceptedFinding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("code", models.CharField(max_length=40)),
                ("reason", models.TextField()),
                ("at", models.DateTimeField(db_default=Now(), editable=False)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="acceptances", to="roles.question"
                    ),
                ),
            ],
            options={
                "ordering": ["question", "version", "code"],
                "constraints": [
                    models.UniqueConstraint(fields=("question", "version", "code"), name="finding_accepted_once"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="accepted_reason_not_empty"
                    ),
                ],
            },
        ),
        migrations.RunSQL(CARRY_OVER, CARRY_BACK),
        migrations.RemoveField(model_name="question", name="accepted"),
        AuditChanges("roles_acceptedfinding", "question", key="question_id", part="accepted"),
        StampParent("roles_acceptedfinding", "roles_question", "question_id"),
        StampParent("roles_questionfinding", "roles_question", "question_id"),
    ]
