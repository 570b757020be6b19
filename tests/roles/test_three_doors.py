"""The same change through the API, the admin and a file ends in the same rows, and in the same lines of the trail."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from hiringkit.audit.models import AuditEntry
from hiringkit.people.models import Person
from hiringkit.people.vocabulary import GroupName
from roles.documents.canonical import Document
from roles.documents.records import (
    area_document,
    competency_document,
    live_questions,
    live_roles,
    question_document,
    role_document,
)
from roles.library.load import import_library
from roles.library.render import render
from roles.models import Competency, CompetencyArea, Question, Role
from tests.api_client import APIClient, Client
from tests.interviews.test_admin import sign_in
from tests.people.factories import session
from tests.roles.test_admin_writes import change, form_of, send, written_since

API = "/api/v1"
Outcome = tuple[Document, list[tuple[str, str, list[str]]]]


@pytest.fixture
def admin(library: None) -> Client:
    return sign_in("edith@example.com", GroupName.LIBRARY_EDITOR)


@pytest.fixture
def api(admin: Client) -> APIClient:
    return session(Person.objects.get(email="edith@example.com"))


def outcome(act: Callable[[], Any], document: Callable[[], Document]) -> Outcome:
    """What stands there after the act, and what the trail has of it; then it is taken back."""
    with transaction.atomic():
        known = set(AuditEntry.objects.values_list("pk", flat=True))
        act()
        found = document(), sorted(written_since(known))
        transaction.set_rollback(True)
    return found


def patched(api: APIClient, place: str, body: Document) -> None:
    answer = api.patch(f"{API}/{place}", body)
    assert answer.status_code == 200, answer.content


def posted(admin: Client, record: Any, values: Document, *, section: str = "change") -> None:
    page = change(record, section)
    assert send(admin, page, form_of(admin, page) | values) == ""


def imported(**value: Any) -> None:
    import_library(contents={"a.yaml": render(value).encode()})


def alike(*outcomes: Outcome) -> Outcome:
    first, *others = outcomes
    assert all(other == first for other in others), outcomes
    assert first[1], "nothing was written"
    return first


def test_a_question(api: APIClient, admin: Client) -> None:
    question = Question.objects.filter(status="active").order_by("slug")[0]
    before = question_document(live_questions().get(pk=question.pk))
    values = {"text": f"{question.text} Say it in your own words.", "minutes": question.minutes + 1}
    area = area_document(CompetencyArea.objects.all()[0])

    def document() -> Document:
        return question_document(live_questions().get(pk=question.pk))

    after, _ = alike(
        outcome(lambda: patched(api, f"questions/{question.pk}", values), document),
        outcome(lambda: posted(admin, question, values), document),
        outcome(lambda: imported(area=area, competencies=[], questions=[before | values]), document),
    )
    assert after["version"] == before["version"] + 1
    assert after["text"] == values["text"]


def test_a_competency(api: APIClient, admin: Client) -> None:
    competency = Competency.objects.get(slug="causal-reasoning")
    before = competency_document(competency)
    anchors = before["anchors"] | {2: "Another text of level 2."}
    form = form_of(admin, change(competency))
    (row,) = [name for name, value in form.items() if name.endswith("-level") and str(value) == "2"]

    def document() -> Document:
        return competency_document(Competency.objects.get(pk=competency.pk))

    sent = [{"level": level, "text": text} for level, text in anchors.items()]
    after, _ = alike(
        outcome(
            lambda: patched(api, "competencies/causal-reasoning", {"definition": "Another one.", "anchors": sent}),
            document,
        ),
        outcome(
            lambda: posted(admin, competency, {"definition": "Another one.", row.replace("level", "text"): anchors[2]}),
            document,
        ),
        outcome(
            lambda: imported(
                area=area_document(competency.area),
                competencies=[before | {"definition": "Another one.", "anchors": anchors}],
                questions=[],
            ),
            document,
        ),
    )
    assert after["anchors"] == anchors


def test_a_role_and_its_profile(api: APIClient, admin: Client) -> None:
    role = Role.objects.get(slug="data-scientist")
    before = role_document(live_roles().get(pk=role.pk))
    profile = [dict(row) for row in before["competencies"]]
    profile[0] |= {"weight": 25, "weight_justification": "Most of the work."}

    def document() -> Document:
        return role_document(live_roles().get(pk=role.pk))

    after, _ = alike(
        outcome(lambda: patched(api, "roles/data-scientist", {"title": "Another"}), document),
        outcome(lambda: posted(admin, role, {"title": "Another"}), document),
        outcome(lambda: imported(role=before | {"title": "Another"}), document),
    )
    assert after["title"] == "Another"
    form = {"profile-0-weight": "25", "profile-0-weight_justification": "Most of the work."}
    after, _ = alike(
        outcome(lambda: patched(api, "roles/data-scientist", {"competencies": profile}), document),
        outcome(lambda: posted(admin, role, form, section="profile"), document),
        outcome(lambda: imported(role=before | {"competencies": profile}), document),
    )
    assert after["competencies"][0]["weight"] == 25
