"""`/scorecards`."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.db import transaction
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from hiringkit.api.etags import require_match, tagged_response
from hiringkit.api.pagination import PlainKeysetPagination
from hiringkit.api.resources import PulledListMixin, TaggedRetrieveMixin, wants_deleted
from hiringkit.people.authentication import principal_of
from hiringkit.people.permissions import REACH_DECIDES
from hiringkit.problems import Fault, constraint_faults
from interviews.models import Panelist, Scorecard
from interviews.scores import services
from interviews.scores.at_once import record_at_once
from interviews.scores.filters import OwedFilter, ScorecardFilter
from interviews.scores.queries import list_owed, list_scorecards
from interviews.scores.serializers import (
    OwedScorecardSerializer,
    ScorecardAmendSerializer,
    ScorecardEditSerializer,
    ScorecardSerializer,
    ScorecardWriteSerializer,
    resolve_scorecard,
)

_TAKEN = {"scorecard_remote_id_once": Fault("remote_id_taken", "/remote_id", "Another one has this remote id.")}


class ScorecardViewSet(PulledListMixin, TaggedRetrieveMixin, GenericViewSet[Any]):
    """Scorecards: one's own, and others' once one may see them."""

    scope, tag, thing, things = "scorecards", "scorecards", "scorecard", "scorecards"
    serializer_class = ScorecardSerializer
    write_serializer_class = ScorecardWriteSerializer
    filterset_class = ScorecardFilter
    write_groups = REACH_DECIDES  # an author writes their own, and the service asks for it
    match_required = True
    versioned_actions = ("submit", "amend")
    queryset = Scorecard.objects.none()
    orderings: ClassVar = {
        f"{sign}{name}": (f"{sign}{column}", f"{sign}pk")
        for name, column in (
            ("created_at", "created_at"),
            ("modified_at", "modified_at"),
            ("submitted_at", "submitted"),
        )
        for sign in ("", "-")
    }

    def get_queryset(self) -> QuerySet[Scorecard]:
        return list_scorecards(principal=principal_of(self.request), include_deleted=wants_deleted(self.request))

    def _shown(self, pk: Any) -> dict[str, Any]:
        return dict(self.get_serializer(self.get_queryset().get(pk=pk)).data)

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Record a scorecard with all its scores; `submit: true` makes it final at once."""
        sent, principal = ScorecardWriteSerializer.read(request.data), principal_of(request)
        services.require_remote_id_allowed(principal=principal, remote_id=sent.get("remote_id"))
        with constraint_faults(_TAKEN):
            shown = record_at_once(principal=principal, attributes=sent)
            if shown is None:
                with transaction.atomic():
                    named = resolve_scorecard(attributes=sent, principal=principal)
                    scorecard = services.create_scorecard(principal=principal, **named)
                    shown = self._shown(scorecard.pk)
        location = request.build_absolute_uri(f"{request.path}/{shown['id']}")
        return tagged_response(request, shown, status=201, location=location)

    @extend_schema(request=ScorecardEditSerializer)
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Edit a draft: named competencies are upserted, others stay. `If-Match` is required."""
        body = ScorecardEditSerializer(data=request.data)
        found = self.get_object()
        body.is_valid(raise_exception=True)
        changes = dict(body.validated_data)
        services.require_remote_id_allowed(principal=principal_of(request), remote_id=changes.get("remote_id"))
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
            scorecard = self._locked(request, found)
            services.submit_scorecard(scorecard=scorecard)
            shown = self._shown(scorecard.pk)
        return tagged_response(request, shown)

    @extend_schema(
        operation_id="amend_scorecard", request=ScorecardAmendSerializer, responses={201: ScorecardSerializer}
    )
    @action(detail=True, methods=["post"])
    def amend(self, request: Request, pk: str) -> Response:
        """Change what is submitted: a new submitted revision, with its reason, takes the old one's place."""
        found = self.get_object()
        body = ScorecardAmendSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        changes = dict(body.validated_data)
        services.require_remote_id_allowed(principal=principal_of(request), remote_id=changes.get("remote_id"))
        reason, scores = changes.pop("reason"), changes.pop("scores", ())
        with constraint_faults(_TAKEN), transaction.atomic():
            scorecard = self._locked(request, found, state=services.require_submitted)
            revision = services.amend_scorecard(
                principal=principal_of(request), scorecard=scorecard, reason=reason, changes=changes, scores=scores
            )
            shown = self._shown(revision.pk)
        location = request.build_absolute_uri(request.path.replace(f"{pk}/amend", str(revision.pk)))
        return tagged_response(request, shown, status=201, location=location)

    def _locked(
        self,
        request: Request,
        found: Scorecard,
        *,
        match_required: bool = False,
        state: Callable[..., None] = services.require_draft,
    ) -> Scorecard:
        """The scorecard under its lock: author first (403), then state (409), then the precondition (428, 412)."""
        services.require_author(principal=principal_of(request), scorecard=found)
        scorecard = services.lock_scorecard(scorecard=found)
        state(scorecard=scorecard)
        require_match(request, self._shown(scorecard.pk), required=match_required)
        return scorecard


class OwedViewSet(GenericViewSet[Any]):
    """Scorecards that are owed."""

    scope, tag, thing, things = "scorecards", "scorecards", "owed_scorecard", "owed_scorecards"
    serializer_class = OwedScorecardSerializer
    filterset_class = OwedFilter
    pagination_class = PlainKeysetPagination
    keyset = ("since", "pk")
    queryset = Panelist.objects.none()

    def get_queryset(self) -> QuerySet[Panelist]:
        return list_owed(principal=principal_of(self.request))

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Who owes which scorecard since when: the caller's own, and others' where the caller may know."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        return self.get_paginated_response(self.get_serializer(page, many=True).data)
