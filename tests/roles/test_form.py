"""What surrounds a question, and the rules of form that it keeps at every door."""

from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command

from hiringkit.people.vocabulary import GroupName
from interviews.models import PlanItem
from roles.documents.form import form_faults
from roles.library.export import export_library
from roles.library.files import LibraryInvalid, read_files
from roles.library.render import render
from roles.models import Question, Role
from tests.api_client import APIClient, Client
from tests.people.factories import key_client, member, session
from tests.roles.test_admin_writes import change, form_of, send
from tests.roles.test_import import AREA, Files, post, shipped

pytestmark = pytest.mark.django_db
SURROUNDINGS: dict[str, Any] = {
    "brief": ["You play the owner of the data.", "Asked for the dates: they are local times."],
    "sheet": "| day | sales |\n|---|---|\n| 1 | 12 |\n\n```sql\nSELECT 1 < 2;\n```\n\n<svg><circle r='3'/></svg>\n",
    "reference": "The mean is 12.\nFrom 11 to 13 counts.\n",
    "answers": {2: "Looks at means.", 3: "Looks at shapes.", 4: "Looks for causes.", 5: "Says what it costs."},
    "central_to": ["data-scientist"],
}


def area() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(shipped()[AREA])
    return document


def named(document: dict[str, Any], slug: str) -> Any:
    return next(row for row in document["questions"] if row["slug"] == slug)


def with_changes(**changes: dict[str, Any]) -> Files:
    """The area's file with members of questions (by slug, `_` for `-`) set."""
    document = area()
    for slug, values in changes.items():
        named(document, slug.replace("_", "-")).update(values)
    return {AREA: render(document).encode()}


@pytest.fixture
def editor(library: None) -> APIClient:
    return session(member(GroupName.LIBRARY_EDITOR, email="editor@example.com"))


def equal_pair() -> dict[str, dict[str, Any]]:
    """Two questions of the file made of equal worth, and one that goes never with the first."""
    first, twin = area()["questions"][:2]
    same = {key: first[key] for key in ("competencies", "kind", "difficulty", "minutes")}
    return {first["slug"]: {"alternates": [twin["slug"]]}, twin["slug"]: same}


def test_surroundings_go_in_and_come_out_byte_for_byte(editor: APIClient) -> None:
    third = area()["questions"][2]["slug"]
    changes = equal_pair()
    first = next(iter(changes))
    before = named(area(), first)["version"]
    changes[first] |= SURROUNDINGS | {"never_with": [third], "central_to": [named(area(), first)["roles"][0]]}
    changes[third] = {"never_with": [first]}
    files = with_changes(**changes)
    assert b"  sheet: |\n    | day | sales |\n" in files[AREA]
    assert post(editor, files).status_code == 200, post(editor, files).content
    assert export_library()[AREA].encode() != files[AREA]  # versions rise where an active question asks otherwise
    again = {AREA: export_library()[AREA].encode()}
    assert post(editor, again).json()["changes"] == []
    question = Question.objects.get(slug=first)
    shown = editor.get(f"/api/v1/questions/{question.pk}").json()
    assert shown["sheet"] == SURROUNDINGS["sheet"]
    assert shown["answers"][0] == {"level": 2, "text": "Looks at means."}
    assert (shown["never_with"], shown["version"]) == ([third], before + 1)
    assert [row.slug for row in Question.objects.get(slug=third).never_with.all()] == [first]


