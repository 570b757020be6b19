"""Which questions ask for the same thing in other words.

Two questions are alike by what they ask and expect: the words of text, probes, strong answer and tags, cut to their
stems (Snowball's English stemmer), and a little by the competencies they show. Measured on the shipped 241 questions
against six pairs that practitioners had found by reading: cosine of tf-idf finds the six among its first 39 pairs, with
idf squared and the competencies among its first 10 (tried beside it: text alone, text and strong answer, reduction by
SVD to 60 to 150 dimensions, each sentence against its best partner; none did better). rapidfuzz's comparison of letters
finds none of them; it stays for texts that were copied.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations_with_replacement
from math import log, log1p
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import snowballstemmer

Document = Mapping[str, Any]
Row = dict[int, float]

# Pairs at or above are reported. Chosen on the shipped bank, where it finds the pairs that readers found and that are
# there yet, and nine others.
ALIKE: Final = 0.309
# Below so many questions how rare a word is says nothing.
FEWEST: Final = 60
_BY_COMPETENCIES: Final = 0.1
_BLOCK: Final = 512


def alike(questions: Sequence[Document]) -> Iterator[tuple[float, int, int]]:
    """Pairs of questions of one role that ask for the same thing: (likeness, place of the first, place of the second).

    The likeness is the cosine of the questions' words, each weighted by (1 + ln tf) idf², idf = ln(1 + (N - n + 0.5) /
    (n + 0.5)) for a word in n of N questions (Robertson and Spärck Jones), plus a tenth of the cosine of the
    competencies they show (2 for primary, 1 for secondary): 0 to 1.1. Nothing is said of fewer than `FEWEST` questions.
    """
    if len(questions) < FEWEST:
        return
    words, n_words = _word_rows(questions)
    shown, n_shown = _competency_rows(questions)
    roles = [frozenset(question["roles"]) for question in questions]
    starts = range(0, len(questions), _BLOCK)
    for first, second in combinations_with_replacement(starts, 2):
        likeness = _product(words, n_words, first, second)
        likeness += _BY_COMPETENCIES * _product(shown, n_shown, first, second)
        for row, column in np.argwhere(likeness >= ALIKE):
            here, there = first + int(row), second + int(column)
            if here < there and roles[here] & roles[there]:
                yield float(likeness[row, column]), here, there


def _product(rows: Sequence[Row], width: int, first: int, second: int) -> npt.NDArray[np.float32]:
    left, right = (_dense(rows[start : start + _BLOCK], width) for start in (first, second))
    return left @ right.T


def _dense(rows: Sequence[Row], width: int) -> npt.NDArray[np.float32]:
    block = np.zeros((len(rows), width), dtype=np.float32)
    for place, row in enumerate(rows):
        block[place, list(row)] = list(row.values())
    norms = np.linalg.norm(block, axis=1, keepdims=True)
    norms[norms == 0] = 1
    normed: npt.NDArray[np.float32] = block / norms
    return normed


def _word_rows(questions: Sequence[Document]) -> tuple[list[Row], int]:
    counts = [Counter(_stems(question)) for question in questions]
    holding = Counter(word for count in counts for word in count)
    places = {word: place for place, word in enumerate(sorted(holding))}
    rare = {word: log1p((len(counts) - n + 0.5) / (n + 0.5)) ** 2 for word, n in holding.items()}
    rows = [{places[word]: (1 + log(n)) * rare[word] for word, n in count.items()} for count in counts]
    return rows, len(places)


def _competency_rows(questions: Sequence[Document]) -> tuple[list[Row], int]:
    places = {slug: place for place, slug in enumerate(sorted({s for row in questions for s in row["competencies"]}))}
    rows = [
        {places[slug]: 2.0 if strength == "primary" else 1.0 for slug, strength in question["competencies"].items()}
        for question in questions
    ]
    return rows, len(places)


def _stems(question: Document) -> list[str]:
    texts = [
        question["text"],
        *question.get("probes", ()),
        *question.get("strong_answer", ()),
        *question.get("tags", ()),
    ]
    words = re.findall(r"[^\W\d_][\w+#]*", " ".join(texts).casefold().replace("'s", "").replace("-", " "))
    return [_stem(word) for word in words]


@cache
def _stemmer() -> Any:
    return snowballstemmer.stemmer("english")


@cache
def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word))
