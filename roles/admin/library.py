"""The library as files, in the admin: download all of it, upload changes after a look at what they would do."""

import io
import zipfile
from typing import Any

import yaml
from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse

from roles.library.export import export_library
from roles.library.files import LibraryInvalid, is_library_file
from roles.library.load import import_library
from roles.library.report import ImportReport
from roles.lint import Finding
from roles.models import Question, Role

MOST_BYTES = 64_000_000  # unpacked; a library of 50,000 questions is about as large
Contents = dict[str, bytes]


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """YAML files, or zip archives of them; cleans to `{name: content}`."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> Contents:
        uploads = data if isinstance(data, list) else [data]
        if not uploads:
            super().clean(None, initial)
        contents: Contents = {}
        for upload in uploads:
            name = super().clean(upload, initial).name
            found = _unzipped(upload) if name.lower().endswith(".zip") else {name: upload.read(MOST_BYTES + 1)}
            if repeated := contents.keys() & found.keys():
                raise ValidationError(f"{', '.join(sorted(repeated))}: uploaded twice.")
            contents |= found
        if sum(map(len, contents.values())) > MOST_BYTES:
            raise ValidationError(f"The files hold more than {MOST_BYTES:,} bytes.")
        if not contents:
            raise ValidationError("There is no .yaml file in it.")
        return contents


def _unzipped(upload: Any) -> Contents:
    try:
        with zipfile.ZipFile(upload) as archive:
            entries = [entry for entry in archive.infolist() if is_library_file(entry.filename)]
            if sum(entry.file_size for entry in entries) > MOST_BYTES:
                raise ValidationError(f"The files hold more than {MOST_BYTES:,} bytes.")
            return {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise ValidationError(f"The archive can't be read: {error}") from error


class ImportForm(forms.Form):
    uploads = FilesField(
        label="Files", help_text="Library files (.yaml), or a .zip of them such as the download above."
    )
    keep = forms.BooleanField(
        required=False, label="Only add what is missing", help_text="What is there already stays as it is."
    )


def zipped(files: dict[str, str]) -> bytes:
    """A zip archive of the files; the same files give the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _in_words(value: object) -> str:
    """A part of a document as its file has it."""
    if value is None:
        return ""
    return (
        value if isinstance(value, str) else yaml.safe_dump(_plain(value), allow_unicode=True, sort_keys=False).strip()
    )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list) else value


def _before_and_after(report: ImportReport) -> list[dict[str, Any]]:
    return [
        {
            "change": change,
            "parts": [(name, _in_words(before), _in_words(after)) for name, before, after in change.differences],
        }
        for change in report.changes
    ]


def _what_matters_first(report: ImportReport) -> list[Finding]:
    """Errors before warnings, and what the files bring before what was there."""
    brought = {(change.kind, change.slug) for change in report.changes}
    return sorted(report.findings, key=lambda row: (row.severity, (row.kind, row.slug) not in brought))


class LibraryPages(admin.ModelAdmin):  # type: ignore[type-arg]
    """Adds the pages to the admin of a model; they are linked from its list."""

    def get_urls(self) -> list[URLPattern]:
        return [
            path("library/", self.admin_site.admin_view(self.library), name="roles_library"),
            path("library/download/", self.admin_site.admin_view(self.download), name="roles_library_download"),
            *super().get_urls(),
        ]

    def download(self, request: HttpRequest) -> HttpResponse:
        if not request.user.has_perm("roles.view_question"):
            raise PermissionDenied
        headers = {"Content-Disposition": 'attachment; filename="library.zip"'}
        return HttpResponse(zipped(export_library()), content_type="application/zip", headers=headers)

    def library(self, request: HttpRequest) -> HttpResponse:
        """Upload: first a preview, then, with the same files sent again, the import."""
        user: Any = request.user
        if not all(user.has_perm(f"roles.{verb}_question") for verb in ("add", "change")):
            raise PermissionDenied
        sent = request.method == "POST"
        form = ImportForm(request.POST, request.FILES) if sent else ImportForm()
        report: ImportReport | None = None
        faults: list[str] = []
        if sent and form.is_valid():
            try:
                report = import_library(
                    contents=form.cleaned_data["uploads"],
                    overwrite=not form.cleaned_data["keep"],
                    dry_run="import" not in request.POST,
                    by=user,
                )
            except LibraryInvalid as error:
                faults = [str(fault) for fault in error.faults]
            else:
                if "import" in request.POST:
                    messages.success(request, f"Imported: {len(report.changes)} changes.")
                    return redirect(reverse("admin:roles_library"))
        context = {
            **self.admin_site.each_context(request),
            "title": "The library as files",
            "opts": self.opts,
            "form": form,
            "report": report,
            "changes": _before_and_after(report) if report else [],
            "findings": _what_matters_first(report) if report else [],
            "unchanged": sum(map(len, report.unchanged.values())) if report else 0,
            "faults": faults,
            "counts": [("roles", Role.objects.count()), ("questions", Question.objects.count())],
        }
        return render(request, "admin/roles/library.html", context)
