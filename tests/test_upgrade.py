"""A database of an earlier version is brought up to this one by `migrate`, with all that it holds."""

import pytest
from django.core.management import call_command
from django.db import connection

from hiringkit.database_checks import check_audit, check_stamps
from interviews.models import BlindOn, Scorecard, Sighting
from roles.models import AcceptedFinding
from tests.factories import SightingFactory
from tests.story import ADA, BEN, Hiring, principal, submit

EARLIER = {"interviews": "0004_audit", "roles": "0003_question_words", "people": "0003_sign_ins"}


@pytest.mark.slow("migrates back and forward again")
@pytest.mark.django_db(transaction=True)
def test_what_stands_in_an_earlier_database_is_kept(hiring: Hiring) -> None:
    """Back to the schema of that version, as an operator would have it, and forward again."""
    card, ben = submit(ADA, hiring.first), principal(BEN).required_person()
    SightingFactory.make(application=hiring.application, person=ben)
    accepted = list(AcceptedFinding.objects.values_list("question__slug", "version", "code", "reason"))
    assert accepted
    for app, name in EARLIER.items():
        call_command("migrate", app, name, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('interviews_blind_on'), count(*) FROM interviews_exposure")
        assert cursor.fetchone() == (None, 1)
    assert [*check_stamps(app_configs=None, databases=["default"])] == []  # pending, so nothing is missing yet
    call_command("migrate", verbosity=0)
    assert Scorecard.objects.get().pk == card.pk
    assert Sighting.objects.get().person == ben
    assert BlindOn.objects.filter(person=ben, application=hiring.application).exists()
    assert list(AcceptedFinding.objects.values_list("question__slug", "version", "code", "reason")) == accepted
    for check in (check_stamps, check_audit):
        assert check(app_configs=None, databases=["default"]) == []
