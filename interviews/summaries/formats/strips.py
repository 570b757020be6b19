"""The picture of one competency: the scale from 1 to 5, each rating a mark with its author's letter, target, mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_STEP: Final = 46  # between two levels
_LEFT: Final = 24
_MARK: Final = 7  # the radius of a mark
_IN_A_ROW: Final = 3  # so many marks stand side by side at one level, further ones above


@dataclass(frozen=True, slots=True)
class Mark:
    """One rating."""

    letter: str
    level: int


def draw_strip(*, marks: Sequence[Mark], target: int, mean: float | None) -> str:
    """An SVG without any text but levels and letters; a screen reader is told by `tell_strip` instead."""
    rows = max([1, *(-(-sum(mark.level == level for mark in marks) // _IN_A_ROW) for level in range(1, 6))])
    base = rows * (2 * _MARK + 2) + 4
    width, height = 2 * _LEFT + 4 * _STEP, base + 20
    at = {level: _LEFT + (level - 1) * _STEP for level in range(1, 6)}
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'font-family="Arimo, Arial, sans-serif" aria-hidden="true">',
        f'<path d="M{at[1]} {base}H{at[5]}" stroke="#555" fill="none"/>',
        *(f'<path d="M{x} {base - 3}V{base + 3}" stroke="#555" fill="none"/>' for x in at.values()),
        *(
            f'<text x="{x}" y="{base + 18}" font-size="9" text-anchor="middle" fill="#333"'
            f"{' font-weight=' + chr(34) + 'bold' + chr(34) if level == target else ''}>{level}</text>"
            for level, x in at.items()
        ),
        # The target as a bar through the scale, the mean as a triangle under it.
        f'<path d="M{at[target]} 1V{base + 5}" stroke="#000" stroke-width="1.4" stroke-dasharray="3 2" fill="none"/>',
    ]
    if mean is not None:
        x = _LEFT + (mean - 1) * _STEP
        parts.append(f'<path d="M{x:.1f} {base + 1}l4 7h-8z" fill="#000"/>')
    for level, x in at.items():
        here = [mark for mark in marks if mark.level == level]
        for number, mark in enumerate(here):
            row, place = divmod(number, _IN_A_ROW)
            across = min(_IN_A_ROW, len(here) - row * _IN_A_ROW)
            cx = x + (place - (across - 1) / 2) * (2 * _MARK + 1)
            cy = base - 4 - _MARK - row * (2 * _MARK + 2)
            parts.append(f'<circle cx="{cx:.1f}" cy="{cy}" r="{_MARK}" fill="#fff" stroke="#000"/>')
            parts.append(
                f'<text x="{cx:.1f}" y="{cy + 3}" font-size="8" text-anchor="middle" fill="#000">{mark.letter}</text>'
            )
    return "".join([*parts, "</svg>"])


def tell_strip(*, marks: Sequence[Mark], target: int) -> str:
    """The same in words."""
    if not marks:
        return f"nobody rated it; target {target}"
    given = ", ".join(f"{mark.letter} {mark.level}" for mark in marks)
    return f"{given}; target {target}"
