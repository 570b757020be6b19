"""What candidates are ordered and found by, beside their names."""

from typing import Any

from django.db import migrations

from hiringkit.rows.audit_trigger import ForgetChanges
from hiringkit.rows.names import NameKeyField, fill_keys


def fill(apps: Any, schema_editor: Any) -> None:
    fill_keys(apps.get_model("interviews", "Candidate").objects.using(schema_editor.connection.alias))


class Migration(migrations.Migration):
    dependencies = [("interviews", "0008_fold_addresses")]
    operations = [
        ForgetChanges("interviews_candidate", "candidate"),
        migrations.AddField("candidate", "name_key", NameKeyField(default=""), preserve_default=False),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
