"""`manage.py import_library`: set the library to what files say."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from roles.library.files import LibraryInvalid, files_under, passed_over
from roles.library.load import import_library
from roles.lint import write_findings


class Command(BaseCommand):
    help = "Import library files, all or nothing. What they don't name stays as it is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--keep", action="store_true", help="only add what is missing, keep what exists")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")

    def handle(self, *args: object, folder: Path, keep: bool, dry_run: bool, **options: object) -> None:
        try:
            report = import_library(contents=files_under(folder=folder), overwrite=not keep, dry_run=dry_run)
        except LibraryInvalid as error:
            raise CommandError(f"Nothing was imported; {error.told()}") from error
        for line in passed_over(folder=folder):
            self.stdout.write(line)
        for change in report.changes:
            self.stdout.write(f"{change.action} {change.kind} {change.slug} {', '.join(change.fields)}".rstrip())
        for kind, slugs in report.kept.items():
            for slug in slugs:
                self.stdout.write(f"kept {kind} {slug}")
        write_findings(self.stdout, report.findings)
        unchanged = sum(len(slugs) for slugs in report.unchanged.values())
        ending = " Nothing was changed: this was a dry run." if dry_run else ""
        self.stdout.write(f"{len(report.changes)} written, {unchanged} the same already.{ending}")
