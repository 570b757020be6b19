"""`/question-exposures` and `/questions/{id}/exposure`."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from hiringkit.api.endpoint import Endpoint
from hiringkit.api.etags import tagged_response
from hiringkit.api.filters import refuse_parameters
from hiringkit.api.pagination import PlainKeysetPagination
from hiringkit.people.authentication import principal_of
from interviews.exposure.filters import ExposureFilter
from interviews.exposure.queries import EXPOSURE_GROUPS, count_exposures
from interviews.exposure.serializers import QuestionExposureSerializer
from roles.models import Question


class QuestionExposureViewSet(GenericViewSet[Any]):
    """How often questions were asked: the often asked are known by now, the never asked may be retired."""

    endpoint = Endpoint(
        scope="library",
        thing="question_exposure",
        things="question_exposures",
        action_groups={"list": EXPOSURE_GROUPS, "retrieve": EXPOSURE_GROUPS},
        tagged=True,
        keyset=("slug", "pk"),
    )
    serializer_class = QuestionExposureSerializer
    filterset_class = ExposureFilter
    pagination_class = PlainKeysetPagination
    queryset = Question.objects.none()

    def get_queryset(self) -> QuerySet[Question]:
        return Question.objects.only("id", "slug", "version")

    def list(self, request: Request, *args: object, **kwargs: object) -> Response:
        """Every question with how often, to how many candidates and when last it was asked."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        exposures = count_exposures(principal=principal_of(request), questions=page)
        return self.get_paginated_response(self.get_serializer(exposures, many=True).data)

    def retrieve(self, request: Request, *args: object, **kwargs: object) -> Response:
        """How often, to how many candidates and when last the question was asked, as far as scorecards tell."""
        refuse_parameters(request)
        (exposure,) = count_exposures(principal=principal_of(request), questions=[self.get_object()])
        return tagged_response(request, self.get_serializer(exposure).data)
