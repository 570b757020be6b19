"""The kit as callers read it."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from hiringkit.api.links import page_url
from hiringkit.api.serializers import ReadSerializer
from hiringkit.people.serializers import PersonRefSerializer
from interviews.kits.kit import Kit, KitScorecard
from interviews.plans.serializers import PlanAlternateSerializer, PlanProfileSerializer, PlanQuestionSerializer
from interviews.vocabulary import InterviewStatus, ScorecardStatus
from roles.serializers import AnchorSerializer, ScaleRuleField
from roles.vocabulary import Strength


class KitPageSerializer(ReadSerializer):
    """A page of a guide; its body is Markdown."""

    title = serializers.CharField()
    body = serializers.CharField()


class KitGuideSerializer(ReadSerializer):
    pages = KitPageSerializer(many=True, source="*")


class KitInterviewSerializer(ReadSerializer):
    id = serializers.UUIDField()
    scheduled_at = serializers.DateTimeField(allow_null=True)
    status = serializers.ChoiceField(choices=InterviewStatus.choices)


class KitApplicationSerializer(ReadSerializer):
    id = serializers.UUIDField()


class KitCandidateSerializer(ReadSerializer):
    """The candidate, and what interviewers do to make the talk fairer."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    adjustments = serializers.CharField(allow_null=True)


class KitJobSerializer(ReadSerializer):
    id = serializers.UUIDField()
    title = serializers.CharField()


class KitRoleSerializer(ReadSerializer):
    slug = serializers.SlugField()
    title = serializers.CharField()


class KitRoundSerializer(ReadSerializer):
    id = serializers.UUIDField()
    title = serializers.CharField()
    minutes = serializers.IntegerField()


class KitTimePlanSerializer(ReadSerializer):
    """How the round's minutes are meant to go, counted from its beginning; when each item is due it says itself."""

    opening_minutes = serializers.IntegerField()
    closing_starts_at_minute = serializers.IntegerField(source="closing_starts_at")
    closing_minutes = serializers.IntegerField()


class KitSeatSerializer(ReadSerializer):
    """Somebody on the panel; `here` is the caller."""

    person = PersonRefSerializer()
    here = serializers.BooleanField()


class KitShowsSerializer(ReadSerializer):
    """A competency that the question shows, by its slug."""

    slug = serializers.SlugField()
    strength = serializers.ChoiceField(choices=Strength.choices)


class KitItemSerializer(ReadSerializer):
    """A question in its place in the round."""

    id = serializers.UUIDField(source="item.id")
    position = serializers.IntegerField(source="item.position")
    starts_at_minute = serializers.IntegerField()
    minutes = serializers.IntegerField(source="item.minutes")
    competencies = KitShowsSerializer(many=True, source="item.shows", help_text="What to listen for.")
    question = PlanQuestionSerializer(source="item")
    alternates = PlanAlternateSerializer(
        many=True,
        source="item.alternates",
        help_text="To ask instead where the candidate has no such occasion or knows the question.",
    )


class KitCompetencySerializer(PlanProfileSerializer):
    """A competency that the round scores, with its anchors."""

    anchors = AnchorSerializer(many=True)


class KitAreaSerializer(ReadSerializer):
    """Competencies of one area."""

    area = serializers.SlugField(source="slug")
    name = serializers.CharField()
    competencies = KitCompetencySerializer(many=True)


class KitSheetSerializer(ReadSerializer):
    """That the candidate may read something for an item; its text stands with the item, and in the file of sheets."""

    item = serializers.UUIDField()
    title = serializers.CharField()


class KitScorecardSerializer(ReadSerializer):
    """The caller's own scorecard by its address; without an `id` there is none yet, and POST to `href` makes it."""

    id = serializers.UUIDField(allow_null=True)
    status = serializers.ChoiceField(choices=ScorecardStatus.choices, allow_null=True)
    href = serializers.SerializerMethodField()

    @extend_schema_field(serializers.URLField())
    def get_href(self, scorecard: KitScorecard) -> str:
        made = scorecard.id is not None
        return page_url(self.context["request"], "scorecard" if made else "scorecards", scorecard.id)


class KitSerializer(ReadSerializer):
    """All an interviewer needs for one round, and nothing more."""

    interview = serializers.SerializerMethodField()
    application = KitApplicationSerializer()
    candidate = KitCandidateSerializer()
    job = KitJobSerializer()
    role = KitRoleSerializer()
    round = KitRoundSerializer()
    time_plan = KitTimePlanSerializer()
    opening = KitPageSerializer(many=True)
    closing = KitPageSerializer(many=True)
    guide = KitGuideSerializer()
    panel = KitSeatSerializer(many=True)
    items = KitItemSerializer(many=True)
    areas = KitAreaSerializer(many=True)
    scale_rule = ScaleRuleField()
    sheets = KitSheetSerializer(many=True)
    scorecard = KitScorecardSerializer(allow_null=True)

    @extend_schema_field(KitInterviewSerializer)
    def get_interview(self, kit: Kit) -> dict[str, Any]:
        told = {"id": kit.interview.pk, "scheduled_at": kit.scheduled_at, "status": kit.status}
        return dict(KitInterviewSerializer(told).data)
