"""The worker's housekeeping, on the real queue."""

from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from hiringkit.queue.tasks import clear_expired_sessions, remove_finished, retry_stalled


@pytest.fixture
def job(db: None) -> ProcrastinateJob:
    found: ProcrastinateJob = ProcrastinateJob.objects.get(pk=clear_expired_sessions.configure().defer(timestamp=0))
    return found


def set_status(job: ProcrastinateJob, status: str) -> None:
    """What a worker does in SQL of its own; the model is read-only."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status WHERE id = %s", [status, job.pk]
        )


def test_a_job_that_a_killed_worker_left_is_taken_up_again(job: ProcrastinateJob) -> None:
    set_status(job, "doing")  # by no worker that is alive
    async_to_sync(retry_stalled)(app.job_manager)
    job.refresh_from_db()
    assert job.status == "todo"


def test_finished_jobs_go_after_some_days_and_not_before(job: ProcrastinateJob) -> None:
    set_status(job, "doing")
    set_status(job, "succeeded")
    async_to_sync(remove_finished)(app.job_manager)
    assert ProcrastinateJob.objects.filter(pk=job.pk).exists()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = at - interval '4 days' WHERE job_id = %s", [job.pk])
    async_to_sync(remove_finished)(app.job_manager)
    assert not ProcrastinateJob.objects.filter(pk=job.pk).exists()


@pytest.mark.django_db
def test_expired_sessions_go_and_others_stay() -> None:
    now = timezone.now()
    Session.objects.create(session_key="old", session_data="", expire_date=now - timedelta(days=1))
    Session.objects.create(session_key="new", session_data="", expire_date=now + timedelta(days=1))
    clear_expired_sessions(timestamp=0)
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
