"""The documents of the library: what a file says of one thing, in the one form in which it is compared and written."""

from collections.abc import Mapping
from typing import Any

Document = dict[str, Any]

_KEYS = {
    "activity": ("slug", "name", "kind", "summary", "source"),
    "area": ("slug", "name", "definition", "source", "rename_note"),
    "competency": ("slug", "name", "definition", "not_this", "anchors", "rating_errors"),
    "question": (
        "slug", "version", "status", "kind", "difficulty", "minutes", "text", "probes", "strong_answer", "red_flags",
        "brief", "sheet", "reference", "answers", "competencies", "roles", "central_to", "never_with", "alternates",
        "tags", "accepted", "source",
    ),
    "guide": ("slug", "title", "pages", "source"),
    "role": (
        "slug", "title", "aliases", "summary", "focus", "lifecycle", "codes", "responsibilities", "skills", "tools",
        "activities", "competencies", "distinctions", "notes",
    ),
}  # fmt: skip
_SETS = ("roles", "central_to", "never_with", "alternates")
_LEFT_OUT_IF_EMPTY = ("brief", "sheet", "reference", "answers", "central_to", "never_with", "alternates", "accepted")
_ROWS = {
    "codes": ("system", "uri", "label", "version", "match"),
    "responsibilities": ("text", "source"),
    "skills": ("name", "group", "source"),
    "tools": ("name", "category", "source"),
    "activities": ("activity", "involvement", "focus", "source"),
    "competencies": ("competency", "weight", "weight_justification", "targets", "note"),
    "distinctions": ("role", "text"),
}


class Flow(dict[str, Any]):
    """A mapping that a file has on one line."""


class FlowList(list[Any]):
    """A list that a file has on one line."""


def canonical(kind: str, document: Mapping[str, object]) -> Document:
    """The document of one thing with every key in its place and every list whose order means nothing sorted.

    Two documents that say the same are equal after it, and written alike.
    """
    found: Document = {key: document.get(key) for key in _KEYS[kind]}
    if kind == "competency":
        found["anchors"] = _by_level(found["anchors"])
    elif kind == "question":
        shows = found["competencies"]
        found["competencies"] = Flow(
            {slug: shows[slug] for slug in sorted(shows, key=lambda slug: (shows[slug], slug))}
        )
        for key in _SETS:
            found[key] = FlowList(sorted(found[key] or ()))
        found["tags"] = FlowList(found["tags"])
        found["accepted"] = _accepted(found["accepted"] or ())
        found["answers"] = _by_level(found["answers"] or {})
        for key in _LEFT_OUT_IF_EMPTY:
            if not found[key]:
                del found[key]
    elif kind == "guide":
        found["pages"] = [{"title": page["title"], "body": page["body"]} for page in found["pages"]]
    elif kind == "role":
        _order_role(found)
    if "source" in found:
        found["source"] = Flow(_source(found["source"]))
    return found


def _by_level(texts: Mapping[Any, str]) -> dict[int, str]:
    return {int(level): texts[level] for level in sorted(texts, key=int)}


def _accepted(accepted: Any) -> list[dict[str, str]]:
    """By code; older files have a mapping of codes to reasons."""
    rows = accepted.items() if isinstance(accepted, Mapping) else ((row["code"], row["reason"]) for row in accepted)
    return [{"code": code, "reason": reason} for code, reason in sorted(rows)]


def _order_role(role: Document) -> None:
    for name, keys in _ROWS.items():
        role[name] = [{key: row.get(key) for key in keys} for row in role[name]]
        for row in role[name]:
            if "source" in row:
                row["source"] = Flow(_source(row["source"]))
            if "targets" in row:
                row["targets"] = Flow(_given(row["targets"], ("junior", "mid", "senior")))
    role["codes"].sort(key=lambda row: (row["system"], row["uri"]))
    role["activities"].sort(key=lambda row: str(row["activity"]))
    role["distinctions"].sort(key=lambda row: str(row["role"]))


def _source(source: Mapping[str, Any]) -> dict[str, Any]:
    return _given(source, ("kind", "file", "place"))


def _given(values: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: values[key] for key in keys if values.get(key)}
