"""The shape of the audit trail."""

from rest_framework import serializers

from hiringkit.audit.models import AuditAction, AuditEntry


class AuditEntrySerializer(serializers.Serializer[AuditEntry]):
    """One thing that one statement created, changed or deleted, or that was exported."""

    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    door = serializers.CharField(help_text="`api`, `admin`, `page`, `command`, or `database` where nobody signed.")
    operation = serializers.CharField()
    request_id = serializers.CharField()
    person = serializers.UUIDField(allow_null=True, help_text="Who did it.")
    key = serializers.UUIDField(allow_null=True, help_text="The API key it was done with.")
    action = serializers.ChoiceField(choices=AuditAction.choices)
    thing = serializers.CharField()
    thing_id = serializers.CharField()
    subject = serializers.UUIDField(allow_null=True, help_text="The person it is about.")
    application = serializers.UUIDField(allow_null=True)
    fields = serializers.ListField(  # type: ignore[assignment]  # DRF's own `fields` is an instance's
        child=serializers.CharField(), help_text="The names of the fields that changed."
    )
    seal = serializers.IntegerField(source="seal_id", allow_null=True, help_text="Null until it is sealed.")
