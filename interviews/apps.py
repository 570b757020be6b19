from django.apps import AppConfig
from django.db.models.signals import m2m_changed


class InterviewsConfig(AppConfig):
    """Plans, hiring, scorecards and summaries."""

    name = "interviews"
    verbose_name = "Interviewing"

    def ready(self) -> None:
        from hiringkit.people.models import Person
        from interviews.access.memory import note_leaving

        m2m_changed.connect(note_leaving, sender=Person.groups.through, dispatch_uid="interviews.note_leaving")
