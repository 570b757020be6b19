"""Everything known of an application, computed from its submitted scorecards and laid out as callers get it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from interviews.domain.scores import (
    AreaStatistics,
    CompetencyStatistics,
    NullReason,
    roll_up_areas,
    transfer,
)
from interviews.domain.summaries.figures import (
    Figures,
    OverallFigures,
    count_panel,
    figures_of,
    overall_figures,
    profile_weights,
    statistics_of,
)
from interviews.domain.summaries.packet import Packet, ProfileRow, ScorecardRow, ScoreRow, SeatRow, by_competency
from interviews.domain.summaries.refs import CompetencyRef, Decision, PersonRef, PlanRef, RoundRef, SummaryApplication


class SummaryWarning(StrEnum):
    """What a reader should know before trusting the figures."""

    PANEL_INCOMPLETE = "panel_incomplete"
    INFORMED_SCORECARDS = "informed_scorecards"
    DISAGREEMENT = "disagreement"
    SINGLE_RATER = "single_rater"
    UNASSESSED_COMPETENCIES = "unassessed_competencies"
    WEIGHTED_MEAN_WITHHELD = "weighted_mean_withheld"


@dataclass(frozen=True, slots=True)
class MissingScorecard:
    """A scorecard that is not there: still owed, or excused."""

    interviewer: PersonRef
    interview: uuid.UUID
    round: RoundRef


@dataclass(frozen=True, slots=True)
class Panel:
    """`expected` = `submitted` + `excused` + the number of `missing`; `excusals` name the excused."""

    expected: int
    submitted: int
    excused: int
    missing: Sequence[MissingScorecard]
    excusals: Sequence[MissingScorecard]


@dataclass(frozen=True, slots=True)
class SummaryRecommendation:
    """What the author of a scorecard recommends."""

    interviewer: PersonRef
    round: RoundRef
    recommendation: str
    informed: bool


@dataclass(frozen=True, slots=True)
class SummaryScore:
    """What one scorecard says of a competency."""

    interviewer: PersonRef
    round: RoundRef
    level: int | None
    state: str
    evidence: str
    reason: str
    informed: bool


@dataclass(frozen=True, slots=True)
class SummaryCompetency(Figures):
    """A competency over its raters, with its single scores; every figure but the counts is null where nobody rated."""

    competency: CompetencyRef
    area: str
    weight: int
    target_level: int
    scores: Sequence[SummaryScore]


@dataclass(frozen=True, slots=True)
class SummaryArea:
    """One area's part of the profile: how many of its competencies and which share (0-1) of its weight were rated, and
    the weighted mean over them.
    """

    area: str
    name: str
    n_competencies: int
    n_rated_competencies: int
    weighted_mean: float | None
    reason_if_null: NullReason | None
    coverage: float


@dataclass(frozen=True, slots=True)
class RoleTransfer:
    """Another role's profile over the same scores."""

    role: str
    title: str
    weighted_mean: float | None
    reason_if_null: NullReason | None
    coverage: float
    unassessed: Sequence[str]


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything known of an application, from submitted scorecards that nothing supersedes."""

    application: SummaryApplication
    plan: PlanRef | None
    panel: Panel
    recommendations: Sequence[SummaryRecommendation]
    competencies: Sequence[SummaryCompetency]
    areas: Sequence[SummaryArea]
    overall: OverallFigures
    transfer: Sequence[RoleTransfer]
    decision: Decision | None
    warnings: Sequence[str]


def lay_out(packet: Packet) -> Summary:
    """The summary of a packet."""
    scores = by_competency(packet.scores)
    cards = {card.id: card for card in packet.scorecards}
    statistics = statistics_of(packet.profile, scores, cards)
    weights = profile_weights(packet.profile)
    overall = overall_figures(weights, statistics, packet.scorecards)
    counts, missing, excused = count_panel(packet)
    return Summary(
        application=packet.application,
        plan=packet.plan,
        panel=Panel(
            counts.expected,
            counts.submitted,
            counts.excused,
            [_missing(seat) for seat in missing],
            [_missing(seat) for seat in excused],
        ),
        recommendations=[
            SummaryRecommendation(card.interviewer, card.round, card.recommendation, card.informed)
            for card in packet.scorecards
        ],
        competencies=[
            _competency(row, each, [_score(score, cards[score.scorecard]) for score in scores.get(each.competency, ())])
            for row, each in zip(packet.profile, statistics, strict=True)
        ],
        areas=[_area(each, packet) for each in _roll_up(packet, statistics)],
        overall=overall,
        transfer=_transfers(packet, statistics),
        decision=packet.decision,
        warnings=_warnings(packet, statistics, incomplete=bool(missing), withheld=overall.reason_if_null is not None),
    )


def _roll_up(packet: Packet, statistics: Sequence[CompetencyStatistics]) -> Sequence[AreaStatistics]:
    areas = {row.competency.slug: row.competency.area for row in packet.profile}
    return roll_up_areas(profile=profile_weights(packet.profile), stats=statistics, area_of=areas)


def _area(each: AreaStatistics, packet: Packet) -> SummaryArea:
    name = next(row.area_name for row in packet.profile if row.competency.area == each.area)
    return SummaryArea(
        each.area,
        name,
        each.n_competencies,
        each.n_rated_competencies,
        each.weighted_mean,
        each.reason_if_null,
        each.coverage,
    )


def _missing(seat: SeatRow) -> MissingScorecard:
    return MissingScorecard(seat.person, seat.interview, seat.round)


def _competency(row: ProfileRow, figures: CompetencyStatistics, scores: Sequence[SummaryScore]) -> SummaryCompetency:
    return SummaryCompetency(
        row.competency, *figures_of(figures), row.competency.area, row.weight, row.target_level, scores
    )


def _score(score: ScoreRow, card: ScorecardRow) -> SummaryScore:
    return SummaryScore(
        card.interviewer, card.round, score.level, score.state, score.evidence, score.reason, card.informed
    )


def _transfers(packet: Packet, statistics: Sequence[CompetencyStatistics]) -> list[RoleTransfer]:
    """Every other role whose profile shares a competency that was rated here, in order of slug."""
    rated = {each.competency for each in statistics if each.n_rated}
    laid = (
        (role, transfer(profile=profile, stats=statistics))
        for role, profile in packet.role_profiles.items()
        if not rated.isdisjoint(entry.competency for entry in profile)
    )
    return [
        RoleTransfer(
            role, packet.role_titles[role], each.weighted_mean, each.reason_if_null, each.coverage, each.unassessed
        )
        for role, each in laid
    ]


def _warnings(
    packet: Packet, statistics: Sequence[CompetencyStatistics], *, incomplete: bool, withheld: bool
) -> list[str]:
    """What a reader should know before trusting the figures, as codes."""
    rated_by = {score.scorecard for score in packet.scores if score.level is not None}
    raters = {card.interviewer.id for card in packet.scorecards if card.id in rated_by}
    found = {
        SummaryWarning.PANEL_INCOMPLETE: incomplete,
        SummaryWarning.INFORMED_SCORECARDS: any(card.informed for card in packet.scorecards),
        SummaryWarning.DISAGREEMENT: any(each.disagreement for each in statistics),
        SummaryWarning.SINGLE_RATER: len(raters) == 1,
        SummaryWarning.UNASSESSED_COMPETENCIES: any(each.n_rated == 0 for each in statistics),
        SummaryWarning.WEIGHTED_MEAN_WITHHELD: withheld,
    }
    return [code for code, holds in found.items() if holds]
