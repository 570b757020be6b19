"""The shape of an exposure: counts and times, and of nobody."""

from rest_framework import serializers

from hiringkit.api.serializers import ReadSerializer
from interviews.exposure.queries import QuestionExposure


class QuestionRefSerializer(ReadSerializer):
    """A question as it is named inside other things; `version` is the current one."""

    id = serializers.UUIDField()
    slug = serializers.SlugField()
    version = serializers.IntegerField()


class QuestionExposureSerializer(serializers.Serializer[QuestionExposure]):
    """Over all versions of the question and all applications but those on which the caller is blind."""

    question = QuestionRefSerializer()
    times_asked = serializers.IntegerField(help_text="Interviews with a submitted scorecard in which it was asked.")
    n_candidates = serializers.IntegerField()
    last_asked_at = serializers.DateTimeField(allow_null=True)
    n_plans = serializers.IntegerField(help_text="Versions of plans that hold it, drafts included.")
