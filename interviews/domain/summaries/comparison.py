"""A job's applications side by side, on the same competencies, in the order given, which is never that of score.

Applications keep the plan version they were interviewed with. Where versions differ, only the competencies that all of
them share are compared, weighed as in the newest version, and `warnings` says so. An application on which whoever asks
is blind is listed without any figure and counts in none.
"""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from interviews.domain.scores import AlphaReason, krippendorff_alpha_ordinal
from interviews.domain.summaries.figures import (
    Figures,
    OverallFigures,
    PanelCounts,
    count_panel,
    described,
    figures_of,
    overall_figures,
    profile_weights,
    statistics_of,
)
from interviews.domain.summaries.packet import Packet, ProfileRow, by_competency
from interviews.domain.summaries.refs import CompetencyRef, Decision, PlanRef, SummaryApplication, SummaryJob


class ComparisonWarning(StrEnum):
    """What a reader should know before laying figures side by side."""

    PLAN_VERSIONS_DIFFER = "plan_versions_differ"
    STILL_BLIND_ON_SOME = "still_blind_on_some"


@dataclass(frozen=True, slots=True)
class Agreement:
    """Krippendorff's alpha for ordinal levels, over uninformed first submissions."""

    alpha: float | None = field(metadata=described("At most 1; 0 is what chance would give."))
    reason_if_null: AlphaReason | None
    n_units: int = field(metadata=described("Things rated by two people or more, on which alpha rests."))


@dataclass(frozen=True, slots=True)
class ComparedPlan:
    """A plan version that some of the applications were interviewed with."""

    id: uuid.UUID
    version: int
    n_applications: int


@dataclass(frozen=True, slots=True)
class ComparedCompetency:
    """A competency that all the plan versions share, weighed as in the newest."""

    competency: CompetencyRef
    weight: int
    target_level: int
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class ComparedFigures(Figures):
    """One competency of one application over its raters; every figure but the counts is null where nobody rated it."""

    competency: str


@dataclass(frozen=True, slots=True)
class ComparedApplication:
    """One application; every figure is null while the caller is blind on it."""

    application: SummaryApplication
    plan: PlanRef
    blind: bool = field(metadata=described("The caller may not see this application's scores yet."))
    panel: PanelCounts | None
    competencies: Sequence[ComparedFigures] | None
    overall: OverallFigures | None = field(metadata=described("Over the shared competencies only."))
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A job's applications side by side, in order of the candidates' names."""

    job: SummaryJob
    plans: Sequence[ComparedPlan]
    competencies: Sequence[ComparedCompetency]
    left_out: Sequence[CompetencyRef] = field(metadata=described("Only some of the plan versions have these."))
    agreement: Agreement = field(metadata=described("Over all competencies."))
    applications: Sequence[ComparedApplication]
    warnings: Sequence[str]


def compare(*, job: SummaryJob, packets: Sequence[Packet], units: Mapping[str, Sequence[Sequence[int]]]) -> Comparison:
    """The comparison of the applications that have a plan.

    `units` holds, per competency and application, the level that each rater gave first: uninformed, before any
    amendment, and of no application on which whoever asks is blind.
    """
    planned = [(packet, packet.plan) for packet in packets if packet.plan is not None]
    profiles = {plan.id: packet.profile for packet, plan in planned}
    shared, partial = _share(profiles)
    plans = Counter((plan.version, plan.id) for _, plan in planned)
    return Comparison(
        job=job,
        plans=[ComparedPlan(plan, version, count) for (version, plan), count in sorted(plans.items())],
        competencies=[
            ComparedCompetency(
                row.competency, row.weight, row.target_level, _agreement(units.get(row.competency.slug, ()))
            )
            for row in shared
        ],
        left_out=[row.competency for row in partial],
        agreement=_agreement([unit for each in units.values() for unit in each]),
        applications=[_application(packet, plan, shared) for packet, plan in planned],
        warnings=_warnings(plan_versions=len(plans), blind=any(packet.blind for packet in packets)),
    )


def _share(profiles: Mapping[uuid.UUID, Sequence[ProfileRow]]) -> tuple[list[ProfileRow], list[ProfileRow]]:
    """What every plan has, as the newest has it, and what only some have.

    Plans are in the order of their ids, which is that of making them: versions count anew where a job changed its plan.
    """
    if not profiles:
        return [], []
    ordered = [profiles[plan] for plan in sorted(profiles, reverse=True)]
    in_all = set[str].intersection(*({row.competency.slug for row in profile} for profile in ordered))
    partial = {
        row.competency.slug: row
        for profile in reversed(ordered)
        for row in profile
        if row.competency.slug not in in_all
    }
    return [row for row in ordered[0] if row.competency.slug in in_all], [partial[slug] for slug in sorted(partial)]


def _application(packet: Packet, plan: PlanRef, shared: Sequence[ProfileRow]) -> ComparedApplication:
    if packet.blind:
        return ComparedApplication(
            packet.application, plan, blind=True, panel=None, competencies=None, overall=None, decision=None
        )
    cards = {card.id: card for card in packet.scorecards}
    statistics = statistics_of(shared, by_competency(packet.scores), cards)
    panel, *_ = count_panel(packet)
    return ComparedApplication(
        application=packet.application,
        plan=plan,
        blind=False,
        panel=panel,
        competencies=[ComparedFigures(each.competency, *figures_of(each)) for each in statistics],
        overall=overall_figures(profile_weights(shared), statistics, packet.scorecards),
        decision=packet.decision,
    )


def _agreement(units: Sequence[Sequence[int]]) -> Agreement:
    """Alpha with what it rests on: the units that two raters or more have rated."""
    alpha = krippendorff_alpha_ordinal(units)
    return Agreement(alpha.value, alpha.reason, sum(len(unit) >= 2 for unit in units))


def _warnings(*, plan_versions: int, blind: bool) -> list[str]:
    found = {
        ComparisonWarning.PLAN_VERSIONS_DIFFER: plan_versions > 1,
        ComparisonWarning.STILL_BLIND_ON_SOME: blind,
    }
    return [code for code, holds in found.items() if holds]
