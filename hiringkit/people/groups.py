"""The five groups and what each may do in the admin. The API's rules stand with each view; reach comes on top of
both.
"""

from typing import Final

from django.contrib.auth.models import Group, Permission

from hiringkit.people.models import Person
from hiringkit.people.vocabulary import GroupName

_LIBRARY = (
    "roles.activity", "roles.anchor", "roles.competency", "roles.competencyarea", "roles.distinction",
    "roles.externalcode", "roles.question", "roles.questioncompetency", "roles.responsibility", "roles.role",
    "roles.roleactivity", "roles.rolecompetency", "roles.roletool", "roles.skill", "roles.tool",
)  # fmt: skip
_PLANS = ("interviews.interviewplan", "interviews.plancompetency", "interviews.planround", "interviews.planitem")
_HIRING = (
    "interviews.job", "interviews.candidate", "interviews.application", "interviews.interview", "interviews.panelist",
)  # fmt: skip
_SCORES = ("interviews.scorecard", "interviews.competencyscore", "interviews.questionnote", "interviews.decision")
_DECISIONS = ("interviews.decision",)  # added, never changed; of whose job it is the service judges
_LIFTS = ("interviews.blindnesslift",)
_AUDIT = ("audit.auditentry", "audit.auditseal")

# Group -> verb -> the models it holds for.
ADMIN_PERMISSIONS: Final[dict[GroupName, dict[str, tuple[str, ...]]]] = {
    GroupName.INTERVIEWER: {},
    GroupName.HIRING_MANAGER: {"view": (*_LIBRARY, *_PLANS, *_HIRING, *_SCORES), "add": _DECISIONS},
    GroupName.RECRUITER: {
        "view": (*_LIBRARY, *_PLANS, *_HIRING, *_SCORES, "people.person"),
        "add": (*_HIRING, *_DECISIONS, *_LIFTS, "interviews.interviewplan", "people.person"),
        "change": (*_HIRING, "interviews.interviewplan", "people.person"),
        "delete": _HIRING,
    },
    GroupName.LIBRARY_EDITOR: {"view": (*_LIBRARY, *_PLANS), "add": _LIBRARY, "change": _LIBRARY, "delete": _LIBRARY},
    GroupName.AUDITOR: {"view": (*_LIBRARY, *_PLANS, *_HIRING, *_SCORES, "people.person", "people.apikey", *_AUDIT)},
}

# For the schema: the groups by the names that callers see.
GROUP_CHOICES: Final = [(group.value, group.value) for group in GroupName]

# Interviewers work through the API and their pages, never in the admin.
ADMIN_GROUPS: Final = frozenset(ADMIN_PERMISSIONS) - {GroupName.INTERVIEWER}

# Who may manage people in the admin, and the most that these people may hold. Without a limit a recruiter could make
# themselves an auditor, or set an auditor's password. Superusers manage everybody.
MANAGES: Final = {
    GroupName.RECRUITER: frozenset({GroupName.INTERVIEWER, GroupName.HIRING_MANAGER, GroupName.RECRUITER})
}


def manageable_groups(person: Person) -> frozenset[GroupName]:
    """The groups that this person may give to others and take from them."""
    if person.is_superuser:
        return frozenset(GroupName)
    held = person.groups.values_list("name", flat=True)
    return frozenset[GroupName]().union(*(MANAGES.get(GroupName(name), frozenset()) for name in held))


def can_manage(manager: Person, person: Person) -> bool:
    """Whether the manager may change this person, their password included."""
    if manager.is_superuser:
        return True
    held = set(person.groups.values_list("name", flat=True))
    return not person.is_superuser and held <= manageable_groups(manager)


def ensure_groups() -> None:
    """Make the groups hold exactly these permissions; permissions of apps not migrated yet follow with their
    migration.
    """
    by_name = {
        (permission.content_type.app_label, permission.codename): permission
        for permission in Permission.objects.select_related("content_type")
    }
    for name, verbs in ADMIN_PERMISSIONS.items():
        group, _ = Group.objects.get_or_create(name=name.value)
        wanted = {
            found.pk
            for verb, models in verbs.items()
            for label, _, model in (entry.partition(".") for entry in models)
            if (found := by_name.get((label, f"{verb}_{model}")))
        }
        if set(group.permissions.values_list("pk", flat=True)) != wanted:
            group.permissions.set(wanted)
