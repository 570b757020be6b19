"""A job's applications side by side, on the same competencies, in order of name and never of score.

Applications keep the plan version they were interviewed with. Where versions differ, only the competencies that all of
them share are compared, weighed as in the newest version, and `warnings` says so. An application on which the caller is
blind is listed without any figure and counts in none.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from hiringkit.people.principals import Principal
from interviews.access.blindness import WRITTEN
from interviews.domain.scores import Alpha, krippendorff_alpha_ordinal, summarise_overall
from interviews.domain.summaries.packet import Packet, ProfileRow, by_competency
from interviews.hiring.queries import list_applications
from interviews.models import Application, CompetencyScore, Job
from interviews.summaries.packets import read_packets
from interviews.summaries.queries import (
    competency_ref,
    figures_of,
    overall_of,
    panel_of,
    profile_weights,
    statistics_of,
)

Units = dict[str, list[list[int]]]


def build_comparison(*, principal: Principal, job: Job) -> dict[str, Any]:
    """The comparison of a job that the principal reaches, over the applications that they reach and that have a plan.

    Seven statements, however many applications there are, and one for the job.
    """
    rows = list_applications(principal=principal).filter(job=job, plan__isnull=False)
    applications = list(rows.order_by("candidate__name", "pk"))
    packets = read_packets(applications=applications, transfers=False)
    shared, partial = _competencies(packets)
    plans = Counter((application.plan_id, application.plan.version) for application in applications if application.plan)
    readable = [application for application in applications if not _is_hidden(application)]
    units = _units(readable)
    return {
        "job": {"id": job.pk, "title": job.title},
        "plans": [
            {"id": plan, "version": version, "n_applications": count}
            for (plan, version), count in sorted(plans.items(), key=lambda entry: entry[0][::-1])
        ],
        "competencies": [
            {
                "competency": competency_ref(row),
                "weight": row.weight,
                "target_level": row.target_level,
                "agreement": _agreement(units.get(row.competency, [])),
            }
            for row in shared
        ],
        "left_out": [competency_ref(row) for row in partial],
        "agreement": _agreement([unit for each in units.values() for unit in each]),
        "applications": [
            _row(application, packet, shared) for application, packet in zip(applications, packets, strict=True)
        ],
        "warnings": _warnings(applications, plans),
    }


def _is_hidden(application: Application) -> bool:
    return bool(getattr(application, "caller_is_blind", True))


def _competencies(packets: Sequence[Packet]) -> tuple[list[ProfileRow], list[ProfileRow]]:
    """What every plan has, as the newest has it, and what only some have.

    Plans are in the order of their ids, which is that of making them: versions count anew where a job changed its plan.
    """
    profiles = {packet.plan["id"]: packet.profile for packet in packets if packet.plan}
    if not profiles:
        return [], []
    ordered = [profiles[plan] for plan in sorted(profiles, reverse=True)]
    in_all = set[str].intersection(*({row.competency for row in profile} for profile in ordered))
    partial = {row.competency: row for profile in reversed(ordered) for row in profile if row.competency not in in_all}
    return [row for row in ordered[0] if row.competency in in_all], sorted(
        partial.values(), key=lambda row: row.competency
    )


def _row(application: Application, packet: Packet, shared: Sequence[ProfileRow]) -> dict[str, Any]:
    head = {"application": packet.application, "plan": packet.plan, "blind": _is_hidden(application)}
    if head["blind"]:
        return head | {"panel": None, "competencies": None, "overall": None, "decision": None}
    scores = by_competency(packet.scores)
    cards = {card.id: card for card in packet.scorecards}
    statistics = [statistics_of(row, scores.get(row.competency, ()), cards) for row in shared]
    overall = summarise_overall(profile=profile_weights(shared), stats=statistics)
    panel = panel_of(packet)
    return head | {
        "panel": panel | {"missing": len(panel["missing"])},
        "competencies": [{"competency": each.competency} | figures_of(each) for each in statistics],
        "overall": overall_of(overall, packet.scorecards),
        "decision": packet.decision,
    }


def _units(applications: Iterable[Application]) -> Units:
    """Per competency, per application, the level that each rater gave first: uninformed, and before any amendment."""
    rows = (
        CompetencyScore.objects.filter(
            scorecard__application__in=[application.pk for application in applications],
            scorecard__status__in=WRITTEN,
            scorecard__deleted_at__isnull=True,
            scorecard__informed=False,
            scorecard__supersedes__isnull=True,
            level__isnull=False,
        )
        .order_by("competency__slug", "scorecard__application", "scorecard__submitted_at", "pk")
        .values_list("competency__slug", "scorecard__application", "scorecard__interviewer", "level")
    )
    first: dict[tuple[str, Any], dict[Any, int]] = defaultdict(dict)
    for competency, application, rater, level in rows:
        if level is not None:
            first[competency, application].setdefault(rater, level)
    units: Units = defaultdict(list)
    for (competency, _), levels in first.items():
        units[competency].append(list(levels.values()))
    return units


def _agreement(units: Sequence[Sequence[int]]) -> dict[str, Any]:
    """Krippendorff's alpha (ordinal) with what it rests on: the units that two raters or more have rated."""
    alpha: Alpha = krippendorff_alpha_ordinal(units)
    return {
        "alpha": alpha.value,
        "reason_if_null": alpha.reason,
        "n_units": sum(len(unit) >= 2 for unit in units),
    }


def _warnings(applications: Sequence[Application], plans: Counter[Any]) -> list[str]:
    found = {
        "plan_versions_differ": len(plans) > 1,
        "still_blind_on_some": any(_is_hidden(application) for application in applications),
    }
    return [code for code, holds in found.items() if holds]
