"""`manage.py create_sign_in_link`: a one-time link for somebody whom no mail reaches."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from hiringkit.people.addresses import find_address
from hiringkit.people.links import GOOD_FOR, link_path, make_link
from hiringkit.people.models import Person


class Command(BaseCommand):
    help = "Print a link that signs a person in, once and for a quarter of an hour."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", required=True)
        parser.add_argument("--next", default="", help="the page that it leads to, such as /interviews/...")
        parser.add_argument(
            "--base", default=settings.PUBLIC_URL or "http://127.0.0.1:8000", help="what it begins with"
        )

    def handle(self, *args: object, email: str, next: str, base: str, **options: object) -> None:
        person = Person.objects.filter(email=find_address(email), is_active=True).first()
        if person is None:
            raise CommandError(f"Nobody who is active has the address {email}.")
        token = make_link(person=person)
        if token is None:
            raise CommandError(f"{person} has had enough links for now; wait {GOOD_FOR.seconds // 60} minutes.")
        self.stdout.write(f"{base}{link_path(token=token, after=next)}")
