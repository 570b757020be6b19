"""How a question reads: whether it asks one thing, how long it is, how hard to read."""

import re
from functools import cache
from typing import Final

import pyphen

MOST_WORDS: Final = 60
HARDEST_GRADE: Final = 14.0  # plain technical questions stay below 12; names of methods are long words
FEWEST_WORDS: Final = 12  # of fewer words a grade says nothing

# Two clauses that each want an answer of their own, joined in one text.
_SECOND: Final = re.compile(
    r"(?:,|;|\band|\bor)\s+(?:also\s+)?"
    r"(?:how|what|why|when|where|which|who|whom|whose|describe|explain|tell\s+(?:me|us)|name|compare|list)\b",
    re.IGNORECASE,
)
_FIRST: Final = re.compile(
    r"\b(?:how|what|why|which|who|whom|whose|describe|explain|tell\s+(?:me|us)|say|sketch|estimate|name|compare|list)\b",
    re.IGNORECASE,
)
# Where such a word belongs to one question: "which, and why?", "where and how", "an idea which you then gave up".
_ONE: Final = re.compile(
    r"\b(?:and|or)\s+why\W*$|\b(?:how|what|why|when|where|which|who)\s+(?:and|or)\s+(?:how|what|why|when|where|which|who)\b"
    r"|\band\s+which\s+(?:you|then|they|we|it)\b",
    re.IGNORECASE,
)


# "Your experience with one thing and your experience with another".
_TWICE_YOURS: Final = re.compile(r"\byour (\w+) (?:with|of|in|at|on)\b[^.?!]*?,? (and your \1\b[^.?!]*)", re.IGNORECASE)


def asks_twice(text: str) -> str:
    """The words with which the text goes on to a second question, or nothing.

    Two question marks are two questions; so are two clauses that both begin like one, joined by a comma, "and" or "or";
    so are "your experience with ... and your experience with ...".
    """
    if text.count("?") > 1:
        return text[text.index("?") + 1 :].strip()
    for sentence in re.split(r"(?<=[.?!:])\s+", text):
        if yours := _TWICE_YOURS.search(sentence):
            return yours[2]
        for second in _SECOND.finditer(sentence):
            before = sentence[: second.start()]
            if _FIRST.search(before) and not _ONE.search(sentence[max(0, second.start() - 8) :]):
                return sentence[second.start() :].strip(" ,;")
    return ""


def count_words(text: str) -> int:
    return len(re.findall(r"\w+(?:['-]\w+)*", text))


def reading_grade(text: str) -> float:
    """The Flesch-Kincaid grade: years of school that a text asks for.

    0.39 x words per sentence + 11.8 x syllables per word - 15.59 (Kincaid, Fishburne, Rogers, Chissom: Derivation of
    New Readability Formulas, 1975). Syllables are counted by hyphenation (pyphen, British English), which finds a few
    less than there are.
    """
    words = re.findall(r"[^\W\d_]+", text)
    if not words:
        return 0.0
    sentences = max(1, len(re.findall(r"[.?!:](?:\s|$)", text)))
    syllables = sum(len(_hyphens().positions(word)) + 1 for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


@cache
def _hyphens() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_GB")
