"""`manage.py audit_verify`: whether the audit trail is, to the byte, what was sealed."""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hiringkit.audit.seals import verify_seals


class Command(BaseCommand):
    help = "Compute the audit trail's seals again. Prints the head; note it elsewhere and pass it next time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--noted", metavar="NUMBER:DIGEST", help="a head that was printed earlier")

    def handle(self, *args: object, noted: str | None, **options: object) -> None:
        verdict = verify_seals(noted=noted)
        if verdict.faults:
            raise CommandError("The audit trail was tampered with.\n" + "\n".join(verdict.faults))
        self.stdout.write(
            f"{verdict.n_entries} entries, {verdict.n_seals} seals, {verdict.n_unsealed} entries not sealed yet. "
            f"Every seal matches. Head:\n{verdict.head}"
        )
