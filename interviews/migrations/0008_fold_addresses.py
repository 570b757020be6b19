"""Addresses that were stored before they were folded in one place."""

from typing import Any

from django.db import migrations

from hiringkit.people.addresses import find_address


def fold(apps: Any, schema_editor: Any) -> None:
    candidates = apps.get_model("interviews", "Candidate").objects.using(schema_editor.connection.alias)
    for candidate in candidates.exclude(email=None).iterator():
        folded = find_address(candidate.email)
        if folded != candidate.email:
            candidates.filter(pk=candidate.pk).update(email=folded)


class Migration(migrations.Migration):
    dependencies = [("interviews", "0007_parents_and_leaving"), ("people", "0005_fold_addresses")]
    operations = [migrations.RunPython(fold, migrations.RunPython.noop)]
