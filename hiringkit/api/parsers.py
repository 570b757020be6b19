"""JSON as we accept it: UTF-8, one object, no tricks.

Refused with 400: broken JSON, NaN and Infinity, numbers beyond a double or of more than 100 digits, repeated keys, more
than 32 levels. With 413: more than `DATA_UPLOAD_MAX_MEMORY_SIZE` bytes. With 415: a charset other than UTF-8.
Refused with 422 and the place: NUL characters and lone surrogates, which PostgreSQL can't store.
"""

import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import IO, Any

from django.conf import settings
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.parsers import JSONParser

from hiringkit.problems import Fault, Problem, invalid

MAX_DEPTH = 32
MAX_DIGITS = 100  # of one number: Python refuses longer ones from 4,300 on with an error of its own
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# A whole string, ended or not, or one bracket. Nothing is ever tried twice, so that a body can't make it slow.
_TOKENS = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)


def _unparseable(detail: str) -> Problem:
    return Problem(400, "unparseable", detail)


def _refuse_constant(name: str) -> Any:
    raise _unparseable(f"{name} is not JSON.")


def _short_integer(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise _unparseable(f"A number has more than {MAX_DIGITS} digits.")
    return int(digits)


def _finite_float(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise _unparseable(f"The number {digits[:20]} is too large.")
    return number


def _unique_keys(pairs: list[tuple[str, object]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _unparseable("An object repeats a key.")
    return found


class StrictJSONParser(JSONParser):
    """Parses a request body into a dict, or says exactly why not."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        request = (parser_context or {})["request"]
        charset = request.content_params.get("charset", "utf-8") if hasattr(request, "content_params") else "utf-8"
        if charset.strip("\"'").lower() not in ("utf-8", "utf8"):
            raise UnsupportedMediaType(media_type or "", detail="Only UTF-8 is understood.")
        body = stream.read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
        if len(body) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise Problem(413, "too_large", f"The body is over {settings.DATA_UPLOAD_MAX_MEMORY_SIZE} bytes.")
        if _depth(body) > MAX_DEPTH:
            raise Problem(400, "too_deep", f"The body nests deeper than {MAX_DEPTH} levels.")
        try:
            data = json.loads(
                body.decode(),
                parse_constant=_refuse_constant,
                parse_int=_short_integer,
                parse_float=_finite_float,
                object_pairs_hook=_unique_keys,
            )
        except (UnicodeDecodeError, ValueError) as error:
            raise _unparseable(f"The body is not JSON: {error}") from error
        if not isinstance(data, dict):
            raise _unparseable("The body must be a JSON object.")
        faults = list(_unstorable(data, ""))
        if faults:
            raise invalid(faults)
        return data


def _depth(body: bytes) -> int:
    """The deepest nesting of brackets outside strings, before a recursive parser sees the body."""
    deepest = depth = 0
    for token in _TOKENS.finditer(body):
        mark = token.group()
        if mark in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif mark in b"]}":
            depth -= 1
    return deepest


def _unstorable(value: object, pointer: str) -> Iterator[Fault]:
    if isinstance(value, str):
        if UNSTORABLE.search(value):
            yield Fault("invalid_text", pointer, "The text holds a NUL character or half of a surrogate pair.")
    elif isinstance(value, dict):
        for key, inner in value.items():
            if UNSTORABLE.search(key):
                yield Fault("invalid_text", pointer, "A key holds a NUL character or half of a surrogate pair.")
            else:
                yield from _unstorable(inner, f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _unstorable(inner, f"{pointer}/{index}")
