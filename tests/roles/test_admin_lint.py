"""What the lint finds, in the admin: refused where it must be, shown where an editor looks, accepted by name."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hiringkit.people.vocabulary import GroupName
from roles.models import AcceptedFinding, Question
from tests.api_client import Client
from tests.people.factories import member
from tests.roles.test_admin_writes import change, form_of, send
from tests.roles.test_gate import FINISHED, SLUG, UNLAWFUL, rewrite

pytestmark = pytest.mark.django_db
LIST = "/admin/roles/question/"


@pytest.fixture
def editor(library: None) -> Client:
    client = Client()
    client.force_login(member(GroupName.LIBRARY_EDITOR))
    return client


@pytest.fixture
def draft(library: None) -> Question:
    return rewrite(Question.objects.get(slug=SLUG), text=UNLAWFUL, status="draft", **FINISHED)


def act(client: Client, question: Question, name: str, **values: str) -> str:
    response = client.post(reverse(f"admin:roles_question_{name}", args=[question.pk]), values, follow=True)
    return str(response.content.decode())


def test_an_active_question_is_not_made_unlawful(editor: Client, library: None) -> None:
    question = Question.objects.get(slug=SLUG)
    before = question.version
    told = send(editor, change(question), form_of(editor, change(question)) | {"text": UNLAWFUL})
    assert "An active question can&#x27;t say this: it asks about age" in told
    question.refresh_from_db()
    assert (question.version, question.text == UNLAWFUL) == (before, False)
    assert send(editor, change(question), form_of(editor, change(question)) | {"tags": "another"}) == ""


def test_a_draft_is_activated_once_it_is_overruled_by_name(editor: Client, draft: Question) -> None:
    assert "asks about age, which no interviewer may ask" in act(editor, draft, "activate")
    assert Question.objects.get(pk=draft.pk).status == "draft"
    assert "This field is required" in act(editor, draft, "overrule", code="protected_ground", reason="")
    page = act(editor, draft, "overrule", code="protected_ground", reason="The law asks for it.")
    assert f"Accepted for version {draft.version}" in page
    assert AcceptedFinding.objects.get(question=draft).by is not None
    assert "The question is active" in act(editor, draft, "activate")
    assert "The question is retired" in act(editor, draft, "retire")


def test_the_finding_stands_above_the_form_and_beside_its_field(editor: Client, draft: Question) -> None:
    page = editor.get(change(draft)).content.decode()
    above = page.index('aria-label="What the lint finds"')
    assert above < page.index('name="slug"')
    beside = page.index('<span class="lint-error">', page.index('name="text"'))
    assert beside < page.index('name="kind"')


def test_the_lists_count_and_filter_what_is_found(editor: Client, draft: Question) -> None:
    page = editor.get(LIST).content.decode()
    assert "1 question with errors that nobody has overruled" in page
    found = editor.get(f"{LIST}?lint=error").context["cl"].result_list
    assert [(row.slug, row.n_errors) for row in found] == [(SLUG, 2)]
    assert SLUG not in [row.slug for row in editor.get(f"{LIST}?lint=none").context["cl"].result_list]
    findings = reverse("admin:roles_questionfinding_changelist")
    rows = editor.get(f"{findings}?accepted=no&severity__exact=error&code=protected_ground").context["cl"].result_list
    assert {(row.question.slug, row.place) for row in rows} == {(SLUG, "text")}
    accepted = editor.get(f"{findings}?accepted=yes").content.decode()
    assert "by file: " in accepted  # the library accepts near-duplicates


def test_chosen_questions_are_activated_and_what_is_refused_is_told(editor: Client, draft: Question) -> None:
    other = rewrite(Question.objects.exclude(slug=SLUG).earliest("slug"), status="draft", **FINISHED)
    chosen = {"action": "activate", "_selected_action": [draft.pk, other.pk]}
    page = editor.post(LIST, chosen, follow=True)
    told = [str(message) for message in page.context["messages"]]
    assert any(text.startswith(f"{SLUG}: The question can't be activated.") and "age" in text for text in told), told
    assert f"Active: {other.slug}." in told
    assert Question.objects.get(pk=draft.pk).status == "draft"


def test_the_lists_take_the_same_statements_however_much_is_found(editor: Client, draft: Question) -> None:
    findings = reverse("admin:roles_questionfinding_changelist")
    counts = []
    for address in (f"{findings}?accepted=no", findings):
        with CaptureQueriesContext(connection) as captured:
            assert editor.get(address).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
