"""Who may read which part of the audit trail."""

from django.db.models import QuerySet

from hiringkit.audit.models import AuditEntry
from hiringkit.people.principals import Principal
from interviews.access.blindness import blind_on


def list_entries(*, principal: Principal) -> QuerySet[AuditEntry]:
    """The trail without the applications on which the principal is blind: an entry says that somebody has written."""
    return AuditEntry.objects.filter(~blind_on(principal=principal, application="application"))
