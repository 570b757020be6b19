from typing import ClassVar

from hiringkit.people import declared
from hiringkit.people.vocabulary import GroupName

_ALL = (
    "activity", "anchor", "competency", "competencyarea", "distinction", "externalcode", "question",
    "questioncompetency", "responsibility", "role", "roleactivity", "rolecompetency", "roletool", "skill", "tool",
)  # fmt: skip


class RolesConfig(declared.DeclaringApp):
    """The library: roles, competencies and questions."""

    name = "roles"
    verbose_name = "Library"
    grants: ClassVar[declared.Grants] = {
        GroupName.HIRING_MANAGER: {"view": _ALL},
        GroupName.RECRUITER: {"view": _ALL},
        GroupName.LIBRARY_EDITOR: dict.fromkeys(("view", "add", "change", "delete"), _ALL),
        GroupName.AUDITOR: {"view": _ALL},
    }
    not_audited = frozenset()
