"""Read library files and report every fault in them at once, each with its file and line.

A library is a folder with `activities.yaml`, `areas/*.yaml` (an area with its competencies and questions),
`roles/*.yaml` and `guides/*.yaml`. What a file is, its content says; the names only give the order.
`library.schema.json` beside this module is their schema; editors can use it too.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from roles.documents.canonical import Document, canonical
from roles.documents.form import PAIRS, form_faults, named_by_faults
from roles.documents.profile import profile_faults
from roles.library.parse import Parsed, parse


@dataclass(frozen=True, slots=True, order=True)
class LibraryFault:
    """One thing wrong with the files: which file and line, where in it (a path such as `questions/3/minutes`), a code,
    and a sentence.
    """

    file: str
    line: int
    place: str
    code: str
    detail: str

    def __str__(self) -> str:
        return self.told(f"{self.file}:")

    def told(self, before: str) -> str:
        """One line, with `before` before the number of the line."""
        return f"{before}{self.line}: {f'{self.place}: ' if self.place else ''}{self.detail} [{self.code}]"


class LibraryInvalid(Exception):
    """The files can't be loaded. `faults` lists everything wrong with them."""

    def __init__(self, faults: Iterable[LibraryFault]) -> None:
        self.faults = sorted(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def told(self, before: str | None = None) -> str:
        """How many faults there are, and each on a line of its own; `before` the number of its line stands its file,
        or this.
        """
        lines = [str(fault) if before is None else fault.told(before) for fault in self.faults]
        return "\n".join([f"{len(lines)} fault{'' if len(lines) == 1 else 's'}:", *lines])


@dataclass(slots=True)
class LibraryFiles:
    """The parsed files. `areas` hold their competencies and questions as written; `origin` says of each file's document
    which file it is, with its lines.
    """

    activities: list[Document] = field(default_factory=list)
    areas: list[Document] = field(default_factory=list)
    roles: list[Document] = field(default_factory=list)
    guides: list[Document] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    origin: dict[int, tuple[str, Parsed]] = field(default_factory=dict)

    def competencies(self) -> Iterator[Document]:
        return (competency for area in self.areas for competency in area["competencies"])

    def questions(self) -> Iterator[Document]:
        return (question for area in self.areas for question in area["questions"])

    def fault(self, document: Document, place: str, code: str, detail: str) -> LibraryFault:
        """A fault at a place (`questions/3/minutes`) of the file that the document is the root of."""
        name, parsed = self.origin[id(document)]
        return LibraryFault(name, parsed.line_of(_path(place)), place, code, detail)


def _no_questions(named: Collection[str], naming: Collection[str]) -> Mapping[str, Document]:
    return {}


@dataclass(frozen=True, slots=True)
class Known:
    """What exists beside the files: they may name it. `questions` finds documents by slug: of those `named`, and of
    those that name others by `never_with` or `alternates`. `claimed` are questions of files that break the schema.
    """

    activities: frozenset[str] = frozenset()
    competencies: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    questions: Callable[[Collection[str], Collection[str]], Mapping[str, Document]] = _no_questions
    claimed: frozenset[str] = frozenset()

    def with_claims(self, value: object) -> "Known":
        """And what a file that breaks the schema means to define: naming it elsewhere is no second fault."""
        role = value.get("role") if isinstance(value, dict) else None
        return Known(
            self.activities | _claims(value, "activities"),
            self.competencies | _claims(value, "competencies"),
            self.roles | ({str(role.get("slug"))} if isinstance(role, dict) else set()),
            self.questions,
            self.claimed | _claims(value, "questions"),
        )


def _claims(value: object, name: str) -> set[str]:
    rows = value.get(name) if isinstance(value, dict) else None
    return {str(row.get("slug")) for row in rows if isinstance(row, dict)} if isinstance(rows, list) else set()


def _path(place: str) -> tuple[str | int, ...]:
    return tuple(int(part) if part.isdigit() else part for part in place.split("/") if part)


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(Path(__file__).with_name("library.schema.json").read_text("utf-8")))


def read_library(*, folder: Path, known: Known | None = None) -> LibraryFiles:
    """Read every library file under the folder; raises like `read_files`."""
    return read_files(contents=files_under(folder=folder), known=known)


def files_under(*, folder: Path) -> dict[str, bytes]:
    """Every `.yaml` and `.yml` file under the folder by its path there; raises `LibraryInvalid` if there is none."""
    contents = {name: (folder / name).read_bytes() for name in _names_under(folder) if is_library_file(name)}
    if not contents:
        raise LibraryInvalid([LibraryFault(str(folder), 1, "", "no_files", "there are no .yaml files here")])
    return contents


