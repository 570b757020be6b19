"""The committed schema says what the code does, in names that read well in a generated client."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command

from hiringkit.api.docs import SCHEMA_FILE

METHODS = ("get", "put", "post", "patch", "delete")
VERBS = (
    "list|get|create|update|delete|assemble|publish|archive|submit|export|import|compare|amend|excuse|lift|record"
    "|activate|retire|overrule|make"
)


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(SCHEMA_FILE.read_text())
    return loaded


def operations(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in schema["paths"].items():
        for method in METHODS:
            if method in item:
                yield f"{method.upper()} {path}", item[method]


def find_enums(node: Any) -> Iterator[list[Any]]:
    if isinstance(node, dict):
        if isinstance(node.get("enum"), list):
            yield node["enum"]
        for inner in node.values():
            yield from find_enums(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from find_enums(inner)


def test_the_committed_file_is_what_the_code_generates(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Generating it warns of nothing either: a warning would be an exit code."""
    generated = tmp_path / "openapi.yaml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(generated))
    assert generated.read_text() == SCHEMA_FILE.read_text(), "run make schema, and read the difference"
    assert capsys.readouterr().err == ""


def test_operation_ids_are_unique_method_names(schema: dict[str, Any]) -> None:
    ids = [operation["operationId"] for _, operation in operations(schema)]
    assert sorted(ids) == sorted(set(ids))
    assert [name for name in ids if not re.fullmatch(rf"({VERBS})(_[a-z]+)+", name)] == []
    assert {"list_people", "get_person", "list_roles", "assemble_plan", "create_scorecard", "get_summary"} <= set(ids)


def test_each_operation_says_how_it_refuses(schema: dict[str, Any]) -> None:
    for name, operation in operations(schema):
        refusals = {status: response for status, response in operation["responses"].items() if status >= "400"}
        assert {"400", "401", "403", "503"} <= set(refusals), name
        assert ("404" in refusals) == ("{" in name), name
        for status, response in refusals.items():
            if "$ref" in response:
                response = schema["components"]["responses"][response["$ref"].rpartition("/")[2]]
            content = response["content"]
            assert list(content) == ["application/problem+json"], (name, status)
            assert content["application/problem+json"]["schema"]["$ref"].endswith("Problem"), (name, status)
            assert "X-Request-ID" in response["headers"], (name, status)


def test_each_operation_takes_a_key_or_a_session(schema: dict[str, Any]) -> None:
    assert set(schema["components"]["securitySchemes"]) == {"apiKey", "session"}
    for name, operation in operations(schema):
        assert operation["security"] == [{"apiKey": []}, {"session": []}], name


def test_versions_are_asked_for_where_they_are_required(schema: dict[str, Any]) -> None:
    required = {
        operation["operationId"]
        for _, operation in operations(schema)
        for parameter in operation.get("parameters", [])
        if parameter["name"] == "If-Match" and parameter.get("required")
    }
    assert required == {"update_plan", "update_scorecard"}


def test_each_list_has_the_shape_and_the_bounds_of_a_page(schema: dict[str, Any]) -> None:
    lists = [(name, found) for name, found in operations(schema) if found["operationId"].startswith("list_")]
    assert len(lists) >= 10
    for name, operation in lists:
        sizes = [each["schema"] for each in operation["parameters"] if each["name"] == "page_size"]
        assert sizes == [{"type": "integer", "minimum": 1, "maximum": 500, "default": 50}], name
        ref = operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
        page = schema["components"]["schemas"][ref.rpartition("/")[2]]
        beside = {"list_owed_scorecards": ["n_hidden"]}.get(operation["operationId"], [])
        assert page["required"] == ["next", "previous", "results", *beside], name


def test_each_member_of_an_enum_is_a_text(schema: dict[str, Any]) -> None:
    enums = list(find_enums(schema))
    assert ["yes", "no"] in [sorted(set(enum) & {"yes", "no"}, reverse=True) for enum in enums]
    assert [member for enum in enums for member in enum if not isinstance(member, str)] == []


def test_each_enum_of_a_body_has_a_chosen_name(schema: dict[str, Any]) -> None:
    named = {name for name, found in schema["components"]["schemas"].items() if "enum" in found}
    assert [name for name in named if not re.fullmatch(r"([A-Z][a-z]+)+Enum", name)] == []
    unnamed = [
        (name, field)
        for name, found in schema["components"]["schemas"].items()
        for field, shape in found.get("properties", {}).items()
        if "enum" in shape or "enum" in shape.get("items", {})
    ]
    assert unnamed == []
