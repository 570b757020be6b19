"""A spreadsheet of questions in the admin: a look at what its rows would become, then the drafts."""

from collections import Counter
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse

from roles.library.files import LibraryFault, LibraryInvalid
from roles.library.tables.cells import MOST_BYTES
from roles.library.tables.load import CSV, XLSX, TableReport, import_questions
from roles.library.tables.questions import COLUMNS
from roles.models import Role

TYPES = {".csv": CSV, ".xlsx": XLSX}


class TableForm(forms.Form):
    file = forms.FileField(
        label="Spreadsheet", help_text="CSV or XLSX. The first row names the columns; only `text` has to be there."
    )
    roles = forms.ModelMultipleChoiceField(
        Role.objects.order_by("title"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Roles",
        help_text="Of rows that name none.",
    )

    def clean_file(self) -> tuple[bytes, str]:
        upload: Any = self.cleaned_data["file"]
        media_type = TYPES.get(PurePath(upload.name).suffix.lower())
        if media_type is None:
            raise ValidationError("This is neither .csv nor .xlsx.")
        content: bytes = upload.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise ValidationError(f"The spreadsheet has more than {MOST_BYTES:,} bytes.")
        return content, media_type


class TablePages(admin.ModelAdmin):  # type: ignore[type-arg]
    """Adds the page to the admin of questions; it is linked from their list."""

    def get_urls(self) -> list[URLPattern]:
        own = path("spreadsheet/", self.admin_site.admin_view(self.spreadsheet), name="roles_question_spreadsheet")
        return [own, *super().get_urls()]

    def spreadsheet(self, request: HttpRequest) -> HttpResponse:
        """First a preview, then, with the same file sent again, the drafts."""
        user: Any = request.user
        if not user.has_perm("roles.add_question"):
            raise PermissionDenied
        sent = request.method == "POST"
        form = TableForm(request.POST, request.FILES) if sent else TableForm()
        report, faults = None, list[LibraryFault]()
        if sent and form.is_valid():
            content, media_type = form.cleaned_data["file"]
            slugs = [role.slug for role in form.cleaned_data["roles"]]
            wanted = "import" in request.POST
            try:
                report = import_questions(
                    content=content, media_type=media_type, roles=slugs, dry_run=not wanted, by=user
                )
            except LibraryInvalid as error:
                faults = error.faults
            else:
                faults = report.faults
                if wanted:
                    messages.success(
                        request, f"{len(report.drafts)} drafts; each says what it lacks before it is used."
                    )
                    return redirect(f"{reverse('admin:roles_question_changelist')}?status__exact=draft")
        context = {
            **self.admin_site.each_context(request),
            "title": "Questions from a spreadsheet",
            "opts": self.opts,
            "form": form,
            "report": report,
            "faults": faults,
            "lacking": _lacking(report) if report else [],
            "columns": COLUMNS,
        }
        return render(request, "admin/roles/table.html", context)


def _lacking(report: TableReport) -> Sequence[tuple[str, int]]:
    """How many drafts lack what, the most first."""
    return Counter(code for draft in report.drafts for code in {each.code for each in draft.findings}).most_common()
