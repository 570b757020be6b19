"""`/schema` and `/openapi.json` give the committed OpenAPI document, `/docs` a page to read and try it, without the
internet.
"""

import hashlib
from functools import cache
from pathlib import Path

import orjson
import yaml
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

SCHEMA_FILE = Path(__file__).with_name("openapi.yaml")


@cache
def _schema() -> bytes:
    return SCHEMA_FILE.read_bytes()


@cache
def _schema_json() -> bytes:
    return orjson.dumps(yaml.load(_schema(), Loader=yaml.CSafeLoader))


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document, byte for byte as it is in the repository."""
    return _tagged(request, _schema(), "application/vnd.oai.openapi")


@require_safe
def schema_json(request: HttpRequest) -> HttpResponse:
    """The same document as JSON."""
    return _tagged(request, _schema_json(), "application/json")


def _tagged(request: HttpRequest, content: bytes, content_type: str) -> HttpResponse:
    tag = f'"{hashlib.blake2b(content, digest_size=16).hexdigest()}"'
    if tag in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers={"ETag": tag})
    return HttpResponse(content, content_type=content_type, headers={"ETag": tag})


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Swagger UI from the package that carries it."""
    return render(request, "docs.html")
