from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    """Plans, hiring, scorecards and summaries."""

    name = "interviews"
    verbose_name = "Interviewing"
