"""`manage.py load_demo`: the demo data, once."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hiringkit.problems import Problem
from interviews.demo import load_demo
from roles.models import Role


class Command(BaseCommand):
    help = "Make demo data: a job, an application with four scorecards, and accounts whose passwords it prints."

    def handle(self, *args: object, **options: object) -> None:
        try:
            accounts = load_demo(file=settings.BASE_DIR / "fixtures" / "demo.yaml")
        except Role.DoesNotExist as error:
            raise CommandError("The demo needs the library: run `manage.py load_library` first.") from error
        except Problem as problem:
            raise CommandError("\n".join([problem.text, *(fault.detail for fault in problem.faults)])) from problem
        for person, password in accounts:
            groups = ", ".join(sorted(person.groups.values_list("name", flat=True)))
            self.stdout.write(f"  {person.email:<32} {password:<20} {groups}")
