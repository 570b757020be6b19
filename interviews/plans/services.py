"""Writes of interview plans: assemble, edit the title, publish, archive."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils import timezone

from hiringkit.people.models import Person
from hiringkit.problems import Fault, Problem, conflict, invalid
from interviews.domain.plans import assemble_plan as solve
from interviews.domain.plans.problem.types import Assembly, PlanImpossible, PlanUndecided
from interviews.models import InterviewPlan, PlanCompetency, PlanItem, PlanRound
from interviews.plans.bank import assembly_request, questions_for
from interviews.vocabulary import PlanStatus
from roles.models import Question, Role
from roles.vocabulary import QuestionStatus, Seniority, Strength

SOLVE_SECONDS = 5.0


def assemble_plan(
    *,
    role: Role,
    seniority: str = Seniority.MID,
    title: str | None = None,
    rounds: Sequence[dict[str, Any]],
    options: dict[str, Any] | None = None,
    created_by: Person | None = None,
) -> InterviewPlan:
    """Make the best draft plan for the role in the time the rounds give.

    `rounds` are `{title, minutes, focus?, kinds?}`, `options` as design.md section 5 has them. The solver runs outside
    the transaction that stores its answer. Raises 422 with every unknown slug, or with the clashing wishes, and 503
    `plan_undecided` when time runs out before any plan is found.
    """
    options = options or {}
    questions = questions_for(role=role)
    faults = _unknown_slugs(role, questions, rounds, options)
    if faults:
        raise invalid(faults)
    try:
        assembly = solve(
            assembly_request(role=role, questions=questions, rounds=rounds, options=options), time_limit=SOLVE_SECONDS
        )
    except PlanImpossible as impossible:
        raise _impossible(impossible) from impossible
    except PlanUndecided as undecided:
        detail = f"No plan was found within {SOLVE_SECONDS:.0f} seconds; try fewer rounds or wishes, or again."
        raise Problem(503, "plan_undecided", detail, headers={"Retry-After": "5"}) from undecided
    return _store(
        role=role,
        seniority=seniority,
        title=title or f"{role.title} ({Seniority(seniority).label.lower()})",
        rounds=rounds,
        options=options,
        assembly=assembly,
        questions={question.slug: question for question in questions},
        created_by=created_by,
    )


def _unknown_slugs(
    role: Role, questions: Sequence[Question], rounds: Sequence[dict[str, Any]], options: Mapping[str, Any]
) -> list[Fault]:
    """Faults for slugs that the role's profile or bank does not have."""
    profile = {row.competency.slug for row in role.profile.all()}
    bank = {question.slug for question in questions}
    inactive = set(
        Question.objects.filter(slug__in=options.get("include") or ())
        .exclude(status=QuestionStatus.ACTIVE)
        .values_list("slug", flat=True)
    )
    faults = []
    if not profile:
        faults.append(Fault("role_without_profile", "/role", f"`{role.slug}` has no competency profile."))
    for index, round in enumerate(rounds):
        for place, slug in enumerate(round.get("focus") or ()):
            if slug not in profile:
                detail = f"`{slug}` is not in the profile of `{role.slug}`."
                faults.append(Fault("competency_not_in_profile", f"/rounds/{index}/focus/{place}", detail))
    for wish in ("include", "exclude"):
        for place, slug in enumerate(options.get(wish) or ()):
            if slug not in bank:
                code = "question_not_active" if slug in inactive else "question_not_in_bank"
                detail = f"`{slug}` is no active question for `{role.slug}`."
                faults.append(Fault(code, f"/options/{wish}/{place}", detail))
    return faults


def _impossible(impossible: PlanImpossible) -> Problem:
    """The clash sets as a 422: one fault per clashing wish, the sets themselves as an extra member."""
    faults = [Fault(wish.code, wish.pointer, wish.detail) for clash in impossible.clashes for wish in clash.constraints]
    return Problem(
        422,
        "plan_impossible",
        "These wishes can't all hold: " + " ".join(clash.detail for clash in impossible.clashes),
        faults,
        extra={"clashes": [asdict(clash) for clash in impossible.clashes]},
    )


