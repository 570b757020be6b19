"""What only the whole library shows: whether a role is covered, and whether two questions are one."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from rapidfuzz import fuzz, process, utils

from roles.lint.competencies import lint_competency
from roles.lint.findings import Finding, Kind, Severity, sort_findings, without_accepted
from roles.lint.likeness import ALIKE, alike
from roles.lint.questions import OFF_PROFILE, UNFINISHED, UNFINISHED_OF_A_ROLE, findings_of, off_profile

FEWEST_QUESTIONS = 24
FEWEST_SHOWING = 3
FEWEST_NEEDED = 5
MOST_OF_A_KIND = 0.6
# From here on two texts are copies, of 100, by rapidfuzz's token_sort_ratio: the share of characters that stay when the
# one text, its words sorted, is edited into the other. Rewordings of one question lie above, neighbours below 75.
SAME = 85

Document = Mapping[str, Any]


class Library(Protocol):
    """The documents of a library."""

    @property
    def roles(self) -> Sequence[Document]: ...

    def competencies(self) -> Iterable[Document]: ...

    def questions(self) -> Iterable[Document]: ...


def lint_library(files: Library) -> list[Finding]:
    """All findings of a library but those that its questions accept."""
    return without_accepted(find_all(files), files.questions())


def find_all(files: Library) -> list[Finding]:
    """All findings of the questions in use and the competencies, and of what they are together, accepted or not.

    Beside those of `lint_question` and `lint_competency`: `unbalanced_coverage` of a role (an error where nothing shows
    a competency of its profile), `near_duplicate`.
    """
    questions = [question for question in files.questions() if question["status"] != "retired"]
    found = [finding for question in questions for finding in findings_of(question)]
    found += [finding for competency in files.competencies() for finding in lint_competency(competency)]
    profiles = {str(role["slug"]): frozenset(row["competency"] for row in role["competencies"]) for role in files.roles}
    found += between(questions, profiles)
    for role in files.roles:
        active = [question for question in questions if question["status"] == "active"]
        suiting = Suiting.among(active, str(role["slug"]))
        found += [*coverage(role, suiting), *unfinished_of(role, active, found)]
    return sort_findings(found)


def unfinished_of(role: Document, active: Sequence[Document], found: Sequence[Finding]) -> Iterator[Finding]:
    """How many of a role's active questions lack what a question in use has, and what."""
    suiting = {question["slug"] for question in active if role["slug"] in question["roles"]}
    lacking: dict[str, set[str]] = defaultdict(set)
    for row in found:
        if (
            row.slug in suiting
            and row.code in UNFINISHED
            and (row.code != OFF_PROFILE or f"`{role['slug']}`" in row.detail)
        ):
            lacking[row.code].add(row.slug)
    if lacking:
        whole = set().union(*lacking.values())
        told = ", ".join(f"{code} {len(slugs)}" for code, slugs in sorted(lacking.items()))
        detail = f"{len(whole)} of {len(suiting)} active questions lack something: {told}"
        yield Finding(Severity.WARNING, Kind.ROLE, str(role["slug"]), UNFINISHED_OF_A_ROLE, "questions", detail)


def between(questions: Sequence[Document], profiles: Mapping[str, frozenset[str]]) -> list[Finding]:
    """What shows only between questions, or between them and the profiles of the roles that they suit."""
    return [*near_duplicates(questions), *(row for question in questions for row in off_profile(question, profiles))]


@dataclass(frozen=True, slots=True)
class Suiting:
    """The active questions that suit a role, counted: by kind, by difficulty, and by the competency shown first."""

    kinds: Counter[str]
    difficulties: Counter[int]
    shown: Counter[str]

    @classmethod
    def among(cls, questions: Sequence[Document], role: str) -> "Suiting":
        rows = [question for question in questions if role in question["roles"]]
        return cls(
            Counter(str(row["kind"]) for row in rows),
            Counter(int(row["difficulty"]) for row in rows),
            Counter(slug for row in rows for slug, strength in row["competencies"].items() if strength == "primary"),
        )


