"""One word for one thing: a question is exposed, scores are sighted."""

import django.db.models.deletion
from django.db import migrations, models

from hiringkit.rows.audit_trigger import AuditChanges, ForgetChanges

BELONGS = {"key": "application_id", "subject": "person_id", "application": "application_id"}


class Migration(migrations.Migration):
    dependencies = [("interviews", "0004_audit")]

    operations = [
        ForgetChanges("interviews_exposure", "application", part="exposures", **BELONGS),
        migrations.RemoveConstraint("Exposure", "exposure_noted_once"),
        migrations.RenameModel("Exposure", "Sighting"),
        migrations.AlterField(
            "Sighting",
            "application",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="sightings", to="interviews.application"
            ),
        ),
        migrations.AddConstraint(
            "Sighting", models.UniqueConstraint(fields=["application", "person"], name="sighting_noted_once")
        ),
        AuditChanges("interviews_sighting", "application", part="sightings", **BELONGS),
    ]
