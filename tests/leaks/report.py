"""Says last how many cells the leak matrix has tried and how many leaks it has found, over all processes."""

from collections import Counter

import pytest

NAMES = ("cells tried", "leaks found", "panels computed anew", "differences found")


def say_what_was_tried(terminalreporter: pytest.TerminalReporter) -> None:
    """The tests leave their counts on their reports, which xdist brings to where this runs."""
    counts = Counter[str]()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if getattr(report, "when", None) == "call":
                for name, value in report.user_properties:
                    if name in NAMES:
                        counts[name] += value
    if counts["cells tried"]:
        terminalreporter.section("leak matrix")
        terminalreporter.line(", ".join(f"{name}: {counts[name]:,}" for name in NAMES if name in counts))
