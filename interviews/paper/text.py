"""Texts as they go on paper."""

import unicodedata
from typing import Final

_KEPT: Final = frozenset("\n\t\u200c\u200d")  # the joiners are a part of how some scripts are written


def plain(text: object) -> str:
    """The text composed (NFC), so that every mark finds its letter, and without what is not seen: control characters,
    and those that turn the direction of what follows them, as U+202E does.
    """
    composed = unicodedata.normalize("NFC", str(text))
    return "".join(each for each in composed if each in _KEPT or unicodedata.category(each) not in ("Cc", "Cf", "Cs"))
