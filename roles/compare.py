"""Roles side by side: what they share, what each has alone, and what tells them apart."""

import re
from collections.abc import Sequence
from itertools import combinations
from typing import Any

from hiringkit.problems import Fault, bad_query
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


def compare_roles(*, roles: Sequence[Role]) -> dict[str, Any]:
    """The comparison as `RoleComparisonSerializer` shows it (4 statements for any number of roles)."""
    return {
        "roles": list(roles),
        "activities": _compare_activities(roles),
        "tools": _compare_tools(roles),
        "competencies": _compare_competencies(roles),
        "distinctions": _tell_apart(roles),
    }


def _compare_activities(roles: Sequence[Role]) -> list[dict[str, Any]]:
    """Every activity of the overlap matrix that a compared role has a cell for, in the matrix's order."""
    cells = RoleActivity.objects.filter(role__in=roles).select_related("activity")
    found: dict[int, dict[int, RoleActivity]] = {}
    for cell in cells.order_by("activity__position", "activity__slug"):
        found.setdefault(cell.activity_id, {})[cell.role_id] = cell
    rows = []
    for by_role in found.values():
        shown = [
            {
                "role": role.slug,
                "involvement": by_role[role.pk].involvement if role.pk in by_role else Involvement.NONE,
                "focus": by_role[role.pk].focus if role.pk in by_role else "",
            }
            for role in roles
        ]
        shared = all(cell["involvement"] != Involvement.NONE for cell in shown)
        rows.append({"activity": next(iter(by_role.values())).activity, "cells": shown, "shared": shared})
    return rows


def _compare_tools(roles: Sequence[Role]) -> dict[str, Any]:
    uses = RoleTool.objects.filter(role__in=roles).select_related("tool").order_by("position", "pk")
    categories: dict[str, dict[int, list[str]]] = {}
    for use in uses:
        categories.setdefault(use.tool.name, {}).setdefault(use.role_id, []).append(use.category)
    names = sorted(categories, key=lambda name: (name.casefold(), name))
    alone = {role.pk: [name for name in names if set(categories[name]) == {role.pk}] for role in roles}
    return {
        "shared": [name for name in names if len(categories[name]) == len(roles)],
        "exclusive": [{"role": role.slug, "tools": alone[role.pk]} for role in roles],
        "rows": [
            {
                "tool": name,
                "cells": [{"role": role.slug, "categories": categories[name].get(role.pk, [])} for role in roles],
            }
            for name in names
        ],
    }


def _compare_competencies(roles: Sequence[Role]) -> list[dict[str, Any]]:
    """Every competency of a compared profile, by area and slug."""
    needs = RoleCompetency.objects.filter(role__in=roles).select_related("competency__area")
    found: dict[int, dict[int, RoleCompetency]] = {}
    whole: dict[int, int] = {}
    for need in needs.order_by("competency__area__position", "competency__area__slug", "competency__slug"):
        found.setdefault(need.competency_id, {})[need.role_id] = need
        whole[need.role_id] = whole.get(need.role_id, 0) + need.weight
    return [
        {
            "competency": next(iter(by_role.values())).competency,
            "cells": [_need(role, by_role[role.pk], whole[role.pk]) if role.pk in by_role else None for role in roles],
            "shared": len(by_role) == len(roles),
            "exclusive": len(by_role) == 1,
        }
        for by_role in found.values()
    ]


def _need(role: Role, need: RoleCompetency, whole: int) -> dict[str, Any]:
    targets = {"junior": need.target_junior, "mid": need.target_mid, "senior": need.target_senior}
    return {"role": role.slug, "weight": need.weight, "share": need.weight / whole, "targets": targets}


def _tell_apart(roles: Sequence[Role]) -> list[dict[str, Any]]:
    """Every pair; the sentence of the role that was named first comes first."""
    written = Distinction.objects.filter(role__in=roles, other__in=roles)
    texts = {(row.role_id, row.other_id): row.text for row in written}
    pairs = []
    for first, second in combinations(roles, 2):
        sentences = [
            {"role": role.slug, "other": other.slug, "text": texts[role.pk, other.pk]}
            for role, other in ((first, second), (second, first))
            if (role.pk, other.pk) in texts
        ]
        pairs.append({"roles": [first.slug, second.slug], "sentences": sentences or None})
    return pairs