def passed_over(*, folder: Path) -> list[str]:
    """A line for each file under the folder that is not read, as its name doesn't end in `.yaml` or `.yml`."""
    names = (name for name in _names_under(folder) if not is_library_file(name))
    return [f"passed over {name}: its name doesn't end in .yaml" for name in names]


def is_library_file(name: str) -> bool:
    return name.lower().endswith((".yaml", ".yml"))


def _names_under(folder: Path) -> list[str]:
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in found if not any(part.startswith(".") for part in name.split("/")))


def read_files(*, contents: Mapping[str, bytes], known: Known | None = None) -> LibraryFiles:
    """Parse and check files, given by name.

    What they refer to is in the files or among the `known`. Raises `LibraryInvalid` with every fault: unreadable YAML,
    schema violations, repeated and unknown slugs, unequal weights without a justification, targets that fall, primary
    competencies missing.
    """
    files = LibraryFiles()
    faults: list[LibraryFault] = []
    beside = known or Known()
    readable = True
    for name in sorted(contents):
        parsed = parse(contents[name])
        readable &= not parsed.faults
        found = [LibraryFault(name, fault.line, "", fault.code, fault.detail) for fault in parsed.faults]
        if not found and not isinstance(parsed.value, dict):
            detail = "a file holds activities, an area, a role or a guide"
            found = [LibraryFault(name, 1, "", "schema", detail)]
        elif not found:
            found = [_schema_fault(name, parsed, error) for error in _deepest(_validator().iter_errors(parsed.value))]
        faults += found
        if not found:
            _collect(files, parsed, name)
        else:
            beside = beside.with_claims(parsed.value)
    faults += _reference_faults(files, beside, complete=readable)
    if faults:
        raise LibraryInvalid(faults)
    return files


def check_documents(*, values: Mapping[str, Document], known: Known) -> LibraryFiles:
    """Check what files would say, given as plain values by name. Raises `LibraryInvalid` like `read_files`."""
    files = LibraryFiles()
    faults: list[LibraryFault] = []
    for name, value in values.items():
        parsed = Parsed(value)
        faults += [_schema_fault(name, parsed, error) for error in _deepest(_validator().iter_errors(value))]
        _collect(files, parsed, name)
    if not faults:
        faults += _reference_faults(files, known, complete=True)
    if faults:
        raise LibraryInvalid(faults)
    return files


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


def _schema_fault(name: str, parsed: Parsed, error: Any) -> LibraryFault:
    path = tuple(error.absolute_path)
    if error.validator == "additionalProperties" and isinstance(error.instance, dict):
        unknown = sorted(set(error.instance) - set(error.schema.get("properties", ())))
        path = (*path, *unknown[:1])
    detail = error.message[:300]
    if isinstance(error.instance, bool):
        detail += "; YAML reads yes, no, on and off as true or false: put such a word in quotes"
    return LibraryFault(name, parsed.line_of(path), "/".join(str(part) for part in path), "schema", detail)


def _collect(files: LibraryFiles, parsed: Parsed, name: str) -> None:
    document = parsed.value
    files.origin[id(document)] = (name, parsed)
    if "activities" in document:
        files.activities += document["activities"]
    elif "area" in document:
        files.areas.append(document)
    elif "guide" in document:
        files.guides.append(document["guide"])
    else:
        files.roles.append(document["role"])
    files.documents.append(document)


def _slugs(document: Document) -> Iterator[tuple[str, str, str]]:
    """Kind, slug and place of everything that a file defines."""
    for index, row in enumerate(document.get("activities", ())):
        yield "activity", row["slug"], f"activities/{index}/slug"
    if "area" in document:
        yield "area", document["area"]["slug"], "area/slug"
        for name, kind in (("competencies", "competency"), ("questions", "question")):
            for index, row in enumerate(document[name]):
                yield kind, row["slug"], f"{name}/{index}/slug"
    for kind in ("role", "guide"):
        if kind in document:
            yield kind, document[kind]["slug"], f"{kind}/slug"


def _reference_faults(files: LibraryFiles, known: Known, *, complete: bool) -> Iterator[LibraryFault]:
    """Faults that need more than one thing to see; unknown names only where every file is YAML (`complete`)."""
    defined: dict[str, set[str]] = {"activity": set(), "competency": set(), "role": set(), "question": set()}
    seen: set[tuple[str, str]] = set()
    for document in files.documents:
        for kind, slug, place in _slugs(document):
            if (kind, slug) in seen:
                detail = f"the {kind} `{slug}` is defined more than once"
                yield files.fault(document, place, "repeated_slug", detail)
            seen.add((kind, slug))
            defined.setdefault(kind, set()).add(slug)
    brought = {question["slug"]: canonical("question", question) for question in files.questions()}
    named = {slug for question in brought.values() for name in PAIRS for slug in question.get(name, ())}
    found = known.questions(named - brought.keys() - known.claimed, brought)
    there = {slug: row for slug, row in found.items() if slug not in brought and slug not in known.claimed}
    names = {
        "question": defined["question"] | there.keys() | known.claimed,
        "activity": defined["activity"] | known.activities,
        "competency": defined["competency"] | known.competencies,
        "role": defined["role"] | known.roles,
    }
    for document in files.documents:
        if complete:
            yield from _unknown(files, document, names)
        if "area" in document:
            yield from _question_faults(files, document)
            yield from _form_faults(files, document, brought, there)
        if "role" in document:
            yield from _role_faults(files, document)


