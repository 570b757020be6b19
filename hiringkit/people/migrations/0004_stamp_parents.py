"""A person shows their groups: a change of them is a change of the person, whichever way it is made."""

from django.db import migrations

from hiringkit.rows.parents import StampParent


class Migration(migrations.Migration):
    dependencies = [("people", "0003_sign_ins")]

    operations = [StampParent("people_person_groups", "people_person", "person_id")]
