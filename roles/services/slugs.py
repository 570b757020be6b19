"""Slugs for questions that come without one."""

import re
from collections.abc import Collection, Iterator
from itertools import count
from typing import Final

from django.utils.text import slugify

from roles.models import Question

LONGEST: Final = 60
_SMALL: Final = frozenset(
    "a an and are as at be by do does for how in is it of on or the to was what when why with would you your".split()  # noqa: SIM905
)


def make_slug(text: str, *, taken: Collection[str]) -> str:
    """A slug of the first words that say something of a text: letters and digits with hyphens, of at most 60
    characters, and none of those `taken`.
    """
    words = slugify(text).split("-")
    telling = [word for word in words if word not in _SMALL] or words
    made = ""
    for word in telling[:7]:
        if len(made) + len(word) + 1 > LONGEST:
            break
        made = f"{made}-{word}" if made else word[:LONGEST]
    return next(slug for slug in _numbered(made or "question") if slug not in taken)


def _numbered(slug: str) -> Iterator[str]:
    yield slug
    for number in count(2):
        yield f"{slug}-{number}"


def slugs_like(slugs: Collection[str]) -> set[str]:
    """Of all questions, deleted ones too, the slugs that begin like one of these (1 statement)."""
    if not slugs:
        return set()
    pattern = "^(" + "|".join(re.escape(slug) for slug in sorted(slugs)) + ")(-[0-9]+)?$"
    return set(Question.all_objects.filter(slug__regex=pattern).values_list("slug", flat=True))
