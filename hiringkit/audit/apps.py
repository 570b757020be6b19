from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who did what to which thing when."""

    name = "hiringkit.audit"
    label = "audit"
    verbose_name = "Audit trail"
