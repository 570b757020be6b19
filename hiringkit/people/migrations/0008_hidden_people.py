"""People of whom not everybody may know yet: see HiddenFrom."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from hiringkit.rows.audit_trigger import AuditChanges, ForgetChanges

HIDDEN_FROM = "CREATE VIEW people_hidden_from AS SELECT id AS viewer_id, id AS person_id FROM people_person WHERE false"


def person() -> models.ForeignKey:  # type: ignore[type-arg]
    return models.ForeignKey(
        on_delete=django.db.models.deletion.DO_NOTHING, related_name="+", to=settings.AUTH_USER_MODEL
    )


class Migration(migrations.Migration):
    dependencies = [("people", "0007_key_of_name")]
    operations = [
        ForgetChanges("people_person", "person", subject="id"),
        migrations.AddField(
            "person",
            "unlisted",
            models.BooleanField(
                db_default=False,
                default=False,
                editable=False,
                help_text="Made by a program's call that speaks of them, and named by nobody openly since: "
                "see HiddenFrom.",
            ),
        ),
        AuditChanges("people_person", "person", subject="id"),
        migrations.RunSQL(HIDDEN_FROM, "DROP VIEW people_hidden_from"),
        migrations.CreateModel(
            name="HiddenFrom",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "viewer_id", "person_id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("viewer", person()),
                ("person", person()),
            ],
            options={"db_table": "people_hidden_from", "managed": False, "default_permissions": ()},
        ),
    ]
