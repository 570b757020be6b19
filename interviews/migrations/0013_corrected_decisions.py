"""A decision that was recorded wrongly is superseded by its correction, of the same application, for good; and has a
name by which its correction names it.
"""

import django.contrib.postgres.functions
import django.db.models.deletion
import uuid_utils.compat
from django.db import migrations, models
from django.db.models import Q

OF_ONE_APPLICATION = """
ALTER TABLE interviews_decision ADD CONSTRAINT decision_supersedes_one_of_its_application
    FOREIGN KEY (supersedes_id, application_id) REFERENCES interviews_decision (id, application_id)
    DEFERRABLE INITIALLY DEFERRED
"""
OF_ANY_APPLICATION = "ALTER TABLE interviews_decision DROP CONSTRAINT decision_supersedes_one_of_its_application"
FINAL = """
DROP TRIGGER decision_final ON interviews_decision;
CREATE TRIGGER decision_final
    BEFORE UPDATE OF {columns} OR DELETE
    ON interviews_decision FOR EACH ROW EXECUTE FUNCTION interviews_refuse_decision_change()
"""
BEFORE = "outcome, application_id, decided_by_id, decided_at, against_panel, recorded_by_key_id"


class Migration(migrations.Migration):
    dependencies = [("interviews", "0012_hidden_people")]
    operations = [
        migrations.AddField(
            "decision",
            "key",
            models.UUIDField(
                db_default=django.contrib.postgres.functions.RandomUUID(),
                default=uuid_utils.compat.uuid7,
                editable=False,
                unique=True,
            ),
        ),
        migrations.AddField("decision", "correction_reason", models.TextField(blank=True, db_default="", default="")),
        migrations.AddField(
            "decision",
            "supersedes",
            models.OneToOneField(
                blank=True,
                help_text="The decision that this one corrects.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="superseded_by",
                to="interviews.decision",
            ),
        ),
        migrations.AddConstraint(
            "decision",
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True, correction_reason="")
                | (Q(supersedes__isnull=False) & ~Q(correction_reason="")),
                name="decision_corrected_with_reason",
            ),
        ),
        migrations.RunSQL(OF_ONE_APPLICATION, OF_ANY_APPLICATION),
        migrations.RunSQL(FINAL.format(columns=f"{BEFORE}, supersedes_id"), FINAL.format(columns=BEFORE)),
    ]
