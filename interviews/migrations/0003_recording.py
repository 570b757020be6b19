"""Decisions that keep their predecessors, amendments that keep their remote id, who could read others' scores."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

# The decision that an application names is one of its own; what was decided is never rewritten.
OWN_DECISION = """
ALTER TABLE interviews_decision ADD CONSTRAINT decision_of_one_application UNIQUE (id, application_id);
ALTER TABLE interviews_application ADD CONSTRAINT application_names_own_decision
    FOREIGN KEY (decision_id, id) REFERENCES interviews_decision (id, application_id) DEFERRABLE INITIALLY DEFERRED
"""
ANY_DECISION = """
ALTER TABLE interviews_application DROP CONSTRAINT application_names_own_decision;
ALTER TABLE interviews_decision DROP CONSTRAINT decision_of_one_application
"""
FINAL_DECISION = """
CREATE FUNCTION interviews_refuse_decision_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE check_violation USING MESSAGE = 'a decision is final', CONSTRAINT = 'decision_final';
END $$;
CREATE TRIGGER decision_final
    BEFORE UPDATE OF outcome, application_id, decided_by_id, decided_at, against_panel, recorded_by_key_id OR DELETE
    ON interviews_decision FOR EACH ROW EXECUTE FUNCTION interviews_refuse_decision_change()
"""
OPEN_DECISION = """
DROP TRIGGER decision_final ON interviews_decision;
DROP FUNCTION interviews_refuse_decision_change()
"""

# A scorecard may come into being submitted: its scores are inserted by the transaction that inserted it, and by no other.
FINAL_SCORES = """
CREATE OR REPLACE FUNCTION interviews_refuse_final_scores() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    parent uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.scorecard_id ELSE NEW.scorecard_id END;
BEGIN
    IF EXISTS (
        SELECT FROM interviews_scorecard
        WHERE id = parent AND status <> 'draft' AND NOT (
            TG_OP = 'INSERT' AND created_at >= transaction_timestamp()
            AND changed_xid = hiringkit_change_id()
        )
    ) THEN
        RAISE check_violation USING MESSAGE = 'a submitted scorecard is final', CONSTRAINT = 'scorecard_final';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$
"""
FINAL_SCORES_BEFORE = """
CREATE OR REPLACE FUNCTION interviews_refuse_final_scores() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    parent uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.scorecard_id ELSE NEW.scorecard_id END;
BEGIN
    IF EXISTS (SELECT FROM interviews_scorecard WHERE id = parent AND status <> 'draft') THEN
        RAISE check_violation USING MESSAGE = 'a submitted scorecard is final', CONSTRAINT = 'scorecard_final';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$
"""

CURRENT = ~Q(status="superseded") & Q(deleted_at__isnull=True)


class Migration(migrations.Migration):
    dependencies = [("interviews", "0002_rules"), ("people", "0001_initial")]

    operations = [
        migrations.AlterModelOptions("decision", {"ordering": ["application", "id"]}),
        migrations.AlterField(
            "decision",
            "application",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="interviews.application"
            ),
        ),
        migrations.AlterField(
            "decision",
            "against_panel",
            models.BooleanField(
                help_text="Hired or advanced while more recommend no than yes, or rejected while more recommend yes "
                "than no."
            ),
        ),
        migrations.AddField(
            "decision",
            "recorded_by_key",
            models.ForeignKey(
                blank=True,
                help_text="The key that recorded it for them, where one did.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.apikey",
            ),
        ),
        migrations.AddField(
            "application",
            "decision",
            models.OneToOneField(
                blank=True,
                editable=False,
                help_text="The latest one; earlier ones stay beside it.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="interviews.decision",
            ),
        ),
        migrations.RunSQL(
            "UPDATE interviews_application a SET decision_id = d.id FROM interviews_decision d "
            "WHERE d.application_id = a.id",
            migrations.RunSQL.noop,
        ),
        migrations.CreateModel(
            name="Exposure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("noted_at", models.DateTimeField(auto_now_add=True)),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exposures",
                        to="interviews.application",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("application", "person"), name="exposure_noted_once")],
            },
        ),
        migrations.AddField(
            "panelist",
            "from_scorecard",
            models.BooleanField(
                default=False,
                editable=False,
                help_text="Seated by the call that recorded their scorecard: whoever is blind is not told of the seat.",
            ),
        ),
        migrations.RemoveConstraint("scorecard", "scorecard_remote_id_once"),
        migrations.AddConstraint(
            "scorecard",
            models.UniqueConstraint(fields=["remote_id"], condition=CURRENT, name="scorecard_remote_id_once"),
        ),
        migrations.RunSQL(OWN_DECISION, ANY_DECISION),
        migrations.RunSQL(FINAL_DECISION, OPEN_DECISION),
        migrations.RunSQL(FINAL_SCORES, FINAL_SCORES_BEFORE),
    ]
