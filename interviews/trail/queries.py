"""Who may read which part of the audit trail."""

from django.db.models import BigIntegerField, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from hiringkit.audit.models import AuditEntry
from hiringkit.people.principals import Principal
from interviews.access.blindness import blind_on

END = Value(2**63 - 1, BigIntegerField())  # of a number without its size psycopg keeps four bytes, in silence


def list_entries(*, principal: Principal) -> QuerySet[AuditEntry]:
    """The trail; for a person who is blind on an application it ends where that one begins.

    An entry says that somebody has written, and so does a number that is missing between two others, or an entry about
    a person who came with a scorecard. Entries are numbered over all applications, so nothing beyond can be shown.
    """
    if principal.person is None:
        return AuditEntry.objects.all()
    hidden = AuditEntry.objects.filter(blind_on(principal=principal, application="application")).order_by("id")
    return AuditEntry.objects.filter(id__lt=Coalesce(Subquery(hidden.values("id")[:1]), END))
