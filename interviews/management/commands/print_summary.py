"""`manage.py print_summary`: one application's summary as a table for people."""

import uuid

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console

from hiringkit.people.principals import operator_principal
from hiringkit.problems import Problem
from interviews.models import Application
from interviews.summaries.formats.table import summary_table
from interviews.summaries.queries import build_summary

WIDTH = 110


class Command(BaseCommand):
    help = "Print the summary of an application, by default of the first one that was made."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("application", nargs="?", type=uuid.UUID, help="the application's id")

    def handle(self, *args: object, application: uuid.UUID | None, **options: object) -> None:
        first = Application.objects.filter(deleted_at__isnull=True).order_by("created_at", "id").first()
        if first is None:
            raise CommandError("There is no application yet; `manage.py load_demo` makes one.")
        try:
            summary = build_summary(principal=operator_principal(), application_id=application or first.pk)
        except Problem as problem:
            raise CommandError(f"There is no application {application}.") from problem
        console = Console(width=WIDTH, color_system=None)
        with console.capture() as printed:
            console.print(summary_table(summary=summary))
        self.stdout.write(printed.get())
