"""`manage.py lint_library`: what an editor should look at in library files."""

import json
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from roles.library.files import LibraryInvalid, passed_over, read_library
from roles.library.load import known_here
from roles.lint import UNFINISHED, UNFINISHED_OF_A_ROLE, Severity, lint_library, write_findings


class Command(BaseCommand):
    help = (
        "Lint library files. The exit code is 1 if anything was found that is neither accepted nor only missing yet "
        "(answers by level, the brief of an exercise); that is counted by role, and listed with --json."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.BASE_DIR / "fixtures" / "library")
        parser.add_argument("--installed", action="store_true", help="the files may name what the database has")
        parser.add_argument("--json", action="store_true", help="print the findings as a JSON list")

    def handle(self, *args: object, folder: Path, **options: object) -> None:
        try:
            findings = lint_library(read_library(folder=folder, known=known_here() if options["installed"] else None))
        except LibraryInvalid as error:
            unknown = any(fault.code.startswith("unknown_") for fault in error.faults)
            hint = "\nWhat the installed library has may be named with --installed." if unknown else ""
            raise CommandError(f"The library can't be read; {error.told()}{hint}") from error
        unfinished = {*UNFINISHED, UNFINISHED_OF_A_ROLE}
        failing = [finding for finding in findings if finding.code not in unfinished]
        if not options["json"]:  # what questions lack is told by role
            findings = [finding for finding in findings if finding.code not in UNFINISHED]
        errors = sum(finding.severity is Severity.ERROR for finding in findings)
        if options["json"]:
            self.stdout.write(json.dumps([asdict(finding) for finding in findings], indent=1))
        else:
            for line in passed_over(folder=folder):
                self.stdout.write(line)
            write_findings(self.stdout, findings)
            warnings = len(findings) - errors
            told = (
                f"{count} {name}{'' if count == 1 else 's'}"
                for count, name in ((errors, "error"), (warnings, "warning"))
            )
            self.stdout.write(f"{', '.join(told)}.")
        if failing:
            raise SystemExit(1)
