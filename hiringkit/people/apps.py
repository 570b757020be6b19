from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PeopleConfig(AppConfig):
    """People, groups and API keys."""

    name = "hiringkit.people"
    label = "people"
    verbose_name = "People"

    def ready(self) -> None:
        from hiringkit.people.groups import ensure_groups

        # Django creates permissions after the migrations, so the groups that hold them can only come then.
        post_migrate.connect(lambda **_: ensure_groups(), dispatch_uid="people.ensure_groups", weak=False)
