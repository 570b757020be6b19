"""The committed OpenAPI document: what is generated, with names that read well in a generated client."""

import re
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
import yaml
from django.core.management import call_command

from hiringkit.api.docs import SCHEMA_FILE

METHODS = ("get", "post", "put", "patch", "delete")


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(SCHEMA_FILE.read_text())
    return document


def operations(schema: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            if method in METHODS:
                yield path, method, operation


def test_the_committed_document_is_what_the_code_gives() -> None:
    """Generating it warns of nothing either: a warning would be an exit code."""
    output = StringIO()
    call_command("spectacular", "--fail-on-warn", "--validate", stdout=output)
    assert output.getvalue() == SCHEMA_FILE.read_text()


def test_operations_read_well_as_method_names(schema: dict[str, Any]) -> None:
    ids = [operation["operationId"] for _, _, operation in operations(schema)]
    assert len(ids) == len(set(ids))
    verbs = "list|get|create|update|delete|assemble|publish|archive|submit|export|import|amend|excuse|lift|record"
    assert [name for name in ids if not re.fullmatch(rf"({verbs})(_[a-z]+)+", name)] == []


def test_every_operation_tells_its_problems(schema: dict[str, Any]) -> None:
    for path, method, operation in operations(schema):
        problems = {status for status in operation["responses"] if status >= "400"}
        assert {"400", "401", "403"} <= problems, (path, method)
        assert ("404" in problems) == ("{" in path), (path, method)
        for status in problems:
            content = operation["responses"][status]["content"]
            assert content["application/problem+json"]["schema"] == {"$ref": "#/components/schemas/Problem"}


def test_versions_are_asked_for_where_they_are_required(schema: dict[str, Any]) -> None:
    required = {
        operation["operationId"]
        for _, _, operation in operations(schema)
        for parameter in operation.get("parameters", [])
        if parameter["name"] == "If-Match" and parameter.get("required")
    }
    assert required == {"update_plan", "update_scorecard"}


def test_each_enum_has_a_chosen_name_and_text_members_only(schema: dict[str, Any]) -> None:
    enums = {name: row["enum"] for name, row in schema["components"]["schemas"].items() if "enum" in row}
    assert [name for name in enums if not re.fullmatch(r"[A-Z][A-Za-z]+Enum", name)] == []
    assert {type(member) for members in enums.values() for member in members} == {str}
    assert {"yes", "no"} <= set(enums["RecommendationEnum"])
