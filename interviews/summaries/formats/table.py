"""The summary as a table in the terminal."""

from rich.console import Group
from rich.table import Table
from rich.text import Text

from interviews.domain.summaries.summary import Summary
from interviews.summaries.words import all_in_words, in_words, recommendations_in_words


def summary_table(*, summary: Summary) -> Group:
    """Something for rich to print: who, the competencies with their figures, and what it comes to."""
    application = summary.application
    head = Text(f"{application.candidate.name} for {application.job.title}", style="bold")
    table = Table(box=None, padding=(0, 2, 0, 0))
    table.add_column("Competency", overflow="fold")
    for name in ("Weight", "Target", "Rated", "Mean", "Min", "Max", "Gap"):
        table.add_column(name, justify="right")
    table.add_column("")
    for row in summary.competencies:
        table.add_row(
            row.competency.name,
            str(row.weight),
            str(row.target_level),
            f"{row.n_rated} by {row.n_raters}",
            *(_number(value) for value in (row.mean, row.min, row.max)),
            _number(row.gap_to_target, sign=True),
            "disagreement" if row.disagreement else "",
        )
    return Group(head, "", table, "", *_outcome(summary))


def _outcome(summary: Summary) -> list[str]:
    overall, panel = summary.overall, summary.panel
    shown = (
        f"no weighted mean ({in_words(overall.reason_if_null)})"
        if overall.weighted_mean is None
        else f"weighted mean {_number(overall.weighted_mean)}"
    )
    given = ", ".join(f"{count} x {name}" for name, count in recommendations_in_words(overall.recommendation_counts))
    return [
        f"Overall: {shown} over {overall.coverage:.0%} of the profile's weight; recommendations: {given or 'none'}",
        f"Panel: {panel.submitted} of {panel.expected} scorecards submitted, {panel.excused} excused",
        *(
            f"For {other.role}: {_number(other.weighted_mean)} over {other.coverage:.0%}, "
            f"{len(other.unassessed)} competencies not assessed"
            for other in summary.transfer
        ),
        *(f"Note: {words}" for words in all_in_words(summary.warnings)),
    ]


def _number(value: float | None, *, sign: bool = False) -> str:
    """A figure for people; the API and the exports never round."""
    if value is None:
        return "-"
    return f"{value:+.2f}" if sign else f"{value:.2f}"
