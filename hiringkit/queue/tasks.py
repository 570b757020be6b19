"""Housekeeping of the background worker. Procrastinate runs each task once per tick, however many workers there are."""

from django.core.management import call_command
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.manager import JobManager

KEEP_FINISHED_HOURS = 72


async def retry_stalled(manager: JobManager) -> None:
    """Put back into the queue what a killed worker left in `doing`; Procrastinate leaves that to its user."""
    for job in await manager.get_stalled_jobs():
        await manager.retry_job(job)


async def remove_finished(manager: JobManager) -> None:
    """Drop the rows of jobs that succeeded some days ago; failed ones stay to be looked at."""
    await manager.delete_old_jobs(nb_hours=KEEP_FINISHED_HOURS)


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="retry_stalled_jobs", pass_context=True)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
    await retry_stalled(context.app.job_manager)


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="remove_finished_jobs", pass_context=True)
async def remove_finished_jobs(context: JobContext, timestamp: int) -> None:
    await remove_finished(context.app.job_manager)


@app.periodic(cron="41 3 * * *")
@app.task(queueing_lock="clear_expired_sessions")
def clear_expired_sessions(timestamp: int) -> None:
    """Drop the rows of sessions that have expired."""
    call_command("clearsessions")
