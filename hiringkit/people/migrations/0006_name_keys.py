"""What people are ordered and found by, beside their names. The audit trail does not speak of it: it follows the name."""

from typing import Any

from django.db import migrations

from hiringkit.rows.audit_trigger import ForgetChanges
from hiringkit.rows.names import NameKeyField, fill_keys


def fill(apps: Any, schema_editor: Any) -> None:
    fill_keys(apps.get_model("people", "Person").objects.using(schema_editor.connection.alias))


class Migration(migrations.Migration):
    dependencies = [("people", "0005_fold_addresses")]
    operations = [
        ForgetChanges("people_person", "person", subject="id"),
        migrations.AddField("person", "name_key", NameKeyField(default=""), preserve_default=False),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterModelOptions("person", {"ordering": ["name_key", "id"], "verbose_name_plural": "people"}),
    ]
