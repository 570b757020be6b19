"""`/applications/{id}/summary` and its export."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from hiringkit.api.changes import change
from hiringkit.api.endpoint import REACH_DECIDES, Endpoint
from hiringkit.api.etags import tagged_response
from hiringkit.api.filters import refuse_parameters
from hiringkit.api.pagination import PlainKeysetPagination
from hiringkit.audit.records import record_export
from hiringkit.people.authentication import principal_of
from hiringkit.problems import Fault, bad_query
from interviews.access.blindness import require_sight
from interviews.hiring.locks import lock_record
from interviews.hiring.queries import list_applications, list_jobs
from interviews.hiring.serializers import DecisionSerializer
from interviews.models import Application, Decision
from interviews.paper.typeset import PAPERS
from interviews.summaries.decisions import record_decision
from interviews.summaries.exports import MEDIA, Wanted, render
from interviews.summaries.formats.csv import SEPARATORS
from interviews.summaries.queries import build_comparison, build_summary
from interviews.summaries.serializers import ComparisonSerializer, DecisionWriteSerializer, SummarySerializer

NO_DECISION_YET = "You see decisions once the scorecards that keep you blind on the application are submitted."


def _application(request: Request, pk: object) -> Application:
    return get_object_or_404(list_applications(principal=principal_of(request)), pk=pk)


class SummaryView(APIView):
    """Everything known of an application."""

    action = "retrieve"
    endpoint = Endpoint(scope="summaries", thing="summary", tagged=True, refusals={"retrieve": (409,)})

    @extend_schema(operation_id="get_summary", responses={200: SummarySerializer})
    def get(self, request: Request, pk: Any) -> Response:
        """The packet, from submitted scorecards only. 409 while the caller may not see others' scores."""
        refuse_parameters(request)
        return tagged_response(request, build_summary(principal=principal_of(request), application_id=pk))


class DecisionView(APIView):
    """What a person decided on an application."""

    action = "record"
    # Recruiters and the job's own hiring managers: the service knows them.
    endpoint = Endpoint(scope="summaries", thing="decision", write_groups=REACH_DECIDES)

    @extend_schema(operation_id="record_decision", request=DecisionWriteSerializer, responses={201: DecisionSerializer})
    def post(self, request: Request, pk: object) -> Response:
        """Record a decision; `hire` and `reject` set the application's status. Recruiters and its hiring managers.

        One that was recorded wrongly is corrected by another that names it (`supersedes`) and says why (`reason`).
        """
        refuse_parameters(request)
        application = _application(request, pk)
        body = DecisionWriteSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        return change(
            request,
            lock=lambda: lock_record(record=application),
            run=lambda held: record_decision(principal=principal_of(request), application=held, **body.validated_data),
            show=lambda decision: DecisionSerializer(decision).data,
            status=201,
        )


class DecisionViewSet(GenericViewSet[Any]):
    """Every decision on an application."""

    endpoint = Endpoint(
        scope="summaries", thing="decision", things="decisions", keyset=("-pk",), refusals={"list": (409,)}
    )
    serializer_class = DecisionSerializer
    pagination_class = PlainKeysetPagination
    queryset = Decision.objects.none()

    def get_queryset(self) -> QuerySet[Decision]:
        application = _application(self.request, self.kwargs["pk"])
        require_sight(principal=principal_of(self.request), application=application, detail=NO_DECISION_YET)
        return Decision.objects.filter(application=application).select_related("decided_by", "supersedes")

    def list(self, request: Request, *args: object, **kwargs: object) -> Response:
        """The latest first, with what was superseded. 409 while the caller may not see others' scores."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


class ComparisonView(APIView):
    """A job's applications side by side."""

    action = "retrieve"
    endpoint = Endpoint(scope="summaries", thing="comparison", tagged=True)

    @extend_schema(operation_id="get_comparison", responses={200: ComparisonSerializer})
    def get(self, request: Request, pk: object) -> Response:
        """The applications on the competencies that they share, in order of name; no ranking."""
        refuse_parameters(request)
        principal = principal_of(request)
        job = get_object_or_404(list_jobs(principal=principal), pk=pk)
        return tagged_response(request, build_comparison(principal=principal, job=job))


class SummaryExportView(APIView):
    """The summary as a file."""

    action = "export"
    endpoint = Endpoint(scope="summaries", thing="summary", refusals={"export": (409,)}, download=True)

    @extend_schema(
        operation_id="export_summary",
        parameters=[
            OpenApiParameter("export", str, enum=list(MEDIA), required=True, description="The file's format."),
            OpenApiParameter("separator", str, enum=list(SEPARATORS), description="Of a CSV; comma unless said."),
            OpenApiParameter("paper", str, enum=list(PAPERS), description="Of a PDF; a4 unless said."),
        ],
        responses={
            (200, media.partition(";")[0]): OpenApiResponse(OpenApiTypes.BINARY, description="The file.")
            for media in MEDIA.values()
        },
    )
    def get(self, request: Request, pk: Any) -> HttpResponse:
        """The whole summary as a file: for a spreadsheet (`csv`, `xlsx`), to be pasted (`md`), or to be read in a
        debrief (`html`, `pdf`). See docs/summary.md.
        """
        refuse_parameters(request, "export", "separator", "paper")
        wanted = _wanted(request)
        summary = build_summary(principal=principal_of(request), application_id=pk)
        record_export(thing="summary", thing_id=str(pk), application=pk)
        return HttpResponse(
            render(summary=summary, wanted=wanted),
            content_type=MEDIA[wanted.format],
            headers={
                "Content-Disposition": f'attachment; filename="summary-{pk}.{wanted.format}"',
                "Cache-Control": "no-store",
            },
        )


def _wanted(request: Request) -> Wanted:
    """What is asked for; 400 with everything wrong in the query."""
    asked = request.query_params
    allowed: dict[str, Mapping[str, object]] = {"export": MEDIA, "separator": SEPARATORS, "paper": PAPERS}
    chosen = {"separator": "comma", "paper": "a4", **asked.dict()}
    faults = [
        Fault("invalid_parameter", f"?{name}", f"Say {', '.join(f'`{name}={each}`' for each in values)}.")
        for name, values in allowed.items()
        if chosen.get(name) not in values
    ]
    faults += [
        Fault("invalid_parameter", f"?{name}", f"Only `export={of}` has a `{name}`.")
        for name, of in (("separator", "csv"), ("paper", "pdf"))
        if name in asked and chosen.get("export") in MEDIA and chosen["export"] != of
    ]
    if faults:
        raise bad_query(faults)
    return Wanted(chosen["export"], chosen["separator"], PAPERS[chosen["paper"]])
