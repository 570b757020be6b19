"""What no interviewer may ask, or should not: rules that are data, in `rules/*.yaml`, a file for each ground.

A rule looks for a question *to the candidate* ("your", "are you"), because the same words are everyday technical
language: child nodes, race conditions, a gender column, a union in SQL. What is expected of an answer (its strong
points and red flags) is read by rules of its own (`reads: [expected]`), since it speaks of the candidate without naming
them.
Grounds after the pre-employment guidance of the EEOC (https://www.eeoc.gov/pre-employment-inquiries-and), the UK
Equality Act 2010 and the EU's directives; each file's `note` says which law it is about.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

import yaml

from roles.lint.findings import Severity

FOLDER: Final = Path(__file__).with_name("rules")
_DEFAULT_CODES: Final = {Severity.ERROR: "protected_ground", Severity.WARNING: "doubtful_ground"}
_MOST_QUOTED: Final = 80


class Reads(StrEnum):
    """Which texts a rule reads: what the candidate is asked, or what is expected of the answer."""

    ASKED = "asked"
    EXPECTED = "expected"


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern, looked for in texts without capitals.

    `ground` and `note` (on the law, by jurisdiction) are its file's. `needs` has to be found somewhere in the text, and
    `unless` must not stand in the sentence of the match. `finds` is an example that it finds, `passes` one that the
    whole set of rules passes without an error.
    """

    ground: str
    note: str
    code: str
    severity: Severity
    reads: frozenset[Reads]
    pattern: re.Pattern[str]
    needs: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    finds: str
    passes: str


@dataclass(frozen=True, slots=True)
class Match:
    """What a rule has found: the words, or the sentence they stand in where the text says it in another order."""

    rule: Rule
    words: str


def find_unlawful(text: str, reads: Reads) -> list[Match]:
    """What the rules find in a text: one match for each ground and code, the worst of a ground alone."""
    plain = _plain(text)
    addressed = _addressed(plain, everywhere=reads is Reads.EXPECTED)
    found: dict[tuple[str, str], Match] = {}
    for rule in rules():
        # "Is married" of a candidate asks what "are you married" asks.
        if rule.reads == {reads} or (reads is Reads.EXPECTED and addressed != plain):
            key = (rule.ground, rule.code)
            if key not in found and (span := _search(rule, addressed)):
                found[key] = Match(rule, _quoted(plain, addressed, span))
    errors = {match.rule.ground for match in found.values() if match.rule.severity is Severity.ERROR}
    return [
        match for match in found.values() if match.rule.severity is Severity.ERROR or match.rule.ground not in errors
    ]


def names_no_work(text: str) -> bool:
    """Whether a question to the candidate has not one word of data, systems or work in it: then it asks for something
    else, in whatever words.
    """
    plain = _plain(text)
    words = _words()
    return bool(_compiled(rf"\b{words['you']}\b").search(plain)) and not any(
        _compiled(words[name]).search(plain) for name in ("technical", "work")
    )


def _search(rule: Rule, text: str) -> tuple[int, int] | None:
    if rule.needs and not rule.needs.search(text):
        return None
    for match in rule.pattern.finditer(text):
        if not (rule.unless and rule.unless.search(_sentence(text, *match.span()))):
            return match.span()
    return None


def _sentence(text: str, start: int, end: int) -> str:
    before = max(text.rfind(mark, 0, start) for mark in ".?!") + 1
    after = min((at for mark in ".?!" if (at := text.find(mark, end)) >= 0), default=len(text))
    return text[before : after + 1].strip()


def _quoted(plain: str, addressed: str, span: tuple[int, int]) -> str:
    words = addressed[slice(*span)].strip()
    if words not in plain:
        words = next(iter(_originals(plain, _sentence(addressed, *span))), plain)
    return words if len(words) <= _MOST_QUOTED else words[: _MOST_QUOTED - 3] + "..."


