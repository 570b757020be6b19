"""`/interviews/{id}/kit`."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hiringkit.api.endpoint import Endpoint
from hiringkit.api.filters import refuse_parameters
from hiringkit.audit.records import record_export
from hiringkit.people.authentication import principal_of
from hiringkit.people.time_zones import zone_of
from hiringkit.problems import Fault, bad_query
from interviews.kits.paper.render import kit_pdf, sheets_pdf
from interviews.kits.queries import build_kit
from interviews.kits.serializers import KitSerializer
from interviews.paper.typeset import PAPERS, Paper


class KitView(APIView):
    """All an interviewer needs for one round."""

    action = "retrieve"
    endpoint = Endpoint(scope="hiring", thing="kit")

    @extend_schema(operation_id="get_kit", responses={200: KitSerializer})
    def get(self, request: Request, pk: Any) -> Response:
        """One round with its questions, probes, briefs, sheets, answers by level and anchors, the time plan, the guide
        and who sits there. Of scorecards only the address of the caller's own.
        """
        refuse_parameters(request)
        kit = build_kit(principal=principal_of(request), interview_id=pk)
        return Response(KitSerializer(kit, context={"request": request}).data)


_FILE = [
    OpenApiParameter("export", str, enum=["pdf"], required=True, description="The file's format."),
    OpenApiParameter("paper", str, enum=list(PAPERS), description="The size of its pages; a4 unless said."),
]
_PDF = {(200, "application/pdf"): OpenApiResponse(OpenApiTypes.BINARY, description="The file.")}


class KitFileView(APIView):
    """Something of the kit as a file."""

    action = "export"
    endpoint = Endpoint(scope="hiring", thing="kit", download=True)
    name: str
    render: Callable[..., bytes]

    def _file(self, request: Request, pk: Any) -> HttpResponse:
        refuse_parameters(request, "export", "paper")
        paper = _paper(request)
        kit = build_kit(principal=principal_of(request), interview_id=pk)
        record_export(thing=self.name, thing_id=str(pk), application=kit.application.pk)
        with timezone.override(zone_of(principal_of(request).person)):
            made = type(self).render(kit=kit, paper=paper)
        headers = {"Content-Disposition": f'attachment; filename="{self.name}-{pk}.pdf"', "Cache-Control": "no-store"}
        return HttpResponse(made, content_type="application/pdf", headers=headers)


class KitExportView(KitFileView):
    """The kit as a file."""

    name, render = "kit", staticmethod(kit_pdf)

    @extend_schema(operation_id="export_kit", parameters=_FILE, responses=_PDF)
    def get(self, request: Request, pk: Any) -> HttpResponse:
        """The whole kit of the round, to be printed or read without a connection."""
        return self._file(request, pk)


class KitSheetsView(KitFileView):
    """What the candidate may read, as a file."""

    name, render = "sheets", staticmethod(sheets_pdf)

    @extend_schema(operation_id="export_kit_sheets", parameters=_FILE, responses=_PDF)
    def get(self, request: Request, pk: Any) -> HttpResponse:
        """The round's sheets, each on a page of its own: no question, no answer, nobody's name."""
        return self._file(request, pk)


def _paper(request: Request) -> Paper:
    """The paper that is asked for; 400 with everything wrong in the query."""
    faults = []
    if request.query_params.get("export") != "pdf":
        faults.append(Fault("invalid_parameter", "?export", "Say `export=pdf`."))
    paper = PAPERS.get(request.query_params.get("paper", "a4"))
    if paper is None:
        faults.append(Fault("invalid_parameter", "?paper", f"Say `paper={'` or `paper='.join(PAPERS)}`."))
    if faults or paper is None:
        raise bad_query(faults)
    return paper
