"""`/schema` gives the committed OpenAPI document, `/docs` a page to read and try it, without the internet."""

import hashlib
from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

SCHEMA_FILE = Path(__file__).with_name("openapi.yaml")


@cache
def _schema() -> tuple[bytes, str]:
    content = SCHEMA_FILE.read_bytes()
    return content, f'"{hashlib.blake2b(content, digest_size=16).hexdigest()}"'


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document, byte for byte as it is in the repository."""
    content, tag = _schema()
    if tag in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers={"ETag": tag})
    return HttpResponse(content, content_type="application/vnd.oai.openapi", headers={"ETag": tag})


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Swagger UI from the package that carries it."""
    return render(request, "docs.html")
