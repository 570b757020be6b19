"""The one way in which a library file is written: the same content gives the same bytes."""

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
    (kind,) = document
    return {kind: canonical(kind, document[kind])}
