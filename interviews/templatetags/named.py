"""Texts that name things by slug in backticks, for readers who know them by name."""

import re
from collections.abc import Mapping

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
_SLUG = re.compile(r"`([^`]+)`")


@register.filter
def named(text: str, names: Mapping[str, str]) -> SafeString:
    """The text, escaped, with each slug that has a name replaced by it; the others as code."""
    parts = _SLUG.split(text)  # odd ones are slugs
    shown = [
        conditional_escape(part)
        if not odd
        else format_html("<strong>{}</strong>", names[part])
        if part in names
        else format_html("<code>{}</code>", part)
        for index, part in enumerate(parts)
        for odd in (index % 2,)
    ]
    return mark_safe("".join(shown))  # every part is escaped above


@register.filter
def item(rows: Mapping[str, object], key: str) -> object:
    """The value under the key, empty where there is none."""
    return rows.get(key, "")