def _originals(plain: str, sentence: str) -> Iterator[str]:
    """The sentence of the text that became this one."""
    for original in re.split(r"(?<=[.?!])\s+", plain):
        if _addressed(original, everywhere=True) == sentence:
            yield original


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, in the order of their files."""
    return tuple(
        _rule(document, row)
        for path in sorted(FOLDER.glob("*.yaml"))
        if path.stem != "words" and (document := yaml.safe_load(path.read_text("utf-8")))
        for row in document["rules"]
    )


@cache
def _words() -> Mapping[str, str]:
    words: dict[str, str] = yaml.safe_load((FOLDER / "words.yaml").read_text("utf-8"))
    return words


def _rule(document: Mapping[str, str], row: Mapping[str, str]) -> Rule:
    severity = Severity(row["severity"])

    def words_named(key: str) -> re.Pattern[str] | None:
        return _compiled(rf"\b{_words()[row[key]]}\b") if key in row else None

    return Rule(
        ground=document["ground"],
        note=document["note"],
        code=row.get("code", _DEFAULT_CODES[severity]),
        severity=severity,
        reads=frozenset(map(Reads, row.get("reads", [Reads.ASKED]))),
        pattern=_compiled(row["pattern"]),
        needs=words_named("needs"),
        unless=words_named("unless"),
        finds=row["finds"],
        passes=row["passes"],
    )


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """The pattern with the words that it names as @name."""
    while "@" in pattern:
        pattern = re.sub(r"@([a-z]+)", lambda match: f"(?:{_words()[match[1]]})", pattern)
    return re.compile(pattern)


def _plain(text: str) -> str:
    """Without capitals, line breaks and contractions."""
    plain = " ".join(text.casefold().replace("\u2019", "'").split())
    plain = re.sub(r"\b(what|that|where|who|how|it|there|here|when)'s\b", r"\1 is", plain)
    plain = re.sub(r"\b(you|we|they|who)'(re|ve)\b", lambda m: f"{m[1]} {'are' if m[2] == 're' else 'have'}", plain)
    return re.sub(r"\b(do|did|does|are|is|was|were|have|would|could|should)n't\b", r"\1 not", plain)


_ASIDE: Final = re.compile(
    r"\b(?:ask|asks|find out|check|see|learn|know|tell|clarify|establish|sure|whether|if|why|how|when|where) "
    r"(?:\w+ ){0,4}(?:the )?(?:candidate|applicant)\b|\b(?:the )?(?:candidate|applicant)'s\b"
)


def _addressed(plain: str, *, everywhere: bool) -> str:
    """Turn talk about the candidate into talk to them, and statements into the order of a question, so that
    "find out whether the candidate is married" meets the same pattern as "are you married".

    What the candidate is asked may have candidates in it that are rows of a search or a recommender: there only
    instructions to the interviewer, such as "ask whether", are turned, unless `everywhere`.
    """
    if everywhere or _ASIDE.search(plain):
        plain = re.sub(r"\b(?:the )?(?:candidate|applicant)'s\b", "your", plain)
        plain = re.sub(r"\b(?:is|was) (?:the )?(?:candidate|applicant)\b", "are you", plain)
        plain = re.sub(r"\b(?:does|did) (?:the )?(?:candidate|applicant)\b", "do you", plain)
        plain = re.sub(r"\bhas (?:the )?(?:candidate|applicant)\b", "have you", plain)
        plain = re.sub(r"\b(?:the )?(?:candidate|applicant) (?:is|was)\b", "are you", plain)
        plain = re.sub(r"\b(?:the )?(?:candidate|applicant) has (?=been|ever|had)", "have you ", plain)
        plain = re.sub(r"\b(?:the )?(?:candidate|applicant) has\b", "do you have", plain)
    plain = re.sub(r"\b(?:whether|if) you have (?=(?:a|an|any|kids|children)\b)", "do you have ", plain)
    return re.sub(
        r"(?<!\bdo )(?<!\bdid )(?<!\bif )\byou (are|were|have)\b"
        r"(?= (?:been|ever|a|an|married|pregnant|single|divorced|from|disabled|born)\b)",
        r"\1 you",
        plain,
    )
