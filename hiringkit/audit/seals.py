"""Seals: a chain of digests over the audit trail, made in batches after the fact so that no write waits for another.

The digest of a seal is SHA-256 over the digest before it and its entries' bytes in order of id. Whoever changes a byte
of a sealed entry would have to rewrite every seal since, and the heads that auditors have noted elsewhere with them.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import orjson
from django.db import connection, transaction
from django.db.models import Count

from hiringkit.audit.models import AuditEntry, AuditSeal

BATCH = 5_000
FIRST = bytes(32)  # what the first seal's digest covers in place of an earlier one
LOCK = 7_281_530_011  # one sealer at a time, whatever process it runs in
COLUMNS = (
    "id", "at", "door", "operation", "request_id", "person", "key", "action", "thing", "thing_id", "subject",
    "application", "fields",
)  # fmt: skip


def seal_entries() -> int:
    """Seal what is not sealed yet, batch by batch; returns how many entries. Nothing if somebody else is at it."""
    total = 0
    while sealed := _seal_batch():
        total += sealed
    return total


@transaction.atomic
def _seal_batch() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return 0
    rows = list(AuditEntry.objects.filter(seal__isnull=True).order_by("id").values(*COLUMNS)[:BATCH])
    if not rows:
        return 0
    last = AuditSeal.objects.order_by("-number").first()
    before = FIRST if last is None else bytes(last.digest)
    seal = AuditSeal.objects.create(
        number=1 if last is None else last.number + 1, n_entries=len(rows), digest=digest_of(before, rows)
    )
    AuditEntry.objects.filter(id__in=[row["id"] for row in rows]).update(seal=seal)
    return len(rows)


def digest_of(before: bytes, rows: Iterable[dict[str, object]]) -> bytes:
    """The digest of a batch: `rows` by column, in order of id."""
    digest = hashlib.sha256(before)
    for row in rows:
        line = orjson.dumps([row[column] for column in COLUMNS], option=orjson.OPT_UTC_Z)
        digest.update(len(line).to_bytes(8, "big") + line)
    return digest.digest()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verifying found: `faults` in words, none if every byte is as it was sealed."""

    n_seals: int
    n_entries: int
    n_unsealed: int
    head: str
    faults: tuple[str, ...]


def verify_seals(*, noted: str | None = None) -> Verdict:
    """Compute every seal again. `noted` is a head (`number:digest`) that was written down earlier, elsewhere.

    A sealer at work does not matter: it only adds seals beyond those that are read here.
    """
    seals = list(AuditSeal.objects.order_by("number"))
    faults = list(_faults(seals))
    if noted is not None and noted not in {str(seal) for seal in seals}:
        faults.append(f"The noted head {noted} is not in the chain.")
    counted = AuditEntry.objects.aggregate(all=Count("id"), sealed=Count("seal"))
    head = str(seals[-1]) if seals else "none"
    return Verdict(len(seals), counted["all"], counted["all"] - counted["sealed"], head, tuple(faults))


def _faults(seals: list[AuditSeal]) -> Iterator[str]:
    before = FIRST
    for expected, seal in enumerate(seals, 1):
        if seal.number != expected:
            yield f"Seal {expected} is missing."
            return
        rows = list(AuditEntry.objects.filter(seal=seal.number).order_by("id").values(*COLUMNS))
        if len(rows) != seal.n_entries:
            yield f"Seal {seal.number} was put on {seal.n_entries} entries; there are {len(rows)}."
        elif digest_of(before, rows) != bytes(seal.digest):
            first, last = rows[0]["id"], rows[-1]["id"]
            yield f"Seal {seal.number} does not match its entries {first} to {last}, or the seal before it."
        before = bytes(seal.digest)
