"""What the endpoints of jobs, candidates, applications and interviews share."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.db import transaction
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from hiringkit.api.etags import require_match, tagged_response
from hiringkit.people.authentication import principal_of
from hiringkit.people.vocabulary import GroupName
from hiringkit.problems import Fault, constraint_faults
from interviews.hiring import services

_TAKEN = Fault("remote_id_taken", "/remote_id", "Another one has this remote id.")


class RecordWritesMixin(GenericAPIView[Any]):
    """POST, PATCH and DELETE: shape, precondition, then the service. `make` and `change` are the slice's services."""

    scope = "hiring"
    thing: ClassVar[str]
    write_groups = (GroupName.RECRUITER,)
    write_serializer_class: type[serializers.BaseSerializer[Any]]
    make: ClassVar[Callable[..., Any]]
    change: ClassVar[Callable[..., Any]]

    def _shown(self, pk: Any) -> dict[str, Any]:
        return dict(self.get_serializer(self.get_queryset().get(pk=pk)).data)

    def _read(self, request: Request, *, partial: bool) -> dict[str, Any]:
        body = self.write_serializer_class(data=request.data, partial=partial, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        return dict(body.validated_data)

    def _change(self, record: Any, changes: dict[str, Any]) -> None:
        type(self).change(**{self.thing: record, "changes": changes})

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        values = self._read(request, partial=False)
        with constraint_faults({f"{self.thing}_remote_id_once": _TAKEN}), transaction.atomic():
            record = type(self).make(**values)
            shown = self._shown(record.pk)
        return tagged_response(
            request, shown, status=201, location=request.build_absolute_uri(f"{request.path}/{record.pk}")
        )

    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        record = self.get_object()
        changes = self._read(request, partial=True)
        with constraint_faults({f"{self.thing}_remote_id_once": _TAKEN}), transaction.atomic():
            type(record).objects.select_for_update(of=("self",)).get(pk=record.pk)
            require_match(request, self._shown(record.pk), required=False)
            self._change(record, changes)
            shown = self._shown(record.pk)
        return tagged_response(request, shown)

    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        record = self.get_object()
        with transaction.atomic():
            type(record).objects.select_for_update(of=("self",)).get(pk=record.pk)
            require_match(request, self._shown(record.pk), required=False)
            services.delete_record(principal=principal_of(request), record=record)
        return Response(status=204)
