"""The one way in which a library file is written: the same content gives the same bytes."""

from collections.abc import Iterable, Sequence

import yaml

from roles.documents.canonical import Document, Flow, FlowList, canonical

WIDTH = 120


class _Dumper(yaml.CSafeDumper):
    """Writes the two above."""


_Dumper.add_representer(
    Flow, lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data.items(), True)
)
_Dumper.add_representer(FlowList, lambda dumper, data: dumper.represent_sequence("tag:yaml.org,2002:seq", data, True))


def _text(dumper: yaml.CSafeDumper, text: str) -> yaml.ScalarNode:
    """A text of several lines as it is, line by line."""
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def render(document: Document) -> str:
    """The text of a file that holds activities, an area or a role; ends in a line break."""
    return _dump(_laid_out(document))


def render_area(area: Document, competencies: Sequence[Document], questions: Sequence[str]) -> str:
    """The text of an area's file, of questions that are written already, in the order of their slugs."""
    head = _dump({"area": canonical("area", area), "competencies": _by_slug("competency", competencies)})
    return "".join((head, "questions:\n", *questions)) if questions else f"{head}questions: []\n"


def render_question(document: Document) -> str:
    """A question as one entry of the list in its area's file."""
    return _dump([canonical("question", document)])


def _dump(content: object) -> str:
    return str(
        yaml.dump(
            content,
            Dumper=_Dumper,
            width=WIDTH,
            allow_unicode=True,
            sort_keys=False,
            default_flow_style=False,
        )
    )


def _by_slug(kind: str, documents: Iterable[Document]) -> list[Document]:
    return sorted((canonical(kind, row) for row in documents), key=lambda row: str(row["slug"]))


def _laid_out(document: Document) -> Document:
    if "activities" in document:
        return {"activities": [canonical("activity", row) for row in document["activities"]]}
    if "area" in document:
        return {
            "area": canonical("area", document["area"]),
            "competencies": _by_slug("competency", document["competencies"]),
            "questions": _by_slug("question", document["questions"]),
        }
    (kind,) = document
    return {kind: canonical(kind, document[kind])}
