"""The two rules as conditions inside a statement that is written by hand, on its application `a`.

They name the views that the ORM asks too, so no rule is written twice. Each condition has its places for values; who
asks fills them.
"""

import uuid

from hiringkit.people.principals import Principal
from interviews.access.reach import reaches_everything

REACHED = (
    "a.deleted_at IS NULL AND (%s::boolean OR EXISTS ("
    "SELECT FROM interviews_reached_by reached WHERE reached.person_id = %s AND reached.application_id = a.id))"
)
BLIND = "EXISTS (SELECT FROM interviews_blind_on blind WHERE blind.person_id = %s AND blind.application_id = a.id)"


def reached_values(principal: Principal) -> tuple[bool, uuid.UUID | None]:
    """What fills the two places of `REACHED`."""
    return reaches_everything(principal), person_id(principal)


def person_id(principal: Principal) -> uuid.UUID | None:
    """What fills the place of `BLIND`; an integration, None, is never blind."""
    return None if principal.person is None else principal.person.pk
