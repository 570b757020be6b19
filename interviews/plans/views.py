"""`/plans`."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from hiringkit.api.changes import Version, change, make
from hiringkit.api.endpoint import Endpoint
from hiringkit.api.resources import PulledListMixin, TaggedRetrieveMixin, wants_deleted
from hiringkit.people.authentication import principal_of
from hiringkit.people.vocabulary import GroupName
from interviews.models import InterviewPlan
from interviews.plans import services
from interviews.plans.drafts import solve_plan
from interviews.plans.filters import PlanFilter
from interviews.plans.queries import list_plans
from interviews.plans.serializers import PlanProblemSerializer, PlanSerializer
from interviews.plans.storing import store_draft
from interviews.plans.wishes import PlanAssembleSerializer, PlanWriteSerializer

ASSEMBLERS = (GroupName.RECRUITER, GroupName.HIRING_MANAGER, GroupName.INTERVIEWER)


class PlanViewSet(PulledListMixin, TaggedRetrieveMixin, GenericViewSet[Any]):
    """Interview plans: drafts are edited, published ones are frozen."""

    endpoint = Endpoint(
        scope="plans",
        thing="plan",
        things="plans",
        write_groups=(GroupName.RECRUITER,),
        action_groups={"assemble": ASSEMBLERS},
        tagged=True,
        match_required=True,
        versioned_actions=("publish", "archive", "make_standard"),
    )
    serializer_class = PlanSerializer
    write_serializer_class = PlanWriteSerializer
    filterset_class = PlanFilter
    queryset = InterviewPlan.objects.none()

    def get_queryset(self) -> QuerySet[InterviewPlan]:
        return list_plans(principal=principal_of(self.request), include_deleted=wants_deleted(self.request))

    def _show(self, plan: InterviewPlan) -> dict[str, Any]:
        return dict(self.get_serializer(self.get_queryset().get(pk=plan.pk)).data)

    @extend_schema(
        operation_id="assemble_plan",
        request=PlanAssembleSerializer,
        responses={201: PlanSerializer, 422: PlanProblemSerializer},
    )
    @action(detail=False, methods=["post"])
    def assemble(self, request: Request) -> Response:
        """The best draft plan for a role in the time its rounds give, with the proof; or 422 with the clashing
        wishes.
        """
        body = PlanAssembleSerializer(data=request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        draft = solve_plan(**body.validated_data)  # seconds, perhaps: before the door, under no lock
        person = principal_of(request).person
        return make(request, run=lambda: store_draft(draft=draft, created_by=person), show=self._show, route="plan")

    def partial_update(self, request: Request, *args: object, **kwargs: object) -> Response:
        """Change a draft. `If-Match` is required."""
        body = PlanWriteSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        title = body.validated_data.get("title")

        def rename(*, plan: InterviewPlan) -> InterviewPlan:
            return plan if title is None else services.rename_plan(plan=plan, title=title)

        return self._change(request, services.require_draft, rename, match_required=True)

    def destroy(self, request: Request, *args: object, **kwargs: object) -> Response:
        """Discard a draft. What is published stays; it can be archived."""
        found = self.get_object()
        return change(
            request,
            lock=lambda: services.lock_plan(plan=found),
            checks=[services.require_draft],
            version=Version(self._show),
            run=lambda held: services.discard_plan(plan=held),
            show=None,
        )

    @extend_schema(operation_id="publish_plan", request=None, responses={200: PlanSerializer})
    @action(detail=True, methods=["post"])
    def publish(self, request: Request, pk: str) -> Response:
        """Freeze a draft so that jobs can use it."""
        return self._change(
            request, services.require_publishable, services.publish_plan, lock=services.lock_with_standard
        )

    @extend_schema(operation_id="make_standard_plan", request=None, responses={200: PlanSerializer})
    @action(detail=True, methods=["post"], url_path="make-standard")
    def make_standard(self, request: Request, pk: str) -> Response:
        """Let jobs of the role that are opened without a plan take this published one, in the place of another."""
        return self._change(
            request, services.require_published, services.make_standard, lock=services.lock_with_standard
        )

    @extend_schema(operation_id="archive_plan", request=None, responses={200: PlanSerializer})
    @action(detail=True, methods=["post"])
    def archive(self, request: Request, pk: str) -> Response:
        """Take a published plan out of use; applications that have it keep it."""
        return self._change(request, services.require_published, services.archive_plan)

    def _change(
        self,
        request: Request,
        check_state: Callable[[InterviewPlan], None],
        run: Callable[..., InterviewPlan],
        *,
        lock: Callable[..., InterviewPlan] = services.lock_plan,
        match_required: bool = False,
    ) -> Response:
        found = self.get_object()
        return change(
            request,
            lock=lambda: lock(plan=found),
            checks=[check_state],
            version=Version(self._show, required=match_required),
            run=lambda held: run(plan=held),
            show=self._show,
        )
