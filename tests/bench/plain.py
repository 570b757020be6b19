"""The same two jobs the way a first version is written: nested ModelSerializers over generic views, nothing prefetched.

Authentication, permissions and errors are the product's own, so that only the data path differs.
"""

from statistics import fmean
from typing import Any

from django.urls import path
from rest_framework import generics, serializers

from hiringkit.api.endpoint import REACH_DECIDES, Endpoint
from hiringkit.urls import urlpatterns as product
from interviews.models import Application, CompetencyScore, Interview, PlanCompetency, Scorecard
from roles.models import Competency


class PlainCompetency(serializers.ModelSerializer[Competency]):
    class Meta:
        model = Competency
        fields = ["slug", "name", "area"]


class PlainScore(serializers.ModelSerializer[CompetencyScore]):
    competency = PlainCompetency()

    class Meta:
        model = CompetencyScore
        fields = ["competency", "state", "level", "evidence", "reason"]


class PlainScorecard(serializers.ModelSerializer[Scorecard]):
    scores = PlainScore(many=True)
    interviewer_name = serializers.CharField(source="interviewer.name")

    class Meta:
        model = Scorecard
        fields = ["id", "interviewer", "interviewer_name", "overall_recommendation", "informed", "scores"]


class PlainInterview(serializers.ModelSerializer[Interview]):
    scorecards = PlainScorecard(many=True)
    round_title = serializers.CharField(source="round.title")

    class Meta:
        model = Interview
        fields = ["id", "round", "round_title", "panelists", "scorecards"]


class PlainSummary(serializers.ModelSerializer[Application]):
    candidate_name = serializers.CharField(source="candidate.name")
    interviews = PlainInterview(many=True)
    competencies = serializers.SerializerMethodField()

    class Meta:
        model = Application
        fields = ["id", "candidate_name", "job", "plan", "status", "interviews", "competencies"]

    def get_competencies(self, application: Application) -> list[dict[str, Any]]:
        found = []
        for row in PlanCompetency.objects.filter(plan=application.plan):
            levels = [
                score.level
                for score in CompetencyScore.objects.filter(
                    scorecard__application=application, scorecard__status="submitted", competency=row.competency
                )
                if score.level is not None
            ]
            found.append({"competency": row.competency.slug, "mean": fmean(levels) if levels else None})
        return found


class PlainScoreWrite(serializers.ModelSerializer[CompetencyScore]):
    competency = serializers.SlugRelatedField(slug_field="slug", queryset=Competency.objects.all())

    class Meta:
        model = CompetencyScore
        fields = ["competency", "state", "level", "evidence"]


class PlainScorecardWrite(serializers.ModelSerializer[Scorecard]):
    scores = PlainScoreWrite(many=True)
    interviewer = serializers.CharField()

    class Meta:
        model = Scorecard
        fields = ["id", "interview", "interviewer", "overall_recommendation", "scores"]

    def create(self, validated_data: dict[str, Any]) -> Scorecard:
        from django.utils import timezone

        from hiringkit.people.models import Person

        scores = validated_data.pop("scores")
        person = Person.objects.get(email=validated_data.pop("interviewer"))
        card = Scorecard.objects.create(
            **validated_data, interviewer=person, application=validated_data["interview"].application
        )
        for score in scores:
            CompetencyScore.objects.create(scorecard=card, **score)
        card.status, card.submitted_at = "submitted", timezone.now()
        card.save()
        return card


class PlainSummaryView(generics.RetrieveAPIView[Any]):
    action = "retrieve"
    endpoint = Endpoint(scope="summaries", thing="plain_summary")
    queryset = Application.objects.all()
    serializer_class = PlainSummary


class PlainScorecardView(generics.CreateAPIView[Any]):
    action = "create"
    endpoint = Endpoint(scope="scorecards", thing="plain_scorecard", write_groups=REACH_DECIDES)
    queryset = Scorecard.objects.all()
    serializer_class = PlainScorecardWrite


urlpatterns = [
    path("api/v1/applications/<uuid:pk>/summary", PlainSummaryView.as_view()),
    path("api/v1/scorecards", PlainScorecardView.as_view()),
    *product,
]
