"""Plans in the admin: assembled by a form, then read; published and archived by actions."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse

from hiringkit.admin.acts import ActsAdmin
from hiringkit.admin.confirming import asks_first
from hiringkit.admin.forms import DeclaredLookups, ReadOnlyAdmin
from hiringkit.api.pages import page
from hiringkit.people.admin_principal import admin_principal
from hiringkit.problems import Problem
from interviews.admin.assembling import ROWS, AssembleForm
from interviews.admin.plan_acts import ACTS, ARCHIVE, DISCARD, PUBLISH, STANDARD
from interviews.kits.queries import build_round_kit
from interviews.kits.shown import show_questions
from interviews.models import InterviewPlan, PlanRound
from interviews.plans.drafts import MAX_ROUNDS, assemble_plan
from interviews.plans.queries import list_plans
from interviews.plans.serializers import PlanReportSerializer
from interviews.plans.services import archive_plan, lock_with_standard, make_standard, publish_plan
from interviews.vocabulary import PlanStatus
from roles.queries import competency_names, roles_to_assemble
from roles.vocabulary import SCALE_RULE


@admin.register(InterviewPlan)
class InterviewPlanAdmin(DeclaredLookups, ActsAdmin, ReadOnlyAdmin):
    acts = (PUBLISH, DISCARD, STANDARD, ARCHIVE)
    list_display = ("title", "version", "lengths", "role", "seniority", "status", "standard", "n_items", "published_at")
    list_filter = ("status", "standard", "role", "seniority")
    list_select_related = ("role",)
    search_fields = ("title", "role__title")
    date_hierarchy = "created_at"
    ordering = ("-created_at", "id")
    actions = ("publish", "archive", "make_standard")
    fields = ("title", "version", "role", "seniority", "status", "standard", "published_at", "created_at", "overview")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("interviews.add_interviewplan")

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("interviews.change_interviewplan")

    def tools(self, request: HttpRequest, record: Any) -> list[tuple[str, str]]:
        """What can be done with a plan in this state; of a published one, a job opened on it comes first."""
        possible = {act.title for act in ACTS.get(record.status, ())}
        shown = [tool for tool in super().tools(request, record) if tool[0] in possible]
        if record.status == PlanStatus.PUBLISHED and request.user.has_perm("interviews.add_job"):
            query = urlencode({"plan": record.pk, "role": record.role_id, "title": record.role.title})
            shown.insert(0, ("Open a job on it", f"{reverse('admin:interviews_job_add')}?{query}"))
        if rounds := record.rounds.all():
            shown.append(("See its kits", self._kit_address(record, rounds[0])))
        if self.has_add_permission(request):
            shown.append(("Duplicate", f"{reverse('admin:interviews_interviewplan_add')}?like={record.pk}"))
        return shown

    def get_urls(self) -> list[URLPattern]:
        kit = path(
            "<uuid:object_id>/kits/<int:position>/",
            self.admin_site.admin_view(self.kit_view),
            name="interviews_interviewplan_kit",
        )
        return [kit, *super().get_urls()]

    def _kit_address(self, plan: InterviewPlan, round_: PlanRound) -> str:
        return reverse("admin:interviews_interviewplan_kit", args=[plan.pk, round_.position])

    def kit_view(self, request: HttpRequest, object_id: object, position: int) -> HttpResponse:
        """The kit of one of its rounds as interviewers open it, but for the candidate."""
        plan = self.reached(request, object_id)
        if plan is None:
            return self.out_of_reach(request, object_id)
        rounds = list(plan.rounds.all())
        found = next((each for each in rounds if each.position == position), None)
        if found is None:
            messages.warning(request, f"{plan} has no round {position + 1}.")
            return HttpResponseRedirect(self.address("change", plan))
        kit = build_round_kit(round=found)
        context = {
            "plan": plan,
            "kit": kit,
            "rows": show_questions(kit),
            "rounds": [(each, self._kit_address(plan, each)) for each in rounds],
            "back": self.address("change", plan),
            "scale_rule": SCALE_RULE,
        }
        return page(request, "preview", context)

    def get_queryset(self, request: HttpRequest) -> QuerySet[InterviewPlan]:
        plans = list_plans(principal=admin_principal(request))
        return plans.annotate(n_items=Count("items"))

    @admin.display(description="rounds")
    def lengths(self, plan: InterviewPlan) -> str:
        return " + ".join(str(round_.minutes) for round_ in plan.rounds.all()) + " min"

    @admin.display(description="questions", ordering="n_items")
    def n_items(self, plan: Any) -> int:
        return int(plan.n_items)

    @admin.display(description="Plan")
    def overview(self, plan: InterviewPlan) -> str:
        report = PlanReportSerializer(plan.report).data
        rounds = list(zip(plan.rounds.all(), report["rounds"], strict=True))
        reasons = {row["question"]: row["text"] for row in report["items"]}
        names = {row.competency.slug: row.competency.name for row in plan.profile.all()}
        context = {"plan": plan, "report": report, "rounds": rounds, "reasons": reasons, "names": names}
        return render_to_string("admin/interviews/plan.html", context)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """The form that assembles a plan."""
        self._require_add(request)
        rows = MAX_ROUNDS if request.GET.get("rows") == "all" else ROWS
        like = self._like(request)
        form = AssembleForm(
            request.POST if request.method == "POST" else None,
            rows=max(rows, len(like.request.get("rounds") or ())) if like else rows,
            like=like,
            keep=request.GET.get("questions") == "kept",
        )
        clashes: Any = []
        if request.method == "POST" and form.is_valid():
            try:
                plan = assemble_plan(
                    role=roles_to_assemble().get(pk=form.cleaned_data["role"].pk),
                    created_by=admin_principal(request).person,
                    **form.wishes(),
                )
            except Problem as problem:
                form.show(problem)
                clashes = problem.extra.get("clashes", [])
            else:
                self.log_addition(request, plan, [{"added": {}}])
                messages.success(request, "The draft is assembled. Publish it here when you like it.")
                return HttpResponseRedirect(reverse("admin:interviews_interviewplan_change", args=[plan.pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": "Assemble a plan" if like is None else f"Another plan like {like}",
            "form": form,
            "clashes": clashes,
            "names": competency_names() if clashes else {},
            "opts": self.opts,
            "more_rows": rows < MAX_ROUNDS and request.method != "POST" and like is None,
        }
        return render(request, "admin/interviews/assemble.html", context)

    def _like(self, request: HttpRequest) -> InterviewPlan | None:
        """The plan that the address names, if this person reaches it."""
        named = request.GET.get("like", "")
        return self.get_object(request, named) if named else None

    def _require_add(self, request: HttpRequest) -> None:
        if not self.has_add_permission(request):
            raise PermissionDenied

    @admin.action(description="Publish the chosen plans", permissions=["publish"])
    @asks_first("Publish these plans?", "Publish them: their questions never change again")
    def publish(self, request: HttpRequest, queryset: QuerySet[InterviewPlan]) -> None:
        self._change(request, queryset, publish_plan, "Published")

    @admin.action(description="Archive the chosen plans", permissions=["publish"])
    @asks_first("Archive these plans?", "Take them out of use; applications that have one keep it")
    def archive(self, request: HttpRequest, queryset: QuerySet[InterviewPlan]) -> None:
        self._change(request, queryset, archive_plan, "Archived")

    @admin.action(description="Make the chosen plan the standard of its role", permissions=["publish"])
    def make_standard(self, request: HttpRequest, queryset: QuerySet[InterviewPlan]) -> None:
        self._change(request, queryset, make_standard, "Made the standard")

    def _change(
        self,
        request: HttpRequest,
        queryset: QuerySet[InterviewPlan],
        service: Callable[..., InterviewPlan],
        done: str,
    ) -> None:
        for plan in queryset:
            try:
                with transaction.atomic():
                    service(plan=lock_with_standard(plan=plan))
            except Problem as problem:
                texts = [fault.detail for fault in problem.faults] or [problem.text]
                messages.error(request, f"{plan}: {' '.join(texts)}")
            else:
                self.log_change(request, plan, done.lower())
                messages.success(request, f"{done}: {plan}.")
