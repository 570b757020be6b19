"""Everything known of an application, computed from its submitted scorecards.

The formulas are in `interviews.domain.scores`; this module reads the rows (six statements, however many scorecards
there are) and lays them out as design.md section 5 has it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from hiringkit.api.problems import conflict
from hiringkit.people.principals import Principal
from interviews.domain.scores import (
    CompetencyStatistics,
    ProfileWeight,
    Rating,
    ScoreState,
    roll_up_areas,
    summarise_competency,
    summarise_overall,
    transfer,
)
from interviews.models import Application, CompetencyScore, Panelist, PlanCompetency, Scorecard
from interviews.scores.queries import is_blind
from interviews.vocabulary import Recommendation, ScorecardStatus
from roles.models import RoleCompetency

Summary = dict[str, Any]


def build_summary(*, principal: Principal, application: Application) -> Summary:
    """The summary of an application that the principal reaches.

    `application` comes from `list_applications`. Raises 409 `still_blind` while the principal may not see others'
    scores.
    """
    if is_blind(principal=principal, application=application):
        raise conflict(
            "still_blind", "You see the summary once the scorecards that keep you blind on it are submitted."
        )
    return summarise(application=application)


def summarise(*, application: Application) -> Summary:
    """The summary itself, for a caller whose right to see it is settled."""
    profile = list(
        PlanCompetency.objects.filter(plan=application.plan_id).select_related("competency__area").order_by("position")
    )
    scorecards = list(
        Scorecard.objects.filter(application=application, status=ScorecardStatus.SUBMITTED)
        .select_related("interviewer", "interview__round")
        .order_by("interview__round__position", "interviewer__name", "id")  # never by who was first
    )
    scores_by_competency = _scores(scorecards)
    weights = [ProfileWeight(row.competency.slug, row.weight, row.target_level) for row in profile]
    ratings = [rating for scores in scores_by_competency.values() for _, rating in scores]
    statistics = [
        summarise_competency(
            competency=row.competency.slug,
            ratings=[rating for _, rating in scores_by_competency[row.competency.slug]],
            target_level=row.target_level,
        )
        for row in profile
    ]
    overall = summarise_overall(profile=weights, stats=statistics)
    panel = _panel(application, scorecards)
    return {
        "application": _application(application),
        "plan": application.plan and {"id": application.plan.id, "version": application.plan.version},
        "panel": panel,
        "competencies": [
            _competency(row, each, scores_by_competency[row.competency.slug])
            for row, each in zip(profile, statistics, strict=True)
        ],
        "areas": [
            asdict(area)
            for area in roll_up_areas(
                profile=weights,
                stats=statistics,
                area_of={row.competency.slug: row.competency.area.slug for row in profile},
            )
        ],
        "overall": asdict(overall) | {"recommendation_counts": _recommendations(scorecards)},
        "transfer": _transfer(application, statistics),
        "decision": _decision(application),
        "warnings": _warnings(panel, scorecards, statistics, ratings, overall.reason_if_null),
    }


def _scores(scorecards: Sequence[Scorecard]) -> dict[str, list[tuple[dict[str, Any], Rating]]]:
    """Per competency slug, each score as it is shown and as the statistics take it, in the scorecards' order."""
    by_id = {scorecard.pk: scorecard for scorecard in scorecards}
    found: dict[str, list[tuple[dict[str, Any], Rating]]] = defaultdict(list)
    place = {pk: number for number, pk in enumerate(by_id)}
    rows = CompetencyScore.objects.filter(scorecard__in=by_id)
    columns = rows.values_list("competency__slug", "scorecard", "state", "level", "evidence", "reason")
    for slug, card_id, state, level, evidence, reason in sorted(columns, key=lambda row: place[row[1]]):
        scorecard = by_id[card_id]
        round = scorecard.interview.round
        shown = {
            "interviewer": {"id": scorecard.interviewer_id, "name": scorecard.interviewer.name},
            "round": {"id": round.id, "position": round.position, "title": round.title},
            "level": level,
            "state": state,
            "evidence": evidence,
            "reason": reason,
            "informed": scorecard.informed,
        }
        rating = Rating(
            rater=str(scorecard.interviewer_id),
            round=str(round.id),
            competency=slug,
            state=ScoreState(state),
            level=level,
            informed=scorecard.informed,
        )
        found[slug].append((shown, rating))
    return found


