"""Two rules that code had to remember, kept by the database whichever way a row changes.

- What is shown as a part of a job, an interview, a plan or a scorecard stamps it. A seat that came into being with a
  scorecard stamps nothing: whoever is blind is not told of it.
- Whoever leaves a group that reaches everything keeps what it let them read (see interviews/access/memory.py).
"""

from django.db import migrations

from hiringkit.rows.parents import StampParent

OF_NOTE = "(SELECT s.scorecard_id FROM interviews_competencyscore s WHERE s.id = r.score_id)"
NOTE_LEAVING = """
CREATE FUNCTION interviews_note_leaving() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM auth_group WHERE id = OLD.group_id AND name IN ('Recruiter', 'Auditor')) THEN
        INSERT INTO interviews_sighting (application_id, person_id, noted_at)
        SELECT a.id, OLD.person_id, now()
        FROM interviews_application a
        WHERE a.deleted_at IS NULL
            AND EXISTS (
                SELECT FROM interviews_scorecard c
                WHERE c.application_id = a.id AND c.interviewer_id <> OLD.person_id
                    AND c.status IN ('submitted', 'superseded') AND c.deleted_at IS NULL)
            AND NOT EXISTS (
                SELECT FROM interviews_blind_on b WHERE b.application_id = a.id AND b.person_id = OLD.person_id)
        ON CONFLICT DO NOTHING;
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER note_leaving BEFORE DELETE ON people_person_groups
    FOR EACH ROW EXECUTE FUNCTION interviews_note_leaving()
"""
FORGET_LEAVING = """
DROP TRIGGER note_leaving ON people_person_groups;
DROP FUNCTION interviews_note_leaving()
"""


class Migration(migrations.Migration):
    dependencies = [("interviews", "0006_views_of_the_rules"), ("people", "0004_stamp_parents")]

    operations = [
        StampParent("interviews_job_hiring_managers", "interviews_job", "job_id"),
        StampParent("interviews_panelist", "interviews_interview", "interview_id", only="NOT r.from_scorecard"),
        StampParent("interviews_plancompetency", "interviews_interviewplan", "plan_id"),
        StampParent("interviews_planround", "interviews_interviewplan", "plan_id"),
        StampParent("interviews_planitem", "interviews_interviewplan", "plan_id"),
        StampParent("interviews_competencyscore", "interviews_scorecard", "scorecard_id"),
        StampParent("interviews_questionnote", "interviews_scorecard", OF_NOTE),
        migrations.RunSQL(NOTE_LEAVING, FORGET_LEAVING),
    ]
