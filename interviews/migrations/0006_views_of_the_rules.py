"""Who owes, who is blind and who reaches, each once: see interviews/models/rules.py."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

OWED_BY = """
CREATE VIEW interviews_owed_by AS
SELECT t.id AS seat_id, t.person_id, t.interview_id, v.application_id
FROM interviews_panelist t
JOIN interviews_interview v ON v.id = t.interview_id
WHERE t.excused_at IS NULL AND v.cancelled_at IS NULL AND v.deleted_at IS NULL
    AND NOT EXISTS (
        SELECT FROM interviews_scorecard c
        WHERE c.interview_id = t.interview_id AND c.interviewer_id = t.person_id AND c.status = 'submitted'
            AND c.deleted_at IS NULL)
"""
BLIND_ON = """
CREATE VIEW interviews_blind_on AS
SELECT t.person_id, v.application_id
FROM interviews_panelist t
JOIN interviews_interview v ON v.id = t.interview_id
JOIN interviews_application a ON a.id = v.application_id
JOIN interviews_job j ON j.id = a.job_id
WHERE v.cancelled_at IS NULL AND v.deleted_at IS NULL AND j.blindness <> 'never'
    AND NOT EXISTS (
        SELECT FROM interviews_blindnesslift l WHERE l.application_id = v.application_id AND l.person_id = t.person_id)
    AND (
        (t.excused_at IS NULL AND NOT EXISTS (
            SELECT FROM interviews_scorecard c
            WHERE c.interview_id = t.interview_id AND c.interviewer_id = t.person_id AND c.status = 'submitted'
                AND c.deleted_at IS NULL))
        OR (j.blindness = 'until_panel_complete' AND EXISTS (
            SELECT FROM interviews_owed_by o WHERE o.application_id = v.application_id)))
"""
REACHED_BY = """
CREATE VIEW interviews_reached_by AS
SELECT t.person_id, v.application_id
FROM interviews_panelist t
JOIN interviews_interview v ON v.id = t.interview_id
WHERE v.deleted_at IS NULL
UNION ALL
SELECT m.person_id, a.id
FROM interviews_job_hiring_managers m
JOIN interviews_application a ON a.job_id = m.job_id
"""


def of(model: str) -> Any:
    return models.ForeignKey(on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=model)


def person_on_application() -> list[tuple[str, Any]]:
    return [
        (
            "pk",
            models.CompositePrimaryKey(
                "person_id", "application_id", blank=True, editable=False, primary_key=True, serialize=False
            ),
        ),
        ("person", of(settings.AUTH_USER_MODEL)),
        ("application", of("interviews.application")),
    ]


def view(statement: str, name: str) -> migrations.RunSQL:
    return migrations.RunSQL(statement, f"DROP VIEW {name}")


class Migration(migrations.Migration):
    dependencies = [("interviews", "0005_sightings")]

    operations = [
        migrations.CreateModel(
            name="OwedBy",
            fields=[
                (
                    "seat",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="interviews.panelist",
                    ),
                ),
                ("person", of(settings.AUTH_USER_MODEL)),
                ("interview", of("interviews.interview")),
                ("application", of("interviews.application")),
            ],
            options={"db_table": "interviews_owed_by", "managed": False, "default_permissions": ()},
        ),
        migrations.CreateModel(
            name="BlindOn",
            fields=person_on_application(),
            options={"db_table": "interviews_blind_on", "managed": False, "default_permissions": ()},
        ),
        migrations.CreateModel(
            name="ReachedBy",
            fields=person_on_application(),
            options={"db_table": "interviews_reached_by", "managed": False, "default_permissions": ()},
        ),
        view(OWED_BY, "interviews_owed_by"),
        view(BLIND_ON, "interviews_blind_on"),
        view(REACHED_BY, "interviews_reached_by"),
    ]
