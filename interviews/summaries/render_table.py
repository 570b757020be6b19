"""The summary as a table in the terminal."""

from rich.console import Group
from rich.table import Table
from rich.text import Text

from interviews.summaries.queries import Summary


def summary_table(*, summary: Summary) -> Group:
    """Something for rich to print: who, the competencies with their figures, and what it comes to."""
    application, panel, overall = summary["application"], summary["panel"], summary["overall"]
    head = Text(f"{application['candidate']['name']} for {application['job']['title']}", style="bold")
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("Competency", overflow="fold")
    for name in ("Weight", "Target", "Rated", "Mean", "Min", "Max", "Gap"):
        table.add_column(name, justify="right")
    table.add_column("")
    for row in summary["competencies"]:
        table.add_row(
            row["competency"]["name"],
            str(row["weight"]),
            str(row["target_level"]),
            f"{row['n_rated']} by {row['n_raters']}",
            *(_number(row[name]) for name in ("mean", "min", "max")),
            _number(row["gap_to_target"], sign=True),
            "disagreement" if row["disagreement"] else "",
        )
    return Group(head, "", table, "", *_outcome(summary, panel, overall))


def _outcome(summary: Summary, panel: dict[str, object], overall: dict[str, object]) -> list[str]:
    mean = overall["weighted_mean"]
    shown = f"weighted mean {_number(mean)}" if mean is not None else f"no weighted mean ({overall['reason_if_null']})"
    counts = overall["recommendation_counts"]
    assert isinstance(counts, dict)
    given = ", ".join(f"{count} x {name}" for name, count in counts.items() if count) or "none"
    lines = [
        f"Overall: {shown} over {overall['coverage']:.0%} of the profile's weight; recommendations: {given}",
        f"Panel: {panel['submitted']} of {panel['expected']} scorecards submitted, {panel['excused']} excused",
    ]
    for other in summary["transfer"]:
        lines.append(
            f"For {other['role']}: {_number(other['weighted_mean'])} over {other['coverage']:.0%}, "
            f"{len(other['unassessed'])} competencies not assessed"
        )
    if summary["warnings"]:
        lines.append(f"Note: {', '.join(summary['warnings'])}")
    return lines


def _number(value: object, *, sign: bool = False) -> str:
    """A figure for people; the API and the exports never round."""
    if not isinstance(value, int | float):
        return "-"
    return f"{value:+.2f}" if sign else f"{value:.2f}"
