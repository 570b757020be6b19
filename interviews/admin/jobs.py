"""Jobs in the admin."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, reverse

from hiringkit.admin.forms import ServiceForm
from hiringkit.people.admin_principal import admin_principal
from hiringkit.people.queries import list_people
from interviews.admin.people import PeopleField
from interviews.admin.records import RecordAdmin
from interviews.admin.shown import comparison_context
from interviews.hiring import queries, services
from interviews.models import InterviewPlan, Job
from interviews.vocabulary import PlanStatus


class PlanField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the published plans, each with what tells it from another of its name."""

    def label_from_instance(self, obj: InterviewPlan) -> str:
        published = f"{obj.published_at:%d %b %Y %H:%M} UTC" if obj.published_at else "unpublished"
        return f"{obj}: {obj.role}, {obj.seniority}, {published}{', the standard' if obj.standard else ''}"


class JobForm(ServiceForm):
    hiring_managers = PeopleField(Job, "hiring_managers", required=False)
    plan = PlanField(
        InterviewPlan.objects.filter(status=PlanStatus.PUBLISHED)
        .select_related("role")
        .order_by("title", "version", "-published_at"),
        required=False,
        help_text="Left empty in a new job: the standard plan of its role, if there is one.",
    )

    class Meta:
        model = Job
        fields = ("title", "role", "plan", "hiring_managers", "status", "blindness", "remote_id")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["hiring_managers"].queryset = list_people(principal=self.viewer).order_by("name_key", "id")  # type: ignore[attr-defined]

    def carry_out(self, record: Job | None) -> Job:
        values = self.cleaned_data if record is None else self.changes()
        if "hiring_managers" in values:
            values = values | {"hiring_managers": [str(person.pk) for person in values["hiring_managers"]]}
        if record is None:
            if values["plan"] is None:  # nothing was said: the role's standard plan, if there is one
                values = {name: value for name, value in values.items() if name != "plan"}
            return services.create_job(**values)
        return services.update_job(principal=self.viewer, job=record, changes=values)


class WithoutPlanFilter(admin.SimpleListFilter):
    """Open jobs that nobody can be interviewed for."""

    title = "what needs attention"
    parameter_name = "attention"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("without_plan", "open without a plan")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queries.without_plan(jobs=queryset) if self.value() == "without_plan" else queryset


@admin.register(Job)
class JobAdmin(RecordAdmin):
    form = JobForm
    list_display = ("title", "role", "plan", "status", "blindness", "remote_id", "modified_at")
    list_filter = ("status", WithoutPlanFilter, "role", "blindness")
    list_select_related = ("role", "plan")
    search_fields = ("title", "remote_id")
    autocomplete_fields = ("role",)
    ordering = ("-created_at", "id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Job]:
        return queries.list_jobs(principal=admin_principal(request))

    def get_urls(self) -> list[URLPattern]:
        return [self.page("comparison", self.comparison_view), *super().get_urls()]

    def tools(self, request: HttpRequest, record: Any) -> list[tuple[str, str]]:
        shown = [("Compare the applications", self.address("comparison", record)), *super().tools(request, record)]
        applications = reverse("admin:interviews_application_changelist")
        shown.insert(0, ("Its applications", f"{applications}?job__id__exact={record.pk}"))
        if request.user.has_perm("interviews.add_application"):
            shown.insert(0, ("Add an application", f"{reverse('admin:interviews_application_add')}?job={record.pk}"))
        return shown

    def comparison_view(self, request: HttpRequest, object_id: object) -> HttpResponse:
        """The job's applications side by side, as far as this person may see each."""
        if not request.user.has_perm("interviews.view_scorecard"):
            raise PermissionDenied
        job = self.reached(request, object_id)
        if job is None:
            return self.out_of_reach(request, object_id)
        context = self.page_context(request, job, "Applications side by side") | {"is_nav_sidebar_enabled": False}
        shown = comparison_context(viewer=admin_principal(request), job=job)
        return render(request, "admin/interviews/comparison.html", context | shown)
