"""How answers travel: who may keep them, and what is compressed."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

from hiringkit.api.endpoint import endpoint_of
from hiringkit.api.middleware import Handler

API = "/api/"
PUBLIC = ("/schema", "/openapi.json")
LARGE = 1_400  # bytes: what is smaller goes in one packet anyway


class CachingMiddleware:
    """Says who may keep an answer of the API: of personal data nobody, of the library the caller, who asks each time
    whether it is still so.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.path.startswith(API):
            if _is_library(request) and response.status_code in (200, 304):
                response.headers["Cache-Control"] = "private, no-cache"
                patch_vary_headers(response, ["Authorization", "Cookie"])
            else:
                response.headers["Cache-Control"] = "private, no-store"
        return response


def _is_library(request: HttpRequest) -> bool:
    view = getattr(request.resolver_match, "func", None)
    endpoint = endpoint_of(getattr(view, "cls", None))
    return endpoint is not None and endpoint.scope == "library"


class CompressionMiddleware(GZipMiddleware):
    """gzip for large answers from whose length nobody can work out a secret.

    That takes a page of somebody else's that makes a browser ask with its own session (the attack called BREACH), so it
    is for callers with a key, which no page can send, and for what is public. What has a tag is left alone: the tag is
    of its very bytes, and compressed ones would need another, which `If-Match` would not take.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not isinstance(response, HttpResponse) or len(response.content) < LARGE:
            return response
        by_key = request.path.startswith(API) and "Authorization" in request.headers and "ETag" not in response.headers
        if by_key or request.path in PUBLIC:
            return super().process_response(request, response)
        return response
