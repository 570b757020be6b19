"""A sign-in is no change of a person: it moves no `modified_at`, from which others could read it."""

from django.db import migrations

UNSTAMPED = """
DROP TRIGGER stamp_change ON people_person;
CREATE TRIGGER stamp_change BEFORE INSERT ON people_person
    FOR EACH ROW EXECUTE FUNCTION hiringkit_stamp_change();
CREATE TRIGGER stamp_update BEFORE UPDATE ON people_person
    FOR EACH ROW WHEN (NEW.last_login IS NOT DISTINCT FROM OLD.last_login) EXECUTE FUNCTION hiringkit_stamp_change()
"""
STAMPED = """
DROP TRIGGER stamp_update ON people_person;
DROP TRIGGER stamp_change ON people_person;
CREATE TRIGGER stamp_change BEFORE INSERT OR UPDATE ON people_person
    FOR EACH ROW EXECUTE FUNCTION hiringkit_stamp_change()
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0002_audit")]

    operations = [migrations.RunSQL(UNSTAMPED, STAMPED)]
