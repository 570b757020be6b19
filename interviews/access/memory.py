"""Whether an author could already read others' scores of the application when they wrote theirs.

At the time of writing it counts that the scores stand open to them by the one rule of blindness, whether or not they
look. What was open before is kept (`Sighting`). Where their own place changed, that it stood open is enough: kept at
being seated or taken off a panel, an interview's deletion, a change of the job's hiring managers, and leaving a group
that reaches everything, which a trigger keeps (migration 0007). Where somebody else opened it for the whole panel, by
cancelling an interview or by the job's mode, it counts whether they read: a mistake that is undone before anybody has
looked informs nobody. So a panelist's reading of others' scores is kept as it happens, by every reader. An informed
scorecard counts in the summary, but is kept out of agreement and calibration.
"""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from hiringkit.people.models import Person
from hiringkit.people.principals import Principal, person_principal
from interviews.access.blindness import WRITTEN, visible_to
from interviews.models import Application, Scorecard, Sighting


def open_scorecards(*, person: Person) -> QuerySet[Scorecard]:
    """Others' submitted scorecards that stand open to the person now."""
    visible = visible_to(principal=person_principal(person))
    return visible.filter(status__in=WRITTEN).exclude(interviewer=person)


@dataclass(frozen=True, slots=True)
class Sight:
    """What opens others' scores of an application to a person, as `access.sql.sight` reads it in any statement."""

    noted: bool
    others_have_written: bool
    blind: bool
    reached: bool

    def is_open(self, *, reaches_everything: Callable[[], bool]) -> bool:
        """Whether others' scores stand open to them now, or once did; then they write `informed`.

        Whether their groups let them reach everything is asked only where all depends on it.
        """
        if self.noted or not self.others_have_written or self.blind:
            return self.noted
        return self.reached or reaches_everything()


_NOTE_READING = """
INSERT INTO interviews_sighting (application_id, person_id, noted_at)
SELECT DISTINCT v.application_id, t.person_id, now()
FROM interviews_panelist t JOIN interviews_interview v ON v.id = t.interview_id
WHERE t.person_id = %s AND v.application_id = ANY(%s)
ON CONFLICT DO NOTHING
"""


def note_reading(*, principal: Principal, applications: Iterable[uuid.UUID]) -> None:
    """Keep that somebody who sits on panels of these applications has been shown others' scores of them (1 statement;
    none for programs, and where nothing was shown).
    """
    shown = list(applications)
    if principal.person is not None and shown:
        with connection.cursor() as cursor:
            cursor.execute(_NOTE_READING, [principal.person.pk, shown])


def others_cards(*, principal: Principal, cards: Iterable[Scorecard]) -> set[uuid.UUID]:
    """The applications of which others' submitted scorecards are among these."""
    person = principal.person
    return {
        card.application_id
        for card in cards
        if person is not None and card.interviewer_id != person.pk and card.status in WRITTEN
    }


def note_panel_sighting(*, application: Application, joining: Iterable[Person] = ()) -> None:
    """Keep who of the application's panels, and of those about to join, can read others' scores before a change that
    may close them. The caller holds the application's lock.
    """
    if not Scorecard.objects.filter(application=application, status__in=WRITTEN).exists():
        return
    seated = Person.objects.filter(panels__interview__application=application)
    people = {person.pk: person for person in [*seated, *joining]}
    note_sighting(people=people.values(), applications=[application])


def note_sighting(*, people: Iterable[Person], applications: Iterable[Application] | None = None) -> None:
    """Keep to whom of these people others' scores stand open now, of these applications or of all."""
    for person in people:
        found = open_scorecards(person=person)
        if applications is not None:
            found = found.filter(application__in=applications)
        Sighting.objects.bulk_create(
            (
                Sighting(application_id=pk, person=person)
                for pk in found.values_list("application", flat=True).distinct()
            ),
            ignore_conflicts=True,
        )
