"""Writes of interviews and of who sits on them. The API and the admin both come through here."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from hiringkit.people.models import Person
from hiringkit.people.naming import find_people
from hiringkit.people.principals import Principal
from hiringkit.problems import Fault, conflict, invalid
from hiringkit.rows.tracked import delete_softly, write_changes
from interviews.access.blindness import WRITTEN, is_blind, is_kept_blind_by, still_blind, visible_seats
from interviews.access.memory import note_panel_sighting
from interviews.hiring.locks import lock_application, pin_plan
from interviews.models import Application, Interview, InterviewPlan, Panelist, PlanRound, Scorecard
from interviews.vocabulary import ScorecardStatus


@transaction.atomic
def create_interview(
    *, application: Application, round: uuid.UUID, panelists: Sequence[str] = (), **values: object
) -> Interview:
    """Make an interview of one round of the application's plan.

    Raises 409 `job_has_no_plan`; 422 `round_not_in_plan`, `unknown_person`, `person_inactive`.
    """
    plan = pin_plan(application=application)
    interview = Interview.objects.create(application=application, round=round_of(plan, round), **values)
    people = find_people(named=panelists, pointer="/panelists", make_unknown=True, active_unless=())
    seat_panelists(interview=interview, people=people)
    return interview


def round_of(plan: InterviewPlan, round_id: uuid.UUID | None) -> PlanRound:
    """The plan's round of this id; 422 `round_not_in_plan`."""
    found = None if round_id is None else PlanRound.objects.filter(plan=plan, pk=round_id).first()
    if found is None:
        raise invalid([Fault("round_not_in_plan", "/round", "The application's plan has no such round.")])
    return found


@transaction.atomic
def update_interview(*, principal: Principal, interview: Interview, changes: Mapping[str, Any]) -> Interview:
    """Change time, cancellation, round or panel.

    Raises 409 `panelist_has_scorecard` when someone who has submitted would leave the panel, `interview_has_scorecards`
    when the round would change under them, 422 `round_not_in_plan`, and `person_inactive` for who is seated anew.
    Drafts go with the seat or the round that they were written for.

    A `principal` who is blind on the application is told none of it: whether a colleague has written must not show in
    what they can change. To them it is 409 `still_blind` whenever a panelist they know of would leave or the round
    change, and seats they don't know of stay; and where an interview that keeps them blind would be cancelled.
    """
    lock_application(application_id=interview.application_id)  # a submission and a cancellation wait for each other
    locked = Interview.objects.select_for_update(of=("self",)).select_related("application__job").get(pk=interview.pk)
    columns = dict(changes)
    panel: Sequence[str] | None = columns.pop("panelists", None)
    blind = is_blind(principal=principal, application=locked.application)
    if "round" in columns:
        columns["round"] = round_of(pin_plan(application=locked.application), columns["round"])
        if columns["round"].pk != locked.round_id and blind:
            raise still_blind()
        if columns["round"].pk != locked.round_id and _written(locked):
            raise conflict("interview_has_scorecards", "Scorecards of this interview's round exist already.")
        if columns["round"].pk != locked.round_id:
            discard_drafts(interview=locked)
    cancels = locked.cancelled_at is None and columns.get("cancelled_at") is not None
    if cancels and is_kept_blind_by(principal=principal, interview=locked):
        raise still_blind()
    write_changes(locked, columns)
    if panel is not None:
        seats = visible_seats(principal=principal) if blind else Panelist.objects.all()
        seated = set(seats.filter(interview=locked).values_list("person_id", flat=True))
        people = find_people(named=panel, pointer="/panelists", make_unknown=True, active_unless=seated)
        if blind:
            people = _as_far_as_known(locked, people, principal)
        _set_panel(locked, people)
    return locked


def _as_far_as_known(interview: Interview, people: list[Person], principal: Principal) -> list[Person]:
    """The whole panel that somebody blind asks for: those they name, and those whose seats are hidden from them.

    A hidden seat that they name is shown from then on: to find its person still missing would tell of it.
    """
    known = {seat.person_id for seat in visible_seats(principal=principal).filter(interview=interview)}
    if not known <= {person.pk for person in people}:
        raise still_blind()
    interview.panel.filter(person__in=people, from_scorecard=True).update(from_scorecard=False)
    hidden = Person.objects.filter(panels__interview=interview).exclude(pk__in=[*known, *(each.pk for each in people)])
    return [*people, *hidden]


def _written(interview: Interview) -> bool:
    return Scorecard.objects.filter(interview=interview, status__in=WRITTEN).exists()


def discard_drafts(*, interview: Interview, of: Iterable[uuid.UUID] | None = None) -> None:
    """Delete softly what is drafted of the interview, by all or by these people: nobody but they knows of it, so it
    stands in nobody's way. The caller holds the application's lock.
    """
    drafts = Scorecard.objects.filter(interview=interview, status=ScorecardStatus.DRAFT)
    for draft in drafts if of is None else drafts.filter(interviewer__in=of):
        delete_softly(draft)


def _set_panel(interview: Interview, people: list[Person]) -> None:
    wanted = {person.pk for person in people}
    present = set(interview.panel.values_list("person_id", flat=True))
    leaving = present - wanted
    if Scorecard.objects.filter(interview=interview, interviewer__in=leaving, status__in=WRITTEN).exists():
        raise conflict(
            "panelist_has_scorecard", "A panelist who has submitted a scorecard can't leave; excuse or cancel."
        )
    if leaving:
        discard_drafts(interview=interview, of=leaving)
        note_panel_sighting(application=interview.application)
    seat_panelists(interview=interview, people=[person for person in people if person.pk not in present])
    interview.panel.filter(person_id__in=leaving).delete()  # last: an empty panel is a complete one, and opens scores


def cancel_interview(*, principal: Principal, interview: Interview) -> Interview:
    """Cancel now; what panelists have submitted still counts."""
    at = interview.cancelled_at or timezone.now()
    return update_interview(principal=principal, interview=interview, changes={"cancelled_at": at})


def seat_panelists(*, interview: Interview, people: Iterable[Person], from_scorecard: bool = False) -> None:
    """Put people on the panel; the caller holds the application's lock, so that nothing is submitted meanwhile.

    Where blindness lasts until the panel is complete, a new panelist closes what was open to the others.
    """
    seated = list(people)
    note_panel_sighting(application=interview.application, joining=seated)
    Panelist.objects.bulk_create(
        Panelist(
            interview=interview,
            person=person,
            from_scorecard=from_scorecard,
            introduces=from_scorecard and person.just_made,
        )
        for person in seated
    )
