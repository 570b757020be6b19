"""Storing roles, competencies, areas, activities and tools, each with the rows that make it up."""

from collections.abc import Collection, Iterable, Sequence

from django.db import transaction

from hiringkit.problems import Fault, invalid
from roles.models import Activity, Anchor, Competency, CompetencyArea, Guide, GuidePage, Role, Tool
from roles.services.parts import Parts, set_parts, store

LEVELS = [1, 2, 3, 4, 5]


@transaction.atomic
def save_record(*, record: CompetencyArea | Activity | Tool, changed: Collection[str]) -> None:
    """Store an area, an activity or a tool that is new, or the changed columns of one that exists."""
    store(record, changed)


@transaction.atomic
def save_competency(*, competency: Competency, changed: Collection[str], anchors: Sequence[Anchor]) -> Competency:
    """Store a competency with its anchors. Raises 422 `anchors_incomplete` unless there is one for each level 1-5."""
    require_all_levels(anchor.level for anchor in anchors)
    store(competency, changed)
    set_parts(competency, {"anchors": anchors})
    return competency


def require_all_levels(levels: Iterable[int]) -> None:
    """Raises 422 `anchors_incomplete` unless the anchors of a competency are of these levels: each of 1-5, once."""
    if sorted(levels) != LEVELS:
        detail = "A competency has five anchors, one for each level from 1 to 5."
        raise invalid([Fault("anchors_incomplete", "/anchors", detail)])


@transaction.atomic
def save_guide(*, guide: Guide, changed: Collection[str], pages: Sequence[GuidePage]) -> Guide:
    """Store a guide with its pages, in the order of their positions."""
    store(guide, changed)
    set_parts(guide, {"pages": pages})
    return guide


@transaction.atomic
def save_role(*, role: Role, changed: Collection[str], parts: Parts) -> Role:
    """Store a role with what makes it up, by the names in `Role.stamped_by`; parts not given are left alone."""
    store(role, changed)
    set_parts(role, parts)
    return role
