"""What the templates of kits ask of texts."""

from django import template
from django.utils.safestring import SafeString

from roles.documents.shown import shown

register = template.Library()


@register.filter
def markdown(text: str, top: int = 3) -> SafeString:
    """The text as safe HTML, whose highest heading is `<h{top}>`."""
    return shown(text, top=top)


@register.filter
def clock(minute: int) -> str:
    """A minute of the round as a clock shows it: 65 is 1:05."""
    return f"{minute // 60}:{minute % 60:02}"
