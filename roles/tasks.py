"""Background work of the library."""

from procrastinate.contrib.django import app

from roles.services.findings import refresh_between, refresh_stale


@app.periodic(cron="29 3 * * *")
@app.task(queueing_lock="refresh_findings")
def refresh_findings(timestamp: int) -> None:
    """Judge what nobody's service has written, and compare all questions with each other: editing one compares none."""
    refresh_stale()
    refresh_between()
