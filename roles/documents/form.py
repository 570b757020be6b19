"""Rules of form that one question document alone, or beside those it names, has to keep at every door."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from roles.documents.canonical import Document
from roles.documents.sheets import refused_in

PAIRS: Final = ("never_with", "alternates")
LEVELS: Final = (2, 3, 4, 5)
MOST_APART: Final = {"difficulty": 1, "minutes": 3}


@dataclass(frozen=True, slots=True)
class FormFault:
    """What is wrong with a question's form: its place (`alternates/0`), a code, a sentence."""

    place: str
    code: str
    detail: str


def form_faults(question: Document, others: Mapping[str, Document]) -> Iterator[FormFault]:
    """Faults of a canonical document; `others` has those it names, as they are to be."""
    yield from _answer_faults(question)
    yield from _sheet_faults(question)
    for index, role in enumerate(question.get("central_to", ())):
        if role not in question["roles"]:
            detail = f"it is central to `{role}` and does not suit it"
            yield FormFault(f"central_to/{index}", "central_role_not_suited", detail)
    for name in PAIRS:
        for index, slug in enumerate(question.get(name, ())):
            if slug == question["slug"]:
                yield FormFault(f"{name}/{index}", "names_itself", "a question names others here, not itself")
            elif slug in others:
                yield from _pair_faults(question, others[slug], name, f"{name}/{index}")


def named_by_faults(question: Document, others: Mapping[str, Document]) -> Iterator[FormFault]:
    """Faults of what others, which stay as they are, say of a question."""
    for other in others.values():
        if question["slug"] in other.get("never_with", ()) and other["slug"] not in question.get("never_with", ()):
            detail = f"`{other['slug']}` goes never with it; it has to say so too"
            yield FormFault("never_with", "never_with_one_sided", detail)
        if question["slug"] in other.get("alternates", ()) and (unequal := list(_unequal(question, other))):
            detail = f"`{other['slug']}` has it as an alternate and is not of equal worth: {', '.join(unequal)} differ"
            yield FormFault("alternates", "alternate_unequal", detail)


def _pair_faults(question: Document, other: Document, name: str, place: str) -> Iterator[FormFault]:
    if name == "never_with":
        if question["slug"] not in other.get("never_with", ()):
            detail = f"`{other['slug']}` does not say that it goes never with `{question['slug']}`"
            yield FormFault(place, "never_with_one_sided", detail)
    elif unequal := list(_unequal(question, other)):
        detail = f"`{other['slug']}` is not of equal worth: {', '.join(unequal)} differ"
        yield FormFault(place, "alternate_unequal", detail)


def _unequal(one: Document, other: Document) -> Iterator[str]:
    if _primaries(one) != _primaries(other):
        yield "primary competencies"
    if one["kind"] != other["kind"]:
        yield "kinds"
    for name, most in MOST_APART.items():
        if abs(int(one[name]) - int(other[name])) > most:
            yield f"{name} (by more than {most})"


def _primaries(question: Document) -> set[str]:
    return {slug for slug, strength in question["competencies"].items() if strength == "primary"}


def _answer_faults(question: Document) -> Iterator[FormFault]:
    for level, text in question.get("answers", {}).items():
        if level not in LEVELS:
            yield FormFault("answers", "answer_level", f"answers are of levels 2 to 5, not {level}")
        elif not str(text).strip():
            yield FormFault(f"answers/{level}", "blank", f"level {level} says nothing")


def _sheet_faults(question: Document) -> Iterator[FormFault]:
    if refused := refused_in(question.get("sheet") or ""):
        detail = f"a sheet is Markdown with SVG and no scripts; this has {', '.join(refused)}"
        yield FormFault("sheet", "sheet_not_plain", detail)
