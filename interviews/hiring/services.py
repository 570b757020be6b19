"""Writes of jobs, candidates and applications, and deletion of all three and of interviews.

The API and the admin both come through here.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from hiringkit.people.addresses import NoAddress, fold_address
from hiringkit.people.naming import find_people
from hiringkit.people.principals import Principal
from hiringkit.problems import Fault, conflict, invalid
from hiringkit.rows.names import name_fault, normal_name
from hiringkit.rows.tracked import delete_softly, write_changes
from interviews.access.blindness import WRITTEN, is_blind, require_sight, require_sight_of_all, still_blind
from interviews.access.memory import note_panel_sighting, note_sighting
from interviews.hiring.locks import lock_application
from interviews.hiring.panels import discard_drafts
from interviews.models import Application, Candidate, Interview, Job
from interviews.plans.queries import standard_plan
from interviews.vocabulary import STATUS_AFTER, Blindness, PlanStatus


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
def create_job(*, hiring_managers: Sequence[str] = (), **values: object) -> Job:
    """Open a job. `values` are columns of `Job`; one with a role and no word on its plan takes the role's standard
    plan, if there is one. Raises 422 `plan_not_published`, `plan_of_other_role`.
    """
    if "plan" not in values and (role := values.get("role")) is not None:
        values["plan"] = standard_plan(role=role)  # type: ignore[arg-type]
    job = Job(**values)
    _check_job(job)
    job.save(force_insert=True)
    job.hiring_managers.set(find_people(named=hiring_managers, pointer="/hiring_managers", make_unknown=True))
    return job


@transaction.atomic
def update_job(*, principal: Principal, job: Job, changes: Mapping[str, Any]) -> Job:
    """Change a job. A new plan concerns applications without interviews only: the others have pinned theirs. A job
    without a plan that comes to a role takes that one's standard plan, unless the changes say otherwise.

    Raises 409 `still_blind` where a `principal` who is blind on one of its applications would be less so.
    """
    columns = dict(changes)
    if _loosens(job, columns.get("blindness", job.blindness)):
        require_sight_of_all(principal=principal, job=job)
    managers = columns.pop("hiring_managers", None)
    role = columns.get("role")
    if "plan" not in columns and job.plan is None and role is not None and role != job.role:
        columns["plan"] = standard_plan(role=role)
    proposed = Job(role=columns.get("role", job.role), plan=columns.get("plan", job.plan))
    _check_job(proposed)
    columns["role"] = proposed.role
    write_changes(job, columns)
    if managers is not None:
        people = find_people(named=managers, pointer="/hiring_managers", make_unknown=True)
        present = set(job.hiring_managers.all())
        if present != set(people):
            note_sighting(people=present - set(people), applications=Application.objects.filter(job=job))
            job.hiring_managers.set(people)
    return job


def _loosens(job: Job, blindness: str) -> bool:
    strictest = (Blindness.NEVER, Blindness.UNTIL_OWN_SUBMISSION, Blindness.UNTIL_PANEL_COMPLETE)
    return strictest.index(Blindness(blindness)) < strictest.index(Blindness(job.blindness))


@transaction.atomic
def create_candidate(**values: object) -> Candidate:
    """Name and address are stored in their one form. Raises 422 `invalid_name`, `invalid_address`."""
    return Candidate.objects.create(**_in_one_form(values))


@transaction.atomic
def update_candidate(*, candidate: Candidate, changes: Mapping[str, object]) -> Candidate:
    """Raises 422 `invalid_name`, `invalid_address`."""
    write_changes(candidate, _in_one_form(changes))
    return candidate


def _in_one_form(values: Mapping[str, object]) -> dict[str, object]:
    found, faults = dict(values), []
    if "name" in found:
        found["name"] = normal_name(str(found["name"]))
        if told := name_fault(str(found["name"])):
            faults.append(Fault("invalid_name", "/name", told))
    if "adjustments" in found:
        found["adjustments"] = str(found["adjustments"] or "").strip() or None
    if found.get("email"):
        try:
            found["email"] = fold_address(str(found["email"]))
        except NoAddress as error:
            faults.append(Fault("invalid_address", "/email", str(error)))
    if faults:
        raise invalid(faults)
    return found


@transaction.atomic
def create_application(**values: object) -> Application:
    return Application.objects.create(**values)


@transaction.atomic
def update_application(*, principal: Principal, application: Application, changes: Mapping[str, object]) -> Application:
    """Change an application; 409 `application_has_interviews` when its job or candidate would change under them.

    One that moves to another job without any takes that job's plan in the place of one that it has pinned. A
    `principal` who is blind on it is 409 `still_blind` where they would set what a decision sets, and changes nothing
    by the status that they are shown.
    """
    if "status" in changes and is_blind(principal=principal, application=application):
        changes = _status_by_the_blind(application, dict(changes))
    moved = any(name in changes and changes[name] != getattr(application, name) for name in ("job", "candidate"))
    if moved and application.interviews.filter(deleted_at__isnull=True).exists():
        raise conflict("application_has_interviews", "Its interviews were held for this candidate and job.")
    unpinned = {"plan": None} if changes.get("job", application.job) != application.job else {}
    write_changes(application, {**changes, **unpinned})
    return application


def _status_by_the_blind(application: Application, changes: dict[str, object]) -> dict[str, object]:
    if changes["status"] == (application.blind_status or application.status):
        del changes["status"]
    elif changes["status"] in STATUS_AFTER.values():
        raise still_blind("You owe a scorecard of this application; decisions come after it.")
    return changes


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
def delete_record(*, principal: Principal, record: Job | Candidate | Application | Interview) -> None:
    """Delete softly: the row stays as a tombstone for whoever pulls. 409 while live rows hang on it; drafts of an
    interview go with it.

    An interview of an application on which the `principal` is blind is 409 `still_blind`, written or not.
    """
    if isinstance(record, Interview):
        require_sight(principal=principal, application=record.application)
        note_panel_sighting(application=lock_application(application_id=record.application_id))
    related, code, detail = _KEPT_BY[type(record)]
    locked = type(record).objects.select_for_update(of=("self",)).get(pk=record.pk)
    kept_by = getattr(locked, related).filter(deleted_at__isnull=True)
    if isinstance(locked, Interview):
        kept_by = kept_by.filter(status__in=WRITTEN)
    if kept_by.exists():
        raise conflict(code, detail)
    if isinstance(locked, Interview):
        discard_drafts(interview=locked)
    delete_softly(locked)
