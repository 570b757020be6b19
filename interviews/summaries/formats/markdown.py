"""The summary as Markdown (GitHub's tables), to be pasted where people talk: nothing in it is read as markup."""

import re
from collections.abc import Iterable, Iterator

from interviews.domain.summaries.summary import Summary
from interviews.paper.text import plain
from interviews.summaries.formats.blocks import EVERYTHING, Block, Cell, Column, Kind

_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~&@:$^=])")


def render_markdown(*, summary: Summary) -> bytes:
    """The file's bytes, in UTF-8."""
    application = summary.application
    lines = [f"# {_apart(application.candidate.name)}: {_apart(application.job.title)}", ""]
    for make in EVERYTHING:
        lines += [*_table(make(summary)), ""]
    return "\n".join(lines).encode()


def _table(block: Block) -> Iterator[str]:
    yield f"## {block.title}"
    yield ""
    if not block.rows:
        yield "None."
        return
    yield _row(column.name for column in block.columns)
    yield _row("---" if column.kind in (Kind.TEXT, Kind.LONG) else "--:" for column in block.columns)
    for cells in block.rows:
        yield _row(_cell(column, value) for column, value in zip(block.columns, cells, strict=True))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(column: Column, value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        if column.kind is Kind.SHARE:
            return f"{value:.0%}"
        if column.kind is Kind.GAP:
            return f"{value:+.2f}"
        return f"{value:.2f}" if isinstance(value, float) else str(value)
    return escaped(value)


def _apart(text: str) -> str:
    """The text within the line of another, which its direction does not turn (FSI and PDI)."""
    return f"\u2068{escaped(text)}\u2069"


def escaped(text: str) -> str:
    """The text as Markdown shows it, in one line."""
    return "<br>".join(_MARKUP.sub(r"\\\1", line) for line in re.split(r"\r\n|\r|\n", plain(text)))
