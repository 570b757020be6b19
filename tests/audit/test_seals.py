"""A changed byte is found, wherever it is; sealing never makes a write wait."""

import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from hiringkit.audit import seals
from hiringkit.audit.models import AuditEntry, AuditSeal
from hiringkit.audit.seals import seal_entries, verify_seals
from hiringkit.audit.tasks import seal_audit_trail
from hiringkit.people.models import Person
from tests.people.factories import make_people, make_person


def tamper(statement: str) -> None:
    """Change the trail as somebody with the database's own rights could: with the triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("audit_auditentry", "audit_auditseal"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement)


@pytest.fixture
def sealed(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three seals over seven people."""
    monkeypatch.setattr(seals, "BATCH", 3)
    make_people(7)
    assert seal_entries() == 7
    assert list(AuditSeal.objects.order_by("number").values_list("n_entries", flat=True)) == [3, 3, 1]


@pytest.mark.usefixtures("sealed")
def test_an_untouched_trail_is_whole() -> None:
    verdict = verify_seals()
    assert (verdict.faults, verdict.n_seals, verdict.n_entries, verdict.n_unsealed) == ((), 3, 7, 0)
    make_person()
    assert verify_seals(noted=verdict.head).n_unsealed == 1


@pytest.mark.usefixtures("sealed")
@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        (
            "UPDATE audit_auditentry SET thing = 'persom' WHERE id = (SELECT min(id) + 4 FROM audit_auditentry)",
            "Seal 2 d",
        ),
        ("UPDATE audit_auditentry SET at = at + interval '1 microsecond' WHERE seal_id = 1", "Seal 1 does not match"),
        ("UPDATE audit_auditentry SET fields = ARRAY['name'] WHERE seal_id = 3", "Seal 3 does not match"),
        ("DELETE FROM audit_auditentry WHERE id = (SELECT min(id) FROM audit_auditentry)", "Seal 1 was put on 3"),
        ("UPDATE audit_auditentry SET seal_id = 3 WHERE seal_id = 2", "Seal 2 was put on 3 entries; there are 0"),
        (
            "UPDATE audit_auditseal SET digest = decode(repeat('00', 32), 'hex') WHERE number = 1",
            "Seal 1 does not match",
        ),
        (
            "DELETE FROM audit_auditentry WHERE seal_id = 2; DELETE FROM audit_auditseal WHERE number = 2",
            "Seal 2 is missing",
        ),
    ],
)
def test_what_was_changed_is_named(statement: str, fault: str) -> None:
    for each in statement.split("; "):
        tamper(each)
    assert any(found.startswith(fault) for found in verify_seals().faults), verify_seals().faults
    with pytest.raises(CommandError, match=fault):
        call_command("audit_verify")


@pytest.mark.usefixtures("sealed")
def test_a_trail_that_was_cut_and_sealed_anew_misses_the_noted_head() -> None:
    """The digests of such a trail match each other; only a head that was kept elsewhere tells."""
    head = verify_seals().head
    tamper("UPDATE audit_auditentry SET seal_id = NULL, thing = 'nothing'")
    tamper("DELETE FROM audit_auditseal")
    seal_entries()
    assert verify_seals().faults == ()
    assert verify_seals(noted=head).faults == (f"The noted head {head} is not in the chain.",)


@pytest.mark.usefixtures("sealed")
def test_the_command_prints_the_head() -> None:
    printed = StringIO()
    call_command("audit_verify", stdout=printed)
    assert printed.getvalue().splitlines()[-1] == verify_seals().head
    call_command("audit_verify", "--noted", verify_seals().head, stdout=printed)


@pytest.mark.django_db
def test_the_worker_seals_what_there_is() -> None:
    make_person()
    seal_audit_trail(timestamp=0)
    assert not AuditEntry.objects.filter(seal__isnull=True).exists()
    seal_audit_trail(timestamp=0)
    assert AuditSeal.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_the_sealer_and_it_waits_for_nobody() -> None:
    """A write that is not committed is sealed later; one that comes while sealing is under way is not held up."""
    make_person(email="first@example.com")
    writing, go_on = threading.Event(), threading.Event()

    def slow_write() -> None:
        try:
            with transaction.atomic():
                make_person(email="slow@example.com")
                writing.set()
                assert go_on.wait(timeout=20)
        finally:
            connection.close()

    def quick_write() -> None:
        try:
            make_person(email="quick@example.com")
        finally:
            connection.close()

    slow = threading.Thread(target=slow_write)
    slow.start()
    assert writing.wait(timeout=20)
    with transaction.atomic():
        assert seal_entries() == 1
        quick = threading.Thread(target=quick_write)
        quick.start()
        quick.join(timeout=20)
        assert Person.objects.filter(email="quick@example.com").exists()  # while the sealer's transaction is open
    go_on.set()
    slow.join(timeout=20)
    assert seal_entries() == 2
    assert verify_seals().faults == ()


@pytest.mark.django_db(transaction=True)
def test_two_sealers_never_seal_the_same_entry() -> None:
    make_people(50)
    counts: list[int] = []

    def seal() -> None:
        try:
            counts.append(seal_entries())
        finally:
            connection.close()

    threads = [threading.Thread(target=seal) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    seal_entries()
    assert sum(counts) <= 50
    assert verify_seals().faults == ()
    assert verify_seals().n_unsealed == 0
