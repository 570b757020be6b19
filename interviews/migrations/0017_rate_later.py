"""A draft may hold what was heard of a competency before its level is chosen; what is submitted has every level."""

from django.db import migrations, models
from django.db.models import Q

IN_WHAT_IS_SUBMITTED = """
CREATE FUNCTION interviews_refuse_missing_levels() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM interviews_competencyscore WHERE scorecard_id = NEW.id AND state = 'rated' AND level IS NULL
    ) THEN
        RAISE check_violation USING MESSAGE = 'a rated competency needs a level', CONSTRAINT = 'scorecard_levels_given';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER scorecard_levels_given BEFORE UPDATE OF status ON interviews_scorecard FOR EACH ROW
    WHEN (OLD.status = 'draft' AND NEW.status <> 'draft') EXECUTE FUNCTION interviews_refuse_missing_levels()
"""
ANYWHERE = """
DROP TRIGGER scorecard_levels_given ON interviews_scorecard;
DROP FUNCTION interviews_refuse_missing_levels()
"""
# A scorecard may also come into being submitted: then its scores are inserted after it.
WITH_THE_SCORES = """
CREATE FUNCTION interviews_refuse_missing_level() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM interviews_scorecard WHERE id = NEW.scorecard_id AND status <> 'draft') THEN
        RAISE check_violation USING MESSAGE = 'a rated competency needs a level', CONSTRAINT = 'scorecard_levels_given';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER scorecard_levels_given BEFORE INSERT ON interviews_competencyscore FOR EACH ROW
    WHEN (NEW.state = 'rated' AND NEW.level IS NULL) EXECUTE FUNCTION interviews_refuse_missing_level()
"""
WITHOUT_THE_SCORES = """
DROP TRIGGER scorecard_levels_given ON interviews_competencyscore;
DROP FUNCTION interviews_refuse_missing_level()
"""


class Migration(migrations.Migration):
    dependencies = [("interviews", "0016_scorecard_items_and_adjustments")]

    operations = [
        migrations.RemoveConstraint("competencyscore", "score_level_iff_rated"),
        migrations.AddConstraint(
            "competencyscore",
            models.CheckConstraint(
                condition=Q(level__isnull=True) | Q(state="rated", level__gte=1, level__lte=5),
                name="score_level_only_if_rated",
            ),
        ),
        migrations.RunSQL(IN_WHAT_IS_SUBMITTED, ANYWHERE),
        migrations.RunSQL(WITH_THE_SCORES, WITHOUT_THE_SCORES),
    ]
