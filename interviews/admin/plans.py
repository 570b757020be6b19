"""Plans in the admin: assembled by a form, then read; published and archived by actions."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from hiringkit.admin.forms import DeclaredLookups, ReadOnlyAdmin, show_problem
from hiringkit.people.admin_principal import admin_principal
from hiringkit.problems import Problem
from interviews.models import InterviewPlan
from interviews.plans.drafts import MAX_TITLE, assemble_plan
from interviews.plans.queries import list_plans
from interviews.plans.services import archive_plan, lock_with_standard, make_standard, publish_plan
from roles.models import Role
from roles.queries import roles_to_assemble
from roles.vocabulary import Seniority


class AssembleForm(forms.Form):
    """What the optimiser needs; rounds are written one a line."""

    role = forms.ModelChoiceField(Role.objects.order_by("title"))
    seniority = forms.ChoiceField(choices=Seniority.choices, initial=Seniority.MID)
    title = forms.CharField(
        max_length=MAX_TITLE, required=False, help_text="Made from role and seniority if left empty."
    )
    rounds = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 5, "cols": 90}),
        initial="Technical interview | 60\nWorking together | 45",
        help_text="One a line: title | minutes, and if you like | slugs of the competencies it keeps to, with commas.",
    )

    def clean_rounds(self) -> list[dict[str, Any]]:
        """Every line that can't be read is named."""
        rounds, faults = [], []
        for number, line in enumerate(filter(str.strip, self.cleaned_data["rounds"].splitlines()), 1):
            title, _, rest = line.partition("|")
            minutes, _, focus = rest.partition("|")
            if not title.strip() or not minutes.strip().isdecimal():
                faults.append(f"Line {number}: write title | minutes.")
                continue
            slugs = [slug.strip() for slug in focus.split(",") if slug.strip()]
            rounds.append({"title": title.strip(), "minutes": int(minutes), "focus": slugs})
        if faults:
            raise forms.ValidationError(faults)
        return rounds


@admin.register(InterviewPlan)
class InterviewPlanAdmin(DeclaredLookups, ReadOnlyAdmin):
    list_display = ("title", "version", "role", "seniority", "status", "standard", "n_items", "published_at")
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

    def get_queryset(self, request: HttpRequest) -> QuerySet[InterviewPlan]:
        plans = list_plans(principal=admin_principal(request))
        return plans.annotate(n_items=Count("items"))

    @admin.display(description="questions", ordering="n_items")
    def n_items(self, plan: Any) -> int:
        return int(plan.n_items)

    @admin.display(description="Plan")
    def overview(self, plan: InterviewPlan) -> str:
        return render_to_string("admin/interviews/plan.html", {"plan": plan})

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """The form that assembles a plan."""
        self._require_add(request)
        form = AssembleForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                plan = assemble_plan(
                    role=roles_to_assemble().get(pk=form.cleaned_data["role"].pk),
                    seniority=form.cleaned_data["seniority"],
                    title=form.cleaned_data["title"] or None,
                    rounds=form.cleaned_data["rounds"],
                    created_by=admin_principal(request).person,
                )
            except Problem as problem:
                show_problem(form, problem)
            else:
                self.log_addition(request, plan, [{"added": {}}])
                messages.success(request, "The draft is assembled; publish it from the list when you like it.")
                return HttpResponseRedirect(reverse("admin:interviews_interviewplan_change", args=[plan.pk]))
        context = {**self.admin_site.each_context(request), "title": "Assemble a plan", "form": form, "opts": self.opts}
        return render(request, "admin/interviews/assemble.html", context)

    def _require_add(self, request: HttpRequest) -> None:
        if not self.has_add_permission(request):
            raise PermissionDenied

    @admin.action(description="Publish the chosen plans", permissions=["publish"])
    def publish(self, request: HttpRequest, queryset: QuerySet[InterviewPlan]) -> None:
        self._change(request, queryset, publish_plan, "Published")

    @admin.action(description="Archive the chosen plans", permissions=["publish"])
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