def test_surroundings_and_alternates_are_frozen_into_plans(editor: APIClient) -> None:
    changes = equal_pair()
    first, twin = changes
    role = named(area(), first)["roles"][0]
    changes[first] |= SURROUNDINGS | {"central_to": [role]}
    changes[twin] |= {"brief": ["Of the twin."]}
    assert post(editor, with_changes(**changes)).status_code == 200
    body = {"role": role, "rounds": [{"title": "Only", "minutes": 60}], "options": {"include": [first]}}
    plan = key_client("all").post("/api/v1/plans/assemble", body).json()
    Question.objects.filter(slug=first).update(sheet="Changed since")
    plan = editor.get(f"/api/v1/plans/{plan['id']}").json()
    (item,) = (item for round in plan["rounds"] for item in round["items"] if item["question"]["slug"] == first)
    assert (item["question"]["brief"], item["question"]["sheet"]) == (SURROUNDINGS["brief"], SURROUNDINGS["sheet"])
    assert [(row["slug"], row["brief"]) for row in item["alternates"]] == [(twin, ["Of the twin."])]
    assert PlanItem.objects.get(pk=item["id"]).answers[3] == {"level": 5, "text": "Says what it costs."}


WRONG: dict[str, tuple[dict[str, Any], str, str]] = {
    "itself never": ({"never_with": ["@"]}, "names_itself", "never_with/0"),
    "itself as an alternate": ({"alternates": ["@"]}, "names_itself", "alternates/0"),
    "one-sided": ({"never_with": ["@third"]}, "never_with_one_sided", "never_with/0"),
    "not equal": ({"alternates": ["@third"], "minutes": 30}, "alternate_unequal", "alternates/0"),
    "central elsewhere": ({"central_to": ["deep-learning-engineer"]}, "central_role_not_suited", "central_to/0"),
    "a script": ({"sheet": "Read <script>alert(1)</script>"}, "sheet_not_plain", "sheet"),
    "a handler": ({"sheet": "<svg onload='x()'></svg>"}, "sheet_not_plain", "sheet"),
    "an address that runs": ({"sheet": "[here](javascript:x)"}, "sheet_not_plain", "sheet"),
    "another page": ({"sheet": "<svg><use href='http://example.com/x'/></svg>"}, "sheet_not_plain", "sheet"),
    "a frame": ({"sheet": "<iframe src='#'></iframe>"}, "sheet_not_plain", "sheet"),
    "no such question": ({"never_with": ["no-such-question"]}, "unknown_question", "never_with/0"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_a_file_is_refused_at_the_place(editor: APIClient, case: str, tmp_path: Any) -> None:
    values, code, place = WRONG[case]
    questions = area()["questions"]
    first, third = questions[0]["slug"], questions[2]["slug"]
    put = {"@": first, "@third": third}
    values = {
        name: [put.get(each, each) for each in value] if isinstance(value, list) else value
        for name, value in values.items()
    }
    files = with_changes(**{first: values})
    response = post(editor, files)
    assert response.status_code == 422
    told = [
        (fault["code"], fault["place"].partition("questions/")[2].partition("/")[2])
        for fault in response.json()["faults"]
    ]
    assert told == [(code, place)]
    (tmp_path / "area.yaml").write_bytes(files[AREA])
    with pytest.raises(CommandError, match=code):
        call_command("import_library", tmp_path)


@pytest.mark.parametrize("level", ["1", "6", "x"])
def test_answers_are_of_levels_two_to_five(level: str) -> None:
    document = area()
    document["questions"][0]["answers"] = {level: "Says something."}
    with pytest.raises(LibraryInvalid) as caught:
        read_files(contents={AREA: yaml.safe_dump(document).encode()})
    assert "schema" in [fault.code for fault in caught.value.faults]


@pytest.mark.parametrize(
    "sheet",
    [
        "a < b and b > c",
        "```html\n<script>\n```",
        "~~~\n<script>\n~~~~",
        "    <script>indented, so code</script>",
        "Use `<div>` here, and ``<b>`</b>`` there",
        "<script",
        "<svg/onload=alert(1)>",  # no tag to the parser: shown as it stands
        "<svg viewBox='0 0 1 1'><path d='M0 0'/></svg>",
    ],
)
def test_what_a_sheet_may_hold(sheet: str) -> None:
    question = named(area(), area()["questions"][0]["slug"]) | {"sheet": sheet}
    assert list(form_faults(question, {})) == []


@pytest.mark.parametrize(
    "sheet",
    [
        "\\`<script>alert(1)</script>\\`",  # escaped backticks make no code
        "`` `<script>alert(1)</script>",
        "```\n```\n<script>alert(1)</script>\n```\n```",
        "``` a`b\n<script>alert(1)</script>\n```",  # no fence: its first line has a backtick
        "- ~~~\n<script>alert(1)</script>",  # the list ends the fence
        "a\n    <script>alert(1)</script>",  # no code: it goes on with the paragraph
        "<!--><script>alert(1)</script>-->",
        "<svg><a xlink:href='x'>y</a></svg>",
        "<!DOCTYPE html>",
        "<?php x ?>",
        "[x]: javascript:alert(1)\n\n[x]",
        "![x](data:text/html;base64,eA==)",
        "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
    ],
)
def test_what_a_sheet_may_not_hold(sheet: str) -> None:
    """However it is dressed up as code: the parser that shows it says what is code."""
    question = named(area(), area()["questions"][0]["slug"]) | {"sheet": sheet}
    assert [fault.code for fault in form_faults(question, {})] == ["sheet_not_plain"]


def test_a_part_that_leaves_others_unequal_is_refused(editor: APIClient) -> None:
    """Of two that are alternates and enemies, one comes alone and says otherwise."""
    changes = equal_pair()
    first, twin = changes
    changes[first]["never_with"], changes[twin]["never_with"] = [twin], [first]
    assert post(editor, with_changes(**changes)).status_code == 200
    part = yaml.safe_load(export_library()[AREA])
    alone = named(part, twin)
    alone.update(minutes=alone["minutes"] + 10)
    del alone["never_with"]
    part.update(competencies=[], questions=[alone])
    response = post(editor, {AREA: yaml.safe_dump(part).encode()})
    assert {fault["code"] for fault in response.json()["faults"]} == {"never_with_one_sided", "alternate_unequal"}


# In the admin


@pytest.fixture
def page(library: None) -> Client:
    client = Client()
    client.force_login(member(GroupName.LIBRARY_EDITOR))
    return client


def test_the_admin_takes_surroundings(page: Client) -> None:
    question = Question.objects.get(slug=area()["questions"][0]["slug"])
    other = Question.objects.exclude(pk=question.pk).earliest("slug")
    form = form_of(page, change(question)) | {
        "brief": "You play the owner.\nThe dates are local.",
        "sheet": "| a |\r\n|---|\r\n| 1 |",
        "reference": "From 11 to 13.",
        "answers": "3: Looks at shapes.\n2: Looks at means.",
        "never_with": [other.pk],
    }
    assert send(page, change(question), form) == ""
    question.refresh_from_db()
    assert (question.sheet, question.reference) == ("| a |\n|---|\n| 1 |\n", "From 11 to 13.")
    assert question.answers[0] == {"level": 2, "text": "Looks at means."}
    assert list(other.never_with.all()) == [question]
    assert send(page, change(question), form_of(page, change(question))) == ""
    assert Question.objects.get(pk=question.pk).version == question.version


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"sheet": "<script>x</script>"}, "a sheet is Markdown with SVG"),
        ({"answers": "1: Fails."}, "answers are of levels 2 to 5"),
        ({"answers": "three: Looks."}, "Line 1 is not a level"),
        ({"alternates": "other"}, "is not of equal worth"),
        ({"never_with": "self"}, "not itself"),
        ({"central_to": "unsuited"}, "does not suit it"),
    ],
)
def test_the_admin_refuses_it_in_the_form(page: Client, values: dict[str, str], told: str) -> None:
    question = Question.objects.get(slug=area()["questions"][0]["slug"])
    other = Question.objects.exclude(kind=question.kind).earliest("slug")
    unsuited = Role.objects.exclude(questions=question).earliest("slug")
    put: dict[str, Any] = {"other": [other.pk], "self": [question.pk], "unsuited": [unsuited.pk]}
    form = form_of(page, change(question)) | {name: put.get(value, value) for name, value in values.items()}
    assert told in send(page, change(question), form)
