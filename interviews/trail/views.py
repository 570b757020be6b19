"""`/audit-entries`."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from hiringkit.api.endpoint import Endpoint
from hiringkit.api.pagination import PlainKeysetPagination
from hiringkit.audit.models import AuditEntry
from hiringkit.people.authentication import principal_of
from hiringkit.people.vocabulary import GroupName
from interviews.trail.filters import AuditEntryFilter
from interviews.trail.queries import list_entries
from interviews.trail.serializers import AuditEntrySerializer


class AuditEntryViewSet(GenericViewSet[Any]):
    """The audit trail, for auditors."""

    endpoint = Endpoint(
        scope="audit", thing="audit_entry", things="audit_entries", action_groups={"list": (GroupName.AUDITOR,)}
    )
    serializer_class = AuditEntrySerializer
    filterset_class = AuditEntryFilter
    pagination_class = PlainKeysetPagination
    queryset = AuditEntry.objects.none()

    def get_queryset(self) -> QuerySet[AuditEntry]:
        return list_entries(principal=principal_of(self.request))

    def list(self, request: Request, *args: object, **kwargs: object) -> Response:
        """Who did what to which thing when, oldest first. Auditors only; for one who is blind on an application the
        trail ends where that one begins.
        """
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        return self.get_paginated_response(self.get_serializer(page, many=True).data)