def _unknown(files: LibraryFiles, document: Document, names: Mapping[str, set[str]]) -> Iterator[LibraryFault]:
    for kind, name, place in _references(document):
        if name not in names[kind]:
            yield files.fault(document, place, f"unknown_{kind}", f"there is no {kind} `{name}`")


def _references(document: Document) -> Iterator[tuple[str, str, str]]:
    """Kind, slug and place of everything that a file names."""
    for index, question in enumerate(document.get("questions", ())):
        for slug in question["competencies"]:
            yield "competency", slug, f"questions/{index}/competencies/{slug}"
        for name, kind in (("roles", "role"), ("central_to", "role"), *((name, "question") for name in PAIRS)):
            for number, slug in enumerate(question.get(name, ())):
                yield kind, slug, f"questions/{index}/{name}/{number}"
    role = document.get("role", {})
    for name, kind, key in (
        ("competencies", "competency", "competency"),
        ("activities", "activity", "activity"),
        ("distinctions", "role", "role"),
    ):
        for index, row in enumerate(role.get(name, ())):
            yield kind, row[key], f"role/{name}/{index}/{key}"


def _form_faults(
    files: LibraryFiles, document: Document, brought: Mapping[str, Document], there: Mapping[str, Document]
) -> Iterator[LibraryFault]:
    """Each question beside those it names, in the files or `there`, and beside those there that name it."""
    for index, row in enumerate(document["questions"]):
        question = canonical("question", row)
        faults = (*form_faults(question, {**there, **brought}), *named_by_faults(question, there))
        for fault in faults:
            place = f"questions/{index}/{_as_written(row, fault.place)}"
            yield files.fault(document, place, fault.code, f"`{question['slug']}`: {fault.detail}")


def _as_written(row: Document, place: str) -> str:
    """A list may stand in another order in the file."""
    name, _, index = place.partition("/")
    if not index.isdigit() or not isinstance(row.get(name), list):
        return place
    return f"{name}/{row[name].index(sorted(row[name])[int(index)])}"


def _question_faults(files: LibraryFiles, document: Document) -> Iterator[LibraryFault]:
    for index, question in enumerate(document["questions"]):
        if question["status"] != "draft" and "primary" not in question["competencies"].values():
            detail = f"`{question['slug']}` shows no competency as primary"
            yield files.fault(document, f"questions/{index}/competencies", "no_primary_competency", detail)
        accepted = question.get("accepted") or ()
        codes = [row["code"] for row in accepted] if isinstance(accepted, list) else []
        for number, code in enumerate(codes):
            if code in codes[:number]:
                detail = f"`{code}` is accepted twice"
                yield files.fault(document, f"questions/{index}/accepted/{number}", "listed_twice", detail)


def _role_faults(files: LibraryFiles, document: Document) -> Iterator[LibraryFault]:
    role = document["role"]
    for fault in profile_faults(role["competencies"]):
        yield files.fault(document, f"role/competencies/{fault.place}", fault.code, fault.detail)
    for index, row in enumerate(role["activities"]):
        if (row["involvement"] == "none") != (not row.get("focus")):
            detail = "a focus is given exactly when the role is involved"
            yield files.fault(document, f"role/activities/{index}", "focus_iff_involved", detail)
    for name, keys in _ONCE.items():
        seen = set()
        for index, row in enumerate(role[name]):
            value = tuple(row[key] for key in keys)
            if value in seen:
                detail = f"{' / '.join(str(part) for part in value)} is listed twice"
                yield files.fault(document, f"role/{name}/{index}", "listed_twice", detail)
            seen.add(value)
    for index, row in enumerate(role["distinctions"]):
        if row["role"] == role["slug"]:
            detail = "this tells the role apart from itself; name another role"
            yield files.fault(document, f"role/distinctions/{index}", "own_role", detail)


# What a role may list once only.
_ONCE = {
    "codes": ("system", "uri"),
    "skills": ("name",),
    "tools": ("name", "category"),
    "activities": ("activity",),
    "competencies": ("competency",),
    "distinctions": ("role",),
}
