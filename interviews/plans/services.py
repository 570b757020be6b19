"""Writes of interview plans once they are there: edit the title, publish, make the standard, archive, discard."""

from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from hiringkit.problems import Fault, conflict, invalid
from hiringkit.rows.tracked import delete_softly
from interviews.models import InterviewPlan
from interviews.vocabulary import PlanStatus
from roles.documents.content import as_document, content_document
from roles.lint import open_errors
from roles.models import AcceptedFinding, Role
from roles.services.findings import lint_error, lint_faults


def lock_plan(*, plan: InterviewPlan) -> InterviewPlan:
    """The plan's row, locked until the transaction ends. Every write of a plan starts here."""
    return InterviewPlan.objects.select_for_update(of=("self",)).select_related("role").get(pk=plan.pk)


def lock_with_standard(*, plan: InterviewPlan) -> InterviewPlan:
    """The plan's row, after its role's and with that of the role's standard plan, always in this order: whoever changes
    which plan is the standard holds the role.
    """
    Role.objects.select_for_update(no_key=True).get(pk=plan.role_id)
    others = Q(role=plan.role_id, standard=True) | Q(pk=plan.pk)
    held = InterviewPlan.objects.select_for_update(of=("self",)).select_related("role").filter(others).order_by("pk")
    return next(row for row in list(held) if row.pk == plan.pk)


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


def discard_plan(*, plan: InterviewPlan) -> InterviewPlan:
    """Delete a locked draft: no job can have it yet. 409 `plan_frozen` once it is published."""
    require_draft(plan)
    delete_softly(plan)
    return plan


def require_publishable(plan: InterviewPlan) -> None:
    if plan.status != PlanStatus.DRAFT:
        raise conflict("plan_not_draft", f"The plan is {plan.status} already.")


def require_published(plan: InterviewPlan) -> None:
    if plan.status != PlanStatus.PUBLISHED:
        raise conflict("plan_not_published", f"The plan is {plan.status}.")


def publish_plan(*, plan: InterviewPlan) -> InterviewPlan:
    """Freeze a locked draft: every candidate now gets the same questions in the same order. A new version of the role's
    standard plan takes its place.

    Raises 409 `plan_not_draft`, and `lint_error` for what nobody may be asked; 422 `round_without_items` for every
    round that has nothing to ask.
    """
    require_publishable(plan)
    empty = [
        Fault("round_without_items", f"/rounds/{round.position}", f"Round `{round.title}` has no question.")
        for round in plan.rounds.filter(items__isnull=True)
    ]
    if empty:
        raise invalid(empty)
    _require_lawful(plan)
    plan.status = PlanStatus.PUBLISHED
    plan.published_at = timezone.now()
    inherits = InterviewPlan.objects.filter(lineage=plan.lineage, standard=True).exclude(pk=plan.pk).exists()
    if inherits:
        _end_standard(plan.role_id)
        plan.standard = True
    plan.save(update_fields=["status", "published_at", "standard"])
    plan.refresh_stamps()
    return plan


def make_standard(*, plan: InterviewPlan) -> InterviewPlan:
    """Let jobs of the role that are opened without a plan take this one, locked with `lock_with_standard`.

    Raises 409 `plan_not_published`.
    """
    require_published(plan)
    if not plan.standard:
        _end_standard(plan.role_id)
        plan.standard = True
        plan.save(update_fields=["standard"])
        plan.refresh_stamps()
    return plan


def _end_standard(role: int) -> None:
    for other in InterviewPlan.objects.filter(role=role, standard=True):
        other.standard = False
        other.save(update_fields=["standard"])


def _require_lawful(plan: InterviewPlan) -> None:
    """The texts are the frozen ones; what was overruled for the version that was frozen holds for them."""
    items = list(plan.items.select_related("round").order_by("round__position", "position"))
    accepted: dict[tuple[object, int], list[dict[str, str]]] = {}
    frozen = {item.question_id for item in items} | {UUID(row["id"]) for item in items for row in item.alternates}
    for row in AcceptedFinding.objects.filter(question__in=frozen):
        accepted.setdefault((row.question_id, row.version), []).append({"code": row.code, "reason": row.reason})
    faults: list[Fault] = []
    for item in items:
        document = content_document(item) | {
            "slug": item.question_slug,
            "accepted": accepted.get((item.question_id, item.question_version), []),
        }
        before = f"/rounds/{item.round.position}/items/{item.position}"
        faults += lint_faults(open_errors(document), before=before)
        for index, other in enumerate(item.alternates):
            said = as_document(other) | {"accepted": accepted.get((UUID(other["id"]), other["version"]), [])}
            faults += lint_faults(open_errors(said), before=f"{before}/alternates/{index}")
    if faults:
        raise lint_error(faults, what="The plan can't be published.")


def archive_plan(*, plan: InterviewPlan) -> InterviewPlan:
    """Take a locked, published plan out of use; applications that pinned it keep it, and the role's standard it is no
    more. 409 `plan_not_published`.
    """
    require_published(plan)
    plan.status, plan.standard = PlanStatus.ARCHIVED, False
    plan.save(update_fields=["status", "standard"])
    plan.refresh_stamps()
    return plan
