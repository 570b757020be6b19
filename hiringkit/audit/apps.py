from typing import ClassVar

from hiringkit.people import declared
from hiringkit.people.vocabulary import GroupName


class AuditConfig(declared.DeclaringApp):
    """Who did what to which thing when."""

    name = "hiringkit.audit"
    label = "audit"
    verbose_name = "Audit trail"
    grants: ClassVar[declared.Grants] = {GroupName.AUDITOR: {"view": ("auditentry", "auditseal")}}
    not_audited = frozenset({"audit_auditentry", "audit_auditseal"})  # the trail itself
