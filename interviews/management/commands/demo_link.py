"""`manage.py demo_link`: a one-time link to the kit of the demo's next interview, for whoever holds it."""

from django.core.management.base import BaseCommand, CommandParser
from django.urls import reverse

from hiringkit.people.links import link_path, make_link
from interviews.demo import next_demo_interview


class Command(BaseCommand):
    help = (
        "Print a link that signs in the demo's next interviewer and opens the kit, once; nothing where there is none."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--base", default="http://127.0.0.1:8000", help="what the address begins with")

    def handle(self, *args: object, base: str, **options: object) -> None:
        found = next_demo_interview()
        token = None if found is None else make_link(person=found[0])
        if found is not None and token is not None:
            after = reverse("interview-page", args=[found[1].pk])
            self.stdout.write(f"{base}{link_path(token=token, after=after)}")
