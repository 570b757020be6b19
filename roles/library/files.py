"""Read a folder of library files and report every fault in them at once.

The folder holds `activities.yaml`, `areas/*.yaml` (an area with its competencies and questions) and `roles/*.yaml`.
`library.schema.json` beside this module is their schema; editors can use it too.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

Document = dict[str, Any]


@dataclass(frozen=True, slots=True, order=True)
class LibraryFault:
    """One thing wrong with the files: which file, where in it (a path such as `questions/3/minutes`), and what."""

    file: str
    place: str
    code: str
    detail: str

    def __str__(self) -> str:
        return f"{self.file}: {self.place or '(whole file)'}: {self.detail} [{self.code}]"


class LibraryInvalid(Exception):
    """The files can't be loaded. `faults` lists everything wrong with them."""

    def __init__(self, faults: Iterable[LibraryFault]) -> None:
        self.faults = sorted(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


@dataclass(slots=True)
class LibraryFiles:
    """The parsed files. `areas` hold their competencies and questions as written; `origin` says which file each is
    of.
    """

    activities: list[Document] = field(default_factory=list)
    areas: list[Document] = field(default_factory=list)
    roles: list[Document] = field(default_factory=list)
    origin: dict[int, str] = field(default_factory=dict)

    def competencies(self) -> Iterator[Document]:
        return (competency for area in self.areas for competency in area["competencies"])

    def questions(self) -> Iterator[Document]:
        return (question for area in self.areas for question in area["questions"])


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(Path(__file__).with_name("library.schema.json").read_text("utf-8")))


def read_library(*, folder: Path) -> LibraryFiles:
    """Parse and check every file of the folder.

    Raises `LibraryInvalid` with every fault: unreadable YAML, schema violations, repeated and unknown slugs, unequal
    weights without a justification, primary competencies missing.
    """
    files = LibraryFiles()
    faults: list[LibraryFault] = []
    paths = sorted(folder.rglob("*.yaml"))
    if not paths:
        raise LibraryInvalid([LibraryFault(str(folder), "", "no_files", "there are no .yaml files here")])
    for path in paths:
        name = path.relative_to(folder).as_posix()
        try:
            document = yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            faults.append(LibraryFault(name, "", "unreadable", " ".join(str(error).split())))
            continue
        document = _keys_as_text(document)
        found = [_schema_fault(name, error) for error in _deepest(_validator().iter_errors(document))]
        faults += found
        if not found:
            _collect(files, document, name)
    faults += _reference_faults(files)
    if faults:
        raise LibraryInvalid(faults)
    return files


def _keys_as_text(value: Any) -> Any:
    """YAML reads an anchor's level `1:` as a number; JSON Schema and JSON know text keys only."""
    if isinstance(value, dict):
        return {str(key): _keys_as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_keys_as_text(item) for item in value]
    return value


def _deepest(errors: Iterable[Any]) -> Iterator[Any]:
    """Replace "matches none of the three file kinds" by the faults within the kind that the file means to be."""
    for error in errors:
        if error.validator == "oneOf" and error.context:
            branches: dict[Any, list[Any]] = {}
            for inner in error.context:
                branches.setdefault(inner.schema_path[0], []).append(inner)
            meant = min(
                branches.values(), key=lambda inners: sum(len(inner.path) == len(error.path) for inner in inners)
            )
            yield from _deepest(meant)
        else:
            yield error


def _schema_fault(name: str, error: Any) -> LibraryFault:
    return LibraryFault(name, "/".join(str(part) for part in error.absolute_path), "schema", error.message)


def _collect(files: LibraryFiles, document: Document, name: str) -> None:
    if "activities" in document:
        files.activities += document["activities"]
    elif "area" in document:
        files.areas.append(document)
    else:
        files.roles.append(document["role"])
    files.origin[id(document.get("area") or document.get("role") or document["activities"])] = name


def _reference_faults(files: LibraryFiles) -> Iterator[LibraryFault]:
    """Faults that need more than one object to see."""
    slugs = {
        "activity": [activity["slug"] for activity in files.activities],
        "area": [area["area"]["slug"] for area in files.areas],
        "competency": [competency["slug"] for competency in files.competencies()],
        "question": [question["slug"] for question in files.questions()],
        "role": [role["slug"] for role in files.roles],
    }
    for kind, names in slugs.items():
        for slug in sorted({name for name in names if names.count(name) > 1}):
            yield LibraryFault("(all files)", slug, "repeated_slug", f"the {kind} `{slug}` is defined more than once")
    known = {kind: frozenset(names) for kind, names in slugs.items()}
    for area in files.areas:
        file = files.origin[id(area["area"])]
        for index, question in enumerate(area["questions"]):
            place = f"questions/{index}"
            yield from _unknown(file, f"{place}/competencies", "competency", question["competencies"], known)
            yield from _unknown(file, f"{place}/roles", "role", question["roles"], known)
            if "primary" not in question["competencies"].values():
                yield LibraryFault(
                    file, place, "no_primary_competency", f"`{question['slug']}` shows no competency as primary"
                )
    for role in files.roles:
        yield from _role_faults(role, files.origin[id(role)], known)


def _role_faults(role: Document, file: str, known: Mapping[str, frozenset[str]]) -> Iterator[LibraryFault]:
    rows = role["competencies"]
    yield from _unknown(file, "role/competencies", "competency", [row["competency"] for row in rows], known)
    yield from _unknown(file, "role/activities", "activity", [row["activity"] for row in role["activities"]], known)
    yield from _unknown(file, "role/distinctions", "role", [row["role"] for row in role["distinctions"]], known)
    if len({row["weight"] for row in rows}) > 1 and not any(row.get("weight_justification") for row in rows):
        yield LibraryFault(file, "role/competencies", "weights_unjustified", "weights differ and none is justified")
    for index, row in enumerate(rows):
        targets = row["targets"]
        if not targets["junior"] <= targets["mid"] <= targets["senior"]:
            yield LibraryFault(
                file, f"role/competencies/{index}/targets", "targets_fall", "a higher seniority has a lower target"
            )
    for index, row in enumerate(role["activities"]):
        if (row["involvement"] == "none") != (not row.get("focus")):
            yield LibraryFault(
                file,
                f"role/activities/{index}",
                "focus_iff_involved",
                "a focus is given exactly when the role is involved",
            )


def _unknown(
    file: str, place: str, kind: str, names: Iterable[str], known: Mapping[str, frozenset[str]]
) -> Iterator[LibraryFault]:
    for name in names:
        if name not in known[kind]:
            yield LibraryFault(file, place, f"unknown_{kind}", f"there is no {kind} `{name}`")
