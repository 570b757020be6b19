"""In whose name this thread writes: kept here, and handed to the database with each transaction.

The engine (`hiringkit.postgres.base`) puts the text of `current_actor` into the transaction's setting
`hiringkit.actor`; the audit triggers read it there. So every write is signed, whichever code makes it, and none has
to think of it. What runs outside any door (psql, a forgotten script) leaves the setting empty and is recorded as done
in the database.
"""

import uuid
from contextvars import ContextVar

import orjson

_request_id: ContextVar[str] = ContextVar("request_id", default="-")
_actor: ContextVar[str] = ContextVar("actor", default="")


def set_request_id(request_id: str) -> None:
    _request_id.set(request_id)


def current_request_id() -> str:
    """The id of the request that this thread answers, or answered last; `-` before the first."""
    return _request_id.get()


def act_as(*, door: str, operation: str, person: uuid.UUID | None = None, key: uuid.UUID | None = None) -> None:
    """Sign what this thread writes from now on: by door (`api`, `admin`, `page`, `command`), operation and person."""
    signature = {
        "door": door,
        "operation": operation,
        "request_id": current_request_id(),
        "person": person,
        "key": key,
    }
    _actor.set(orjson.dumps(signature).decode())


def act_as_nobody() -> None:
    """Forget who it was: a thread answers many people's requests."""
    _actor.set("")


def acting_person() -> uuid.UUID | None:
    """The person in whose name this thread acts; None for programs, commands and nobody."""
    actor = _actor.get()
    person = orjson.loads(actor)["person"] if actor else None
    return None if person is None else uuid.UUID(person)


def current_actor() -> str:
    """The JSON text of the signature, empty where nobody signs."""
    return _actor.get()
