"""`/scorecards`."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from hiringkit.api.changes import Version, change, make
from hiringkit.api.endpoint import REACH_DECIDES, Endpoint
from hiringkit.api.pagination import PlainKeysetPagination
from hiringkit.api.resources import PulledListMixin, TaggedRetrieveMixin, wants_deleted
from hiringkit.api.serializers import StrictSerializer
from hiringkit.people.authentication import principal_of
from hiringkit.problems import Fault
from interviews.access.memory import note_reading, others_cards
from interviews.models import Panelist, Scorecard
from interviews.scores import recording, requirements
from interviews.scores.card import Card
from interviews.scores.filters import OwedFilter, ScorecardFilter
from interviews.scores.queries import list_hidden_owed, list_owed, list_scorecards
from interviews.scores.serializers import OwedScorecardSerializer, ScorecardSerializer
from interviews.scores.write_serializers import (
    ScorecardAmendSerializer,
    ScorecardEditSerializer,
    ScorecardWriteSerializer,
    resolve_scorecard,
)

_SHAPE = ScorecardSerializer()  # one for all requests: most of its time it would copy its own fields
_TAKEN = {"scorecard_remote_id_once": Fault("remote_id_taken", "/remote_id", "Another one has this remote id.")}


class ScorecardViewSet(PulledListMixin, TaggedRetrieveMixin, GenericViewSet[Any]):
    """Scorecards: one's own, and others' once one may see them."""

    endpoint = Endpoint(
        scope="scorecards",
        thing="scorecard",
        things="scorecards",
        write_groups=REACH_DECIDES,  # an author writes their own, and the recorder asks for it
        tagged=True,
        match_required=True,
        versioned_actions=("submit", "amend"),
        refusals={"submit": (422,)},
        orderings={
            f"{sign}{name}": (f"{sign}{column}", f"{sign}pk")
            for name, column in (
                ("created_at", "created_at"),
                ("modified_at", "modified_at"),
                ("submitted_at", "submitted"),
            )
            for sign in ("", "-")
        },
    )
    serializer_class = ScorecardSerializer
    write_serializer_class = ScorecardWriteSerializer
    filterset_class = ScorecardFilter
    queryset = Scorecard.objects.none()

    def get_queryset(self) -> QuerySet[Scorecard]:
        return list_scorecards(principal=principal_of(self.request), include_deleted=wants_deleted(self.request))

    def paginate_queryset(self, queryset: Any) -> Any:
        page = super().paginate_queryset(queryset)
        self._note_reading(page or [])
        return page

    def get_object(self) -> Scorecard:
        card: Scorecard = super().get_object()
        self._note_reading([card])
        return card

    def _note_reading(self, cards: Iterable[Scorecard]) -> None:
        principal = principal_of(self.request)
        note_reading(principal=principal, applications=others_cards(principal=principal, cards=cards))

    def create(self, request: Request, *args: object, **kwargs: object) -> Response:
        """Record a scorecard with all its scores; `submit: true` makes it final at once."""
        sent, principal = ScorecardWriteSerializer.read(request.data), principal_of(request)
        requirements.require_remote_id_allowed(principal=principal, remote_id=sent.get("remote_id"))

        def record() -> Card:
            named = resolve_scorecard(attributes=sent, principal=principal)
            return recording.create_scorecard(principal=principal, **named)

        return make(request, run=record, show=_show, route="scorecard", taken=_TAKEN)

    @extend_schema(request=ScorecardEditSerializer)
    def partial_update(self, request: Request, *args: object, **kwargs: object) -> Response:
        """Edit a draft: named competencies and items are upserted, others stay. `If-Match` is required."""
        principal = principal_of(request)

        def edit(locked: Locked) -> Card:
            sent = dict(locked.sent)
            parts = {name: sent.pop(name) for name in ("scores", "items", "submit") if name in sent}
            return recording.edit_scorecard(principal=principal, card=locked.card, changes=sent, **parts)

        return self._change(request, requirements.require_draft, edit, shape=ScorecardEditSerializer, required=True)

    def destroy(self, request: Request, *args: object, **kwargs: object) -> Response:
        """Delete a draft. Its author, or the key that made it; what is submitted stays."""
        principal = principal_of(request)
        return change(
            request,
            lock=lambda: recording.lock_scorecard(principal=principal, scorecard_id=self.kwargs["pk"]),
            checks=[
                lambda card: requirements.require_author(principal=principal, card=card),
                lambda card: requirements.require_draft(card=card),
            ],
            version=Version(_show),
            run=lambda card: recording.delete_draft(card=card),
            show=None,
        )

    @extend_schema(operation_id="submit_scorecard", request=None, responses={200: ScorecardSerializer})
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: str) -> Response:
        """Make a draft final, or list every gap."""
        principal = principal_of(request)
        return self._change(
            request,
            requirements.require_draft,
            lambda locked: recording.submit_scorecard(principal=principal, card=locked.card),
        )

    @extend_schema(
        operation_id="amend_scorecard", request=ScorecardAmendSerializer, responses={201: ScorecardSerializer}
    )
    @action(detail=True, methods=["post"])
    def amend(self, request: Request, pk: str) -> Response:
        """Change what is submitted: a new submitted revision, with its reason, takes the old one's place."""
        principal = principal_of(request)

        def amend(locked: Locked) -> Card:
            sent = dict(locked.sent)
            parts = {name: sent.pop(name) for name in ("reason", "scores", "items") if name in sent}
            return recording.amend_scorecard(principal=principal, card=locked.card, changes=sent, **parts)

        return self._change(
            request,
            requirements.require_submitted,
            amend,
            shape=ScorecardAmendSerializer,
            status=201,
            route="scorecard",
        )

    def _change(
        self,
        request: Request,
        state: Callable[..., None],
        run: Callable[["Locked"], Card],
        *,
        shape: type[StrictSerializer] | None = None,
        required: bool = False,
        status: int = 200,
        route: str | None = None,
    ) -> Response:
        """Of a scorecard that is not there for the caller nothing else is said, so its lock comes before the shape."""
        principal = principal_of(request)

        def lock() -> Locked:
            card = recording.lock_scorecard(principal=principal, scorecard_id=self.kwargs["pk"])
            sent: dict[str, Any] = {}
            if shape is not None:
                body = shape(data=request.data)
                body.is_valid(raise_exception=True)
                sent = dict(body.validated_data)
                requirements.require_remote_id_allowed(principal=principal, remote_id=sent.get("remote_id"))
            return Locked(card, sent)

        return change(
            request,
            lock=lock,
            checks=[
                lambda locked: requirements.require_author(principal=principal, card=locked.card),
                lambda locked: state(card=locked.card),
            ],
            version=Version(lambda locked: _show(locked.card), required=required),
            run=run,
            show=_show,
            status=status,
            route=route,
            taken=_TAKEN,
        )


