"""The last strokes on the generated schema: drf-spectacular calls these with the whole of it."""

from typing import Any

from hiringkit.api.answers import HEADERS, REFUSALS, refused

_NULL = "NullEnum"


def add_shared_answers(result: dict[str, Any], **_: object) -> dict[str, Any]:
    """The headers and the refusals that operations refer to."""
    result["components"]["headers"] = {name: dict(header) for name, header in HEADERS.items()}
    result["components"]["responses"] = {refusal.name: refused(status) for status, refusal in REFUSALS.items()}
    return result


def say_null(result: dict[str, Any], **_: object) -> dict[str, Any]:
    """`{type: null}` where an enum may be null, in the place of a component that would be a type of its own."""
    result["components"]["schemas"].pop(_NULL, None)
    _replace_null(result)
    return result


def _replace_null(node: Any) -> None:
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        if isinstance(inner, dict) and inner.get("$ref") == f"#/components/schemas/{_NULL}":
            inner.clear()
            inner["type"] = "null"
        else:
            _replace_null(inner)
