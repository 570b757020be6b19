"""The rows of a table as documents of questions, or every fault with its row and column.

Only `text` has to be there. What a row doesn't say of kind, difficulty and minutes is assumed, and the draft carries
the tag `unchecked` until somebody has looked: the lint asks for that before it is taken into use.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from roles.documents.canonical import Document
from roles.library.files import LibraryFault
from roles.library.tables.cells import Table
from roles.lint import UNCHECKED
from roles.models import Competency, Question, Role
from roles.services.slugs import make_slug
from roles.vocabulary import QuestionKind, QuestionStatus, Strength

ASSUMED_DIFFICULTY, ASSUMED_MINUTES = 3, 10
LEVELS: Final = (2, 3, 4, 5)
LISTS: Final = ("probes", "strong_answer", "red_flags", "brief")
COLUMNS: Final = (
    "text", "slug", "kind", "difficulty", "minutes", "competencies", "roles", *LISTS, "sheet", "reference",
    *(f"answer_{level}" for level in LEVELS), "tags",
)  # fmt: skip
_ALIASES: Final = {
    "question": "text", "question_text": "text", "type": "kind", "time": "minutes", "duration": "minutes",
    "competency": "competencies", "role": "roles", "follow_ups": "probes", "followups": "probes",
    "strong_answers": "strong_answer", "tag": "tags",
}  # fmt: skip
_DIFFICULTIES: Final = {"easy": 2, "medium": 3, "hard": 4}
_BULLETS: Final = " \t\u2022*-\u2013"
_FOUR_LEVELS: Final = (
    {"1", "2", "3", "4"},
    {"level_1", "level_2", "level_3", "level_4"},
    {"strong_no", "no", "yes", "strong_yes"},
    {"strong_no_hire", "no_hire", "hire", "strong_hire"},
    {"poor", "fair", "good", "excellent"},
)
_STORY: Final = re.compile(
    r"\b(tell (me|us) about|describe|give (me|us)) (a|an|the last)\b.*\b(time|situation|case|project)\b", re.I
)
_CASE: Final = re.compile(
    r"\b(how|what) (would|do|will) you\b|\bimagine\b|\bsuppose\b|\byou (are|have|find|get|see)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is a question: its number in the file, and its document."""

    number: int
    document: Document


@dataclass(frozen=True, slots=True)
class Names:
    """What cells may name, by slug, name, title and alias in lower case."""

    competencies: Mapping[str, str]
    roles: Mapping[str, str]
    texts: Mapping[str, str]  # what is asked already, by whom

    @classmethod
    def here(cls) -> "Names":
        """Of the library in the database (3 statements)."""
        competencies = {
            name.casefold(): slug
            for slug, name in Competency.objects.values_list("slug", "name")
            for name in (name, slug)
        }
        roles = {
            name.casefold(): slug
            for slug, title, aliases in Role.objects.values_list("slug", "title", "aliases")
            for name in (*aliases, title, slug)
        }
        texts = {_same(text): slug for slug, text in Question.objects.values_list("slug", "text")}
        return cls(competencies, roles, texts)


def read_questions(
    table: Table, *, names: Names, roles: Sequence[str], taken: set[str]
) -> tuple[list[Row], list[LibraryFault]]:
    """The rows that are sound, and every fault. `roles` are those that a row without roles suits, `taken` the slugs
    that no new question may have; those made are added.
    """
    columns = {name: _column(name) for name in table.columns if name}
    faults = list(_header_faults(table, columns))
    if faults:
        return [], faults
    rows: list[Row] = []
    asked = dict(names.texts)
    for number, cells in table.rows:
        said = {columns[name]: text for name, text in cells.items() if name and text}
        found = _Reader(number, said, names)
        document = found.document(roles)
        text = _same(said.get("text", ""))
        if text in asked:
            found.fault("text", "text_taken", f"this is asked already: `{asked[text]}`")
        slug = said.get("slug") or make_slug(said.get("text", ""), taken=taken)
        if slug in taken:
            found.fault("slug", "slug_taken", f"another question has the slug `{slug}`, or had it and was deleted")
        if found.faults:
            faults += found.faults
            continue
        taken.add(slug)
        asked[text] = slug
        rows.append(Row(number, document | {"slug": slug}))
    return rows, faults


def _same(text: str) -> str:
    return " ".join(text.casefold().split())


def _column(name: str) -> str:
    plain = re.sub(r"[\s\-]+", "_", name.strip().casefold())
    return _ALIASES.get(plain, plain)


