"""The summary in blocks of rows with typed columns: what the spreadsheet and the text are both written from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from interviews.domain.summaries.summary import MissingScorecard, Summary
from interviews.summaries.words import all_in_words, in_words, recommendation_in_words
from interviews.vocabulary import Recommendation

Cell = str | int | float | bool | None


class Kind(Enum):
    """What stands in a column."""

    TEXT = "text"
    LONG = "long"  # text of many lines
    COUNT = "count"
    LEVEL = "level"  # of means and spreads, to two decimals
    GAP = "gap"  # of a mean to its target, with its sign
    SHARE = "share"  # 0-1, shown per cent
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Block:
    """A table with a title; every row has a cell for each column."""

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...]]


def rounded(value: float | None, digits: int = 2) -> float | None:
    """The figure as files have it: a value, rounded."""
    return None if value is None else round(value, digits)


def facts(summary: Summary) -> Block:
    """Whose it is, and what it comes to."""
    application, overall, panel = summary.application, summary.overall, summary.panel
    rows: list[tuple[Cell, ...]] = [
        ("Candidate", application.candidate.name),
        ("Job", application.job.title),
        ("Application", str(application.id)),
        ("Application in the ATS", application.remote_id),
        ("Status", application.status),
        ("Plan version", None if summary.plan is None else summary.plan.version),
        ("Weighted mean", rounded(overall.weighted_mean)),
        ("No weighted mean because", in_words(overall.reason_if_null) or None),
        ("Coverage", rounded(overall.coverage, 4)),
        ("Scorecards expected", panel.expected),
        ("Scorecards submitted", panel.submitted),
        ("Panelists excused", panel.excused),
        ("Scorecards missing", len(panel.missing)),
    ]
    return Block("Summary", (Column("What"), Column("Value")), rows)


def panel(summary: Summary) -> Block:
    """Everybody who sits on a panel of it: what they recommend, or that they are missing or excused."""
    rows: list[tuple[Cell, ...]] = [
        (
            each.interviewer.name,
            each.round.title,
            "submitted",
            recommendation_in_words(each.recommendation),
            each.informed,
        )
        for each in summary.recommendations
    ]

    def silent(seats: Sequence[MissingScorecard], state: str) -> list[tuple[Cell, ...]]:
        return [(seat.interviewer.name, seat.round.title, state, None, None) for seat in seats]

    rows += [*silent(summary.panel.missing, "missing"), *silent(summary.panel.excusals, "excused")]
    columns = ("Interviewer", "Round", "Scorecard", "Recommendation")
    return Block("Panel", (*map(Column, columns), Column("Informed", Kind.FLAG)), rows)


def recommendations(summary: Summary) -> Block:
    counts = summary.overall.recommendation_counts
    rows = [(recommendation_in_words(each), int(getattr(counts, each))) for each in Recommendation.values]
    return Block("Recommendations", (Column("Recommendation"), Column("Scorecards", Kind.COUNT)), rows)


def areas(summary: Summary) -> Block:
    rows: list[tuple[Cell, ...]] = [
        (
            each.name,
            each.area,
            each.n_competencies,
            each.n_rated_competencies,
            rounded(each.weighted_mean),
            rounded(each.coverage, 4),
            in_words(each.reason_if_null) or None,
        )
        for each in summary.areas
    ]
    columns = (
        Column("Area"), Column("Slug"), Column("Competencies", Kind.COUNT), Column("Rated", Kind.COUNT),
        Column("Weighted mean", Kind.LEVEL), Column("Coverage", Kind.SHARE), Column("No mean because"),
    )  # fmt: skip
    return Block("Areas", columns, rows)


def competencies(summary: Summary) -> Block:
    """Each competency once, with its figures."""
    rows: list[tuple[Cell, ...]] = [
        (
            row.competency.name,
            row.competency.slug,
            row.area,
            row.weight,
            row.target_level,
            row.n_rated,
            row.n_raters,
            row.n_not_assessed,
            *(rounded(value) for value in (row.mean, row.median, row.min, row.max, row.spread, row.gap_to_target)),
            row.disagreement,
        )
        for row in summary.competencies
    ]
    counts = ("Weight", "Target", "Ratings", "Raters", "Not assessed")
    levels = ("Mean", "Median", "Min", "Max", "Spread")
    columns = (
        Column("Competency"), Column("Slug"), Column("Area"), *(Column(name, Kind.COUNT) for name in counts),
        *(Column(name, Kind.LEVEL) for name in levels), Column("Gap to target", Kind.GAP),
        Column("Disagreement", Kind.FLAG),
    )  # fmt: skip
    return Block("Competencies", columns, rows)


def scores(summary: Summary) -> Block:
    """Every rating, with what it rests on."""
    rows: list[tuple[Cell, ...]] = [
        (
            row.competency.name,
            row.competency.slug,
            score.interviewer.name,
            score.round.title,
            score.state.replace("_", " "),
            score.level,
            score.informed,
            score.evidence,
            score.reason,
        )
        for row in summary.competencies
        for score in row.scores
    ]
    names = ("Competency", "Slug", "Interviewer", "Round", "State")
    columns = (
        *map(Column, names), Column("Level", Kind.COUNT), Column("Informed", Kind.FLAG),
        Column("Evidence", Kind.LONG), Column("Reason", Kind.LONG),
    )  # fmt: skip
    return Block("Scores", columns, rows)


def transfers(summary: Summary) -> Block:
    rows: list[tuple[Cell, ...]] = [
        (
            each.title,
            each.role,
            rounded(each.weighted_mean),
            rounded(each.coverage, 4),
            in_words(each.reason_if_null) or None,
            ", ".join(each.unassessed),
        )
        for each in summary.transfer
    ]
    columns = (
        Column("Other role"), Column("Slug"), Column("Weighted mean", Kind.LEVEL), Column("Coverage", Kind.SHARE),
        Column("No mean because"), Column("Not assessed (slugs)", Kind.LONG),
    )  # fmt: skip
    return Block("For other roles", columns, rows)


def decision(summary: Summary) -> Block:
    made = summary.decision
    rows: list[tuple[Cell, ...]] = []
    if made is not None:
        at = made.decided_at.strftime("%Y-%m-%d %H:%M UTC")
        rows = [(made.outcome, made.decided_by.name, at, made.against_panel, made.rationale, made.correction_reason)]
    columns = (
        Column("Outcome"), Column("Decided by"), Column("Decided at"), Column("Against the panel", Kind.FLAG),
        Column("Rationale", Kind.LONG), Column("Corrected because", Kind.LONG),
    )  # fmt: skip
    return Block("Decision", columns, rows)


def warnings(summary: Summary) -> Block:
    rows = list(zip(summary.warnings, all_in_words(summary.warnings), strict=True))
    return Block("Notes", (Column("Code"), Column("What a reader should know", Kind.LONG)), rows)


# What an overview holds, in its order.
OVERVIEW: Final[tuple[Callable[[Summary], Block], ...]] = (
    facts, warnings, panel, recommendations, decision, areas, transfers,
)  # fmt: skip
EVERYTHING: Final = (*OVERVIEW[:6], competencies, scores, transfers)
