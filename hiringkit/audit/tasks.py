"""The worker's part in the audit trail."""

from procrastinate.contrib.django import app

from hiringkit.audit.seals import seal_entries


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="seal_audit_trail")
def seal_audit_trail(timestamp: int) -> None:
    """Put a seal on what was written since the last minute."""
    seal_entries()
