"""How the endpoints describe themselves: good method names for generated clients, and a problem document on every
fault.
"""

from typing import Any, Literal

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers
from rest_framework.permissions import SAFE_METHODS

from hiringkit.api.endpoint import Endpoint, endpoint_of
from hiringkit.api.ids import PATTERN
from hiringkit.api.serializers import ReadSerializer

_VERBS = {"list": "list", "retrieve": "get", "create": "create", "partial_update": "update", "destroy": "delete"}

_MEANINGS = {
    400: "The body or a query parameter can't be read.",
    401: "No valid key or session.",
    403: "A scope or a group is missing.",
    404: "Not there, or out of reach.",
    409: "The state of things forbids it.",
    412: "`If-Match` names an old version; `current` holds the present one.",
    415: "Only JSON is understood.",
    422: "Wrong in meaning: every fault at once.",
    428: "`If-Match` is missing.",
    429: "Too many requests; see `Retry-After`.",
}


class ProblemFaultSerializer(ReadSerializer):
    """One fault: a machine code, the place (RFC 6901 pointer, or `?name` for a query parameter), a sentence."""

    code = serializers.CharField()
    pointer = serializers.CharField()
    detail = serializers.CharField()


class ProblemSerializer(ReadSerializer):
    """RFC 9457 problem document. More members may follow, such as `current` of a 412."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    instance = serializers.CharField()
    code = serializers.CharField()
    request_id = serializers.CharField()
    errors = ProblemFaultSerializer(many=True)  # type: ignore[assignment]  # DRF's own `errors` is an instance's


class HiringKitSchema(AutoSchema):
    """drf-spectacular's inspector with our names, problems and version headers."""

    def get_operation_id(self) -> str:
        """`list_jobs`, `get_job`, `create_job`, `update_job`, `delete_job`; other actions read `<action>_<thing>`."""
        action = getattr(self.view, "action", None) or self.method.lower()
        verb = _VERBS.get(action, action)
        return f"{verb}_{self._endpoint.things if action == 'list' else self._endpoint.thing}"

    def get_tags(self) -> list[str]:
        return [self._endpoint.tag or self._endpoint.scope]

    @property
    def _endpoint(self) -> Endpoint:
        endpoint = endpoint_of(self.view)
        assert endpoint is not None, f"{type(self.view).__name__} has no endpoint"  # E002 has said so before
        return endpoint

    def get_request_serializer(self) -> Any:
        """Write shapes are classes of their own: `write_serializer_class`."""
        if getattr(self.view, "action", None) in ("create", "partial_update"):
            return getattr(self.view, "write_serializer_class", None) or super().get_request_serializer()
        return super().get_request_serializer()

    def get_override_parameters(self) -> list[Any]:
        """The version headers of single resources."""
        headers: list[object] = []
        if not self._endpoint.tagged:
            return headers
        action = getattr(self.view, "action", None)
        if action == "retrieve":
            headers.append(_header("If-None-Match", "An ETag: 304 while it is current.", required=False))
        if action in ("partial_update", "destroy") or action in self._endpoint.versioned_actions:
            required = action == "partial_update" and self._endpoint.match_required
            headers.append(_header("If-Match", "The ETag you read, or `*` for any version.", required=required))
        return headers

    def _resolve_path_parameters(self, variables: list[str]) -> list[dict[str, Any]]:
        """Ids are a format that clients know, not a pattern."""
        parameters: list[dict[str, Any]] = super()._resolve_path_parameters(variables)  # type: ignore[no-untyped-call]
        for parameter in parameters:
            if PATTERN in parameter["schema"].get("pattern", ""):
                parameter["schema"] = {"type": "string", "format": "uuid"}
        return parameters

    def _get_response_bodies(self, direction: Literal["request", "response"] = "response") -> dict[str, Any]:
        bodies: dict[str, object] = super()._get_response_bodies(direction)
        for status in self._statuses():
            if str(status) not in bodies:
                response = OpenApiResponse(ProblemSerializer, description=_MEANINGS[status])
                bodies[str(status)] = self._get_response_for_code(  # type: ignore[no-untyped-call]
                    response, str(status), ["application/problem+json"]
                )
        return dict(sorted(bodies.items()))

    def _statuses(self) -> list[int]:
        statuses = [400, 401, 403, 429]
        if "{" in self.path:
            statuses.append(404)
        if self.method not in SAFE_METHODS:
            statuses += [409, 422] if self.method != "DELETE" else [409]
            if self.method != "DELETE":
                statuses.append(415)
        if self._endpoint.tagged and self.method in ("PATCH", "DELETE"):
            statuses.append(412)
            if self.method == "PATCH" and self._endpoint.match_required:
                statuses.append(428)
        return statuses


def _header(name: str, description: str, *, required: bool) -> OpenApiParameter:
    return OpenApiParameter(name, str, OpenApiParameter.HEADER, required=required, description=description)
