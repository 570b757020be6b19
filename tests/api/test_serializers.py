"""Write shapes: every fault at once, each at its place."""

from typing import Any

import pytest
from rest_framework import serializers
from rest_framework.test import APIRequestFactory

from hiringkit.api.handlers import problem_handler
from hiringkit.api.serializers import StrictSerializer


class ScoreSerializer(StrictSerializer):
    level = serializers.IntegerField(min_value=1, max_value=5)
    state = serializers.ChoiceField(choices=["rated", "not_assessed"])


class CardSerializer(StrictSerializer):
    title = serializers.CharField(max_length=5)
    scores = ScoreSerializer(many=True)
    tags = serializers.ListField(child=serializers.CharField(), required=False)


def faults(body: Any) -> list[tuple[str, str]]:
    """Code and pointer of each fault, as the caller gets them."""
    with pytest.raises(serializers.ValidationError) as raised:
        CardSerializer(data=body).is_valid(raise_exception=True)
    response = problem_handler(raised.value, {"request": APIRequestFactory().post("/cards")})
    assert (response.status_code, response.data["code"]) == (422, "invalid")
    return [(fault["code"], fault["pointer"]) for fault in response.data["errors"]]


def test_a_good_body_is_taken() -> None:
    body = {"title": "Ok", "scores": [{"level": 3, "state": "rated"}]}
    serializer = CardSerializer(data=body)
    assert serializer.is_valid()
    assert serializer.validated_data == body


def test_every_fault_is_listed_with_its_code_and_place() -> None:
    body = {
        "title": "Too long",
        "scores": [{"level": 3, "state": "rated"}, {"level": 9, "state": "great", "extra": 1}, {}],
        "tags": ["fine", ""],
        "a/b~c": 1,
    }
    assert faults(body) == [
        ("max_length", "/title"),
        ("max_value", "/scores/1/level"),
        ("invalid_choice", "/scores/1/state"),
        ("unknown_field", "/scores/1/extra"),
        ("required", "/scores/2/level"),
        ("required", "/scores/2/state"),
        ("blank", "/tags/1"),
        ("unknown_field", "/a~1b~0c"),
    ]


def test_unknown_fields_alone_are_faults_too() -> None:
    assert faults({"title": "Ok", "scores": [], "z": 1, "y": None}) == [
        ("unknown_field", "/y"),
        ("unknown_field", "/z"),
    ]


def test_null_and_wrong_types() -> None:
    assert faults({"title": None, "scores": {"level": 1}}) == [("null", "/title"), ("not_a_list", "/scores")]
    assert faults({"title": "Ok", "scores": ["text"]}) == [("invalid", "/scores/0")]
