"""A seniority that need not have a competency has no target for it: a target of level 1 said so by the level that fails.

Plans keep the targets they were made with.
"""

from django.db import migrations, models

RISING = "A target is of level 2 to 5, and a higher seniority has none that is lower, and never none."
TAKE_BACK_ONES = """
UPDATE roles_rolecompetency
SET target_junior = nullif(target_junior, 1), target_mid = nullif(target_mid, 1), target_senior = greatest(target_senior, 2)
WHERE target_junior = 1 OR target_mid = 1 OR target_senior = 1;
"""
GIVE_ONES = """
UPDATE roles_rolecompetency SET target_junior = coalesce(target_junior, 1), target_mid = coalesce(target_mid, 1)
WHERE target_junior IS NULL OR target_mid IS NULL;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("roles", "0007_question_surroundings"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="rolecompetency",
            name="profile_targets_rise_within_1_to_5",
        ),
        migrations.AlterField(
            model_name="rolecompetency",
            name="target_junior",
            field=models.PositiveSmallIntegerField(blank=True, help_text="None where it is not needed.", null=True),
        ),
        migrations.AlterField(
            model_name="rolecompetency",
            name="target_mid",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.RunSQL(TAKE_BACK_ONES, GIVE_ONES),
        migrations.AddConstraint(
            model_name="rolecompetency",
            constraint=models.CheckConstraint(
                condition=models.Q(("target_senior__gte", 2), ("target_senior__lte", 5)),
                name="profile_senior_target_2_to_5",
                violation_error_message=RISING,
            ),
        ),
        migrations.AddConstraint(
            model_name="rolecompetency",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("target_mid__isnull", True),
                    models.Q(("target_mid__gte", 2), ("target_mid__lte", models.F("target_senior"))),
                    _connector="OR",
                ),
                name="profile_mid_target_never_falls",
                violation_error_message=RISING,
            ),
        ),
        migrations.AddConstraint(
            model_name="rolecompetency",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("target_junior__isnull", True),
                    models.Q(
                        ("target_junior__gte", 2),
                        ("target_junior__lte", models.F("target_mid")),
                        ("target_mid__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="profile_junior_target_never_falls",
                violation_error_message=RISING,
            ),
        ),
    ]
