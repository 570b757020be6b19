"""What a JSON body may be, by the machine code of each refusal."""

import json
import time
from typing import Any

import pytest
from django.test import override_settings
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from hiringkit.api.parsers import MAX_DEPTH, StrictJSONParser


class EchoView(APIView):
    """Gives back what the parser made of the body."""

    authentication_classes = ()
    permission_classes = ()
    parser_classes = (StrictJSONParser,)

    def post(self, request: Request) -> Response:
        return Response(request.data)


def post(body: bytes, content_type: str = "application/json") -> tuple[int, Any]:
    request = APIRequestFactory().generic("POST", "/echo", body, content_type)  # type: ignore[arg-type]  # bytes are fine
    response = EchoView.as_view()(request)
    return response.status_code, response.data


def refusal(body: bytes, content_type: str = "application/json") -> tuple[int, str]:
    status, problem = post(body, content_type)
    return status, problem["code"]


def test_an_object_is_read_as_it_is() -> None:
    body = {"text": "Zoë \U0001f600", "number": 1.5, "big": 10**30, "null": None, "list": [True, {"a": "1" * 5000}]}
    assert post(json.dumps(body).encode()) == (200, body)


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"nonsense",
        b'{"a": 1,}',
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"a": 1e999}',
        b'{"a": %s}' % (b"9" * 5_000),
        b'{"a": 1, "a": 2}',
        b'{"a": "\xff"}',
        b'{"a": "\xed\xa0\x80"}',
        b"\xef\xbb\xbf{}",
        b"[]",
        b'"text"',
        b"null",
    ],
)
def test_what_is_not_one_plain_json_object_is_unparseable(body: bytes) -> None:
    assert refusal(body) == (400, "unparseable")


@pytest.mark.parametrize("body", [b'{"a": ' * 5_000 + b"1" + b"}" * 5_000, b"[" * 100_000])
def test_deep_nesting_is_refused_before_it_is_parsed(body: bytes) -> None:
    assert refusal(body) == (400, "too_deep")


def test_the_deepest_body_that_is_taken() -> None:
    assert post(b'{"a":' * MAX_DEPTH + b"1" + b"}" * MAX_DEPTH)[0] == 200


def test_brackets_inside_texts_do_not_count_as_nesting() -> None:
    assert post(rb'{"a": "\"' + b"[" * 100 + b'"}')[0] == 200


@pytest.mark.parametrize("text", [rb"\"", b'"', rb"\\", b"["])
def test_a_full_body_of_one_repeated_text_takes_no_time(text: bytes) -> None:
    body = b'{"a": "' + text * (1_900_000 // len(text))
    started = time.perf_counter()
    assert refusal(body)[0] == 400
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        (rb'{"a": "x\u0000"}', "/a"),
        (rb'{"a": "\ud800"}', "/a"),
        (rb'{"a": [{"b/c": "\udfff"}]}', "/a/0/b~1c"),
        (rb'{"a": {"\u0000": 1}}', "/a"),
    ],
)
def test_text_that_cannot_be_stored_is_named_with_its_place(body: bytes, pointer: str) -> None:
    status, problem = post(body)
    assert (status, problem["code"]) == (422, "invalid")
    assert [(fault["code"], fault["pointer"]) for fault in problem["errors"]] == [("invalid_text", pointer)]


def test_a_whole_surrogate_pair_is_one_character() -> None:
    assert post(rb'{"a": "\ud83d\ude00"}') == (200, {"a": "\U0001f600"})


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/xml", "application/x-www-form-urlencoded", "application/json; charset=utf-16",
     "application/json; charset=bogus"],
)  # fmt: skip
def test_other_types_and_charsets_are_unsupported(content_type: str) -> None:
    assert refusal(b"{}", content_type) == (415, "unsupported_media_type")


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=100)
def test_a_body_over_the_limit_is_too_large() -> None:
    largest = b'{"a": "%s"}' % (b"x" * 91)
    assert post(largest)[0] == 200
    assert refusal(largest + b" ") == (413, "too_large")
