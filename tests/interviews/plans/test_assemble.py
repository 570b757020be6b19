"""POST /plans/assemble: the wishes, the report, what is refused and what clashes, over HTTP."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from interviews.models import InterviewPlan
from roles.models import Question
from tests.api_client import APIClient
from tests.people.factories import key_client

pytestmark = [pytest.mark.django_db, pytest.mark.slow("assembles plans")]
TWO = [{"title": "First", "minutes": 60}, {"title": "Second", "minutes": 60}]


@pytest.fixture
def client(library: None) -> APIClient:
    return key_client("all")


def assemble(client: APIClient, rounds: list[dict[str, Any]] = TWO, **values: Any) -> Any:
    return client.post("/api/v1/plans/assemble", {"role": "ml-engineer", "rounds": rounds, **values})


def asked(plan: Any) -> list[list[dict[str, Any]]]:
    return [[item["question"] for item in round["items"]] for round in plan["rounds"]]


def faults(response: Any) -> list[tuple[str, str]]:
    return [(fault["code"], fault["pointer"]) for fault in response.json()["errors"]]


def test_the_report_tells_why(client: APIClient) -> None:
    plan = assemble(client, seniority="senior").json()
    report, rounds = plan["report"], asked(plan)
    slugs = [question["slug"] for questions in rounds for question in questions]
    assert report["optimal"]
    assert report["objective"] == report["bound"]
    assert report["why"][0].startswith(f"{len(slugs)} questions in ")
    assert report["why"][-1] == "Proven: no other choice of questions is worth as much."
    assert sum(report["kinds"].values()) == len(slugs)
    assert [row["question"] for row in report["items"]] == slugs
    assert all(row["text"] and row["codes"] for row in report["items"])
    for use, round in zip(report["rounds"], plan["rounds"], strict=True):
        assert {row["competency"]["slug"] for row in round["competencies"]} == set(use["competencies"])
        assert use["minutes_used"] + use["minutes_free"] == round["minutes"] - 10
    covered = {row["competency"]: row for row in report["coverage"]}
    assert set(covered) == {row["competency"]["slug"] for row in plan["profile"]}
    assert set(covered) == {slug for slug in covered if covered[slug]["items"]} | {
        row["competency"] for row in report["uncovered"]
    }
    assert all(row["code"] and row["text"] for row in report["holes"])
    assert {row["minutes"] for row in report["next_minutes"]} == {10}
    assert not {row["adds"] for row in report["next_minutes"]} & set(slugs)


def test_ten_more_minutes_buy_what_is_said(client: APIClient) -> None:
    report = assemble(client).json()["report"]
    for offer in report["next_minutes"]:
        longer = [each | {"minutes": 70} if place == offer["round"] else each for place, each in enumerate(TWO)]
        assert assemble(client, longer).json()["report"]["objective"] >= report["objective"] + offer["gain"]


def test_junior_and_senior_plans_differ(client: APIClient) -> None:
    junior, senior = (
        {question["slug"] for questions in asked(assemble(client, seniority=each).json()) for question in questions}
        for each in ("junior", "senior")
    )
    assert len(junior & senior) <= len(senior) / 2


def test_every_wish_is_held_to(client: APIClient) -> None:
    kept = Question.objects.filter(roles__slug="ml-engineer", status="active", kind="knowledge").order_by("slug")[0]
    rounds = [
        {"title": "First", "minutes": 60, "max_competencies": 3, "mix": {"exercise_min": 2, "knowledge_max": 0}},
        {"title": "Second", "minutes": 60, "mix": {"behavioural_min": 2}},
    ]
    options = {
        "locked": [{"question": kept.slug, "round": 1}],
        "mix": {"knowledge_max": 1},
        "depth": "deep",
        "allow_never_with": False,
        "free_minutes": 5,
    }
    response = assemble(client, rounds, options=options)
    assert response.status_code == 201, response.content
    first, second = asked(response.json())
    kinds = [[question["kind"] for question in questions] for questions in (first, second)]
    assert kinds[0].count("exercise") >= 2
    assert kinds[0].count("knowledge") == 0
    assert kinds[1].count("behavioural") >= 2
    assert [question["slug"] for question in second if question["kind"] == "knowledge"] == [kept.slug]
    assert len(response.json()["rounds"][0]["competencies"]) <= 3
    stored = InterviewPlan.objects.get(pk=response.json()["id"])
    assert stored.request["options"] == options


def test_a_broad_plan_covers_more_than_a_deep_one(client: APIClient) -> None:
    covered = {}
    for depth in ("broad", "deep"):
        plan = assemble(client, seniority="senior", options={"depth": depth}).json()
        covered[depth] = sum(bool(row["items"]) for row in plan["report"]["coverage"])
    assert covered["broad"] > covered["deep"]


def test_near_duplicates_never_meet_unless_that_is_wished_for(client: APIClient) -> None:
    first, second = Question.objects.filter(roles__slug="ml-engineer", status="active", kind="exercise").order_by(
        "slug"
    )[:2]
    first.never_with.add(second)
    include = [first.slug, second.slug]
    refused = assemble(client, options={"include": include})
    assert (refused.status_code, refused.json()["code"]) == (422, "plan_impossible")
    (clash,) = refused.json()["clashes"]
    assert [row["pointer"] for row in clash["constraints"]] == ["/options/include/0", "/options/include/1"]
    assert "never asked in one plan" in clash["detail"]
    allowed = assemble(client, options={"include": include, "allow_never_with": True})
    assert set(include) <= {question["slug"] for questions in asked(allowed.json()) for question in questions}


def test_clashes_name_their_places_and_the_cheapest_way_out(client: APIClient) -> None:
    rounds = [
        {"title": "First", "minutes": 30, "mix": {"exercise_min": 4}},
        {"title": "Second", "minutes": 45, "focus": ["model-evaluation"], "max_competencies": 1},
    ]
    refused = assemble(client, rounds, options={"rounds_per_competency": 2})
    assert (refused.status_code, refused.json()["code"]) == (422, "plan_impossible")
    clashes = refused.json()["clashes"]
    assert {row["pointer"] for clash in clashes for row in clash["constraints"]} >= {
        "/rounds/0/mix/exercise_min",
        "/options/rounds_per_competency",
    }
    assert all(clash["irreducible"] and clash["cheapest_change"] for clash in clashes)
    assert {pointer for _, pointer in faults(refused)} == {
        row["pointer"] for clash in clashes for row in clash["constraints"]
    }


def test_every_fault_is_told_at_once(client: APIClient) -> None:
    rounds: list[dict[str, Any]] = [
        {"title": "First", "minutes": 60, "max_competencies": 0, "mix": {"knowledge_max": -1, "stories": 2}},
        {"title": "", "minutes": "60", "kinds": ["riddle"]},
    ]
    options = {"depth": "profound", "locked": [{"question": "x"}, {"question": "y", "round": 12}], "mix": []}
    refused = assemble(client, rounds, seniority="principal", options=options)
    assert sorted(pointer for _, pointer in faults(refused)) == [
        "/options/depth",
        "/options/locked/0/round",
        "/options/locked/1/round",
        "/options/mix",
        "/rounds/0/max_competencies",
        "/rounds/0/mix/knowledge_max",
        "/rounds/0/mix/stories",
        "/rounds/1/kinds/0",
        "/rounds/1/minutes",
        "/rounds/1/title",
        "/seniority",
    ]


def test_what_a_wish_names_is_there(client: APIClient) -> None:
    locked = [{"question": "no-such-question", "round": 0}, {"question": "stable-softmax-by-hand", "round": 2}]
    refused = assemble(client, options={"locked": locked, "include": ["no-such-question"]})
    assert sorted(faults(refused)) == [
        ("question_not_in_bank", "/options/include/0"),
        ("question_not_in_bank", "/options/locked/0/question"),
        ("round_not_there", "/options/locked/1/round"),
    ]


def test_the_statements_do_not_grow_with_the_plan(client: APIClient) -> None:
    def count(rounds: list[dict[str, Any]]) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert assemble(client, rounds).status_code == 201
        return len(captured)

    assemble(client)
    assert count([{"title": "Only", "minutes": 30}]) == count([{"title": "One", "minutes": 60}] * 3)
