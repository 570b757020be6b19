"""What is held while interviews and scorecards of an application are written: its row, and its plan."""

import uuid
from typing import TypeVar

from hiringkit.problems import conflict
from hiringkit.rows.tracked import write_changes
from interviews.models import Application, Candidate, Interview, InterviewPlan, Job


def lock_application(*, application_id: uuid.UUID) -> Application:
    """The application's row, locked until the transaction ends: its interviews and scorecards are written under it."""
    return Application.objects.select_for_update(of=("self",)).get(pk=application_id)


Record = TypeVar("Record", Job, Candidate, Application, Interview)


def lock_record(*, record: Record) -> Record:
    """The record's row, locked until the transaction ends; of an interview its application's first, which submissions
    and decisions hold: whoever takes them the other way round waits for somebody who waits for them.
    """
    if isinstance(record, Interview):
        lock_application(application_id=record.application_id)
    locked: Record = type(record).objects.select_for_update(of=("self",)).get(pk=record.pk)
    return locked


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
