"""Writes of jobs, candidates, applications and interviews. The API and the admin both come through here."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from hiringkit.people.models import Person
from hiringkit.people.principals import Principal
from hiringkit.people.services import find_people
from hiringkit.problems import Fault, Problem, conflict, invalid
from hiringkit.rows.tracked import delete_softly, touch, write_changes
from interviews.models import Application, Candidate, Interview, InterviewPlan, Job, PlanRound, Scorecard
from interviews.scores.informed import note_exposure, note_panel_exposure, seat_panelists
from interviews.scores.queries import is_blind, visible_seats
from interviews.vocabulary import PlanStatus


def _check_job(job: Job) -> None:
    """A job's plan is published and made for the job's role; a job without a role takes its plan's."""
    if job.plan is None:
        return
    faults = []
    if job.plan.status != PlanStatus.PUBLISHED:
        faults.append(Fault("plan_not_published", "/plan", f"The plan is {job.plan.status}; publish it first."))
    if job.role is None:
        job.role = job.plan.role
    elif job.role_id != job.plan.role_id:
        faults.append(Fault("plan_of_other_role", "/plan", "The plan was made for another role than the job's."))
    if faults:
        raise invalid(faults)


@transaction.atomic
def create_job(*, hiring_managers: Sequence[str] = (), **values: Any) -> Job:
    """Open a job. `values` are columns of `Job`; raises 422 `plan_not_published`, `plan_of_other_role`."""
    job = Job(**values)
    _check_job(job)
    job.save(force_insert=True)
    job.hiring_managers.set(find_people(named=hiring_managers, pointer="/hiring_managers", make_unknown=True))
    return job


@transaction.atomic
def update_job(*, job: Job, changes: Mapping[str, Any]) -> Job:
    """Change a job. A new plan concerns applications without interviews only: the others have pinned theirs."""
    columns = dict(changes)
    managers = columns.pop("hiring_managers", None)
    proposed = Job(role=columns.get("role", job.role), plan=columns.get("plan", job.plan))
    _check_job(proposed)
    columns["role"] = proposed.role
    if columns.get("blindness", job.blindness) != job.blindness:
        _note_who_could_read(job)
    write_changes(job, columns)
    if managers is not None:
        people = find_people(named=managers, pointer="/hiring_managers", make_unknown=True)
        present = set(job.hiring_managers.all())
        if present != set(people):
            note_exposure(people=present - set(people), applications=Application.objects.filter(job=job))
            job.hiring_managers.set(people)
            touch(job)
    return job


def _note_who_could_read(job: Job) -> None:
    """What stands open now may be closed by a change of the job's blindness: remember to whom it was open."""
    applications = Application.objects.filter(job=job, scorecards__submitted_at__isnull=False).distinct()
    for application in Application.objects.select_for_update(of=("self",)).filter(pk__in=applications).order_by("pk"):
        note_panel_exposure(application=application)


@transaction.atomic
def create_candidate(**values: Any) -> Candidate:
    return Candidate.objects.create(**values)


@transaction.atomic
def update_candidate(*, candidate: Candidate, changes: Mapping[str, Any]) -> Candidate:
    write_changes(candidate, changes)
    return candidate


@transaction.atomic
def create_application(**values: Any) -> Application:
    return Application.objects.create(**values)


@transaction.atomic
def update_application(*, application: Application, changes: Mapping[str, Any]) -> Application:
    """Change an application; 409 `application_has_interviews` when its job or candidate would change under them."""
    moved = any(name in changes and changes[name] != getattr(application, name) for name in ("job", "candidate"))
    if moved and application.interviews.filter(deleted_at__isnull=True).exists():
        raise conflict("application_has_interviews", "Its interviews were held for this candidate and job.")
    write_changes(application, changes)
    return application


def lock_application(*, application_id: uuid.UUID) -> Application:
    """The application's row, locked until the transaction ends: its interviews and scorecards are written under it."""
    return Application.objects.select_for_update(of=("self",)).get(pk=application_id)


def pin_plan(*, application: Application) -> InterviewPlan:
    """The plan the application is interviewed with: pinned at the first call, from the job.

    Raises 409 `job_has_no_plan`. The caller is in a transaction; the row lock keeps two first interviews from pinning
    two plans.
    """
    locked = (
        Application.objects.select_for_update(of=("self",)).select_related("job__plan", "plan").get(pk=application.pk)
    )
    if locked.plan is None:
        if locked.job.plan is None:
            raise conflict("job_has_no_plan", "The application's job has no plan yet; give it a published one.")
        write_changes(locked, {"plan": locked.job.plan})
    application.plan = locked.plan
    assert locked.plan is not None
    return locked.plan


@transaction.atomic
def create_interview(
    *, application: Application, round: uuid.UUID, panelists: Sequence[str] = (), **values: Any
) -> Interview:
    """Make an interview of one round of the application's plan.

    Raises 409 `job_has_no_plan`; 422 `round_not_in_plan`.
    """
    plan = pin_plan(application=application)
    interview = Interview.objects.create(application=application, round=_round_of(plan, round), **values)
    people = find_people(named=panelists, pointer="/panelists", make_unknown=True)
    seat_panelists(interview=interview, people=people)
    return interview


