"""Changes of people and keys in the audit trail; keys that may read it."""

from django.db import migrations, models
from django.db.models import Q

from hiringkit.rows.audit_trigger import AuditChanges

SCOPES = [
    "all",
    *(
        f"{area}:{verb}"
        for area in ("audit", "hiring", "library", "people", "plans", "scorecards", "summaries", "webhooks")
        for verb in ("read", "write")
    ),
]


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("audit", "0001_initial")]

    operations = [
        migrations.RemoveConstraint("apikey", "api_key_scopes_known"),
        migrations.AddConstraint(
            "apikey",
            models.CheckConstraint(
                condition=Q(scopes__contained_by=SCOPES, scopes__len__gte=1), name="api_key_scopes_known"
            ),
        ),
        AuditChanges("people_person", "person", subject="id"),
        AuditChanges("people_person_groups", "person", key="person_id", part="groups", subject="person_id"),
        AuditChanges(
            "people_person_user_permissions", "person", key="person_id", part="permissions", subject="person_id"
        ),
        AuditChanges("people_apikey", "api_key", subject="person_id"),
    ]
