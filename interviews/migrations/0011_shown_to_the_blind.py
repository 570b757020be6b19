"""That a decision was recorded shows to nobody who is blind: an application keeps, beside its status and its stamps,
those that they are shown (see interviews.access.blindness.as_shown).

`hired` and `rejected` say what was decided, so the blind are shown the last status before, and the stamps of the last
change to anything else. What was decided before this migration stays as it was shown.
"""

from django.db import migrations, models

from hiringkit.rows.audit_trigger import AuditChanges, ForgetChanges

STAMP = """
CREATE FUNCTION interviews_stamp_for_the_blind() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    hidden text[] := ARRAY[
        'decision_id', 'status', 'modified_at', 'changed_xid', 'blind_status', 'blind_modified_at', 'blind_xid'];
    shown text := coalesce(OLD.blind_status, OLD.status);
    shown_now text := CASE WHEN NEW.status IN ('hired', 'rejected') THEN shown ELSE NEW.status END;
BEGIN
    NEW.blind_status := nullif(shown_now, NEW.status);
    IF shown_now <> shown OR to_jsonb(NEW) - hidden <> to_jsonb(OLD) - hidden THEN
        NEW.blind_modified_at := NULL;
        NEW.blind_xid := NULL;
    ELSE
        NEW.blind_modified_at := coalesce(OLD.blind_modified_at, OLD.modified_at);
        NEW.blind_xid := coalesce(OLD.blind_xid, OLD.changed_xid);
    END IF;
    RETURN NEW;
END $$;
-- After `stamp_change`: triggers run in the order of their names.
CREATE TRIGGER stamp_for_the_blind BEFORE UPDATE ON interviews_application
    FOR EACH ROW EXECUTE FUNCTION interviews_stamp_for_the_blind()
"""
STAMP_NO_MORE = """
DROP TRIGGER stamp_for_the_blind ON interviews_application;
DROP FUNCTION interviews_stamp_for_the_blind()
"""


class Migration(migrations.Migration):
    dependencies = [("interviews", "0010_key_of_name")]
    operations = [
        ForgetChanges("interviews_application", "application", application="id"),
        migrations.AddField("application", "blind_status", models.CharField(editable=False, max_length=9, null=True)),
        migrations.AddField("application", "blind_modified_at", models.DateTimeField(editable=False, null=True)),
        migrations.AddField("application", "blind_xid", models.BigIntegerField(editable=False, null=True)),
        migrations.RunSQL(STAMP, STAMP_NO_MORE),
        AuditChanges("interviews_application", "application", application="id"),
    ]
