from django.apps import AppConfig


class AtsConfig(AppConfig):
    """The ATS door and the background work behind it."""

    name = "hiringkit.ats"
    label = "ats"
    verbose_name = "Integration"
