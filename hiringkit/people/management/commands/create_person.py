"""`manage.py create_person`: someone who can sign in."""

import secrets
import sys

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hiringkit.people.services import create_person
from hiringkit.people.vocabulary import GroupName
from hiringkit.problems import Problem


class Command(BaseCommand):
    help = "Create a person who can sign in. Prints a generated password last, alone on its line."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True)
        parser.add_argument(
            "--group", action="append", default=[], help=f"repeatable; one of {', '.join(GroupName)}", dest="groups"
        )
        parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")

    def handle(
        self, *args: object, email: str, name: str, groups: list[str], password_stdin: bool, **options: object
    ) -> None:
        password = sys.stdin.readline().rstrip("\n") if password_stdin else secrets.token_urlsafe(15)
        if not password:
            raise CommandError("Standard input held no password.")
        try:
            create_person(email=email, name=name, groups=groups, password=password)
        except Problem as problem:
            raise CommandError("\n".join(fault.detail for fault in problem.faults)) from problem
        if not password_stdin:
            self.stdout.write(password)
