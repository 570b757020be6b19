"""No plan asks what the lint calls an error: assembly passes over it, and publishing reads every frozen text."""

from typing import Any

import pytest
from django.db.models import Exists

from hiringkit.people.vocabulary import GroupName
from interviews.models import PlanItem
from interviews.plans import bank, services
from roles.models import Question, QuestionLint
from roles.services.findings import refresh_stale
from tests.api_client import APIClient
from tests.people.factories import key_client, member, session

pytestmark = [pytest.mark.django_db, pytest.mark.slow("assembles plans")]
ROUNDS = [{"title": "Only", "minutes": 45, "focus": ["model-evaluation"]}]
UNLAWFUL = "Tell me about your last project. Are you married?"


@pytest.fixture
def client(library: None) -> APIClient:
    return key_client("all")


def assemble(client: APIClient, **options: Any) -> Any:
    body = {"role": "data-scientist", "rounds": ROUNDS, "options": options}
    return client.post("/api/v1/plans/assemble", body)


def asked(plan: Any) -> list[str]:
    return [item["question"]["slug"] for round in plan["rounds"] for item in round["items"]]


def spoil(slug: str) -> Question:
    """An active question that was written past the services."""
    Question.objects.filter(slug=slug).update(text=UNLAWFUL)
    QuestionLint.objects.filter(question__slug=slug).delete()
    return Question.objects.get(slug=slug)


def overrule(question: Question) -> None:
    editor = session(member(GroupName.LIBRARY_EDITOR))
    body = {"code": "protected_ground", "reason": "The law asks for it of this work."}
    response = editor.post(f"/api/v1/questions/{question.pk}/overrule", body)
    assert response.status_code == 200, response.content


def test_assembly_passes_over_what_errs_until_it_is_overruled(client: APIClient) -> None:
    chosen = asked(assemble(client).json())[0]
    question = spoil(chosen)
    assert chosen not in asked(assemble(client).json())
    forced = assemble(client, include=[chosen])
    assert forced.status_code == 422
    assert [(fault["code"], fault["pointer"]) for fault in forced.json()["errors"]] == [
        ("lint_error", "/options/include/0")
    ]
    overrule(question)
    assert chosen in asked(assemble(client, include=[chosen]).json())


def test_without_the_rule_it_would_be_chosen(client: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = asked(assemble(client).json())[0]
    spoil(chosen)
    monkeypatch.setattr(bank, "errs", lambda: Exists(Question.objects.none()))
    assert chosen in asked(assemble(client).json())


def test_publishing_reads_the_frozen_texts(client: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = assemble(client).json()
    items = PlanItem.objects.filter(plan=plan["id"]).order_by("position")
    first, second = items[:2]
    PlanItem.objects.filter(pk=first.pk).update(text=UNLAWFUL)
    PlanItem.objects.filter(pk=second.pk).update(probes=["What then?", "Who looked after the children meanwhile?"])
    publish = f"/api/v1/plans/{plan['id']}/publish"
    refused = client.post(publish)
    assert (refused.status_code, refused.json()["code"]) == (409, "lint_error")
    assert [(fault["code"], fault["pointer"]) for fault in refused.json()["errors"]] == [
        ("protected_ground", "/rounds/0/items/0/text"),
        ("protected_ground", "/rounds/0/items/1/probes/1"),
    ]
    PlanItem.objects.filter(pk=second.pk).update(probes=second.probes)
    overrule(spoil_judged(first.question_slug))
    with monkeypatch.context() as patched:  # without the gate
        patched.setattr(services, "open_errors", lambda document: [])
        assert client.post(publish).status_code == 200


def spoil_judged(slug: str) -> Question:
    question = spoil(slug)
    refresh_stale()
    return question


def test_what_was_overruled_for_the_frozen_version_is_published(client: APIClient) -> None:
    chosen = asked(assemble(client).json())[0]
    overrule(spoil_judged(chosen))
    plan = assemble(client, include=[chosen]).json()
    other = assemble(client, include=[chosen]).json()
    assert client.post(f"/api/v1/plans/{plan['id']}/publish").status_code == 200
    PlanItem.objects.filter(plan=other["id"], question_slug=chosen).update(question_version=7)
    refused = client.post(f"/api/v1/plans/{other['id']}/publish")
    assert refused.json()["code"] == "lint_error"
