"""Addresses that were stored before they were folded in one place. One that is somebody else's already stays as it is."""

from typing import Any

from django.db import migrations

from hiringkit.people.addresses import find_address


def fold(apps: Any, schema_editor: Any) -> None:
    people = apps.get_model("people", "Person").objects.using(schema_editor.connection.alias)
    for person in people.all().iterator():
        folded = find_address(person.email)
        if folded != person.email and not people.filter(email=folded).exists():
            people.filter(pk=person.pk).update(email=folded)


class Migration(migrations.Migration):
    dependencies = [("people", "0004_stamp_parents")]
    operations = [migrations.RunPython(fold, migrations.RunPython.noop)]
