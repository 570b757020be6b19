"""Entries for what no trigger sees: data that leaves the product."""

import uuid

import orjson

from hiringkit.audit.models import AuditAction, AuditEntry
from hiringkit.rows.signing import current_actor


def record_export(*, thing: str, thing_id: str, application: uuid.UUID | None = None) -> None:
    """Note that whoever signs at present took a copy of the thing out of the product."""
    actor = orjson.loads(current_actor() or "{}")
    AuditEntry.objects.create(
        door=actor.get("door", "database"),
        operation=actor.get("operation", ""),
        request_id=actor.get("request_id", ""),
        person=actor.get("person"),
        key=actor.get("key"),
        action=AuditAction.EXPORTED,
        thing=thing,
        thing_id=thing_id,
        application=application,
    )
