"""`manage.py export_library`: the library in the database as files."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from roles.library.export import write_library


class Command(BaseCommand):
    help = "Write the library as files, one for each area and role. Other .yaml files in the folder are removed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        count = write_library(folder=folder)
        if options["verbosity"] > 0:
            self.stdout.write(f"{count} files in {folder}.")
