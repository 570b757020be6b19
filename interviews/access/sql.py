"""The rules as conditions inside a statement that is written by hand.

They name the views that the ORM asks too, so no rule is written twice. `REACHED` and `BLIND` speak of the statement's
application `a` and have places for values, which who asks fills.
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


def sight(*, person: str, application: str) -> str:
    """The columns of `memory.Sight`: what opens others' scores of the application to the person, both named as SQL."""
    return f"""ARRAY[
    EXISTS (SELECT FROM interviews_sighting s WHERE s.application_id = {application} AND s.person_id = {person}),
    EXISTS (
        SELECT FROM interviews_scorecard o
        WHERE o.application_id = {application} AND o.interviewer_id <> {person}
            AND o.status IN ('submitted', 'superseded') AND o.deleted_at IS NULL),
    EXISTS (SELECT FROM interviews_blind_on b WHERE b.application_id = {application} AND b.person_id = {person}),
    EXISTS (SELECT FROM interviews_reached_by b WHERE b.application_id = {application} AND b.person_id = {person})]"""
