"""Rules that Django's constraints can't say.

- A scorecard's application is its interview's, and an item's plan is its round's:
  composite foreign keys.
- What is published is frozen: triggers refuse every change to the profile, rounds and items of a plan that is no
  draft, and every change to the plan's own texts; likewise to the scores of a scorecard that is no draft.
"""

from django.db import migrations

SAME_APPLICATION = """
ALTER TABLE interviews_scorecard ADD CONSTRAINT scorecard_of_interviews_application
    FOREIGN KEY (interview_id, application_id) REFERENCES interviews_interview (id, application_id)
    DEFERRABLE INITIALLY DEFERRED
"""
NOT_SAME_APPLICATION = "ALTER TABLE interviews_scorecard DROP CONSTRAINT scorecard_of_interviews_application"

SAME_PLAN = """
ALTER TABLE interviews_planround ADD CONSTRAINT round_of_one_plan UNIQUE (id, plan_id);
ALTER TABLE interviews_planitem ADD CONSTRAINT item_of_rounds_plan
    FOREIGN KEY (round_id, plan_id) REFERENCES interviews_planround (id, plan_id) DEFERRABLE INITIALLY DEFERRED
"""
NOT_SAME_PLAN = """
ALTER TABLE interviews_planitem DROP CONSTRAINT item_of_rounds_plan;
ALTER TABLE interviews_planround DROP CONSTRAINT round_of_one_plan
"""

FROZEN_PLAN = """
CREATE FUNCTION interviews_refuse_frozen_plan() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    parent uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.plan_id ELSE NEW.plan_id END;
BEGIN
    IF EXISTS (SELECT FROM interviews_interviewplan WHERE id = parent AND status <> 'draft') THEN
        RAISE check_violation USING MESSAGE = 'a published plan is frozen', CONSTRAINT = 'plan_frozen';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER plan_frozen BEFORE INSERT OR UPDATE OR DELETE ON interviews_plancompetency
    FOR EACH ROW EXECUTE FUNCTION interviews_refuse_frozen_plan();
CREATE TRIGGER plan_frozen BEFORE INSERT OR UPDATE OR DELETE ON interviews_planround
    FOR EACH ROW EXECUTE FUNCTION interviews_refuse_frozen_plan();
CREATE TRIGGER plan_frozen BEFORE INSERT OR UPDATE OR DELETE ON interviews_planitem
    FOR EACH ROW EXECUTE FUNCTION interviews_refuse_frozen_plan();

CREATE FUNCTION interviews_refuse_published_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE check_violation USING MESSAGE = 'a published plan is frozen', CONSTRAINT = 'plan_frozen';
END $$;
CREATE TRIGGER plan_frozen BEFORE UPDATE ON interviews_interviewplan FOR EACH ROW
    WHEN (OLD.status <> 'draft' AND (
        NEW.status = 'draft'
        OR (NEW.title, NEW.role_id, NEW.seniority, NEW.version, NEW.lineage)
            IS DISTINCT FROM (OLD.title, OLD.role_id, OLD.seniority, OLD.version, OLD.lineage)))
    EXECUTE FUNCTION interviews_refuse_published_change()
"""
THAWED_PLAN = """
DROP TRIGGER plan_frozen ON interviews_interviewplan;
DROP FUNCTION interviews_refuse_published_change();
DROP TRIGGER plan_frozen ON interviews_planitem;
DROP TRIGGER plan_frozen ON interviews_planround;
DROP TRIGGER plan_frozen ON interviews_plancompetency;
DROP FUNCTION interviews_refuse_frozen_plan()
"""

FINAL_SCORES = """
CREATE FUNCTION interviews_refuse_final_scores() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    parent uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.scorecard_id ELSE NEW.scorecard_id END;
BEGIN
    IF EXISTS (SELECT FROM interviews_scorecard WHERE id = parent AND status <> 'draft') THEN
        RAISE check_violation USING MESSAGE = 'a submitted scorecard is final', CONSTRAINT = 'scorecard_final';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER scorecard_final BEFORE INSERT OR UPDATE OF state, level, competency_id, scorecard_id OR DELETE
    ON interviews_competencyscore FOR EACH ROW EXECUTE FUNCTION interviews_refuse_final_scores()
"""
OPEN_SCORES = """
DROP TRIGGER scorecard_final ON interviews_competencyscore;
DROP FUNCTION interviews_refuse_final_scores()
"""


class Migration(migrations.Migration):
    dependencies = [("interviews", "0001_initial")]

    operations = [
        migrations.RunSQL(SAME_APPLICATION, NOT_SAME_APPLICATION),
        migrations.RunSQL(SAME_PLAN, NOT_SAME_PLAN),
        migrations.RunSQL(FROZEN_PLAN, THAWED_PLAN),
        migrations.RunSQL(FINAL_SCORES, OPEN_SCORES),
    ]