def coverage(role: Document, suiting: Suiting) -> Iterator[Finding]:
    """Whether the active questions that suit a role cover its profile, in kinds and difficulties that differ."""

    def find(severity: Severity, place: str, detail: str) -> Finding:
        return Finding(severity, Kind.ROLE, str(role["slug"]), "unbalanced_coverage", place, detail)

    for row in role["competencies"]:
        count = suiting.shown[row["competency"]]
        if count < FEWEST_SHOWING:
            severity = Severity.WARNING if count else Severity.ERROR
            detail = f"{count} of at least {FEWEST_SHOWING} active questions show it first"
            yield find(severity, f"competencies/{row['competency']}", detail)
    for seniority in ("junior", "mid", "senior"):
        count = sum(1 for row in role["competencies"] if row["targets"].get(seniority))
        if count < FEWEST_NEEDED:
            detail = f"{count} of at least {FEWEST_NEEDED} competencies with a target for {seniority}"
            yield find(Severity.ERROR, "competencies", detail)
    whole = suiting.kinds.total()
    if whole < FEWEST_QUESTIONS:
        yield find(Severity.WARNING, "questions", f"{whole} of at least {FEWEST_QUESTIONS} active questions")
    if whole:
        kind, count = suiting.kinds.most_common(1)[0]
        if count > MOST_OF_A_KIND * whole:
            yield find(Severity.WARNING, "questions", f"{count} of {whole} questions are {kind}")
        if whole > 1 and len(suiting.difficulties) == 1:
            yield find(Severity.WARNING, "questions", "all questions are of one difficulty")


def near_duplicates(questions: Sequence[Document]) -> Iterator[Finding]:
    """Pairs of questions that ask for the same thing, by their words or all but word by word; each pair is found at the
    one whose slug comes second.
    """
    rows = sorted(questions, key=lambda row: str(row["slug"]))
    said: set[tuple[str, str]] = set()

    def find(first: Document, second: Document, detail: str) -> Iterator[Finding]:
        pair = (str(first["slug"]), str(second["slug"]))
        if pair not in said:
            said.add(pair)
            yield Finding(Severity.WARNING, Kind.QUESTION, pair[1], "near_duplicate", "text", detail)

    for score, first, second in copied(rows):
        yield from find(rows[first], rows[second], f"{score:.0f} % the same as `{rows[first]['slug']}`")
    for likeness, first, second in alike(rows):
        detail = (
            f"asks for much the same as `{rows[first]['slug']}` (likeness {likeness:.2f}, from {ALIKE} on reported)"
        )
        yield from find(rows[first], rows[second], detail)


def copies_of(brought: Sequence[Document], texts: Sequence[tuple[str, str]]) -> Iterator[Finding]:
    """Of the questions `brought` those that are all but word for word another of the (slug, text) pairs, like `copied`
    with theirs on one side only.
    """
    if not brought:
        return
    scores = process.cdist(
        [question["text"] for question in brought],
        [text for _, text in texts],
        scorer=fuzz.token_sort_ratio,
        processor=utils.default_process,
        score_cutoff=SAME,
        workers=-1,
    )
    for question, row in zip(brought, scores, strict=True):
        for place in row.nonzero()[0]:
            other = texts[int(place)][0]
            if other != question["slug"]:
                detail = f"{float(row[place]):.0f} % the same as `{other}`"
                yield Finding(Severity.WARNING, Kind.QUESTION, str(question["slug"]), "near_duplicate", "text", detail)


def copied(questions: Sequence[Document]) -> Iterator[tuple[float, int, int]]:
    """Pairs whose texts are all but the same: (percent, place of the first, place of the second).

    Texts are compared with those of like length only: that bounds the work, and what differs in length is not alike.
    """
    by_length: dict[int, list[int]] = defaultdict(list)
    for place, question in enumerate(questions):
        by_length[len(question["text"]) // 40].append(place)
    for bucket, group in sorted(by_length.items()):
        near = [*group, *by_length.get(bucket + 1, ())]
        scores = process.cdist(
            [questions[place]["text"] for place in group],
            [questions[place]["text"] for place in near],
            scorer=fuzz.token_sort_ratio,
            processor=utils.default_process,
            score_cutoff=SAME,
        )
        for index, row in enumerate(scores):
            for other in range(index + 1, len(near)):
                if row[other]:
                    first, second = sorted((group[index], near[other]))
                    yield float(row[other]), first, second
