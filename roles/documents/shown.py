"""Markdown as it is shown: the parser that the lint reads with, and after it a sanitiser that lets through what a sheet
may hold and nothing else, whatever the lint of an earlier day has let pass.
"""

from collections.abc import Sequence
from copy import deepcopy
from typing import Final

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it.token import Token

from roles.documents.sheets import MARKDOWN, SVG_TAGS

_MIXED: Final = {"linearGradient", "radialGradient", "clipPath"}  # as the parser of HTML spells them
_TAGS: Final = {
    "p", "br", "hr", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "a", "div",
    "table", "thead", "tbody", "tr", "th", "td", "h2", "h3", "h4", "h5", "h6",
} | SVG_TAGS | _MIXED  # fmt: skip
_SVG_ATTRIBUTES: Final = {
    "viewBox", "width", "height", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "d", "points", "fill",
    "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "opacity", "fill-opacity",
    "font-size", "font-family", "font-weight", "text-anchor", "dominant-baseline", "transform", "role", "aria-label",
    "dx", "dy", "id", "offset", "stop-color", "marker-end", "marker-start", "refX", "refY", "markerWidth",
    "markerHeight", "orient", "preserveAspectRatio",
}  # fmt: skip
_ATTRIBUTES: Final = {
    **dict.fromkeys(SVG_TAGS | _MIXED, _SVG_ATTRIBUTES),
    "a": {"href"},
    "ol": {"start"},
    "th": {"class"},
    "td": {"class"},
    "pre": {"tabindex"},
    "div": {"class", "tabindex"},
}


def shown(text: str, *, top: int = 3) -> SafeString:
    """The text as HTML whose highest heading is `<h{top}>`; what may be wider than a page scrolls by itself."""
    tokens = [_fitted(token, top) for token in MARKDOWN.parse(text)]
    return mark_safe(clean(MARKDOWN.renderer.render(_wrapped(tokens), MARKDOWN.options, {})))


def clean(html: str) -> str:
    """The HTML without anything that a sheet may not hold."""
    return nh3.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"https", "mailto"}, link_rel="noopener noreferrer"
    )


def _fitted(token: Token, top: int) -> Token:
    """Headings one below the page's own, alignment as a class (no style of a text's own runs), code to be scrolled."""
    token = deepcopy(token)
    if token.type in ("heading_open", "heading_close"):
        token.tag = f"h{min(6, int(token.tag[1:]) + top - 1)}"
    align = str(token.attrs.pop("style", ""))
    if align.startswith("text-align:"):
        token.attrs["class"] = align.removeprefix("text-align:")
    return token


def _wrapped(tokens: Sequence[Token]) -> list[Token]:
    wrapped: list[Token] = []
    for token in tokens:
        scrolls = token.type in ("table_open", "fence", "code_block")
        if scrolls:
            wrapped.append(Token("div_open", "div", 1, attrs={"class": "scroll", "tabindex": "0"}, block=True))
        wrapped.append(token)
        if token.type in ("table_close", "fence", "code_block"):
            wrapped.append(Token("div_close", "div", -1, block=True))
    return wrapped
