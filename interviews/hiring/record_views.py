"""What the endpoints of jobs, candidates, applications and interviews share."""

from collections.abc import Callable
from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from hiringkit.api.changes import Version, change, make
from hiringkit.api.endpoint import Endpoint
from hiringkit.people.authentication import principal_of
from hiringkit.problems import Fault
from interviews.hiring import services
from interviews.hiring.locks import lock_record

_TAKEN = Fault("remote_id_taken", "/remote_id", "Another one has this remote id.")


class RecordWritesMixin(GenericAPIView[Any]):
    """POST, PATCH and DELETE: shape, precondition, then the service. `make` and `change` are the slice's services."""

    endpoint: ClassVar[Endpoint]
    write_serializer_class: type[serializers.BaseSerializer[Any]]
    make: ClassVar[Callable[..., Any]]
    change: ClassVar[Callable[..., Any]]
    asks_who: ClassVar[bool] = False

    def _show(self, record: Any) -> dict[str, Any]:
        return dict(self.get_serializer(self.get_queryset().get(pk=record.pk)).data)

    def _taken(self) -> dict[str, Fault]:
        return {f"{self.endpoint.thing}_remote_id_once": _TAKEN}

    def _read(self, request: Request, *, partial: bool) -> dict[str, Any]:
        body = self.write_serializer_class(data=request.data, partial=partial, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        return dict(body.validated_data)

    def _change(self, record: object, changes: dict[str, object]) -> Any:
        return type(self).change(**{self.endpoint.thing: record, "changes": changes, **self._asking()})

    def _asking(self) -> dict[str, Any]:
        """What the service is told of who asks, where it wants to know."""
        return {"principal": principal_of(self.request)} if self.asks_who else {}

    def create(self, request: Request, *args: object, **kwargs: object) -> Response:
        values = self._read(request, partial=False)
        return make(
            request,
            run=lambda: type(self).make(**values),
            show=self._show,
            route=self.endpoint.thing,
            taken=self._taken(),
        )

    def partial_update(self, request: Request, *args: object, **kwargs: object) -> Response:
        record = self.get_object()
        changes = self._read(request, partial=True)
        return change(
            request,
            lock=lambda: lock_record(record=record),
            version=Version(self._show),
            run=lambda held: self._change(held, changes),
            show=self._show,
            taken=self._taken(),
        )

    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        record = self.get_object()
        return change(
            request,
            lock=lambda: lock_record(record=record),
            version=Version(self._show),
            run=lambda held: services.delete_record(principal=principal_of(request), record=held),
            show=None,
        )
