"""What a candidate's sheet may hold: Markdown (CommonMark with tables), SVG, fenced data; nothing that runs.

Read as it will be shown: what the Markdown parser takes for HTML is looked at tag by tag; what it takes for code or
text is shown as it stands and can do no harm, whatever it looks like.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

SVG_TAGS: Final = frozenset(
    {
        "svg", "g", "defs", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text",
        "tspan", "marker", "lineargradient", "radialgradient", "stop", "clippath", "pattern", "symbol", "use",
    }
)  # fmt: skip
_RUNS: Final = re.compile(r"(?:java|vb)script:|data:(?!image/(?:png|jpeg|gif);)", re.IGNORECASE)
MARKDOWN: Final = MarkdownIt("commonmark").enable("table")


def refused_in(sheet: str) -> list[str]:
    """What of it is neither Markdown nor plain SVG, in words; empty where all of it may be shown."""
    refused: set[str] = set()
    runs = False
    for token in _flat(MARKDOWN.parse(sheet)):
        if token.type in ("html_block", "html_inline"):
            reader = _Tags()
            reader.feed(token.content)
            reader.close()
            refused |= reader.refused
        elif token.type in ("text", "link_open", "image"):
            said = (token.content, *(str(value) for value in token.attrs.values()))
            runs = runs or any(_RUNS.search(each) for each in said)
    return [*sorted(refused), *(["an address that runs a program"] if runs else [])]


def _flat(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _flat(token.children or [])


class _Tags(HTMLParser):
    """Notes what is no plain SVG."""

    def __init__(self) -> None:
        super().__init__()
        self.refused: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in SVG_TAGS:
            self.refused.add(f"<{tag}>")
        for name, value in attrs:
            elsewhere = name.split(":")[-1] in ("href", "src") and not (value or "").startswith("#")
            if name.startswith("on") or name == "style" or elsewhere:
                self.refused.add(f"`{name}`")

    def handle_decl(self, decl: str) -> None:
        self.refused.add("a declaration")

    def unknown_decl(self, data: str) -> None:
        self.refused.add("a declaration")

    def handle_pi(self, data: str) -> None:
        self.refused.add("an instruction")

    def handle_comment(self, data: str) -> None:
        self.refused.add("a comment")
