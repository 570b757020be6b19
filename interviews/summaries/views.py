"""`/applications/{id}/summary` and its export."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hiringkit.api.etags import tagged_response
from hiringkit.api.filters import refuse_parameters
from hiringkit.api.problems import Fault, bad_query
from hiringkit.api.renderers import JSONRenderer
from hiringkit.people.principals import principal_of
from interviews.hiring.queries import list_applications
from interviews.models import Application
from interviews.summaries.queries import build_summary
from interviews.summaries.render_csv import render_csv
from interviews.summaries.serializers import SummarySerializer


class CSVRenderer(BaseRenderer):
    """Lets `Accept: text/csv` through content negotiation; the view gives the bytes itself."""

    media_type = "text/csv"
    format = "csv"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> Any:
        return JSONRenderer().render(data)


def _application(request: Request, pk: Any) -> Application:
    return get_object_or_404(list_applications(principal=principal_of(request)), pk=pk)


class SummaryView(APIView):
    """Everything known of an application."""

    scope, tag, action = "summaries", "summaries", "retrieve"
    tagged = True
    thing = things = "summary"

    @extend_schema(operation_id="get_summary", responses={200: SummarySerializer})
    def get(self, request: Request, pk: Any) -> Response:
        """The packet, from submitted scorecards only. 409 while the caller may not see others' scores."""
        refuse_parameters(request)
        application = _application(request, pk)
        return tagged_response(request, build_summary(principal=principal_of(request), application=application))


class SummaryExportView(APIView):
    """The summary as a file."""

    scope, tag, action = "summaries", "summaries", "export"
    thing = things = "summary"
    renderer_classes = [CSVRenderer, JSONRenderer]

    @extend_schema(
        operation_id="export_summary",
        parameters=[OpenApiParameter("export", str, enum=["csv"], required=True, description="The file's format.")],
        responses={(200, "text/csv"): OpenApiResponse(OpenApiTypes.STR, description="The file.")},
    )
    def get(self, request: Request, pk: Any) -> HttpResponse:
        """One line per score; see docs/summary.md for the columns."""
        refuse_parameters(request, "export")
        if request.query_params.get("export") != "csv":
            raise bad_query([Fault("invalid_parameter", "?export", "Say `export=csv`.")])
        application = _application(request, pk)
        summary = build_summary(principal=principal_of(request), application=application)
        return HttpResponse(
            render_csv(summary=summary),
            content_type="text/csv; charset=utf-8",
            headers={
                "Content-Disposition": f'attachment; filename="summary-{application.pk}.csv"',
                "Cache-Control": "no-store",
            },
        )
