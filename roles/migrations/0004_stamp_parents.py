"""What is shown as a part of a role, a competency, an area or a question stamps it when it changes."""

from django.db import migrations

from hiringkit.rows.parents import StampParent


class Migration(migrations.Migration):
    dependencies = [("roles", "0003_question_words"), ("people", "0004_stamp_parents")]

    operations = [
        StampParent("roles_competency", "roles_competencyarea", "area_id"),
        StampParent("roles_anchor", "roles_competency", "competency_id"),
        StampParent("roles_rolecompetency", "roles_competency", "competency_id"),
        *(
            StampParent(f"roles_{part}", "roles_role", "role_id")
            for part in (
                "rolecompetency", "externalcode", "responsibility", "skill", "roletool", "roleactivity", "distinction",
            )
        ),
        StampParent("roles_questioncompetency", "roles_question", "question_id"),
        StampParent("roles_question_roles", "roles_question", "question_id"),
    ]  # fmt: skip
