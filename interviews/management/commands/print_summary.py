"""`manage.py print_summary`: one application's summary as a table for people."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console

from interviews.models import Application
from interviews.summaries.queries import summarise
from interviews.summaries.render_table import summary_table

WIDTH = 110


class Command(BaseCommand):
    help = "Print the summary of an application, by default of the first one that was made."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("application", nargs="?", type=uuid.UUID, help="the application's id")

    def handle(self, *args: Any, application: uuid.UUID | None, **options: Any) -> None:
        rows = Application.objects.select_related("candidate", "job", "plan__role", "decision__decided_by")
        try:
            found = rows.get(pk=application) if application else rows.order_by("created_at", "id").first()
        except (Application.DoesNotExist, ValidationError) as error:
            raise CommandError(f"There is no application {application}.") from error
        if found is None:
            raise CommandError("There is no application yet; `manage.py load_demo` makes one.")
        console = Console(width=WIDTH, color_system=None)
        with console.capture() as printed:
            console.print(summary_table(summary=summarise(application=found)))
        self.stdout.write(printed.get())
