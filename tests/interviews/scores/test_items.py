"""What became of each question in the room: skipped, or its alternate asked, with a reason, in the author's draft."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from hiringkit.people.models import Person
from interviews.hiring.panels import create_interview
from interviews.hiring.services import create_application, create_candidate, create_job
from interviews.models import Interview, PlanItem, Scorecard, ScorecardItem
from interviews.plans.drafts import assemble_plan
from interviews.plans.services import lock_plan, publish_plan
from roles.models import Question
from tests.api_client import APIClient
from tests.people.factories import session
from tests.story import ADA, BEN, find_role

CARDS = "/api/v1/scorecards"


@pytest.fixture
def interview(library: None) -> Interview:
    """A round with two questions, the first of which has an alternate."""
    shown = {"shows__competency__slug": "causal-reasoning", "shows__strength": "primary"}
    of_role = Question.objects.filter(status="active", roles__slug="data-scientist", minutes__lte=15, **shown)
    first, second, third = of_role.order_by("slug").distinct()[:3]
    first.alternates.add(third)
    rounds = [{"title": "Causes", "minutes": 60, "focus": ["causal-reasoning"]}]
    wishes = {"include": [first.slug, second.slug], "exclude": [third.slug]}
    role = find_role("data-scientist")
    plan = publish_plan(plan=lock_plan(plan=assemble_plan(role=role, rounds=rounds, options=wishes)))
    application = create_application(
        candidate=create_candidate(name="A Candidate"), job=create_job(title="A job", plan=plan)
    )
    return create_interview(application=application, round=plan.rounds.get().pk, panelists=[ADA, BEN])


@pytest.fixture
def items(interview: Interview) -> list[PlanItem]:
    """Those of the round, the one with an alternate first."""
    return sorted(interview.round.items.all(), key=lambda item: (not item.alternates, item.position))


@pytest.fixture
def ada(interview: Interview) -> APIClient:
    return session(Person.objects.get(email=ADA))


@pytest.fixture
def draft(ada: APIClient, interview: Interview) -> str:
    made = ada.post(CARDS, {"interview": str(interview.pk)})
    assert made.status_code == 201, made.content
    return f"{CARDS}/{made.json()['id']}"


def patch(client: APIClient, url: str, **body: Any) -> Any:
    return client.patch(url, body, headers={"If-Match": client.get(url)["ETag"]})


def faults(response: Any) -> list[tuple[str, str]]:
    return [(each["code"], each["pointer"]) for each in response.json()["errors"]]


def told(response: Any) -> list[tuple[Any, ...]]:
    rows = response.json()["items"]
    return [(row["item"], row["asked"], row["alternate"], row["reason"], row["note"]) for row in rows]


def alternate_of(item: PlanItem) -> str:
    return str(item.alternates[0]["id"])


def test_each_item_is_told_of_once_and_what_is_not_named_stays(
    ada: APIClient, draft: str, items: list[PlanItem]
) -> None:
    first, second = items[:2]
    skipped = {"item": str(second.pk), "asked": False, "reason": "No time left.", "note": "Came late."}
    assert patch(ada, draft, items=[skipped]).status_code == 200
    swapped = {"item": str(first.pk), "alternate": alternate_of(first), "reason": "Knew it from a friend."}
    answer = patch(ada, draft, items=[swapped])
    assert answer.status_code == 200, answer.content
    wanted = [
        (str(first.pk), True, alternate_of(first), "Knew it from a friend.", ""),
        (str(second.pk), False, None, "No time left.", "Came late."),
    ]
    in_order = [str(item.pk) for item in sorted(items, key=lambda item: item.position)]
    wanted.sort(key=lambda row: in_order.index(row[0]))
    assert told(answer) == told(ada.get(draft)) == wanted
    asked_after_all = patch(ada, draft, items=[{"item": str(second.pk)}])
    assert [row for row in told(asked_after_all) if row[0] == str(second.pk)] == [(str(second.pk), True, None, "", "")]


def test_every_fault_is_told_at_once_and_nothing_is_kept(ada: APIClient, draft: str, items: list[PlanItem]) -> None:
    first, second = items[:2]
    answer = patch(
        ada,
        draft,
        items=[
            {"item": str(first.question_id)},
            {"item": str(second.pk), "alternate": alternate_of(first)},
            {"item": str(first.pk), "alternate": alternate_of(first), "asked": False},
            {"item": str(first.pk)},
        ],
    )
    assert answer.status_code == 422
    assert faults(answer) == [
        ("item_not_in_round", "/items/0/item"),
        ("alternate_not_offered", "/items/1/alternate"),
        ("alternate_without_asking", "/items/2/alternate"),
        ("item_repeated", "/items/3/item"),
    ]
    assert not ScorecardItem.objects.exists()


def test_what_was_skipped_has_no_level_whichever_comes_first(
    ada: APIClient, draft: str, interview: Interview, items: list[PlanItem]
) -> None:
    item = str(items[0].pk)
    note = {"item": item, "level": 4}
    score = {"competency": interview.round.focus[0], "state": "rated", "level": 4, "questions": [note]}
    skip = {"item": item, "asked": False, "reason": "No time."}
    together = patch(ada, draft, scores=[score], items=[skip])
    assert faults(together) == [("skipped_but_rated", "/items/0/asked")]
    assert patch(ada, draft, scores=[score]).status_code == 200
    assert faults(patch(ada, draft, items=[skip])) == [("skipped_but_rated", "/items/0/asked")]
    unrated = score | {"questions": [{"item": item}]}
    assert patch(ada, draft, scores=[unrated], items=[skip]).status_code == 200
    assert faults(patch(ada, draft, scores=[score])) == [("skipped_but_rated", "/scores/0/questions/0/level")]


def test_a_submission_wants_the_reasons_that_a_draft_may_lack(
    ada: APIClient, draft: str, interview: Interview, items: list[PlanItem]
) -> None:
    first, second = items[:2]
    bare: list[dict[str, Any]] = [
        {"item": str(first.pk), "alternate": alternate_of(first)},
        {"item": str(second.pk), "asked": False},
    ]
    score = {"competency": interview.round.focus[0], "state": "rated", "level": 3, "evidence": "Said so."}
    assert patch(ada, draft, items=bare, scores=[score], overall_recommendation="yes").status_code == 200
    gaps = [("item_reason_missing", "/items/0/reason"), ("item_reason_missing", "/items/1/reason")]
    assert sorted(faults(patch(ada, draft, items=bare, submit=True))) == gaps  # as they were sent
    assert faults(ada.post(f"{draft}/submit")) == gaps  # as they are read
    reasons = [{**each, "reason": "Spoke of it before."} for each in bare]
    assert patch(ada, draft, items=reasons, submit=True).json()["status"] == "submitted"


def test_an_amendment_starts_as_a_copy_and_the_submitted_one_is_final(
    ada: APIClient, interview: Interview, items: list[PlanItem]
) -> None:
    score = {"competency": interview.round.focus[0], "state": "rated", "level": 3, "evidence": "Said so."}
    skip = {"item": str(items[0].pk), "asked": False, "reason": "No time."}
    body = {"interview": str(interview.pk), "overall_recommendation": "yes", "scores": [score], "items": [skip]}
    made = ada.post(CARDS, {**body, "submit": True})
    assert made.status_code == 201, made.content
    told_now = {"item": str(items[1].pk), "asked": False, "reason": "Ran over."}
    amended = ada.post(f"{CARDS}/{made.json()['id']}/amend", {"reason": "Forgot one.", "items": [told_now]})
    assert sorted(row[3] for row in told(amended)) == ["No time.", "Ran over."]
    assert [row[3] for row in told(ada.get(f"{CARDS}/{made.json()['id']}"))] == ["No time."]
    with pytest.raises(IntegrityError, match="final"), transaction.atomic():
        ScorecardItem.objects.filter(scorecard=made.json()["id"]).update(asked=True)


def test_they_are_the_authors_alone_until_submission(
    ada: APIClient, draft: str, interview: Interview, items: list[PlanItem]
) -> None:
    patch(ada, draft, items=[{"item": str(items[0].pk), "asked": False, "reason": "No time."}])
    ben = session(Person.objects.get(email=BEN))
    assert ben.get(draft).status_code == 404
    assert b"No time." not in ben.get(f"{CARDS}?interview={interview.pk}").content


def test_the_trail_names_the_part_and_no_words(ada: APIClient, draft: str, items: list[PlanItem]) -> None:
    patch(ada, draft, items=[{"item": str(items[0].pk), "asked": False, "reason": "No time."}])
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_auditentry e WHERE e::text LIKE '%%items%%'")
        assert cursor.fetchone()[0] >= 1
        cursor.execute("SELECT count(*) FROM audit_auditentry e WHERE e::text LIKE '%%No time%%'")
        assert cursor.fetchone()[0] == 0
    assert Scorecard.objects.count() == 1
