"""Markdown as plain data for the typesetter: a list of nodes `{kind, ...}`, read by the parser that the pages use.

SVG goes on as a picture once the sanitiser has been through it; other HTML is left out, as no sheet may hold any.
"""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any, Final

from markdown_it.token import Token

from interviews.paper.text import plain
from roles.documents.sheets import MARKDOWN
from roles.documents.shown import clean

Node = dict[str, Any]
_BLOCKS: Final = {
    "paragraph_open": "paragraph", "blockquote_open": "quote", "bullet_list_open": "list", "ordered_list_open": "steps",
    "list_item_open": "item", "table_open": "table", "tr_open": "row", "th_open": "head", "td_open": "cell",
    "thead_open": "part", "tbody_open": "part", "heading_open": "heading",
}  # fmt: skip
_INLINES: Final = {"strong_open": "strong", "em_open": "emphasis", "link_open": "span"}


def nodes(text: str) -> list[Node]:
    """The text's blocks, each with its parts inside."""
    return _tree(MARKDOWN.parse(text))


def _tree(tokens: Sequence[Token]) -> list[Node]:
    root: list[Node] = []
    open_lists = [root]
    for token in tokens:
        if token.nesting == 1:
            kind = _BLOCKS.get(token.type) or _INLINES.get(token.type, "span")
            node: Node = {"kind": kind, "parts": []}
            if kind == "heading":
                node["level"] = int(token.tag[1:])
            if kind in ("head", "cell"):
                node["align"] = str(token.attrs.get("style", "")).removeprefix("text-align:") or "left"
            if kind == "steps":
                node["start"] = int(token.attrs.get("start", 1))
            open_lists[-1].append(node)
            open_lists.append(node["parts"])
        elif token.nesting == -1:
            open_lists.pop()
        else:
            open_lists[-1].extend(_leaf(token))
    return root


def _leaf(token: Token) -> Iterator[Node]:
    if token.type == "inline":
        yield from _tree(list(_whole_pictures(token.children or [])))
    elif token.type in ("text", "code_inline") and token.content:
        yield {"kind": "text" if token.type == "text" else "code", "text": plain(token.content)}
    elif token.type in ("fence", "code_block"):
        yield {"kind": "listing", "text": plain(token.content.rstrip("\n"))}
    elif token.type in ("softbreak", "hardbreak"):
        yield {"kind": "space" if token.type == "softbreak" else "break"}
    elif token.type == "hr":
        yield {"kind": "rule"}
    elif token.type == "image":
        yield {"kind": "text", "text": plain(token.content)}
    elif token.type in ("html_block", "html_inline"):
        svg = clean(token.content).strip()
        if svg.startswith("<svg"):
            yield {"kind": "picture", "svg": _as_xml(svg)}


def _whole_pictures(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens of a line with each SVG in one, which the parser gives tag by tag."""
    picture: list[str] = []
    for token in tokens:
        if token.type == "html_inline" and token.content.lower().startswith("<svg"):
            picture = [token.content]
        elif picture:
            picture.append(token.content if token.type == "html_inline" else escape(token.content))
            if picture[-1].lower().startswith("</svg"):
                yield Token("html_inline", "", 0, content="".join(picture))
                picture = []
        else:
            yield token


def _as_xml(svg: str) -> str:
    """With the namespace that a picture of its own needs."""
    return svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
