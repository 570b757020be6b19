"""Query parameters of the audit trail."""

import django_filters

from hiringkit.audit.models import AuditAction, AuditEntry


class AuditEntryFilter(django_filters.FilterSet):
    thing = django_filters.CharFilter()
    thing_id = django_filters.CharFilter()
    action = django_filters.ChoiceFilter(choices=AuditAction.choices)
    door = django_filters.CharFilter()
    operation = django_filters.CharFilter()
    request_id = django_filters.CharFilter()
    person = django_filters.UUIDFilter()
    key = django_filters.UUIDFilter()
    subject = django_filters.UUIDFilter()
    application = django_filters.UUIDFilter()
    since = django_filters.IsoDateTimeFilter(field_name="at", lookup_expr="gte")
    until = django_filters.IsoDateTimeFilter(field_name="at", lookup_expr="lt")

    class Meta:
        model = AuditEntry
        fields: list[str] = []
