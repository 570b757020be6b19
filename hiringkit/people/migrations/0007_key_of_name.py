"""Separate from the filling: a table can't be changed in the transaction that has changed its rows."""

from django.db import migrations

from hiringkit.rows.audit_trigger import AuditChanges
from hiringkit.rows.names import key_of_name


class Migration(migrations.Migration):
    dependencies = [("people", "0006_name_keys")]
    operations = [
        migrations.RunSQL(
            key_of_name("people_person", "person_key_of_name"),
            "ALTER TABLE people_person DROP CONSTRAINT person_key_of_name",
        ),
        AuditChanges("people_person", "person", subject="id"),
    ]
