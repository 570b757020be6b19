"""What an editor should look at in one question."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from roles.lint.findings import Finding, Kind, Severity, accepted_codes, sort_findings, without_accepted
from roles.lint.rules import Match, Reads, find_unlawful, names_no_work, rules
from roles.lint.wording import (
    FEWEST_WORDS,
    HARDEST_GRADE,
    MOST_WORDS,
    asks_twice,
    count_words,
    reading_grade,
)


def lint_question(document: Mapping[str, object]) -> list[Finding]:
    """Judge one question document of a library file, by itself; a retired one is not judged.

    Errors: `protected_ground`, `degree_screen`, `missing_probes`, `missing_strong_answer`. Warnings: `doubtful_ground`,
    `school_prestige`, `culture_fit`, `brain_teaser`, `names_no_work`, `double_barrelled`, `too_long`, `reading_level`,
    `too_many_probes`, `missing_red_flags`, `occasion_as_red_flag`, `unrealistic_minutes`, `missing_answers`,
    `incomplete_exercise`, `missing_competency`, `unchecked`, `accepted_without_finding`. What the question accepts with
    a reason is left out.
    """
    if document.get("status") == "retired":
        return []
    return without_accepted(findings_of(document), [document])


def findings_of(document: Mapping[str, object]) -> list[Finding]:
    """The same with what is accepted still in it, and whatever its status."""
    return sort_findings(
        Finding(severity, Kind.QUESTION, str(document["slug"]), code, place, detail)
        for severity, code, place, detail in (
            *_unlawful(document),
            *_wording(document),
            *_shape(document),
            *_completeness(document),
        )
    )


def open_errors(document: Mapping[str, object]) -> list[Finding]:
    """The errors that the question does not accept: with any of them nobody may be asked it."""
    accepted = accepted_codes(document)
    return [row for row in findings_of(document) if row.severity is Severity.ERROR and row.code not in accepted]


# What refuses activation. Of a question that was in use before the library asked for it, it is counted by role only.
OFF_PROFILE = "off_profile"
UNFINISHED = frozenset({"missing_answers", "incomplete_exercise", "missing_competency", "unchecked", OFF_PROFILE})
# A question with this tag came in a table that said too little: the rest was assumed, until somebody has looked.
UNCHECKED = "unchecked"
UNFINISHED_OF_A_ROLE = "unfinished_questions"


def unfinished(document: Mapping[str, object], profiles: Mapping[str, frozenset[str]]) -> list[Finding]:
    """What a question lacks to be taken into use; `profiles` are the competencies of the roles that it suits."""
    found = [row for row in findings_of(document) if row.code in UNFINISHED]
    return [*found, *off_profile(document, profiles)]


def off_profile(document: Mapping[str, Any], profiles: Mapping[str, frozenset[str]]) -> Iterator[Finding]:
    """Roles that the question suits, and whose profile has nothing of what it shows."""
    shown = set(document["competencies"])
    for index, role in enumerate(document["roles"]):
        if role in profiles and not profiles[role] & shown:
            detail = f"shows nothing that the profile of `{role}` has"
            yield Finding(Severity.WARNING, Kind.QUESTION, str(document["slug"]), OFF_PROFILE, f"roles/{index}", detail)


def error_codes() -> frozenset[str]:
    """The codes under which anything can be an error: who accepts one of them overrules."""
    unlawful = {rule.code for rule in rules() if rule.severity is Severity.ERROR}
    return frozenset({*unlawful, "missing_probes", "missing_strong_answer"})


_NO_OCCASION = re.compile(
    r"\b(?:has|had) (?:never|no such)\b|\bnever (?:had|been|done|worked|seen|used)\b"
    r"|\bno (?:such )?(?:case|occasion|experience)\b",
    re.IGNORECASE,
)
Found = tuple[Severity, str, str, str]


def _unlawful(document: Mapping[str, Any]) -> Iterator[Found]:
    for place, text, reads in _texts(document):
        matches = find_unlawful(text, reads)
        for match in matches:
            yield match.rule.severity, match.rule.code, place, _sentence(match, reads)
        if place == "text" and not matches and names_no_work(text):
            yield Severity.WARNING, "names_no_work", place, "asks the candidate something, and no word of it is of work"


def _texts(document: Mapping[str, Any]) -> Iterator[tuple[str, str, Reads]]:
    """Every text of a question that anybody reads: its place, the text, and whom it is for."""
    yield "text", str(document["text"]), Reads.ASKED
    for name, reads in _LISTS.items():
        for index, text in enumerate(document.get(name) or ()):
            yield f"{name}/{index}", str(text), reads
    for level, text in (document.get("answers") or {}).items():
        yield f"answers/{level}", str(text), Reads.EXPECTED
    for name, reads in _TEXTS.items():
        if text := document.get(name):
            yield name, str(text), reads


_LISTS = {
    "probes": Reads.ASKED,
    "strong_answer": Reads.EXPECTED,
    "red_flags": Reads.EXPECTED,
    "brief": Reads.EXPECTED,
}
_TEXTS = {"sheet": Reads.ASKED, "reference": Reads.EXPECTED}
_ASKS = {
    "protected_ground": "asks about {ground}, which no interviewer may ask",
    "doubtful_ground": "asks close to {ground}",
    "degree_screen": "asks for a degree, not for what somebody can do",
    "school_prestige": "asks for the name of a school, not for what somebody can do",
    "culture_fit": "asks for who is like us, not for who does the work well",
    "brain_teaser": "asks a puzzle, which tells nothing of the work",
}
_JUDGES = {
    "protected_ground": "judges by {ground}, which no interviewer may",
    "doubtful_ground": "judges close to {ground}",
    "degree_screen": "judges by a degree, not by what somebody can do",
    "culture_fit": "judges by who is like us, not by who does the work well",
}


def _sentence(match: Match, reads: Reads) -> str:
    said = _ASKS if reads is Reads.ASKED or match.rule.code not in _JUDGES else _JUDGES
    return f"{said[match.rule.code].format(ground=match.rule.ground)}: `{match.words}`"


def _wording(document: Mapping[str, object]) -> Iterator[Found]:
    text = str(document["text"])
    words = count_words(text)
    if second := asks_twice(text):
        detail = f"asks two things; make the second a probe: `{second[:80]}`"
        yield Severity.WARNING, "double_barrelled", "text", detail
    if words > MOST_WORDS:
        yield Severity.WARNING, "too_long", "text", f"{words} words; {MOST_WORDS} are as many as one listens to"
    if words >= FEWEST_WORDS and (grade := reading_grade(text)) > HARDEST_GRADE:
        detail = f"reads like grade {grade:.0f}; shorter sentences and words bring it under {HARDEST_GRADE:.0f}"
        yield Severity.WARNING, "reading_level", "text", detail


def _shape(document: Mapping[str, Any]) -> Iterator[Found]:
    probes, minutes = len(document.get("probes", ())), int(document["minutes"])
    if probes < 2:
        yield Severity.ERROR, "missing_probes", "probes", f"{probes} of at least 2 probes"
    if probes > 4:
        yield Severity.WARNING, "too_many_probes", "probes", f"{probes} probes; nobody asks more than 4"
    if len(document.get("strong_answer", ())) < 2:
        yield (
            Severity.ERROR,
            "missing_strong_answer",
            "strong_answer",
            "what a strong answer covers, in 2 points or more",
        )
    if not document.get("red_flags"):
        yield Severity.WARNING, "missing_red_flags", "red_flags", "no warning sign is named"
    for index, flag in enumerate(document.get("red_flags") or ()):
        if _NO_OCCASION.search(str(flag)):
            detail = "holds it against somebody that they had no occasion; that is not assessed, and asked an alternate"
            yield Severity.WARNING, "occasion_as_red_flag", f"red_flags/{index}", detail
    least = 5 if document.get("kind") == "exercise" else 3
    if not least <= minutes <= 30:
        detail = f"{minutes} minutes; question, probes and answer take {least} to 30"
        yield Severity.WARNING, "unrealistic_minutes", "minutes", detail


def _completeness(document: Mapping[str, Any]) -> Iterator[Found]:
    if "competencies" in document and "primary" not in document["competencies"].values():
        yield Severity.WARNING, "missing_competency", "competencies", "shows no competency first, so it scores nothing"
    if UNCHECKED in document.get("tags", ()):
        detail = "its kind, difficulty or minutes were assumed; look at them, then take the tag away"
        yield Severity.WARNING, "unchecked", "tags", detail
    answers = document.get("answers") or {}
    if lacking := [str(level) for level in LEVELS if not answers.get(level, answers.get(str(level)))]:
        detail = f"doesn't say what level {', '.join(lacking)} sounds like on this question"
        yield Severity.WARNING, "missing_answers", "answers", detail
    if document.get("kind") == "exercise" and not (
        document.get("brief") and (document.get("reference") or document.get("sheet"))
    ):
        detail = "is an exercise, and has no brief, or neither a reference nor a sheet"
        yield Severity.WARNING, "incomplete_exercise", "brief", detail


LEVELS = (2, 3, 4, 5)
