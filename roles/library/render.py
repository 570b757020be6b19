"""The one way in which a library file is written: the same content gives the same bytes."""

from collections.abc import Mapping
from typing import Any

import yaml

Document = dict[str, Any]

WIDTH = 120
_KEYS = {
    "activity": ("slug", "name", "kind", "summary", "source"),
    "area": ("slug", "name", "definition", "source", "rename_note"),
    "competency": ("slug", "name", "definition", "not_this", "anchors", "rating_errors"),
    "question": (
        "slug", "version", "status", "kind", "difficulty", "minutes", "text", "probes", "strong_answer", "red_flags",
        "competencies", "roles", "tags", "accepted", "source",
    ),
    "role": (
        "slug", "title", "aliases", "summary", "focus", "lifecycle", "codes", "responsibilities", "skills", "tools",
        "activities", "competencies", "distinctions", "notes",
    ),
}  # fmt: skip
_ROWS = {
    "codes": ("system", "uri", "label", "version", "match"),
    "responsibilities": ("text", "source"),
    "skills": ("name", "group", "source"),
    "tools": ("name", "category", "source"),
    "activities": ("activity", "involvement", "focus", "source"),
    "competencies": ("competency", "weight", "weight_justification", "targets", "note"),
    "distinctions": ("role", "text"),
}


class _Flow(dict[str, Any]):
    """A mapping written on one line."""


class _FlowList(list[Any]):
    """A list written on one line."""


class _Dumper(yaml.CSafeDumper):
    """Writes the two above."""


_Dumper.add_representer(
    _Flow, lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data.items(), True)
)
_Dumper.add_representer(_FlowList, lambda dumper, data: dumper.represent_sequence("tag:yaml.org,2002:seq", data, True))


def render(document: Document) -> str:
    """The text of a file that holds activities, an area or a role; ends in a line break."""
    return str(
        yaml.dump(
            _laid_out(document),
            Dumper=_Dumper,
            width=WIDTH,
            allow_unicode=True,
            sort_keys=False,
            default_flow_style=False,
        )
    )


def _laid_out(document: Document) -> Document:
    if "activities" in document:
        return {"activities": [canonical("activity", row) for row in document["activities"]]}
    if "area" in document:
        return {
            "area": canonical("area", document["area"]),
            "competencies": sorted(
                (canonical("competency", row) for row in document["competencies"]), key=lambda row: str(row["slug"])
            ),
            "questions": sorted(
                (canonical("question", row) for row in document["questions"]), key=lambda row: str(row["slug"])
            ),
        }
    return {"role": canonical("role", document["role"])}


def canonical(kind: str, document: Mapping[str, object]) -> Document:
    """The document of one thing with every key in its place and every list whose order means nothing sorted.

    Two documents that say the same are equal after it, and written alike.
    """
    found: Document = {key: document.get(key) for key in _KEYS[kind]}
    if kind == "competency":
        found["anchors"] = {int(level): found["anchors"][level] for level in sorted(found["anchors"], key=int)}
    elif kind == "question":
        shows = found["competencies"]
        found["competencies"] = _Flow(
            {slug: shows[slug] for slug in sorted(shows, key=lambda slug: (shows[slug], slug))}
        )
        found["roles"] = _FlowList(sorted(found["roles"]))
        found["tags"] = _FlowList(found["tags"])
        if not found["accepted"]:
            del found["accepted"]
    elif kind == "role":
        _order_role(found)
    if "source" in found:
        found["source"] = _Flow(_source(found["source"]))
    return found


def _order_role(role: Document) -> None:
    for name, keys in _ROWS.items():
        role[name] = [{key: row.get(key) for key in keys} for row in role[name]]
        for row in role[name]:
            if "source" in row:
                row["source"] = _Flow(_source(row["source"]))
            if "targets" in row:
                row["targets"] = _Flow({key: row["targets"][key] for key in ("junior", "mid", "senior")})
    role["codes"].sort(key=lambda row: (row["system"], row["uri"]))
    role["activities"].sort(key=lambda row: str(row["activity"]))
    role["distinctions"].sort(key=lambda row: str(row["role"]))


def _source(source: Mapping[str, str]) -> dict[str, str]:
    return {key: source[key] for key in ("kind", "file", "place") if source.get(key)}
