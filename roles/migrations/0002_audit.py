"""Changes of the library in the audit trail."""

from django.db import migrations

from hiringkit.rows.audit_trigger import AuditChanges

SLUG = "min(r.slug)"
ROLE = "(SELECT slug FROM roles_role x WHERE x.id = r.role_id)"
COMPETENCY = "(SELECT slug FROM roles_competency x WHERE x.id = r.competency_id)"


class Migration(migrations.Migration):
    dependencies = [("roles", "0001_initial"), ("audit", "0001_initial")]

    operations = [
        AuditChanges("roles_competencyarea", "competency_area", name=SLUG),
        AuditChanges("roles_competency", "competency", name=SLUG),
        AuditChanges("roles_anchor", "competency", key="competency_id", name=COMPETENCY, part="anchors"),
        AuditChanges("roles_activity", "activity", name=SLUG),
        AuditChanges("roles_tool", "tool"),
        AuditChanges("roles_role", "role", name=SLUG),
        AuditChanges("roles_externalcode", "role", key="role_id", name=ROLE, part="codes"),
        AuditChanges("roles_responsibility", "role", key="role_id", name=ROLE, part="responsibilities"),
        AuditChanges("roles_skill", "role", key="role_id", name=ROLE, part="skills"),
        AuditChanges("roles_roletool", "role", key="role_id", name=ROLE, part="tools"),
        AuditChanges("roles_roleactivity", "role", key="role_id", name=ROLE, part="activities"),
        AuditChanges("roles_distinction", "role", key="role_id", name=ROLE, part="distinctions"),
        AuditChanges("roles_rolecompetency", "role", key="role_id", name=ROLE, part="competencies"),
        AuditChanges("roles_question", "question"),
        AuditChanges("roles_question_roles", "question", key="question_id", part="roles"),
        AuditChanges("roles_questioncompetency", "question", key="question_id", part="competencies"),
    ]
