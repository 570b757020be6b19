"""Who was made by the call that recorded their scorecard is hidden from the blind (hiringkit.people.models.HiddenFrom)."""

from django.db import migrations, models

HIDDEN_FROM = """
CREATE OR REPLACE VIEW people_hidden_from AS
SELECT b.person_id AS viewer_id, p.id AS person_id
FROM people_person p
JOIN interviews_panelist t ON t.person_id = p.id
JOIN interviews_interview v ON v.id = t.interview_id
JOIN interviews_blind_on b ON b.application_id = v.application_id
WHERE p.unlisted AND t.introduces AND b.person_id <> p.id
"""
HIDDEN_FROM_NOBODY = """
CREATE OR REPLACE VIEW people_hidden_from AS SELECT id AS viewer_id, id AS person_id FROM people_person WHERE false
"""


class Migration(migrations.Migration):
    dependencies = [("interviews", "0011_shown_to_the_blind"), ("people", "0008_hidden_people")]
    operations = [
        migrations.AddField(
            "panelist",
            "introduces",
            models.BooleanField(
                db_default=False,
                default=False,
                editable=False,
                help_text="The call that seated them has made the person as well: the blind are not told of them "
                "either.",
            ),
        ),
        migrations.RunSQL(HIDDEN_FROM, HIDDEN_FROM_NOBODY),
    ]
