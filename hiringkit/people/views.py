"""`/people`."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.viewsets import GenericViewSet

from hiringkit.api.endpoint import Endpoint
from hiringkit.api.resources import PulledListMixin, TaggedRetrieveMixin, wants_deleted
from hiringkit.people.authentication import principal_of
from hiringkit.people.filters import PersonFilter
from hiringkit.people.models import Person
from hiringkit.people.queries import list_people
from hiringkit.people.serializers import PersonSerializer


class PersonViewSet(PulledListMixin, TaggedRetrieveMixin, GenericViewSet[Any]):
    """Whoever signs in or is named."""

    endpoint = Endpoint(scope="people", thing="person", things="people", tagged=True)
    serializer_class = PersonSerializer
    filterset_class = PersonFilter
    queryset = Person.objects.none()

    def get_queryset(self) -> QuerySet[Person]:
        return list_people(principal=principal_of(self.request), include_deleted=wants_deleted(self.request))
