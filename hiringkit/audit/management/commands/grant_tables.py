"""`manage.py grant_tables`: a role of the database for the web server and the worker that does not own the tables."""

import sys

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error, connection

from hiringkit.postgres.grants import grant_tables


class Command(BaseCommand):
    help = (
        "Let a role use the tables without owning them, so that it can't by-pass the audit trail. Run it after migrate."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", help="The role's name; it is made where it is not there.")
        parser.add_argument("--password-stdin", action="store_true", help="Set the password that stdin holds.")

    def handle(self, *args: object, role: str, password_stdin: bool = False, **options: object) -> None:
        password = sys.stdin.readline().strip() if password_stdin else ""
        if password_stdin and not password:
            raise CommandError("stdin holds no password.")
        try:
            grant_tables(connection=connection, role=role, password=password)
        except Error as error:
            raise CommandError(f"The database refuses: {error}".strip()) from error
        self.stdout.write(f"{role} may use the tables.")