def _round_of(plan: InterviewPlan, round_id: uuid.UUID) -> PlanRound:
    found = PlanRound.objects.filter(plan=plan, pk=round_id).first()
    if found is None:
        raise invalid([Fault("round_not_in_plan", "/round", "The application's plan has no such round.")])
    return found


@transaction.atomic
def update_interview(
    *, interview: Interview, changes: Mapping[str, Any], principal: Principal | None = None
) -> Interview:
    """Change time, cancellation, round or panel.

    Raises 409 `panelist_has_scorecard` when someone who wrote would leave the panel, `interview_has_scorecards` when
    the round would change under them, 422 `round_not_in_plan`. A `principal` who is blind on the application is told
    neither: whether a colleague has written must not show in what they can change. To them it is 409 `still_blind`
    whenever a panelist they know of would leave or the round change, and seats they don't know of stay.
    """
    lock_application(application_id=interview.application_id)  # a submission and a cancellation wait for each other
    locked = Interview.objects.select_for_update(of=("self",)).select_related("application").get(pk=interview.pk)
    columns = dict(changes)
    panel: Sequence[str] | None = columns.pop("panelists", None)
    blind = principal is not None and is_blind(principal=principal, application=locked.application)
    if "round" in columns:
        columns["round"] = _round_of(pin_plan(application=locked.application), columns["round"])
        if columns["round"].pk != locked.round_id and blind:
            raise _still_blind()
        if columns["round"].pk != locked.round_id and _written(locked):
            raise conflict("interview_has_scorecards", "Scorecards of this interview's round exist already.")
    if locked.cancelled_at is not None and columns.get("cancelled_at", locked.cancelled_at) is None:
        note_panel_exposure(application=locked.application)  # while it was cancelled its panelists owed nothing
    wrote = write_changes(locked, columns)
    if panel is not None:
        people = find_people(named=panel, pointer="/panelists", make_unknown=True)
        if blind and principal is not None:
            people = _as_far_as_known(locked, people, principal)
        if _set_panel(locked, people) and not wrote:
            touch(locked)
    return locked


def _still_blind() -> Problem:
    return conflict("still_blind", "You owe a scorecard of this application yourself; ask somebody who does not.")


def _as_far_as_known(interview: Interview, people: list[Person], principal: Principal) -> list[Person]:
    """The whole panel that somebody blind asks for: those they name, and those whose seats are hidden from them.

    A hidden seat that they name is shown from then on: to find its person still missing would tell of it.
    """
    known = {seat.person_id for seat in visible_seats(principal=principal).filter(interview=interview)}
    if not known <= {person.pk for person in people}:
        raise _still_blind()
    if interview.panel.filter(person__in=people, from_scorecard=True).update(from_scorecard=False):
        touch(interview)
    hidden = Person.objects.filter(panels__interview=interview).exclude(pk__in=[*known, *(each.pk for each in people)])
    return [*people, *hidden]


def _written(interview: Interview) -> bool:
    return Scorecard.objects.filter(interview=interview).exists()


def _set_panel(interview: Interview, people: list[Person]) -> bool:
    wanted = {person.pk for person in people}
    present = set(interview.panel.values_list("person_id", flat=True))
    leaving = present - wanted
    if Scorecard.objects.filter(interview=interview, interviewer__in=leaving).exists():
        raise conflict(
            "panelist_has_scorecard", "A panelist who has written a scorecard can't leave; excuse or cancel."
        )
    if leaving:
        note_panel_exposure(application=interview.application)
    seat_panelists(interview=interview, people=[person for person in people if person.pk not in present])
    interview.panel.filter(person_id__in=leaving).delete()  # last: an empty panel is a complete one, and opens scores
    return present != wanted


_KEPT_BY = {
    Job: ("applications", "job_has_applications", "Applications for this job exist."),
    Candidate: ("applications", "candidate_has_applications", "Applications of this candidate exist."),
    Application: (
        "interviews",
        "application_has_interviews",
        "Interviews of this application exist; cancel them instead.",
    ),
    Interview: ("scorecards", "interview_has_scorecards", "Scorecards of this interview exist; cancel it instead."),
}


@transaction.atomic
def delete_record(*, record: Job | Candidate | Application | Interview, principal: Principal | None = None) -> None:
    """Delete softly: the row stays as a tombstone for whoever pulls. 409 while live rows hang on it.

    An interview of an application on which the `principal` is blind is 409 `still_blind`, written or not.
    """
    if isinstance(record, Interview):
        if principal is not None and is_blind(principal=principal, application=record.application):
            raise _still_blind()
        note_panel_exposure(application=lock_application(application_id=record.application_id))
    related, code, detail = _KEPT_BY[type(record)]
    locked = type(record).objects.select_for_update(of=("self",)).get(pk=record.pk)
    if getattr(locked, related).filter(deleted_at__isnull=True).exists():
        raise conflict(code, detail)
    delete_softly(locked)


def cancel_interview(*, interview: Interview) -> Interview:
    """Cancel now; what panelists have submitted still counts."""
    return update_interview(interview=interview, changes={"cancelled_at": interview.cancelled_at or timezone.now()})
