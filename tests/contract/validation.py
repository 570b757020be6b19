"""Holds every answer to the committed contract: its status, its headers, its media type, its body.

A body is held to more than JSON Schema asks: a field that the schema does not name is a fault too. What the server
takes is held to the contract as well: a request that it carries out is one that the contract allows.
"""

import gzip
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import jsonschema_rs
import orjson
import yaml

from hiringkit.api.docs import SCHEMA_FILE

API = "/api/v1/"
# What callers act on. Whichever of these an answer carries is declared.
TELLING = ("ETag", "Location", "Retry-After", "WWW-Authenticate", "X-Request-ID", "Content-Disposition")


class ContractBroken(AssertionError):
    """The server did what the contract does not say."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and what was answered to it. `body` is what was sent, None if nothing."""

    method: str
    path: str
    query: Mapping[str, str]
    asked: Mapping[str, str]  # the headers of the request
    body: bytes | None
    status: int
    headers: Mapping[str, str]  # of the answer, looked up in any case
    content: bytes


@dataclass(frozen=True)
class Operation:
    """What the contract says of one method of one path."""

    path: re.Pattern[str]
    method: str
    described: Mapping[str, Any]


class Contract:
    """The committed schema, ready to be asked; `check` raises ContractBroken with everything that is wrong."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self.schema = schema
        self.strict = _closed(schema)
        self.operations = [
            Operation(_pattern(path), method, described)
            for path in sorted(schema["paths"], key=lambda path: path.count("{"))
            for method, described in schema["paths"][path].items()
            if isinstance(described, Mapping) and "operationId" in described
        ]
        self._validators: dict[tuple[int, bool], Any] = {}

    def check(self, exchange: Exchange) -> None:
        """Raises ContractBroken if the answer, or what was carried out, is not as the contract has it."""
        faults = list(self._faults(exchange))
        if faults:
            asked = f"{exchange.method} {exchange.path} -> {exchange.status}"
            raise ContractBroken("\n  ".join([asked, *faults]))

    def find(self, method: str, path: str) -> Operation | None:
        """The operation that answers; a HEAD is a GET without its body."""
        wanted = "get" if method == "HEAD" else method.lower()
        known = [each for each in self.operations if each.path.fullmatch(path)]
        nearest = [each for each in known if each.path == known[0].path]
        return next((each for each in nearest if each.method == wanted), None)

    def _faults(self, exchange: Exchange) -> Iterator[str]:
        operation = self.find(exchange.method, exchange.path)
        if operation is None:
            preflight = "Access-Control-Request-Method" in exchange.asked
            if exchange.status not in (400, 403, 404, 405) and not preflight:
                yield "there is no such operation"
            return
        response = operation.described["responses"].get(str(exchange.status))
        if response is None:
            yield "the status is not documented"
            return
        response = self._resolved(response)
        yield from self._header_faults(exchange, response)
        yield from self._body_faults(exchange, response.get("content", {}))
        if exchange.status < 400 and exchange.status != 304:
            yield from self._request_faults(exchange, operation)

    def _header_faults(self, exchange: Exchange, response: Mapping[str, Any]) -> Iterator[str]:
        declared = response.get("headers", {})
        for name in TELLING:
            if name in exchange.headers and name not in declared:
                yield f"the header {name} is not declared"
        for name, header in declared.items():
            header = self._resolved(header)
            if name not in exchange.headers:
                if header.get("required"):
                    yield f"the header {name} is missing"
                continue
            for fault in self._invalid(header["schema"], _read(exchange.headers[name], header["schema"])):
                yield f"the header {name}: {fault}"

    def _body_faults(self, exchange: Exchange, content: Mapping[str, Any]) -> Iterator[str]:
        if exchange.method == "HEAD" or not content:
            if exchange.content:
                yield "there is a body"
            return
        media_type = exchange.headers.get("Content-Type", "").partition(";")[0]
        if media_type not in content:
            yield f"the media type is {media_type}, and none of {', '.join(content)}"
        elif "json" in media_type:
            packed = "Content-Encoding" in exchange.headers
            body = orjson.loads(gzip.decompress(exchange.content) if packed else exchange.content)
            yield from self._invalid(content[media_type]["schema"], body, strict=True)

    def _request_faults(self, exchange: Exchange, operation: Operation) -> Iterator[str]:
        parameters = {
            each["name"]: each["schema"]
            for each in map(self._resolved, operation.described.get("parameters", ()))
            if each["in"] == "query"
        }
        for name, value in exchange.query.items():
            if name not in parameters:
                yield f"it took the parameter {name}, which is not declared"
            else:
                for fault in self._invalid(parameters[name], _read(value, parameters[name])):
                    yield f"it took the parameter {name}: {fault}"
        wanted = operation.described.get("requestBody")
        if wanted is None:
            return
        if not exchange.body:
            if wanted.get("required"):
                yield "it took a request without a body"
            return
        media_type = exchange.asked.get("Content-Type", "application/json").partition(";")[0]
        if media_type not in wanted["content"]:
            yield f"it took a body of {media_type}, which is not declared"
            return
        if media_type != "application/json":
            return
        described = wanted["content"]["application/json"]["schema"]
        for fault in self._invalid(described, orjson.loads(exchange.body)):
            yield f"it took a body that the contract forbids: {fault}"

    def _resolved(self, node: Mapping[str, Any]) -> Mapping[str, Any]:
        while "$ref" in node:
            found: Any = self.schema
            for step in node["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            node = found
        return node

    def _invalid(self, described: Mapping[str, Any], value: object, *, strict: bool = False) -> list[str]:
        known = (id(described), strict)
        if known not in self._validators:
            components = (self.strict if strict else self.schema)["components"]
            whole = {**(_closed(described) if strict else described), "components": components}
            self._validators[known] = jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
        return [
            f"/{'/'.join(map(str, error.instance_path))}: {error.message[:300]}"
            for error in self._validators[known].iter_errors(value)
        ]


@cache
def contract() -> Contract:
    """The contract as it is committed."""
    return Contract(yaml.load(SCHEMA_FILE.read_bytes(), Loader=yaml.CSafeLoader))


def _closed(node: Any) -> Any:
    """The schema with every object closed that does not say whether it is open."""
    if isinstance(node, Mapping):
        closed = {name: _closed(inner) for name, inner in node.items()}
        if node.get("type") == "object" and "properties" in node and "additionalProperties" not in node:
            closed["additionalProperties"] = False
        return closed
    return [_closed(inner) for inner in node] if isinstance(node, list) else node


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)))


def _read(text: str, described: Mapping[str, Any]) -> object:
    """A header's or a parameter's text as the JSON that its schema speaks of."""
    kind = described.get("type")
    if kind == "integer" and re.fullmatch(r"-?\d+", text, re.ASCII):
        return int(text)
    if described.get("format") == "date-time":
        return text.replace(" ", "+")  # a `+` that was not escaped
    if kind == "boolean" and text in ("true", "false"):
        return text == "true"
    return text
