"""The five groups and what each may do in the admin, as each app declares it. The API's rules stand with each view;
reach comes on top of both.
"""

from typing import Final

from django.apps import apps
from django.contrib.auth.models import Group, Permission

from hiringkit.people.models import Person
from hiringkit.people.vocabulary import GroupName


def admin_permissions() -> dict[GroupName, dict[str, tuple[str, ...]]]:
    """Group -> verb -> the models (`app.model`) it holds for, put together from what each app declares."""
    table: dict[GroupName, dict[str, tuple[str, ...]]] = {name: {} for name in GroupName}
    for app in apps.get_app_configs():
        for name, verbs in (getattr(app, "grants", None) or {}).items():
            for verb, models in verbs.items():
                table[name][verb] = (*table[name].get(verb, ()), *(f"{app.label}.{model}" for model in models))
    return table


# For the schema: the groups by the names that callers see.
GROUP_CHOICES: Final = [(group.value, group.value) for group in GroupName]

# Interviewers work through the API and their pages, never in the admin.
ADMIN_GROUPS: Final = frozenset(GroupName) - {GroupName.INTERVIEWER}

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
    for name, verbs in admin_permissions().items():
        group, _ = Group.objects.get_or_create(name=name.value)
        wanted = {
            found.pk
            for verb, models in verbs.items()
            for label, _, model in (entry.partition(".") for entry in models)
            if (found := by_name.get((label, f"{verb}_{model}")))
        }
        if set(group.permissions.values_list("pk", flat=True)) != wanted:
            group.permissions.set(wanted)
