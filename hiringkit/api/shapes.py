"""The shapes that every endpoint has: problems, and what stands for a deleted row in a feed."""

from rest_framework import serializers

from hiringkit.api.endpoint import Endpoint
from hiringkit.api.serializers import ReadSerializer


class ProblemFaultSerializer(ReadSerializer):
    """One fault: a machine code, the place (RFC 6901 pointer, or `?name` for a query parameter), a sentence."""

    code = serializers.CharField()
    pointer = serializers.CharField()
    detail = serializers.CharField()


class ProblemSerializer(ReadSerializer):
    """RFC 9457 problem document: what was wrong, with every fault. Some codes have members of their own."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    instance = serializers.CharField()
    code = serializers.CharField()
    request_id = serializers.CharField()
    errors = ProblemFaultSerializer(many=True)  # type: ignore[assignment]  # DRF's own `errors` is an instance's


class StaleProblemSerializer(ProblemSerializer):
    """The answer to an `If-Match` that does not hold."""

    current = serializers.DictField(help_text="The resource as it is now, as a GET would show it.")


class TombstoneSerializer(ReadSerializer):
    """What is left of something deleted: `deleted_at` is on nothing else."""

    id = serializers.UUIDField()
    deleted_at = serializers.DateTimeField()


class RemoteTombstoneSerializer(ReadSerializer):
    """What is left of something deleted that can have a remote id: `deleted_at` is on nothing else."""

    id = serializers.UUIDField()
    remote_id = serializers.CharField(allow_null=True)
    deleted_at = serializers.DateTimeField()


class LibraryTombstoneSerializer(ReadSerializer):
    """What is left of something deleted that goes by its slug: `deleted_at` is on nothing else."""

    slug = serializers.SlugField()
    deleted_at = serializers.DateTimeField()


def tombstone_shape(endpoint: Endpoint, model: type) -> type[ReadSerializer]:
    """How a deleted row of the endpoint's list is shown."""
    if endpoint.key == "slug":
        return LibraryTombstoneSerializer
    return RemoteTombstoneSerializer if hasattr(model, "remote_id") else TombstoneSerializer
