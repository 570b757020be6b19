"""The figures that a summary and a comparison share, computed from a packet's rows."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields

from interviews.domain.scores import (
    CompetencyStatistics,
    NullReason,
    ProfileWeight,
    Rating,
    ScoreState,
    summarise_competency,
    summarise_overall,
)
from interviews.domain.summaries.packet import Packet, ProfileRow, ScorecardRow, ScoreRow, SeatRow
from interviews.domain.summaries.refs import CompetencyRef


def described(text: str) -> dict[str, dict[str, str]]:
    """A field's metadata: what the API's schema says of it."""
    return {"serializer_kwargs": {"help_text": text}}


@dataclass(frozen=True, slots=True)
class Figures:
    """A competency over its raters; every figure but the counts is null where nobody rated it."""

    competency: CompetencyRef | str
    n_rated: int = field(metadata=described("Ratings given."))
    n_raters: int = field(
        metadata=described("People who gave them; mean, median, min and max are over people."),
    )
    n_not_assessed: int
    mean: float | None
    median: float | None
    min: float | None
    max: float | None
    spread: float | None
    disagreement: bool | None = field(metadata=described("Spread of 2 levels or more."))
    gap_to_target: float | None


def figures_of(
    statistics: CompetencyStatistics,
) -> tuple[
    int, int, int, float | None, float | None, float | None, float | None, float | None, bool | None, float | None
]:
    """What follows `competency` in `Figures`."""
    return (
        statistics.n_rated,
        statistics.n_raters,
        statistics.n_not_assessed,
        statistics.mean,
        statistics.median,
        statistics.min,
        statistics.max,
        statistics.spread,
        statistics.disagreement,
        statistics.gap_to_target,
    )


@dataclass(frozen=True, slots=True)
class RecommendationCounts:
    """How many current scorecards recommend what."""

    strong_no: int
    no: int
    yes: int
    strong_yes: int
    no_decision: int


@dataclass(frozen=True, slots=True)
class OverallFigures:
    """The whole profile over its raters, with what they recommend."""

    weighted_mean: float | None = field(metadata=described("Null when under 0.6 of the weight was rated."))
    reason_if_null: NullReason | None
    coverage: float = field(metadata=described("Share (0-1) of the profile's weight that was rated."))
    recommendation_counts: RecommendationCounts


@dataclass(frozen=True, slots=True)
class PanelCounts:
    """`expected` = `submitted` + `excused` + `missing`."""

    expected: int
    submitted: int
    excused: int
    missing: int


def profile_weights(profile: Iterable[ProfileRow]) -> list[ProfileWeight]:
    return [ProfileWeight(row.competency.slug, row.weight, row.target_level) for row in profile]


def statistics_of(
    profile: Sequence[ProfileRow],
    scores: Mapping[str, Sequence[ScoreRow]],
    cards: Mapping[uuid.UUID, ScorecardRow],
) -> list[CompetencyStatistics]:
    """The figures of each competency of the profile over the raters of these scores, which are by slug."""
    return [
        summarise_competency(
            competency=row.competency.slug,
            ratings=[_rating(score, cards[score.scorecard]) for score in scores.get(row.competency.slug, ())],
            target_level=row.target_level,
        )
        for row in profile
    ]


def _rating(score: ScoreRow, card: ScorecardRow) -> Rating:
    return Rating(
        rater=str(card.interviewer.id),
        round=str(card.round.id),
        competency=score.competency,
        state=ScoreState(score.state),
        level=score.level,
        informed=card.informed,
    )


def overall_figures(
    profile: Sequence[ProfileWeight], statistics: Iterable[CompetencyStatistics], scorecards: Iterable[ScorecardRow]
) -> OverallFigures:
    """The figures of the whole profile, with what was recommended."""
    overall = summarise_overall(profile=profile, stats=statistics)
    counted = Counter(card.recommendation for card in scorecards)
    counts = RecommendationCounts(*(counted[each.name] for each in fields(RecommendationCounts)))
    return OverallFigures(overall.weighted_mean, overall.reason_if_null, overall.coverage, counts)


def count_panel(packet: Packet) -> tuple[PanelCounts, list[SeatRow], list[SeatRow]]:
    """Who was expected to write, every panelist of an interview that was not cancelled and whoever wrote all the same,
    the seats of those who still owe, and of those who are excused.
    """
    written = {(card.interview, card.interviewer.id) for card in packet.scorecards}
    silent = [seat for seat in packet.seats if (seat.interview, seat.person.id) not in written]
    missing, excused = ([seat for seat in silent if seat.excused == is_so] for is_so in (False, True))
    counts = PanelCounts(
        expected=len(written) + len(silent),
        submitted=len(written),
        excused=len(excused),
        missing=len(missing),
    )
    return counts, missing, excused
