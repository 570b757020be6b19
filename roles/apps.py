from typing import Any, ClassVar

from django.apps.registry import Apps
from django.db.models.signals import post_migrate

from hiringkit.people import declared
from hiringkit.people.vocabulary import GroupName

_ALL = (
    "acceptedfinding", "activity", "anchor", "competency", "competencyarea", "distinction", "externalcode", "guide",
    "guidepage", "question",
    "questioncompetency", "questionfinding", "questionlint", "questiontext", "responsibility", "role", "roleactivity",
    "rolecompetency", "roletool", "skill", "tool",
)  # fmt: skip


class RolesConfig(declared.DeclaringApp):
    """The library: roles, competencies and questions."""

    name = "roles"
    verbose_name = "Library"
    admin_place = 2
    admin_order = ("Role", "Competency", "Question")
    grants: ClassVar[declared.Grants] = {
        GroupName.HIRING_MANAGER: {"view": _ALL},
        GroupName.RECRUITER: {"view": _ALL},
        GroupName.LIBRARY_EDITOR: dict.fromkeys(("view", "add", "change", "delete"), _ALL),
        GroupName.AUDITOR: {"view": _ALL},
    }
    not_audited = frozenset(
        {"roles_questionfinding", "roles_questionlint", "roles_questiontext"}
    )  # made from the questions

    def ready(self) -> None:
        post_migrate.connect(judge_anew, sender=self)


def judge_anew(*, apps: Apps, **kwargs: Any) -> None:
    """After an upgrade: judge what an older edition of the lint's rules has judged, or none.

    A migration that stops on its way leaves other columns than the models have, and nothing is judged then.
    """
    from roles.models import Question, QuestionLint
    from roles.services.findings import refresh_between, refresh_stale

    for model in (Question, QuestionLint):
        try:
            there = apps.get_model("roles", model.__name__)
        except LookupError:
            return
        if {field.name for field in there._meta.fields} != {field.name for field in model._meta.fields}:
            return
    if refresh_stale():
        refresh_between()
