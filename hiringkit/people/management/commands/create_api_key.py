"""`manage.py create_api_key`: a key for an integration or for one person."""

from argparse import ArgumentTypeError
from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from hiringkit.people.addresses import find_address
from hiringkit.people.keys import create_api_key
from hiringkit.people.models import Person
from hiringkit.problems import Problem

MAX_DAYS = 3650


def _days(text: str) -> int:
    """A life in days that is neither over already nor beyond the calendar."""
    if not text.isascii() or not text.isdigit() or len(text) > 4 or not 1 <= int(text) <= MAX_DAYS:
        raise ArgumentTypeError(f"a whole number of days from 1 to {MAX_DAYS}, not {text}")
    return int(text)


class Command(BaseCommand):
    help = "Create an API key. Prints it last, alone on its line; it can't be shown again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", required=True, help="what uses the key")
        parser.add_argument("--scopes", required=True, help="all, or a comma-separated list such as hiring:write")
        parser.add_argument("--person", metavar="EMAIL", help="the key can do what this person can")
        parser.add_argument("--expires-in-days", type=_days, metavar="N")

    def handle(
        self,
        *args: object,
        name: str,
        scopes: str,
        person: str | None,
        expires_in_days: int | None,
        **options: object,
    ) -> None:
        owner = None
        if person is not None:
            owner = Person.objects.filter(email=find_address(person)).first()
            if owner is None:
                raise CommandError(f"There is no person with the address {person}.")
        expires_at = None if expires_in_days is None else timezone.now() + timedelta(days=expires_in_days)
        wanted = [scope.strip() for scope in scopes.split(",") if scope.strip()]
        try:
            _, text = create_api_key(name=name, scopes=wanted, person=owner, expires_at=expires_at)
        except Problem as problem:
            raise CommandError("\n".join(fault.detail for fault in problem.faults)) from problem
        self.stdout.write(text)
