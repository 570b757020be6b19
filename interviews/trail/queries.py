"""Who may read which part of the audit trail."""

from django.db.models import Exists, OuterRef, QuerySet

from hiringkit.audit.models import AuditEntry
from hiringkit.people.principals import Principal
from interviews.access.blindness import blind_applications


def list_entries(*, principal: Principal) -> QuerySet[AuditEntry]:
    """The trail without the applications on which the principal is blind: an entry says that somebody has written."""
    blind = blind_applications(principal=principal).filter(pk=OuterRef("application"))
    return AuditEntry.objects.filter(~Exists(blind))
