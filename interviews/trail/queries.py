"""Who may read which part of the audit trail."""

from django.db.models import QuerySet

from hiringkit.audit.models import AuditEntry
from hiringkit.people.principals import Principal
from interviews.access.blindness import blind_on
from interviews.models import Panelist


def list_entries(*, principal: Principal) -> QuerySet[AuditEntry]:
    """The trail without the applications on which the principal is blind, and without who came with a scorecard of such
    a one: an entry says that somebody has written.
    """
    entries = AuditEntry.objects.filter(~blind_on(principal=principal, application="application"))
    if principal.person is None:
        return entries
    came = Panelist.objects.filter(introduces=True).exclude(person=principal.person)
    hidden = came.filter(blind_on(principal=principal, application="interview__application_id")).values("person")
    return entries.exclude(application__isnull=True, subject__in=hidden)