def _header_faults(table: Table, columns: Mapping[str, str]) -> Iterator[LibraryFault]:
    known = list(columns.values())
    for name, column in columns.items():
        if column not in COLUMNS and not any(column in four for four in _FOUR_LEVELS):
            yield LibraryFault(
                "", 1, name, "unknown_column", f"there is no column `{name}`; known: {', '.join(COLUMNS)}"
            )
    for column in sorted({column for column in known if known.count(column) > 1}):
        yield LibraryFault("", 1, column, "repeated_column", f"`{column}` is named by two columns")
    if "text" not in known:
        yield LibraryFault("", 1, "text", "column_missing", "one column has to be `text`: what is asked")
    if any(four <= set(known) for four in _FOUR_LEVELS):
        detail = (
            "this is a scorecard of four levels; here there are five, and a question says what levels 2 to 5 sound "
            "like. Which of the four is which is for a person to say: name their columns answer_2 to answer_5"
        )
        yield LibraryFault("", 1, "", "four_levels", detail)
    else:
        for name, column in columns.items():
            if column not in COLUMNS and any(column in four for four in _FOUR_LEVELS):
                detail = f"there is no column `{name}`; what a level sounds like stands in answer_2 to answer_5"
                yield LibraryFault("", 1, name, "unknown_column", detail)


class _Reader:
    """One row: what its cells say, and what is wrong with them."""

    def __init__(self, number: int, said: Mapping[str, str], names: Names) -> None:
        self.number, self.said, self.names = number, said, names
        self.faults: list[LibraryFault] = []
        self.assumed = False

    def fault(self, column: str, code: str, detail: str) -> None:
        self.faults.append(LibraryFault("", self.number, column, code, detail))

    def document(self, roles: Sequence[str]) -> Document:
        text = self.said.get("text", "")
        if not text:
            self.fault("text", "blank", "this row asks nothing")
        tags = _parts(self.said.get("tags", ""), ",")
        values: dict[str, Any] = {
            "version": 1,
            "status": QuestionStatus.DRAFT.value,
            "text": text,
            "kind": self._kind(text),
            "difficulty": self._number("difficulty", ASSUMED_DIFFICULTY, 1, 5),
            "minutes": self._number("minutes", ASSUMED_MINUTES, 1, 240),
            "competencies": self._competencies(),
            "roles": self._roles() or list(roles),
            **{name: _parts(self.said.get(name, ""), ";") for name in LISTS},
            "source": {"kind": "own"},
        }
        for name in ("sheet", "reference"):
            if name in self.said:
                values[name] = self.said[name]
        answers = {str(level): self.said[f"answer_{level}"] for level in LEVELS if f"answer_{level}" in self.said}
        if answers:
            values["answers"] = answers
        return values | {"tags": [*tags, *([UNCHECKED] if self.assumed and UNCHECKED not in tags else [])]}

    def _kind(self, text: str) -> str:
        said = self.said.get("kind", "").casefold().replace("behavioral", "behavioural")
        if said and said not in QuestionKind.values:
            self.fault("kind", "invalid_choice", f"`{said}` is not one of {', '.join(QuestionKind.values)}")
        if said:
            return said
        self.assumed = True
        if _STORY.search(text):
            return QuestionKind.BEHAVIOURAL.value
        return (QuestionKind.SITUATIONAL if _CASE.search(text) else QuestionKind.KNOWLEDGE).value

    def _number(self, column: str, assumed: int, least: int, most: int) -> int:
        said = self.said.get(column, "").casefold()
        if not said:
            self.assumed = True
            return assumed
        if column == "difficulty" and said in _DIFFICULTIES:
            return _DIFFICULTIES[said]
        found = re.fullmatch(r"(\d{1,3})\s*(min(ute)?s?\.?)?", said)
        if not found or not least <= int(found[1]) <= most:
            self.fault(column, "invalid", f"`{said}` is not a whole number from {least} to {most}")
            return assumed
        return int(found[1])

    def _competencies(self) -> dict[str, str]:
        """`slug or name`, the first of them primary; `: secondary` or `: primary` says so itself."""
        shown: dict[str, str] = {}
        for part in _parts(self.said.get("competencies", ""), ";,"):
            name, _, strength = (piece.strip().casefold() for piece in part.rpartition(":")) if ":" in part else (
                part.casefold(), "", "",
            )  # fmt: skip
            slug = self.names.competencies.get(name)
            if slug is None:
                self.fault("competencies", "unknown_competency", f"there is no competency `{name}`")
            elif strength and strength not in Strength.values:
                self.fault("competencies", "invalid_choice", f"`{strength}` is not one of {', '.join(Strength.values)}")
            elif slug in shown:
                self.fault("competencies", "listed_twice", f"`{slug}` is listed twice")
            else:
                shown[slug] = strength or (Strength.SECONDARY if shown else Strength.PRIMARY).value
        return shown

    def _roles(self) -> list[str]:
        found = []
        for name in _parts(self.said.get("roles", ""), ";,"):
            slug = self.names.roles.get(name.casefold())
            if slug is None:
                self.fault("roles", "unknown_role", f"there is no role `{name}`")
            elif slug not in found:
                found.append(slug)
        return found


def _parts(text: str, separators: str) -> list[str]:
    """A list in a cell: one a line, or with separators on one line."""
    pieces = text.splitlines() if "\n" in text else re.split(f"[{separators}]", text)
    return [bare for piece in pieces if (bare := piece.strip(_BULLETS))]
