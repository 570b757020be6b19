"""How ids are written: five groups of hexadecimal digits, in any case (RFC 9562), alike in path, query and body."""

import re
import uuid

PATTERN = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
_ID = re.compile(PATTERN, re.ASCII)


def read_id(text: str) -> uuid.UUID | None:
    """The id; None for any other text, also for the forms that Python would read (braces, no dashes, `urn:uuid:`)."""
    return uuid.UUID(text) if _ID.fullmatch(text) else None


class IdConverter:
    """An id in a path: `<id:pk>`."""

    regex = PATTERN

    def to_python(self, value: str) -> uuid.UUID:
        return uuid.UUID(value)

    def to_url(self, value: object) -> str:
        return str(value)
