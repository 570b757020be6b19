"""What an operation may answer, and which headers an answer carries: the same rules for every endpoint.

The server itself answers some things before any operation is chosen (a head that is too large, an unknown path); those
are in no operation.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from rest_framework.permissions import SAFE_METHODS

from hiringkit.api.endpoint import Endpoint

PROBLEM: Final = "application/problem+json"

_TEXT: Final = {"type": "string"}
HEADERS: Final[Mapping[str, Mapping[str, Any]]] = {
    "X-Request-ID": {
        "description": "The request's id, in our log too: the one that was sent with it, or one of ours.",
        "required": True,
        "schema": _TEXT,
    },
    "ETag": {
        "description": "The version of what is shown to this caller, for `If-Match` and `If-None-Match`.",
        "required": True,
        "schema": {"type": "string", "pattern": '^"[0-9a-f]{32}"$'},
    },
    "Location": {
        "description": "Where what was made is found.",
        "required": True,
        "schema": {"type": "string", "format": "uri"},
    },
    "Retry-After": {
        "description": "After how many seconds another try makes sense.",
        "required": True,
        "schema": {"type": "integer", "minimum": 0},
    },
    "WWW-Authenticate": {"description": "How to prove who is asking.", "required": True, "schema": _TEXT},
    "Content-Disposition": {"description": "The file's name.", "required": True, "schema": _TEXT},
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A kind of refusal: its name among the schema's shared answers, what it means, its headers."""

    name: str
    meaning: str
    headers: tuple[str, ...] = ()
    shape: str = "Problem"


REFUSALS: Final[Mapping[int, Refusal]] = {
    400: Refusal("BadRequest", "The body or a query parameter can't be read."),
    401: Refusal("Unauthorized", "No valid key or session.", ("WWW-Authenticate",)),
    403: Refusal("Forbidden", "A scope or a group is missing, or it is somebody else's."),
    404: Refusal("NotFound", "Not there, or out of reach."),
    406: Refusal("NotAcceptable", "`Accept` admits neither `application/json` nor `application/problem+json`."),
    408: Refusal("RequestTimeout", "The body did not come in time."),
    409: Refusal("Conflict", "The state of things forbids it."),
    411: Refusal("LengthRequired", "The server in front receives no bodies without a length."),
    412: Refusal("PreconditionFailed", "`If-Match` names an old version, or none of ours.", ("ETag",), "StaleProblem"),
    413: Refusal("ContentTooLarge", "The body is too large."),
    415: Refusal("UnsupportedMediaType", "Only JSON in UTF-8 is understood."),
    422: Refusal("UnprocessableContent", "Wrong in meaning: every fault at once."),
    428: Refusal("PreconditionRequired", "`If-Match` is missing."),
    503: Refusal("ServiceUnavailable", "Too busy at the moment; nothing was changed.", ("Retry-After",)),
}
SUCCESSES: Final[Mapping[int, str]] = {
    200: "As it is now.",
    201: "Made.",
    204: "Done; there is nothing to show.",
    304: "Still the version that `If-None-Match` names.",
}


def statuses_of(endpoint: Endpoint, *, action: str, method: str, path: str, has_body: bool) -> list[int]:
    """What the operation may answer beside its success, 304 among them."""
    safe = method in SAFE_METHODS
    statuses = {400, 401, 403, 503, *endpoint.refusals.get(action, ())}
    if "{" in path:
        statuses.add(404)
    if method != "DELETE" and not endpoint.download:
        statuses.add(406)
    if not safe:
        statuses.add(409)
    if has_body:
        statuses |= {408, 411, 413, 415, 422}
    if is_versioned(endpoint, action=action, method=method):
        statuses.add(412)
        if method == "PATCH" and endpoint.match_required:
            statuses.add(428)
    if endpoint.shows_tag(action) and safe:
        statuses.add(304)
    return sorted(statuses)


def is_versioned(endpoint: Endpoint, *, action: str, method: str) -> bool:
    """Whether the operation understands `If-Match`."""
    return endpoint.tagged and (method in ("PATCH", "DELETE") or action in endpoint.versioned_actions)


def header_names(endpoint: Endpoint, *, action: str, status: int) -> list[str]:
    """The headers of an answer."""
    names = ["X-Request-ID", *(REFUSALS[status].headers if status in REFUSALS else ())]
    if status in (200, 201, 304) and endpoint.shows_tag(action):
        names.append("ETag")
        if status == 201:
            names.append("Location")
    if status == 200 and endpoint.download:
        names.append("Content-Disposition")
    return names


def headers_of(names: list[str]) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def refused(status: int, schema: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The refusal in full, with this schema of its problem document or the shared one."""
    refusal = REFUSALS[status]
    schema = schema or {"$ref": f"#/components/schemas/{refusal.shape}"}
    return {
        "headers": headers_of(["X-Request-ID", *refusal.headers]),
        "content": {PROBLEM: {"schema": dict(schema)}},
        "description": refusal.meaning,
    }
