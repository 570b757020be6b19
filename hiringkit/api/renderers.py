"""JSON as we send it: UTF-8, ISO 8601 UTC times, nulls kept, numbers unrounded."""

from collections.abc import Mapping
from typing import Any

import orjson
from rest_framework.renderers import BaseRenderer

_OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS


def to_json(data: object) -> bytes:
    """The bytes that callers get for a representation."""
    return orjson.dumps(data, default=_default, option=_OPTIONS)


def _default(value: object) -> Any:
    """Lazy translations and DRF's list and string subclasses, which orjson does not know."""
    if isinstance(value, list):
        return list(value)
    if isinstance(value, Mapping):
        return dict(value)
    return str(value)


class JSONRenderer(BaseRenderer):
    """orjson behind DRF's renderer interface."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self,
        data: object,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, object] | None = None,
    ) -> bytes:
        return b"" if data is None else to_json(data)
