"""Separate from the filling: a table can't be changed in the transaction that has changed its rows."""

from django.db import migrations

from hiringkit.rows.audit_trigger import AuditChanges
from hiringkit.rows.names import key_of_name


class Migration(migrations.Migration):
    dependencies = [("interviews", "0009_name_keys")]
    operations = [
        migrations.RunSQL(
            key_of_name("interviews_candidate", "candidate_key_of_name"),
            "ALTER TABLE interviews_candidate DROP CONSTRAINT candidate_key_of_name",
        ),
        AuditChanges("interviews_candidate", "candidate"),
    ]
