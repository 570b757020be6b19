"""The two reads that every resource has, as small mixins over DRF's generic views."""

from typing import Any, ClassVar

from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from hiringkit.api.endpoint import Endpoint
from hiringkit.api.etags import tagged_response
from hiringkit.api.filters import refuse_parameters
from hiringkit.api.pagination import tombstone


def wants_deleted(request: Request) -> bool:
    """Whether the list was asked for tombstones too."""
    return request.query_params.get("include_deleted") == "true"


class PulledListMixin(GenericAPIView[Any]):
    """GET of the list: filtered, paged by key, tombstones in the feed."""

    endpoint: ClassVar[Endpoint]

    def list(self, request: Request, *args: object, **kwargs: object) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        serializer = self.get_serializer_class()
        context = self.get_serializer_context()
        shown = [
            serializer(row, context=context).data if row.deleted_at is None else tombstone(row, self.endpoint.key)
            for row in page
        ]
        return self.get_paginated_response(shown)


class TaggedRetrieveMixin(GenericAPIView[Any]):
    """GET of one: with its ETag, 304 where the caller has it."""

    def retrieve(self, request: Request, *args: object, **kwargs: object) -> Response:
        refuse_parameters(request)
        return tagged_response(request, self.get_serializer(self.get_object()).data)
