"""Which representation a caller gets: there is one of everything, so `Accept` only ever says that it won't do."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.http.request import MediaType
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from hiringkit.api.answers import PROBLEM
from hiringkit.api.endpoint import endpoint_of

if TYPE_CHECKING:
    from rest_framework.views import APIView


class OneRepresentation(DefaultContentNegotiation):
    """406 where `Accept` admits neither the representation nor a problem document.

    Never for a DELETE, which shows nothing, nor for a download: some clients ask for `application/problem+json` alone,
    as the only JSON that the schema names there.
    """

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        renderer = next(iter(renderers))
        assert renderer.media_type is not None
        view: APIView | Any = request.parser_context.get("view")
        endpoint = endpoint_of(view)
        takes_all = request.method == "DELETE" or (endpoint is not None and endpoint.download)
        if takes_all or admits(request.headers.get("Accept", ""), renderer.media_type, PROBLEM):
            return renderer, renderer.media_type
        raise NotAcceptable(available_renderers=[renderer])


def admits(header: str, *media_types: str) -> bool:
    """Whether an `Accept` admits one of the media types, whatever the parameters; an empty one admits all."""
    ranges = {"*/*", *media_types, *(f"{each.partition('/')[0]}/*" for each in media_types)}
    wanted = [MediaType(token) for token in header.split(",") if token.strip()]
    return not wanted or any(
        each.quality > 0 and f"{each.main_type}/{each.sub_type}".lower() in ranges for each in wanted
    )
