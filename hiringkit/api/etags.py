"""Versions of single resources.

The tag is a digest of exactly the bytes this caller gets, so it changes when and only when what they see changes: it
can tell nobody of scores that are hidden from them, and needs no version column to keep right.
"""

import hashlib
import re

import orjson
from rest_framework.request import Request
from rest_framework.response import Response

from hiringkit.api.renderers import to_json
from hiringkit.problems import precondition_required, stale, unmatchable

_OURS = re.compile('"[0-9a-f]{32}"', re.ASCII)


def etag_of(representation: object) -> str:
    """The strong ETag of a representation, quotes included."""
    return _tag(to_json(representation))


def _tag(body: bytes) -> str:
    return f'"{hashlib.blake2b(body, digest_size=16).hexdigest()}"'


def _listed(header: str) -> set[str]:
    return {tag.strip() for tag in header.split(",")}


def require_match(request: Request, representation: object, *, required: bool) -> None:
    """Compare `If-Match` with the current representation, under the row's lock.

    `*` means any current version; a weak tag never matches (RFC 9110, 13.1.1). Raises 428 when the header is required
    and missing, 412 with the current state and its tag: `stale` when it is old, `unmatchable` when it names nothing
    that we ever gave.
    """
    header = request.headers.get("If-Match")
    if header is None:
        if required:
            raise precondition_required()
        return
    tag = etag_of(representation)
    if header.strip() == "*" or tag in _listed(header):
        return
    ours = any(_OURS.fullmatch(each) for each in _listed(header))
    raise stale(representation, tag=tag) if ours else unmatchable(representation, tag=tag)


def tagged_response(
    request: Request, representation: object, *, status: int = 200, location: str | None = None
) -> Response:
    """The representation with its ETag; 304 without a body when `If-None-Match` on a read names it."""
    body = to_json(representation)
    tag = _tag(body)
    headers = {"ETag": tag} | ({"Location": location} if location else {})
    known = _listed(request.headers.get("If-None-Match", ""))
    if request.method in ("GET", "HEAD") and ("*" in known or tag in {each.removeprefix("W/") for each in known}):
        return Response(status=304, headers=headers)
    return Response(orjson.Fragment(body), status=status, headers=headers)  # what is tagged is what is sent
