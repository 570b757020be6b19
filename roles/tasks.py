"""Background work of the library."""

from procrastinate.contrib.django import app

from roles.library.kept import keep_texts as keep
from roles.services.findings import refresh_between, refresh_stale


@app.periodic(cron="29 3 * * *")
@app.task(queueing_lock="refresh_findings")
def refresh_findings(timestamp: int) -> None:
    """Judge what nobody's service has written, and compare all questions with each other: editing one compares none."""
    refresh_stale()
    refresh_between()


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="keep_texts")
def keep_texts(timestamp: int) -> None:
    """Write down what of the library's files is not kept, so that a download of a large one does not have to."""
    keep()
