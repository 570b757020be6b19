"""`python -m tests.bench.exports`: every format of the summary's export, at a usual size and at the largest, by turns.

Each is held against the CSV of the same summary in the same run. Goals: the usual one under half a second.
"""

import statistics
import time

import tests.conftest  # noqa: F401  # sets Django up with the settings of the tests, before the next lines need it
from interviews.domain.summaries.summary import Summary
from interviews.summaries.formats.csv import render_csv
from interviews.summaries.formats.files import render_html, render_pdf
from interviews.summaries.formats.markdown import render_markdown
from interviews.summaries.formats.xlsx import render_xlsx
from tests.interviews.summaries.large import made_up

SIZES = {"usual": (10, 4, 300), "large": (30, 12, 2_000), "largest": (30, 12, 20_000)}
ROUNDS = {"usual": 9, "large": 3, "largest": 1}
ANCHORS = {f"competency-{n}": {level: f"What level {level} is like. " * 3 for level in range(1, 6)} for n in range(30)}


def main() -> None:
    print("| summary | format | seconds | times the CSV | MB |")
    print("|---|---|---|---|---|")
    for size, (competencies, raters, characters) in SIZES.items():
        summary = made_up(competencies=competencies, raters=raters, characters=characters)
        took: dict[str, list[float]] = {}
        weighs: dict[str, float] = {}
        for _ in range(ROUNDS[size]):
            for name in ("csv", "xlsx", "md", "html", "pdf"):
                started = time.perf_counter()
                weighs[name] = len(_made(name, summary)) / 1e6
                took.setdefault(name, []).append(time.perf_counter() - started)
        base = statistics.median(took["csv"])
        for name, seconds in took.items():
            median = statistics.median(seconds)
            print(f"| {size} | {name} | {median:.3f} | {median / base:.1f} | {weighs[name]:.2f} |", flush=True)


def _made(name: str, summary: Summary) -> bytes:
    if name == "csv":
        return render_csv(summary=summary)
    if name == "xlsx":
        return render_xlsx(summary=summary)
    if name == "md":
        return render_markdown(summary=summary)
    if name == "html":
        return render_html(summary=summary, anchors=ANCHORS, names={})
    return render_pdf(summary=summary, anchors=ANCHORS, names={})


if __name__ == "__main__":
    main()
