"""Library editors write through the API: the same rules and the same rows as by the admin and by files."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hiringkit.people.models import Person
from hiringkit.people.vocabulary import GroupName
from roles.models import Competency, CompetencyArea, Question, Role
from tests.api_client import APIClient
from tests.people.factories import key_client, member, session

API = "/api/v1"
QUESTION = {
    "text": "A dashboard's figure doubled overnight. What do you do first?",
    "kind": "situational",
    "difficulty": 2,
    "minutes": 10,
    "competencies": [{"slug": "exploratory-data-analysis", "strength": "primary"}],
    "roles": ["data-analyst"],
}


@pytest.fixture
def edith(library: None) -> APIClient:
    return session(member(GroupName.LIBRARY_EDITOR, email="edith@example.com"))


def told(answer: Any) -> tuple[int, set[tuple[str, str]]]:
    body = answer.json() if answer.content else {}
    return answer.status_code, {(fault["code"], fault["pointer"]) for fault in body.get("errors", ())}


def test_a_question_is_written_changed_and_taken_into_use(edith: APIClient) -> None:
    made = edith.post(f"{API}/questions", QUESTION)
    assert made.status_code == 201
    shown = made.json()
    assert (shown["slug"], shown["status"], shown["version"]) == (
        "dashboards-figure-doubled-overnight-first",
        "draft",
        1,
    )
    assert shown["source"] == {"kind": "own", "file": None, "place": None}
    assert {row["code"] for row in shown["findings"]} >= {"missing_red_flags"}  # what it lacks for activation
    assert made["Location"].endswith(f"/questions/{shown['id']}")
    again = edith.post(f"{API}/questions", QUESTION).json()
    assert again["slug"] == "dashboards-figure-doubled-overnight-first-2"
    address = f"{API}/questions/{shown['id']}"
    lists = {
        "probes": ["Which figure would you look at before any other?", "Whom would you ask?"],
        "strong_answer": [
            "Asks what changed in the pipeline that night.",
            "Compares the figure with another that should move with it.",
            "Says whom to tell before the cause is known.",
        ],
        "red_flags": ["Explains the figure before checking that it is right.", "Waits for a second day."],
        "answers": [{"level": level, "text": f"What level {level} sounds like."} for level in (2, 3, 4, 5)],
    }
    changed = edith.patch(address, lists, headers={"If-Match": made["ETag"]})
    assert changed.status_code == 200
    assert changed.json()["answers"] == lists["answers"]
    assert told(edith.patch(address, {"minutes": 5}, headers={"If-Match": made["ETag"]}))[0] == 412
    assert told(edith.post(f"{address}/activate")) == (200, set())
    asked_otherwise = edith.patch(address, {"text": "A figure doubled. What now?"})
    assert (asked_otherwise.json()["version"], asked_otherwise.json()["status"]) == (2, "active")
    assert edith.patch(address, {"tags": ["dashboards"]}).json()["version"] == 2  # nobody is asked a tag


def test_an_active_question_is_not_made_into_what_nobody_may_ask(edith: APIClient) -> None:
    question = Question.objects.filter(status="active")[0]
    refused = edith.patch(f"{API}/questions/{question.pk}", {"text": "How old are you, and are you married?"})
    assert (refused.status_code, refused.json()["code"]) == (409, "lint_error")
    assert Question.objects.get(pk=question.pk).text == question.text


def test_what_goes_never_with_another_is_said_of_both(edith: APIClient) -> None:
    one, other = Question.objects.filter(status="active").order_by("slug")[:2]
    versions = one.version, other.version
    place, there = f"{API}/questions/{one.pk}", f"{API}/questions/{other.pk}"
    before = edith.get(there).json()["never_with"]
    answer = edith.patch(place, {"never_with": [*edith.get(place).json()["never_with"], other.slug]})
    assert answer.status_code == 200, answer.content
    assert other.slug in answer.json()["never_with"]
    assert edith.get(there).json()["never_with"] == sorted([*before, one.slug])
    assert edith.patch(place, {"never_with": []}).json()["never_with"] == []
    assert one.slug not in edith.get(there).json()["never_with"]
    made = edith.post(f"{API}/questions", QUESTION | {"never_with": [other.slug]})
    assert made.json()["never_with"] == [other.slug]
    assert told(edith.patch(place, {"never_with": [one.slug]})) == (422, {("names_itself", "/never_with/0")})
    for row in (one, other):
        row.refresh_from_db()
    assert (one.version, other.version) == versions  # nobody is asked anything else


def test_a_draft_may_show_nothing_yet_and_what_is_in_use_may_not(edith: APIClient) -> None:
    bare = edith.post(f"{API}/questions", {name: QUESTION[name] for name in ("text", "kind", "difficulty", "minutes")})
    assert bare.status_code == 201
    assert "missing_competency" in {row["code"] for row in bare.json()["findings"]}
    refused = edith.post(f"{API}/questions/{bare.json()['id']}/activate")
    assert refused.status_code == 409
    files = edith.get(f"{API}/library/export").json()["files"]
    again = edith.post(f"{API}/library/import", {"files": files})
    assert (again.status_code, again.json()["changes"]) == (200, [])
    question = Question.objects.filter(status="active")[0]
    assert told(edith.patch(f"{API}/questions/{question.pk}", {"competencies": []})) == (
        422,
        {("no_primary_competency", "/competencies")},
    )


def test_every_fault_of_a_question_has_its_place(edith: APIClient) -> None:
    shape = {"text": "", "kind": "riddle", "difficulty": 9, "mood": "good", "competencies": [{"slug": "no-such-thing"}]}
    assert told(edith.post(f"{API}/questions", shape)) == (
        422,
        {
            ("blank", "/text"),
            ("invalid_choice", "/kind"),
            ("max_value", "/difficulty"),
            ("required", "/minutes"),
            ("required", "/competencies/0/strength"),
            ("unknown_field", "/mood"),
        },
    )
    meaning = QUESTION | {
        "competencies": [{"slug": "no-such-thing", "strength": "secondary"}],
        "roles": ["data-analyst", "astrologer"],
        "central_to": ["data-scientist"],
        "never_with": ["no-such-question"],
        "sheet": "<script>alert(1)</script>",
    }
    assert told(edith.post(f"{API}/questions", meaning)) == (
        422,
        {
            ("unknown_competency", "/competencies/0/slug"),
            ("unknown_role", "/roles/1"),
            ("central_role_not_suited", "/central_to/0"),
            ("unknown_question", "/never_with/0"),
            ("sheet_not_plain", "/sheet"),
        },
    )
    twice = QUESTION | {"competencies": QUESTION["competencies"] * 2}  # type: ignore[operator]
    assert told(edith.post(f"{API}/questions", twice)) == (422, {("listed_twice", "/competencies/1")})
    slug = Question.objects.all()[0].slug
    assert told(edith.post(f"{API}/questions", QUESTION | {"slug": slug})) == (422, {("slug_taken", "/slug")})
    assert told(edith.post(f"{API}/questions", QUESTION | {"slug": "No Slug"})) == (422, {("invalid", "/slug")})


def test_a_roles_profile_is_sent_as_a_whole(edith: APIClient) -> None:
    before = edith.get(f"{API}/roles/data-scientist").json()
    rows = [
        {
            "competency": row["competency"]["slug"],
            "weight": row["weight"],
            "weight_justification": row["weight_justification"],
            "targets": row["targets"],
            "note": row["note"],
        }
        for row in before["competencies"]
    ]
    same = edith.patch(f"{API}/roles/data-scientist", {"competencies": rows})
    assert same.json() == before  # what says the same is not written
    rows[0] |= {"weight": 20, "weight_justification": None, "targets": {"junior": 2, "mid": 4, "senior": 3}}
    assert told(edith.patch(f"{API}/roles/data-scientist", {"competencies": rows})) == (
        422,
        {("weights_unjustified", "/competencies/0/weight"), ("targets_fall", "/competencies/0/targets")},
    )
    rows[0] |= {"weight_justification": "It decides most.", "targets": {"junior": None, "mid": 3, "senior": 4}}
    after = edith.patch(f"{API}/roles/data-scientist", {"competencies": rows[:6], "title": "Data Scientist II"}).json()
    assert [row["weight"] for row in after["competencies"]] == [
        20,
        *[row["weight"] for row in before["competencies"][1:6]],
    ]
    assert after["competencies"][0]["targets"] == {"junior": None, "mid": 3, "senior": 4}
    assert after["title"] == "Data Scientist II"
    assert {name: after[name] for name in ("skills", "tools", "activities", "responsibilities")} == {
        name: before[name] for name in ("skills", "tools", "activities", "responsibilities")
    }


def test_a_row_of_a_role_keeps_its_source_where_none_is_sent(edith: APIClient) -> None:
    before = edith.get(f"{API}/roles/data-scientist").json()["responsibilities"]
    sent = [{"text": row["text"]} for row in before[:2]] + [{"text": "Answers for what was deployed."}]
    after = edith.patch(f"{API}/roles/data-scientist", {"responsibilities": sent}).json()["responsibilities"]
    assert after == [
        *before[:2],
        {"text": "Answers for what was deployed.", "source": {"kind": "own", "file": None, "place": None}},
    ]


def test_areas_and_competencies(edith: APIClient) -> None:
    area = {"slug": "data-storytelling", "name": "Data storytelling", "definition": "Turning data into decisions."}
    made = edith.post(f"{API}/competency-areas", area)
    assert (made.status_code, made["Location"].partition("/api")[2]) == (201, "/v1/competency-areas/data-storytelling")
    assert told(edith.post(f"{API}/competency-areas", area)) == (422, {("slug_taken", "/slug")})
    changed = edith.patch(made["Location"], {"name": "Storytelling"}, headers={"If-Match": made["ETag"]})
    assert changed.json()["name"] == "Storytelling"
    anchors = [{"level": level, "text": f"What a rater hears at level {level}."} for level in range(1, 6)]
    competency = {
        "slug": "chart-choice",
        "name": "Chart choice",
        "area": "data-storytelling",
        "definition": "Choosing what shows it.",
        "not_this": "Liking colours.",
        "anchors": anchors,
    }
    made = edith.post(f"{API}/competencies", competency)
    assert made.json()["anchors"] == anchors
    assert told(edith.patch(made["Location"], {"anchors": anchors[:4]})) == (422, {("anchors_incomplete", "/anchors")})
    assert told(edith.patch(made["Location"], {"area": "nowhere"})) == (422, {("unknown_area", "/area")})
    moved = edith.patch(made["Location"], {"area": CompetencyArea.objects.all()[0].slug})
    assert moved.json()["area"] != "data-storytelling"


def test_only_library_editors_write(library: None) -> None:
    places = {
        f"{API}/questions": QUESTION,
        f"{API}/roles": {"slug": "x", "title": "X", "summary": "x", "focus": "x", "lifecycle": "x"},
        f"{API}/competencies": {},
        f"{API}/competency-areas": {},
    }
    recruiter, key = session(member(GroupName.RECRUITER)), key_client("library:read")
    for client in (recruiter, key):
        assert [client.post(place, body).status_code for place, body in places.items()] == [403] * 4
        assert client.patch(f"{API}/roles/data-scientist", {"title": "X"}).status_code == 403
    assert key_client("library:write").post(f"{API}/questions", QUESTION).status_code == 201
    assert not Role.objects.filter(slug="x").exists()


def test_what_is_not_there_is_not_found(edith: APIClient) -> None:
    for place in (
        "roles/nobody",
        "competencies/nothing",
        "competency-areas/nowhere",
        "questions/0197a000-0000-7000-8000-00000000ffff",
    ):
        assert edith.patch(f"{API}/{place}", {}).status_code == 404


def test_statements_of_writes(edith: APIClient) -> None:
    """The same for one competency of a question as for three, and for a profile of six as of ten."""

    def counted(method: str, place: str, body: dict[str, Any]) -> int:
        with CaptureQueriesContext(connection) as captured:
            answer = getattr(edith, method)(f"{API}/{place}", body)
        assert answer.status_code in (200, 201), answer.content
        return len(captured)

    slugs = list(Competency.objects.order_by("slug").values_list("slug", flat=True)[:3])
    shown = [{"slug": slug, "strength": "primary"} for slug in slugs]
    counts = [counted("post", "questions", QUESTION | {"competencies": shown[:n]}) for n in (1, 3)]
    assert counts[0] == counts[1]
    assert counts[0] <= 60
    assert Person.objects.count() == 1