@dataclass(frozen=True, slots=True)
class Locked:
    """A scorecard under its lock, and what was sent of it."""

    card: Card
    sent: Mapping[str, Any]


def _show(card: Card) -> dict[str, Any]:
    return dict(_SHAPE.to_representation(card))


class OwedPagination(PlainKeysetPagination):
    """Pages with how many more there are that the caller is not shown."""

    def get_paginated_response_schema(self, schema: dict[str, object]) -> dict[str, Any]:
        page = super().get_paginated_response_schema(schema)
        description = (
            "How many more are owed by others, of the application and job asked for, where the caller, a recruiter, "
            "owes a scorecard too and nobody else could excuse: then a hiring manager of the job may. 0 for all else."
        )
        page["properties"]["n_hidden"] = {"type": "integer", "minimum": 0, "description": description}
        return page | {"required": [*page["required"], "n_hidden"]}


class OwedViewSet(GenericViewSet[Any]):
    """Scorecards that are owed."""

    endpoint = Endpoint(scope="scorecards", thing="owed_scorecard", things="owed_scorecards", keyset=("since", "pk"))
    serializer_class = OwedScorecardSerializer
    filterset_class = OwedFilter
    pagination_class = OwedPagination
    queryset = Panelist.objects.none()

    def get_queryset(self) -> QuerySet[Panelist]:
        return list_owed(principal=principal_of(self.request))

    def list(self, request: Request, *args: object, **kwargs: object) -> Response:
        """Who owes which scorecard since when: the caller's own, and others' where the caller may know."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        answer = self.get_paginated_response(self.get_serializer(page, many=True).data)
        hidden = list_hidden_owed(principal=principal_of(request))
        # No other parameter counts: with one for each panelist the number would name who has submitted.
        wide = {name: value for name, value in request.query_params.items() if name in ("application", "job")}
        answer.data["n_hidden"] = OwedFilter(wide, queryset=hidden, request=request).qs.count()
        return answer
