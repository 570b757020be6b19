"""`manage.py load_library`: put the shipped library, or a folder of library files, into the database."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from roles.library.files import LibraryInvalid, passed_over
from roles.library.load import load_library
from roles.lint import write_findings


class Command(BaseCommand):
    help = "Load the library. Adds what is missing; with --overwrite also resets what exists to what the files say."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.BASE_DIR / "fixtures" / "library")
        parser.add_argument("--overwrite", action="store_true", help="reset existing objects to the files' content")

    def handle(self, *args: Any, folder: Path, overwrite: bool, **options: Any) -> None:
        try:
            report = load_library(folder=folder, overwrite=overwrite)
        except LibraryInvalid as error:
            raise CommandError(f"The library was not loaded; {error.told()}") from error
        if options["verbosity"] > 0:
            counts = ", ".join(f"{count} x {kind}" for kind, count in sorted(report.counts().items()))
            for line in passed_over(folder=folder):
                self.stdout.write(line)
            write_findings(self.stdout, report.findings)
            self.stdout.write(f"Library: {counts or 'everything was there already'}.")
