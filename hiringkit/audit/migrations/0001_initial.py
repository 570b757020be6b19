import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

import hiringkit.audit.models

# Entries and seals stay as they were written. A seal is put on an entry once, and nothing else about it changes.
APPEND_ONLY = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE check_violation USING MESSAGE = 'the audit trail is append-only', CONSTRAINT = 'audit_append_only';
END $$;
CREATE TRIGGER append_only BEFORE DELETE ON audit_auditentry FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER append_only_but_seal BEFORE UPDATE ON audit_auditentry FOR EACH ROW
    WHEN (OLD.seal_id IS NOT NULL OR NEW.seal_id IS NULL
        OR (OLD.id, OLD.at, OLD.door, OLD.operation, OLD.request_id, OLD.person, OLD.key, OLD.action, OLD.thing,
            OLD.thing_id, OLD.subject, OLD.application, OLD.fields)
        IS DISTINCT FROM (NEW.id, NEW.at, NEW.door, NEW.operation, NEW.request_id, NEW.person, NEW.key, NEW.action,
            NEW.thing, NEW.thing_id, NEW.subject, NEW.application, NEW.fields))
    EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON audit_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_auditseal FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON audit_auditseal
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()
"""
OPEN = """
DROP TRIGGER append_only ON audit_auditentry;
DROP TRIGGER append_only_but_seal ON audit_auditentry;
DROP TRIGGER append_only_whole ON audit_auditentry;
DROP TRIGGER append_only ON audit_auditseal;
DROP TRIGGER append_only_whole ON audit_auditseal;
DROP FUNCTION audit_refuse()
"""
ACTIONS = ["created", "changed", "deleted", "exported"]


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AuditSeal",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("n_entries", models.PositiveIntegerField()),
                ("digest", models.BinaryField(max_length=32)),
                ("sealed_at", models.DateTimeField(db_default=hiringkit.audit.models.ClockTimestamp())),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.CheckConstraint(condition=Q(("n_entries__gte", 1)), name="audit_seal_not_empty")
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_default=hiringkit.audit.models.ClockTimestamp())),
                (
                    "door",
                    models.CharField(help_text="api, admin, command, or database where nobody signed.", max_length=20),
                ),
                ("operation", models.CharField(help_text="The route's or command's name.", max_length=120)),
                ("request_id", models.CharField(max_length=128)),
                ("person", models.UUIDField(help_text="Who did it.", null=True)),
                ("key", models.UUIDField(help_text="The API key it was done with.", null=True)),
                ("action", models.CharField(choices=[(name, name.title()) for name in ACTIONS], max_length=8)),
                ("thing", models.CharField(help_text="What kind of thing it was done to.", max_length=40)),
                ("thing_id", models.CharField(max_length=80)),
                (
                    "subject",
                    models.UUIDField(
                        help_text="The person it is about, such as the panelist who was excused.", null=True
                    ),
                ),
                (
                    "application",
                    models.UUIDField(help_text="The application that the thing belongs to.", null=True),
                ),
                (
                    "fields",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(),
                        default=list,
                        help_text="The names of the fields that changed.",
                        size=None,
                    ),
                ),
                (
                    "seal",
                    models.ForeignKey(
                        help_text="Null until it is sealed.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="audit.auditseal",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "audit entries",
                "ordering": ["-id"],
                "constraints": [models.CheckConstraint(condition=Q(action__in=ACTIONS), name="audit_action_known")],
                "indexes": [
                    models.Index(fields=["thing", "thing_id"], name="audit_by_thing"),
                    models.Index(fields=["person"], name="audit_by_person", condition=Q(person__isnull=False)),
                    models.Index(
                        fields=["application"], name="audit_by_application", condition=Q(application__isnull=False)
                    ),
                    models.Index(fields=["id"], name="audit_not_sealed", condition=Q(seal__isnull=True)),
                ],
            },
        ),
        migrations.RunSQL(APPEND_ONLY, OPEN),
    ]
