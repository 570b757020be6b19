"""`/people`, and `/me`."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from hiringkit.api.endpoint import ANY_KEY, Endpoint
from hiringkit.api.filters import refuse_parameters
from hiringkit.api.resources import PulledListMixin, TaggedRetrieveMixin, wants_deleted
from hiringkit.people.authentication import principal_of
from hiringkit.people.filters import PersonFilter
from hiringkit.people.models import Person
from hiringkit.people.queries import list_people
from hiringkit.people.serializers import CallerSerializer, PersonSerializer, show_caller


class PersonViewSet(PulledListMixin, TaggedRetrieveMixin, GenericViewSet[Any]):
    """Whoever signs in or is named."""

    endpoint = Endpoint(scope="people", thing="person", things="people", tagged=True)
    serializer_class = PersonSerializer
    filterset_class = PersonFilter
    queryset = Person.objects.none()

    def get_queryset(self) -> QuerySet[Person]:
        return list_people(principal=principal_of(self.request), include_deleted=wants_deleted(self.request))


class CallerView(APIView):
    """Who is asking."""

    action = "retrieve"
    endpoint = Endpoint(scope=ANY_KEY, thing="me", tag="people")

    @extend_schema(operation_id="get_me", summary="Get who is asking", responses={200: CallerSerializer})
    def get(self, request: Request) -> Response:
        """The person or integration behind the key or session, what the key may do and until when."""
        refuse_parameters(request)
        return Response(show_caller(principal_of(request)))
