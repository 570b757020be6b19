from django.apps import AppConfig


class HiringKitConfig(AppConfig):
    """The project itself: templates, static files, start-up checks."""

    name = "hiringkit"
    verbose_name = "Hiring Kit"

    def ready(self) -> None:
        from hiringkit import checks, database_checks  # noqa: F401  # registers the checks
