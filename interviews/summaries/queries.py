"""Everything known of an application, computed from its submitted scorecards.

The formulas are in `interviews.domain.scores`, the rows in `packets`; this module lays them out as design.md section 5
has it.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from hiringkit.people.principals import Principal
from hiringkit.problems import not_found
from interviews.access.blindness import still_blind
from interviews.domain.scores import (
    AreaStatistics,
    CompetencyStatistics,
    Overall,
    ProfileWeight,
    Rating,
    ScoreState,
    Transfer,
    roll_up_areas,
    summarise_competency,
    summarise_overall,
    transfer,
)
from interviews.domain.summaries.packet import Packet, ProfileRow, ScorecardRow, ScoreRow, by_competency
from interviews.models import Application
from interviews.summaries.packet_sql import read_packet
from interviews.summaries.packets import read_packets
from interviews.vocabulary import Recommendation

Summary = dict[str, Any]
_FIGURES, _OVERALL, _AREA, _TRANSFER = (
    tuple(field.name for field in fields(record) if field.name not in ("competency", "exact_mean"))
    for record in (CompetencyStatistics, Overall, AreaStatistics, Transfer)
)
NO_SUMMARY_YET = "You see the summary once the scorecards that keep you blind on it are submitted."


def build_summary(*, principal: Principal, application_id: uuid.UUID) -> Summary:
    """The summary of an application, in one statement.

    Raises 404 where the principal does not reach it, 409 `still_blind` while they may not see others' scores.
    """
    found = read_packet(principal=principal, application_id=application_id)
    if found is None:
        raise not_found()
    packet, blind = found
    if blind:
        raise still_blind(NO_SUMMARY_YET)
    return lay_out(packet)


def summarise(*, application: Application) -> Summary:
    """The summary itself, for a caller whose right to see it is settled."""
    return lay_out(read_packets(applications=[application])[0])


def lay_out(packet: Packet) -> Summary:
    """The summary of a packet."""
    scores = by_competency(packet.scores)
    cards = {card.id: card for card in packet.scorecards}
    statistics = [statistics_of(row, scores.get(row.competency, ()), cards) for row in packet.profile]
    weights = profile_weights(packet.profile)
    overall = summarise_overall(profile=weights, stats=statistics)
    areas = {row.competency: row.area for row in packet.profile}
    panel = panel_of(packet)
    return {
        "application": packet.application,
        "plan": packet.plan,
        "panel": panel,
        "competencies": [
            _competency(row, each, scores.get(row.competency, ()), cards)
            for row, each in zip(packet.profile, statistics, strict=True)
        ],
        "areas": [_members(area, _AREA) for area in roll_up_areas(profile=weights, stats=statistics, area_of=areas)],
        "overall": overall_of(overall, packet.scorecards),
        "transfer": _transfer(packet, statistics),
        "decision": packet.decision,
        "warnings": _warnings(panel, packet, statistics, overall.reason_if_null),
    }


def profile_weights(profile: Iterable[ProfileRow]) -> list[ProfileWeight]:
    return [ProfileWeight(row.competency, row.weight, row.target_level) for row in profile]


def statistics_of(row: ProfileRow, scores: Iterable[ScoreRow], cards: dict[Any, ScorecardRow]) -> CompetencyStatistics:
    """The figures of one competency over the raters of these scores."""
    ratings = [
        Rating(
            rater=str(card.interviewer),
            round=str(card.round["id"]),
            competency=row.competency,
            state=ScoreState(score.state),
            level=score.level,
            informed=card.informed,
        )
        for score in scores
        for card in (cards[score.scorecard],)
    ]
    return summarise_competency(competency=row.competency, ratings=ratings, target_level=row.target_level)


def figures_of(statistics: CompetencyStatistics) -> dict[str, Any]:
    """The figures as they are shown."""
    return _members(statistics, _FIGURES)


def _members(record: Any, names: Iterable[str]) -> dict[str, Any]:
    """`dataclasses.asdict` without its deep copies, which took a fifth of a summary's time."""
    return {name: getattr(record, name) for name in names}


def competency_ref(row: ProfileRow) -> dict[str, str]:
    return {"slug": row.competency, "name": row.name, "area": row.area}


def _competency(
    row: ProfileRow, statistics: CompetencyStatistics, scores: Iterable[ScoreRow], cards: dict[Any, ScorecardRow]
) -> dict[str, Any]:
    return {
        "competency": competency_ref(row),
        "area": row.area,
        "weight": row.weight,
        "target_level": row.target_level,
        **figures_of(statistics),
        "scores": [
            {
                "interviewer": {"id": card.interviewer, "name": card.interviewer_name},
                "round": card.round,
                "level": score.level,
                "state": score.state,
                "evidence": score.evidence,
                "reason": score.reason,
                "informed": card.informed,
            }
            for score in scores
            for card in (cards[score.scorecard],)
        ],
    }


def panel_of(packet: Packet) -> dict[str, Any]:
    """Who was expected to write: every panelist of an interview that was not cancelled, and whoever wrote all the
    same.
    """
    written = {(card.interview, card.interviewer) for card in packet.scorecards}
    silent = [seat for seat in packet.seats if (seat.interview, seat.person) not in written]
    missing = [
        {
            "interviewer": {"id": seat.person, "name": seat.person_name},
            "interview": seat.interview,
            "round": seat.round,
        }
        for seat in silent
        if not seat.excused
    ]
    return {
        "expected": len(written) + len(silent),
        "submitted": len(written),
        "excused": len(silent) - len(missing),
        "missing": missing,
    }


def overall_of(overall: Overall, scorecards: Iterable[ScorecardRow]) -> dict[str, Any]:
    """The figures of the whole profile as they are shown, with what was recommended."""
    return _members(overall, _OVERALL) | {"recommendation_counts": recommendation_counts(scorecards)}


def recommendation_counts(scorecards: Iterable[ScorecardRow]) -> dict[str, int]:
    """How many current scorecards recommend what."""
    counts = {str(recommendation): 0 for recommendation in Recommendation.values}
    for card in scorecards:
        counts[card.recommendation] += 1
    return counts


def _transfer(packet: Packet, statistics: Sequence[CompetencyStatistics]) -> list[dict[str, Any]]:
    """Every other role whose profile shares a competency that was rated here, in order of slug."""
    rated = {each.competency for each in statistics if each.n_rated}
    return [
        {"role": role} | _members(transfer(profile=profile, stats=statistics), _TRANSFER)
        for role, profile in packet.role_profiles.items()
        if not rated.isdisjoint(entry.competency for entry in profile)
    ]


def _warnings(
    panel: dict[str, Any], packet: Packet, statistics: Sequence[CompetencyStatistics], reason_if_null: str | None
) -> list[str]:
    """What a reader should know before trusting the figures, as codes."""
    rated_by = {score.scorecard for score in packet.scores if score.level is not None}
    raters = {card.interviewer for card in packet.scorecards if card.id in rated_by}
    found = {
        "panel_incomplete": bool(panel["missing"]),
        "informed_scorecards": any(card.informed for card in packet.scorecards),
        "disagreement": any(each.disagreement for each in statistics),
        "single_rater": len(raters) == 1,
        "unassessed_competencies": any(each.n_rated == 0 for each in statistics),
        "weighted_mean_withheld": reason_if_null is not None,
    }
    return [code for code, holds in found.items() if holds]
