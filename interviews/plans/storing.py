"""A plan that was assembled becomes rows: its frozen profile, its rounds, its frozen copies of the questions."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max

from hiringkit.people.models import Person
from interviews.domain.plans.problem.answers import Assembly
from interviews.models import InterviewPlan, PlanCompetency, PlanItem, PlanRound
from roles.models import CONTENT, Question, Role, RoleCompetency
from roles.vocabulary import Strength


@dataclass(frozen=True, slots=True)
class Draft:
    """What was asked for and what the optimiser gave, with the questions by slug as they were then."""

    role: Role
    targets: Sequence[tuple[RoleCompetency, int]]
    seniority: str
    title: str
    rounds: Sequence[dict[str, Any]]
    options: dict[str, Any]
    assembly: Assembly
    questions: Mapping[str, Question]
    version_of: InterviewPlan | None = None


@transaction.atomic
def store_draft(*, draft: Draft, created_by: Person | None) -> InterviewPlan:
    """The draft plan of it, as the next version of the one that the draft names."""
    questions, assembly = draft.questions, draft.assembly
    plan = InterviewPlan.objects.create(
        **_version_after(draft.version_of),
        role=draft.role,
        seniority=draft.seniority,
        title=draft.title,
        created_by=created_by,
        request={"rounds": list(draft.rounds), "options": draft.options},
        report=_report(assembly),
    )
    PlanCompetency.objects.bulk_create(
        PlanCompetency(
            plan=plan,
            competency=row.competency,
            position=position,
            weight=row.weight,
            target_level=target,
            anchors=[{"level": anchor.level, "text": anchor.text} for anchor in row.competency.anchors.all()],
        )
        for position, (row, target) in enumerate(draft.targets)
    )
    profile = [row.competency.slug for row, _ in draft.targets]
    stored_rounds = [
        PlanRound(
            plan=plan,
            position=position,
            title=round["title"],
            minutes=round["minutes"],
            focus=list(round.get("focus") or _shown(profile, [questions[slug] for slug in assembly.rounds[position]])),
        )
        for position, round in enumerate(draft.rounds)
    ]
    PlanRound.objects.bulk_create(stored_rounds)
    PlanItem.objects.bulk_create(
        _frozen_copy(plan, stored_rounds[index], position, questions[slug])
        for index, slugs in enumerate(assembly.rounds)
        for position, slug in enumerate(slugs)
    )
    return plan


def _version_after(earlier: InterviewPlan | None) -> dict[str, Any]:
    """Lineage and version; the role's row is held, so that no two versions are made at once."""
    if earlier is None:
        return {}
    Role.objects.select_for_update(no_key=True).get(pk=earlier.role_id)
    versions = InterviewPlan.all_objects.filter(lineage=earlier.lineage)
    return {"lineage": earlier.lineage, "version": versions.aggregate(last=Max("version"))["last"] + 1}


def _shown(profile: Sequence[str], questions: Sequence[Question]) -> list[str]:
    """Without a wished focus a round scores the profile's competencies that its items show as primary."""
    shown = {
        row.competency.slug
        for question in questions
        for row in question.shows.all()
        if row.strength == Strength.PRIMARY
    }
    return [slug for slug in profile if slug in shown]


def _frozen_copy(plan: InterviewPlan, round: PlanRound, position: int, question: Question) -> PlanItem:
    return PlanItem(
        plan=plan,
        round=round,
        position=position,
        question=question,
        question_slug=question.slug,
        question_version=question.version,
        shows=[{"slug": row.competency.slug, "strength": row.strength} for row in question.shows.all()],
        **_content(question),
        alternates=[
            {"id": str(other.pk), "slug": other.slug, "version": other.version} | _content(other)
            for other in question.alternates.all()
        ],
    )


def _content(question: Question) -> dict[str, Any]:
    return {name: getattr(question, name) for name in CONTENT}


def _report(assembly: Assembly) -> dict[str, Any]:
    """The proof and the reasons as callers read them (the shape `PlanReport` of the schema)."""
    return {
        "objective": assembly.objective,
        "bound": assembly.bound,
        "optimal": assembly.optimal,
        "places": asdict(assembly.places),
        "why": list(assembly.why),
        "kinds": {kind.value: number for kind, number in assembly.kinds},
        "rounds": [
            {"minutes_used": used, "minutes_free": free, "competencies": list(theme.competencies), "text": theme.text}
            for used, free, theme in zip(assembly.minutes_used, assembly.minutes_free, assembly.themes, strict=True)
        ],
        "items": [
            {"round": row.round, "question": row.slug, "codes": list(row.codes), "text": row.text}
            for row in assembly.items
        ],
        "coverage": [
            {
                "competency": row.competency,
                "items": list(row.questions),
                "rounds": list(row.rounds),
                "strength": row.strength,
                "shown": row.shown,
                "told": row.told,
            }
            for row in assembly.coverage
        ],
        "uncovered": [
            {"competency": row.competency, "code": row.reason_code, "reason": row.reason} for row in assembly.uncovered
        ],
        "holes": [asdict(row) for row in assembly.holes],
        "next_best": [asdict(row) for row in assembly.next_best],
        "next_minutes": [asdict(row) for row in assembly.next_minutes],
    }
