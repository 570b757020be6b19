"""Roles side by side: what they share, what each has alone, and what tells them apart."""

import re
from collections.abc import Sequence
from itertools import combinations

from hiringkit.problems import Fault, bad_query
from roles.compare_records import (
    ActivityComparison,
    ComparedActivity,
    ComparedNeed,
    ComparedRole,
    ComparedTargets,
    CompetencyComparison,
    InvolvementCell,
    NeedCell,
    PairDistinction,
    RoleComparison,
    ToldApart,
    ToolCell,
    ToolComparison,
    ToolsComparison,
    ToolsOfRole,
)
from roles.models import Distinction, Role, RoleActivity, RoleCompetency, RoleTool
from roles.vocabulary import Involvement

FEWEST, MOST = 2, 4


def find_compared_roles(*, text: str | None) -> list[Role]:
    """The roles that a list of slugs with commas names, in its order (one statement).

    Raises 400 with every fault: `roles_required`, `too_few_roles`, `too_many_roles`, and at its place in the list
    `repeated_role` or `unknown_role`.
    """
    if not text:
        raise bad_query([Fault("roles_required", "?roles", f"Name {FEWEST} to {MOST} roles: `roles=a,b`.")])
    slugs = [slug.strip() for slug in text.split(",")]
    if len(slugs) > MOST:
        # What else may be wrong with a list of any length is not looked up.
        raise bad_query([Fault("too_many_roles", "?roles", f"At most {MOST} roles can be compared.")])
    faults = []
    if len(slugs) < FEWEST:
        faults.append(Fault("too_few_roles", "?roles", f"At least {FEWEST} roles are compared."))
    known = {role.slug: role for role in Role.objects.filter(slug__in=[s for s in slugs if _SLUG.fullmatch(s)])}
    for index, slug in enumerate(slugs):
        if slug not in known:
            faults.append(Fault("unknown_role", f"?roles/{index}", f"There is no role `{slug[:80]}`."))
        elif slug in slugs[:index]:
            faults.append(Fault("repeated_role", f"?roles/{index}", f"`{slug}` is named before."))
    if faults:
        raise bad_query(faults)
    return [known[slug] for slug in slugs]


_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,80}")


def compare_roles(*, roles: Sequence[Role]) -> RoleComparison:
    """The comparison (4 statements for any number of roles)."""
    return RoleComparison(
        roles=[ComparedRole(role.slug, role.title, role.summary, role.focus) for role in roles],
        activities=_compare_activities(roles),
        tools=_compare_tools(roles),
        competencies=_compare_competencies(roles),
        distinctions=_tell_apart(roles),
    )


def _compare_activities(roles: Sequence[Role]) -> list[ActivityComparison]:
    """Every activity of the overlap matrix that a compared role has a cell for, in the matrix's order."""
    cells = RoleActivity.objects.filter(role__in=roles).select_related("activity")
    found: dict[int, dict[int, RoleActivity]] = {}
    for cell in cells.order_by("activity__position", "activity__slug"):
        found.setdefault(cell.activity_id, {})[cell.role_id] = cell
    rows = []
    for by_role in found.values():
        shown = [_involvement(role, by_role.get(role.pk)) for role in roles]
        activity = next(iter(by_role.values())).activity
        rows.append(
            ActivityComparison(
                activity=ComparedActivity(activity.slug, activity.name, activity.kind),
                cells=shown,
                shared=all(cell.involvement != Involvement.NONE for cell in shown),
            )
        )
    return rows


def _involvement(role: Role, cell: RoleActivity | None) -> InvolvementCell:
    return InvolvementCell(role.slug, cell.involvement if cell else Involvement.NONE, cell.focus if cell else "")


def _compare_tools(roles: Sequence[Role]) -> ToolsComparison:
    uses = RoleTool.objects.filter(role__in=roles).select_related("tool").order_by("position", "pk")
    categories: dict[str, dict[int, list[str]]] = {}
    for use in uses:
        categories.setdefault(use.tool.name, {}).setdefault(use.role_id, []).append(use.category)
    names = sorted(categories, key=lambda name: (name.casefold(), name))
    return ToolsComparison(
        shared=[name for name in names if len(categories[name]) == len(roles)],
        exclusive=[
            ToolsOfRole(role.slug, [name for name in names if set(categories[name]) == {role.pk}]) for role in roles
        ],
        rows=[
            ToolComparison(name, [ToolCell(role.slug, categories[name].get(role.pk, [])) for role in roles])
            for name in names
        ],
    )


def _compare_competencies(roles: Sequence[Role]) -> list[CompetencyComparison]:
    """Every competency of a compared profile, by area and slug."""
    needs = RoleCompetency.objects.filter(role__in=roles).select_related("competency__area")
    found: dict[int, dict[int, RoleCompetency]] = {}
    whole: dict[int, int] = {}
    for need in needs.order_by("competency__area__position", "competency__area__slug", "competency__slug"):
        found.setdefault(need.competency_id, {})[need.role_id] = need
        whole[need.role_id] = whole.get(need.role_id, 0) + need.weight
    rows = []
    for by_role in found.values():
        competency = next(iter(by_role.values())).competency
        rows.append(
            CompetencyComparison(
                competency=ComparedNeed(competency.slug, competency.name, competency.area.slug),
                cells=[_need(role, by_role[role.pk], whole[role.pk]) if role.pk in by_role else None for role in roles],
                shared=len(by_role) == len(roles),
                exclusive=len(by_role) == 1,
            )
        )
    return rows


def _need(role: Role, need: RoleCompetency, whole: int) -> NeedCell:
    targets = ComparedTargets(need.target_junior, need.target_mid, need.target_senior)
    return NeedCell(role.slug, need.weight, need.weight / whole, targets)


def _tell_apart(roles: Sequence[Role]) -> list[PairDistinction]:
    """Every pair; the sentence of the role that was named first comes first."""
    written = Distinction.objects.filter(role__in=roles, other__in=roles)
    texts = {(row.role_id, row.other_id): row.text for row in written}
    pairs = []
    for first, second in combinations(roles, 2):
        sentences = [
            ToldApart(role.slug, other.slug, texts[role.pk, other.pk])
            for role, other in ((first, second), (second, first))
            if (role.pk, other.pk) in texts
        ]
        pairs.append(PairDistinction([first.slug, second.slug], sentences or None))
    return pairs
