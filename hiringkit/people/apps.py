from typing import ClassVar

from django.db.models.signals import post_migrate

from hiringkit.people import declared
from hiringkit.people.vocabulary import GroupName


class PeopleConfig(declared.DeclaringApp):
    """People, groups and API keys."""

    name = "hiringkit.people"
    label = "people"
    verbose_name = "People"
    admin_place = 3
    grants: ClassVar[declared.Grants] = {
        GroupName.RECRUITER: dict.fromkeys(("view", "add", "change"), ("person",)),
        GroupName.AUDITOR: {"view": ("person", "apikey")},
    }
    not_audited = frozenset({"people_signinlink"})  # made and used up by signing in, and no record of anything

    def ready(self) -> None:
        from hiringkit.people.groups import ensure_groups
        from hiringkit.rows.feed import continue_feed

        # Django creates permissions after the migrations, so the groups that hold them can only come then.
        post_migrate.connect(lambda **_: ensure_groups(), dispatch_uid="people.ensure_groups", weak=False)
        post_migrate.connect(lambda **_: continue_feed(), sender=self, dispatch_uid="people.continue_feed", weak=False)
