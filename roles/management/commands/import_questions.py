"""`manage.py import_questions`: drafts out of a table that somebody has."""

from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from roles.library.files import LibraryInvalid
from roles.library.tables.load import CSV, XLSX, import_questions

TYPES = {".csv": CSV, ".xlsx": XLSX}


class Command(BaseCommand):
    help = (
        "Import a table of questions (.csv, .xlsx) as drafts, all or nothing. Only the column `text` has to be there."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--role", action="append", default=[], help="a role, by slug, of rows that name none; may be repeated"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be, and change nothing")

    def handle(self, *args: object, file: Path, role: list[str], dry_run: bool, **options: object) -> None:
        media_type = TYPES.get(file.suffix.lower())
        if media_type is None:
            raise CommandError(f"{file.name} is neither .csv nor .xlsx.")
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file} can't be read: {error.strerror}.") from error
        try:
            report = import_questions(content=content, media_type=media_type, roles=role, dry_run=dry_run)
        except LibraryInvalid as error:
            raise CommandError(f"Nothing was imported; {error.told(f'{file.name} row ')}") from error
        for draft in report.drafts:
            lacking = ", ".join(sorted({finding.code for finding in draft.findings}))
            self.stdout.write(f"row {draft.row}: {draft.slug}{f' ({lacking})' if lacking else ''}")
        counts = Counter(code for draft in report.drafts for code in {finding.code for finding in draft.findings})
        for code, count in counts.most_common():
            self.stdout.write(f"{count} of {len(report.drafts)}: {code}")
        for fault in report.faults:
            self.stdout.write(f"fault: {fault.told(f'{file.name} row ')}")
        ending = " Nothing was changed: this was a dry run." if dry_run else ""
        self.stdout.write(f"{len(report.drafts)} drafts, {len(report.faults)} faults.{ending}")
