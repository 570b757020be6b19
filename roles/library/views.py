"""`/library`: moving the whole library between installations."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hiringkit.api.changes import change
from hiringkit.api.endpoint import Endpoint
from hiringkit.api.etags import tagged_response
from hiringkit.api.filters import read_flag, refuse_parameters
from hiringkit.api.parsers import StrictJSONParser
from hiringkit.people.authentication import principal_of
from hiringkit.people.vocabulary import GroupName
from hiringkit.problems import Fault, Problem, invalid
from roles.library.export import export_library
from roles.library.files import LibraryFault, LibraryInvalid
from roles.library.load import import_library
from roles.library.report import CREATED, ImportReport
from roles.library.serializers import (
    LibraryFilesSerializer,
    LibraryImportReportSerializer,
    LibraryImportSerializer,
    LibraryProblemSerializer,
)
from roles.library.tables.load import CSV, XLSX, TableReport, import_questions
from roles.library.tables.parsers import CSVParser, TableUpload, XLSXParser


class LibraryExportView(APIView):
    """The library as files."""

    action = "export"
    endpoint = Endpoint(scope="library", thing="library", tagged=True)

    @extend_schema(operation_id="export_library", summary="Export the library", responses={200: LibraryFilesSerializer})
    def get(self, request: Request) -> Response:
        """Every live thing: `activities.yaml`, a file for each area with its questions, a file for each role, one for
        each guide.

        The same library gives the same bytes; what this answers is what an import takes.
        """
        refuse_parameters(request)
        files = [{"name": name, "content": content} for name, content in export_library().items()]
        return tagged_response(request, {"files": files})


class LibraryImportView(APIView):
    """Files into the library."""

    action = "import"
    endpoint = Endpoint(scope="library", thing="library", write_groups=(GroupName.LIBRARY_EDITOR,))

    parser_classes = (StrictJSONParser, CSVParser, XLSXParser)

    @extend_schema(
        operation_id="import_library",
        summary="Import files into the library",
        request={
            "application/json": LibraryImportSerializer,
            CSV: OpenApiTypes.STR,
            XLSX: OpenApiTypes.BINARY,
        },
        parameters=[
            OpenApiParameter("role", str, description="Of a table: the roles, with commas, of rows that name none."),
            OpenApiParameter("dry_run", bool, description="Of a table: say what would be, and change nothing."),
        ],
        responses={200: LibraryImportReportSerializer, 422: LibraryProblemSerializer},
    )
    def post(self, request: Request) -> Response:
        """All of the files or nothing: 422 `library_invalid` lists every fault, each with file and line.

        What the files don't name stays as it is. Where the text of an active question changes it becomes its next
        version, and plans keep the one they were made with. A question that the lint finds an error in can't come as
        active (`lint_error`), unless the file accepts it with a reason and a person sends it, in whose name it is kept.

        A table of questions, CSV or XLSX, becomes drafts: its first row names the columns, of which only `text` has to
        be there. `drafts` says what each lacks for use.
        """
        if isinstance(request.data, TableUpload):
            return self._bring_in_table(request, request.data)
        refuse_parameters(request)
        body = LibraryImportSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        asked = body.validated_data
        contents = _by_name(asked["files"])
        person = principal_of(request).person

        def bring_in(_: None) -> ImportReport:
            try:
                return import_library(
                    contents=contents,
                    overwrite=asked["existing"] == "update",
                    dry_run=asked["dry_run"],
                    by=person,
                    may_overrule=person is not None,
                )
            except LibraryInvalid as error:
                raise _problem(error, list(contents)) from error

        return change(
            request,
            lock=lambda: None,
            run=bring_in,
            show=lambda report: LibraryImportReportSerializer(shown(report, dry_run=asked["dry_run"])).data,
        )

    def _bring_in_table(self, request: Request, table: TableUpload) -> Response:
        refuse_parameters(request, "role", "dry_run")
        dry_run = read_flag(request, "dry_run")

        def bring_in(_: None) -> TableReport:
            try:
                return import_questions(
                    content=table.content,
                    media_type=table.media_type,
                    roles=[role.strip() for role in request.query_params.get("role", "").split(",") if role.strip()],
                    dry_run=dry_run,
                    by=principal_of(request).person,
                )
            except LibraryInvalid as error:
                raise _problem(error, [""], kind="table") from error

        return change(
            request,
            lock=lambda: None,
            run=bring_in,
            show=lambda report: LibraryImportReportSerializer(shown_table(report, dry_run=dry_run)).data,
        )


def _by_name(files: Iterable[Mapping[str, str]]) -> dict[str, bytes]:
    contents: dict[str, bytes] = {}
    faults = []
    for index, file in enumerate(files):
        if file["name"] in contents:
            faults.append(Fault("repeated_name", f"/files/{index}/name", f"`{file['name']}` is sent twice."))
        contents[file["name"]] = file["content"].encode()
    if faults:
        raise invalid(faults)
    return contents


def _problem(error: LibraryInvalid, names: list[str], *, kind: str = "files") -> Problem:
    places = {name: f"/files/{index}/content" for index, name in enumerate(names)}
    if kind == "table":
        faults = [Fault(fault.code, "", _of_table(fault)) for fault in error.faults]
    else:
        faults = [Fault(fault.code, places.get(fault.file, "/files"), str(fault)) for fault in error.faults]
    located = [asdict(fault) for fault in error.faults]
    what = "The table" if kind == "table" else "The files"
    detail = f"{what} can't be imported; nothing was changed. `faults` has file and line of each fault."
    return Problem(422, "library_invalid", detail, faults, extra={"faults": located})


def shown(report: ImportReport, *, dry_run: bool) -> dict[str, Any]:
    """The report as callers read it."""

    def things(slugs: Mapping[str, list[str]]) -> list[dict[str, str]]:
        return [{"kind": kind, "slug": slug} for kind, listed in slugs.items() for slug in listed]

    return {
        "dry_run": dry_run,
        "changes": [
            {"kind": change.kind, "slug": change.slug, "action": change.action, "fields": list(change.fields)}
            for change in report.changes
        ],
        "unchanged": things(report.unchanged),
        "findings": [asdict(finding) for finding in report.findings],
        "kept": things(report.kept),
        "drafts": [],
        "faults": [],
    }


def _of_table(fault: LibraryFault) -> str:
    return f"Row {fault.line}{f', {fault.place}' if fault.place else ''}: {fault.detail}."


def shown_table(report: TableReport, *, dry_run: bool) -> dict[str, Any]:
    """The report of a table as callers read it."""
    made = [{"kind": "question", "slug": draft.slug, "action": CREATED, "fields": []} for draft in report.drafts]
    return {
        "dry_run": dry_run,
        "changes": made,
        "unchanged": [],
        "findings": [],
        "kept": [],
        "drafts": report.drafts,
        "faults": [asdict(fault) for fault in report.faults],
    }
