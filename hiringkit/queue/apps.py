from django.apps import AppConfig


class QueueConfig(AppConfig):
    """Background work: the worker's own housekeeping."""

    name = "hiringkit.queue"
    label = "queue"
    verbose_name = "Background work"