@transaction.atomic
def _store(
    *,
    role: Role,
    seniority: str,
    title: str,
    rounds: Sequence[dict[str, Any]],
    options: dict[str, Any],
    assembly: Assembly,
    questions: Mapping[str, Question],
    created_by: Person | None,
) -> InterviewPlan:
    plan = InterviewPlan.objects.create(
        role=role,
        seniority=seniority,
        title=title,
        created_by=created_by,
        request={"rounds": list(rounds), "options": options},
        report=_report(assembly),
    )
    PlanCompetency.objects.bulk_create(
        PlanCompetency(
            plan=plan,
            competency=row.competency,
            position=position,
            weight=row.weight,
            target_level=row.target_for(seniority),
            anchors=[{"level": anchor.level, "text": anchor.text} for anchor in row.competency.anchors.all()],
        )
        for position, row in enumerate(role.profile.all())
    )
    profile = [row.competency.slug for row in role.profile.all()]
    stored_rounds = [
        PlanRound(
            plan=plan,
            position=position,
            title=round["title"],
            minutes=round["minutes"],
            focus=list(round.get("focus") or _shown(profile, [questions[slug] for slug in assembly.rounds[position]])),
        )
        for position, round in enumerate(rounds)
    ]
    PlanRound.objects.bulk_create(stored_rounds)
    PlanItem.objects.bulk_create(
        _frozen_copy(plan, stored_rounds[index], position, questions[slug])
        for index, slugs in enumerate(assembly.rounds)
        for position, slug in enumerate(slugs)
    )
    return plan


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
        **{
            name: getattr(question, name)
            for name in ("text", "kind", "difficulty", "minutes", "probes", "strong_answer", "red_flags")
        },
    )


def _report(assembly: Assembly) -> dict[str, Any]:
    """The proof as callers read it (the shape `PlanReport` of the schema)."""
    return {
        "objective": assembly.objective,
        "bound": assembly.bound,
        "optimal": assembly.optimal,
        "rounds": [
            {"minutes_used": used, "minutes_free": free}
            for used, free in zip(assembly.minutes_used, assembly.minutes_free, strict=True)
        ],
        "coverage": [
            {
                "competency": row.competency,
                "items": list(row.questions),
                "rounds": list(row.rounds),
                "strength": row.strength,
            }
            for row in assembly.coverage
        ],
        "uncovered": [
            {"competency": row.competency, "code": row.reason_code, "reason": row.reason} for row in assembly.uncovered
        ],
        "next_best": [asdict(row) for row in assembly.next_best],
    }


def lock_plan(*, plan: InterviewPlan) -> InterviewPlan:
    """The plan's row, locked until the transaction ends. Every write of a plan starts here."""
    return InterviewPlan.objects.select_for_update(of=("self",)).select_related("role").get(pk=plan.pk)


def rename_plan(*, plan: InterviewPlan, title: str) -> InterviewPlan:
    """Change a locked draft's title; 409 `plan_frozen` once it is published."""
    require_draft(plan)
    if plan.title != title:
        plan.title = title
        plan.save(update_fields=["title"])
        plan.refresh_stamps()
    return plan


def require_draft(plan: InterviewPlan) -> None:
    if plan.status != PlanStatus.DRAFT:
        raise conflict("plan_frozen", f"The plan is {plan.status}; its texts and items no longer change.")


def require_publishable(plan: InterviewPlan) -> None:
    if plan.status != PlanStatus.DRAFT:
        raise conflict("plan_not_draft", f"The plan is {plan.status} already.")


def require_published(plan: InterviewPlan) -> None:
    if plan.status != PlanStatus.PUBLISHED:
        raise conflict("plan_not_published", f"The plan is {plan.status}.")


def publish_plan(*, plan: InterviewPlan) -> InterviewPlan:
    """Freeze a locked draft: every candidate now gets the same questions in the same order.

    Raises 409 `plan_not_draft`; 422 `round_without_items` for every round that has nothing to ask.
    """
    require_publishable(plan)
    empty = [
        Fault("round_without_items", f"/rounds/{round.position}", f"Round `{round.title}` has no question.")
        for round in plan.rounds.filter(items__isnull=True)
    ]
    if empty:
        raise invalid(empty)
    plan.status = PlanStatus.PUBLISHED
    plan.published_at = timezone.now()
    plan.save(update_fields=["status", "published_at"])
    plan.refresh_stamps()
    return plan


def archive_plan(*, plan: InterviewPlan) -> InterviewPlan:
    """Take a locked, published plan out of use; applications that pinned it keep it. 409 `plan_not_published`."""
    require_published(plan)
    plan.status = PlanStatus.ARCHIVED
    plan.save(update_fields=["status"])
    plan.refresh_stamps()
    return plan
