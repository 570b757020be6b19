"""YAML text to plain values, with the line of everything in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.constructor import SafeConstructor

from hiringkit.api.parsers import UNSTORABLE

MAX_DEPTH = 20
Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class ParseFault:
    """What is wrong with the text: at which line, counted from 1, a code, and a sentence."""

    line: int
    code: str
    detail: str


@dataclass(slots=True)
class Parsed:
    """The value of a file; `lines` has the line of each place in it (keys and indexes from the outside in)."""

    value: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    faults: list[ParseFault] = field(default_factory=list)

    def line_of(self, place: Place) -> int:
        """The line of the place, or of the nearest thing around it that has one."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def parse(content: bytes) -> Parsed:
    """One YAML document of texts, numbers, booleans, nulls, lists and mappings; never raises.

    Refused, as they have no place in a library file: tags, aliases, repeated keys, more than one document, nesting
    deeper than 20.
    """
    parsed = Parsed()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        parsed.faults.append(ParseFault(line, "unreadable", "this is not UTF-8 text"))
        return parsed
    try:
        parsed.faults += _refused(text)
        if not parsed.faults:
            root = yaml.compose(text, Loader=yaml.CSafeLoader)
            if root is not None:
                parsed.value = _value(root, (), parsed)
    except yaml.YAMLError as error:
        parsed.faults.append(_unreadable(error))
    return parsed


def _unreadable(error: yaml.YAMLError) -> ParseFault:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "this is not YAML"
    return ParseFault(1 if mark is None else mark.line + 1, "unreadable", str(problem))


def _refused(text: str) -> Iterator[ParseFault]:
    """What is refused before a recursive reader sees it."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line = 1 if event.start_mark is None else event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            yield ParseFault(
                line,
                "alias",
                "`&name` and `*name`, by which YAML repeats a value, are not understood here; write the value out",
            )
        if tag := getattr(event, "tag", None):
            yield ParseFault(line, "tag", f"the tag {tag} is not understood here")
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents == 2:
                yield ParseFault(line, "second_document", "a file holds one document")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                yield ParseFault(line, "too_deep", f"this nests deeper than {MAX_DEPTH} levels")
                return
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _value(node: yaml.Node, place: Place, parsed: Parsed) -> Any:
    parsed.lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        found: dict[str, object] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                parsed.faults.append(ParseFault(line, "unreadable", "a key must be a text"))
                continue
            key = str(key_node.value)  # an anchor's level `1:` too: JSON Schema and JSON know text keys only
            if key in found:
                parsed.faults.append(ParseFault(line, "repeated_key", f"`{key}` is given twice"))
            parsed.lines[(*place, key)] = line
            found[key] = _value(value_node, (*place, key), parsed)
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*place, index), parsed) for index, item in enumerate(node.value)]
    if UNSTORABLE.search(node.value):
        line = node.start_mark.line + 1
        parsed.faults.append(
            ParseFault(line, "invalid_text", "the text holds a NUL character or half of a surrogate pair")
        )
        return None
    try:
        return _SCALARS.construct_object(node)
    except (yaml.YAMLError, ValueError) as error:
        parsed.faults.append(ParseFault(node.start_mark.line + 1, "unreadable", f"`{node.value}`: {error}"))
        return None


class _Scalars(SafeConstructor):
    """Makes the values of single scalars; dates stay the texts that they are written as."""


_Scalars.add_constructor("tag:yaml.org,2002:timestamp", SafeConstructor.construct_yaml_str)  # type: ignore[type-var]
_SCALARS = _Scalars()
