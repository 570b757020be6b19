"""What became of each item in the room, as a part of the scorecard: final, stamped and audited with it. What an
interviewer does for a candidate.
"""

import django.db.models.deletion
from django.db import migrations, models

from hiringkit.rows.audit_trigger import AuditChanges
from hiringkit.rows.parents import StampParent

OF_SCORECARD = "(SELECT application_id FROM interviews_scorecard x WHERE x.id = r.scorecard_id)"
FINAL_ITEMS = """
CREATE TRIGGER scorecard_final BEFORE INSERT OR UPDATE OF asked, alternate, item_id, scorecard_id OR DELETE
    ON interviews_scorecarditem FOR EACH ROW EXECUTE FUNCTION interviews_refuse_final_scores()
"""
OPEN_ITEMS = "DROP TRIGGER scorecard_final ON interviews_scorecarditem"


class Migration(migrations.Migration):
    dependencies = [
        ("interviews", "0015_standard_plan"),
    ]

    operations = [
        migrations.CreateModel(
            name="ScorecardItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked", models.BooleanField(default=True)),
                (
                    "alternate",
                    models.UUIDField(
                        blank=True, help_text="The question asked instead: one of its alternates.", null=True
                    ),
                ),
                ("reason", models.TextField(blank=True, help_text="Why it was skipped, or its alternate taken.")),
                ("note", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["scorecard", "item"],
            },
        ),
        migrations.AddField(
            model_name="candidate",
            name="adjustments",
            field=models.TextField(
                blank=True,
                help_text="What makes the talk fairer for them, as interviewers are told it: what to do, not why.",
                null=True,
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("adjustments__isnull", True), models.Q(("adjustments", ""), _negated=True), _connector="OR"
                ),
                name="candidate_adjustments_not_empty",
            ),
        ),
        migrations.AddField(
            model_name="scorecarditem",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="interviews.planitem"
            ),
        ),
        migrations.AddField(
            model_name="scorecarditem",
            name="scorecard",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="items",
                to="interviews.scorecard",
            ),
        ),
        migrations.AddConstraint(
            model_name="scorecarditem",
            constraint=models.UniqueConstraint(fields=("scorecard", "item"), name="scorecard_item_once"),
        ),
        migrations.AddConstraint(
            model_name="scorecarditem",
            constraint=models.CheckConstraint(
                condition=models.Q(("asked", True), ("alternate__isnull", True), _connector="OR"),
                name="scorecard_item_alternate_only_if_asked",
            ),
        ),
        migrations.RunSQL(FINAL_ITEMS, OPEN_ITEMS),
        StampParent("interviews_scorecarditem", "interviews_scorecard", "scorecard_id"),
        AuditChanges(
            "interviews_scorecarditem", "scorecard", key="scorecard_id", part="items", application=OF_SCORECARD
        ),
    ]
