"""Whether an author could already read others' scores of the application when they wrote theirs.

What counts is that the scores stood open to them, whether or not they looked: by the one rule of blindness at the time
of writing, or at any time before. The latter is kept (`Sighting`) at every moment that closes what was open: being
seated or taken off a panel, an interview deleted or taking place after all, a change of the job's blindness or of its
hiring managers, and leaving a group that reaches everything, which a trigger keeps (migration 0007). An informed
scorecard counts in the summary, but is kept out of agreement and calibration.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from hiringkit.people.models import Person
from hiringkit.people.principals import person_principal
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