def _application(application: Application) -> dict[str, Any]:
    job = application.job
    return {
        "id": application.id,
        "remote_id": application.remote_id,
        "status": application.status,
        "candidate": {"id": application.candidate_id, "name": application.candidate.name},
        "job": {"id": job.id, "title": job.title},
    }


def _competency(
    row: PlanCompetency, statistics: CompetencyStatistics, scores: Iterable[tuple[dict[str, Any], Rating]]
) -> dict[str, Any]:
    figures = asdict(statistics)
    del figures["competency"], figures["exact_mean"]
    competency = row.competency
    return {
        "competency": {"slug": competency.slug, "name": competency.name, "area": competency.area.slug},
        "area": competency.area.slug,
        "weight": row.weight,
        "target_level": row.target_level,
        **figures,
        "scores": [shown for shown, _ in scores],
    }


def _panel(application: Application, scorecards: Iterable[Scorecard]) -> dict[str, Any]:
    """Who was expected to write: every panelist of an interview that was not cancelled, and whoever wrote all the
    same.
    """
    written = {(scorecard.interview_id, scorecard.interviewer_id) for scorecard in scorecards}
    missing, excused = [], 0
    rows = Panelist.objects.filter(
        interview__application=application, interview__cancelled_at__isnull=True, interview__deleted_at__isnull=True
    )
    for row in rows.select_related("person", "interview__round").order_by(
        "interview__round__position", "person__name", "id"
    ):
        if (row.interview_id, row.person_id) in written:
            continue
        if row.excused_at is not None:
            excused += 1
            continue
        missing.append(
            {
                "interviewer": {"id": row.person_id, "name": row.person.name},
                "interview": row.interview_id,
                "round": {
                    "id": row.interview.round_id,
                    "position": row.interview.round.position,
                    "title": row.interview.round.title,
                },
            }
        )
    return {
        "expected": len(written) + excused + len(missing),
        "submitted": len(written),
        "excused": excused,
        "missing": missing,
    }


def _recommendations(scorecards: Iterable[Scorecard]) -> dict[str, int]:
    counts = {str(recommendation): 0 for recommendation in Recommendation.values}
    for scorecard in scorecards:
        if scorecard.overall_recommendation is not None:
            counts[scorecard.overall_recommendation] += 1
    return counts


def _transfer(application: Application, statistics: Iterable[CompetencyStatistics]) -> list[dict[str, Any]]:
    """Every other role whose profile shares a competency that was rated here, in order of slug."""
    statistics = list(statistics)
    rated = {each.competency for each in statistics if each.n_rated}
    if application.plan is None or not rated:
        return []
    profiles: dict[str, list[ProfileWeight]] = defaultdict(list)
    rows = RoleCompetency.objects.filter(role__deleted_at__isnull=True).exclude(role=application.plan.role_id)
    for role, slug, weight in rows.order_by("role__slug", "position", "id").values_list(
        "role__slug", "competency__slug", "weight"
    ):
        profiles[role].append(ProfileWeight(slug, weight, None))
    return [
        {"role": role} | asdict(transfer(profile=profile, stats=statistics))
        for role, profile in profiles.items()
        if rated & {entry.competency for entry in profile}
    ]


def _decision(application: Application) -> dict[str, Any] | None:
    decision = getattr(application, "decision", None)
    if decision is None:
        return None
    return {
        "outcome": decision.outcome,
        "rationale": decision.rationale,
        "decided_by": {"id": decision.decided_by_id, "name": decision.decided_by.name},
        "decided_at": decision.decided_at,
        "against_panel": decision.against_panel,
    }


def _warnings(
    panel: dict[str, Any],
    scorecards: Iterable[Scorecard],
    statistics: Iterable[CompetencyStatistics],
    ratings: Iterable[Rating],
    reason_if_null: str | None,
) -> list[str]:
    """What a reader should know before trusting the figures, as codes."""
    statistics = list(statistics)
    raters = {rating.rater for rating in ratings if rating.level is not None}
    found = {
        "panel_incomplete": bool(panel["missing"]),
        "informed_scorecards": any(scorecard.informed for scorecard in scorecards),
        "disagreement": any(each.disagreement for each in statistics),
        "single_rater": len(raters) == 1,
        "unassessed_competencies": any(each.n_rated == 0 for each in statistics),
        "weighted_mean_withheld": reason_if_null is not None,
    }
    return [code for code, holds in found.items() if holds]
