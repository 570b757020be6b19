"""`/scorecards`."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from hiringkit.api.etags import require_match, tagged_response
from hiringkit.api.problems import Fault, constraint_faults
from hiringkit.api.resources import PulledListMixin, TaggedRetrieveMixin, wants_deleted
from hiringkit.people.principals import principal_of
from interviews.models import Scorecard
from interviews.scores import services
from interviews.scores.filters import ScorecardFilter
from interviews.scores.queries import list_scorecards
from interviews.scores.serializers import ScorecardEditSerializer, ScorecardSerializer, ScorecardWriteSerializer

_TAKEN = {"scorecard_remote_id_once": Fault("remote_id_taken", "/remote_id", "Another one has this remote id.")}


class ScorecardViewSet(PulledListMixin, TaggedRetrieveMixin, GenericViewSet[Any]):
    """Scorecards: one's own, and others' once one may see them."""

    scope, tag, thing, things = "scorecards", "scorecards", "scorecard", "scorecards"
    serializer_class = ScorecardSerializer
    write_serializer_class = ScorecardWriteSerializer
    filterset_class = ScorecardFilter
    match_required = True
    versioned_actions = ("submit",)
    queryset = Scorecard.objects.none()

    def get_queryset(self) -> QuerySet[Scorecard]:
        return list_scorecards(principal=principal_of(self.request), include_deleted=wants_deleted(self.request))

    def _shown(self, pk: Any) -> dict[str, Any]:
        return dict(self.get_serializer(self.get_queryset().get(pk=pk)).data)

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Record a scorecard with all its scores; `submit: true` makes it final at once."""
        with constraint_faults(_TAKEN), transaction.atomic():
            body = ScorecardWriteSerializer(data=request.data, context=self.get_serializer_context())
            body.is_valid(raise_exception=True)
            scorecard = services.create_scorecard(principal=principal_of(request), **body.validated_data)
            shown = self._shown(scorecard.pk)
        location = request.build_absolute_uri(f"{request.path}/{scorecard.pk}")
        return tagged_response(request, shown, status=201, location=location)

    @extend_schema(request=ScorecardEditSerializer)
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Edit a draft: named competencies are upserted, others stay. `If-Match` is required."""
        body = ScorecardEditSerializer(data=request.data)
        found = self.get_object()
        body.is_valid(raise_exception=True)
        changes = dict(body.validated_data)
        scores, submit = changes.pop("scores", ()), changes.pop("submit", False)
        with constraint_faults(_TAKEN), transaction.atomic():
            scorecard = self._locked(request, found, match_required=True)
            services.edit_scorecard(scorecard=scorecard, changes=changes, scores=scores, submit=submit)
            shown = self._shown(scorecard.pk)
        return tagged_response(request, shown)

    @extend_schema(operation_id="submit_scorecard", request=None, responses={200: ScorecardSerializer})
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str) -> Response:
        """Make a draft final, or list every gap."""
        found = self.get_object()
        with transaction.atomic():
            scorecard = self._locked(request, found, match_required=False)
            services.submit_scorecard(scorecard=scorecard)
            shown = self._shown(scorecard.pk)
        return tagged_response(request, shown)

    def _locked(self, request: Request, found: Scorecard, *, match_required: bool) -> Scorecard:
        """The draft under its lock: author first (403), then state (409), then the precondition (428, 412)."""
        services.require_author(principal=principal_of(request), scorecard=found)
        scorecard = services.lock_scorecard(scorecard=found)
        services.require_draft(scorecard=scorecard)
        require_match(request, self._shown(scorecard.pk), required=match_required)
        return scorecard
