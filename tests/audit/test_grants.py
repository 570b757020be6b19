"""A role that does not own the tables does all of the product's work, and by-passes nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction

from hiringkit.audit.models import AuditEntry
from hiringkit.audit.seals import seal_entries, verify_seals
from hiringkit.people.models import Person
from hiringkit.people.vocabulary import GroupName
from hiringkit.postgres.cluster import SUPERUSER
from tests import template
from tests.api_client import APIClient
from tests.people.factories import key_client, member, session
from tests.story import ADA, Hiring

pytestmark = pytest.mark.django_db
API = "/api/v1"
BY_PASSES = {
    "the trail's triggers off": "ALTER TABLE audit_auditentry DISABLE TRIGGER USER",
    "a trigger dropped": "DROP TRIGGER append_only_whole ON audit_auditentry",
    "the scores' triggers off": "ALTER TABLE interviews_competencyscore DISABLE TRIGGER USER",
    "all triggers off": "SET session_replication_role = replica",
    "another trigger function": "CREATE OR REPLACE FUNCTION hiringkit_stamp_change() RETURNS trigger "
    "LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "another rule of blindness": "CREATE OR REPLACE VIEW interviews_blind_on AS "
    "SELECT id AS person_id, id AS application_id FROM people_person WHERE false",
    "the trail emptied": "TRUNCATE audit_auditentry CASCADE",
    "an entry deleted": "DELETE FROM audit_auditentry",
    "an entry changed": "UPDATE audit_auditentry SET thing = 'other'",
    "a seal changed": "UPDATE audit_auditseal SET n_entries = 2",
    "a seal deleted": "DELETE FROM audit_auditseal",
    "a migration made to seem done": "DELETE FROM django_migrations",
}


@contextmanager
def as_web_role(name: str) -> Iterator[None]:
    """The connection's statements are the role's. With the transaction its grants go, and then the role itself."""
    embedded = connection.settings_dict.get("EMBEDDED_DIR")
    with template.maintenance(**({"user": SUPERUSER} if embedded else {})) as server:
        server.execute(f"CREATE ROLE {name}")
        server.execute(f"GRANT {name} TO {connection.get_connection_params()['user']}")
        try:
            with transaction.atomic():
                call_command("grant_tables", name, verbosity=0)
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                    cursor.execute(f"SET LOCAL ROLE {name}")
                yield
                with connection.cursor() as cursor:
                    cursor.execute("SELECT current_user")
                    assert cursor.fetchone() == (name,)
                transaction.set_rollback(True)
        finally:
            server.execute(f"DROP ROLE {name}")


def test_the_role_does_the_main_job_and_seals_it(hiring: Hiring) -> None:
    recruiter, ats = member(GroupName.RECRUITER), key_client("all")
    scores = [{"competency": slug, "state": "rated", "level": 3, "evidence": "Said so."} for slug in hiring.focus]
    body = {"interview": str(hiring.first.pk), "scores": scores, "overall_recommendation": "yes", "submit": True}
    with as_web_role("hiringkit_grants_main_job"):
        client: APIClient = session(recruiter)  # signs in
        assert session(Person.objects.get(email=ADA)).post(f"{API}/scorecards", body).status_code == 201
        pushed = body | {"interviewer": "ben@example.com", "remote_id": "card-1"}
        assert ats.post(f"{API}/scorecards", pushed).status_code == 201
        decision = {"outcome": "hire", "rationale": "It was good."}
        assert client.post(f"{API}/applications/{hiring.application.pk}/decision", decision).status_code == 201
        rounds = [{"title": "Analysis", "minutes": 60, "focus": hiring.focus}]
        plan = {"role": "data-scientist", "rounds": rounds}
        assert ats.post(f"{API}/plans/assemble", plan).status_code == 201
        assert seal_entries() > 0
        assert verify_seals().faults == ()
        assert AuditEntry.objects.filter(thing="scorecard").exists()


@pytest.mark.parametrize("name", BY_PASSES)
def test_the_role_by_passes_nothing(name: str) -> None:
    with as_web_role(f"hiringkit_grants_{list(BY_PASSES).index(name)}"):
        refused = pytest.raises(ProgrammingError, match=r"must be owner|permission denied")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(BY_PASSES[name])


def test_the_owner_could(hiring: Hiring) -> None:
    """Which is why the web server and the worker should not be it: README says so."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(BY_PASSES["the trail's triggers off"])
        cursor.execute(BY_PASSES["an entry changed"])
        transaction.set_rollback(True)
