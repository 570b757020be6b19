"""What the lint calls an error is asked of nobody: activation, overruling by name, and files, as callers meet them."""

from typing import Any

import pytest
import yaml
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hiringkit.audit.models import AuditEntry
from hiringkit.people.vocabulary import GroupName
from hiringkit.problems import Problem
from roles.library.export import export_library
from roles.library.render import render
from roles.models import AcceptedFinding, Question, QuestionFinding, QuestionLint, Role
from roles.services import findings, questions
from roles.services.findings import refresh_stale
from tests.api_client import APIClient
from tests.people.factories import key_client, member, session
from tests.roles.test_admin_writes import written_since
from tests.roles.test_import import AREA, Files, only, post, shipped

pytestmark = pytest.mark.django_db
SLUG = "explore-large-mixed-dataset"
UNLAWFUL = "Tell me about your last project. How old are you, and are you married?"


FINISHED: dict[str, Any] = {
    "brief": ["You own the data."],
    "reference": "From 11 to 13.",
    "answers": [{"level": level, "text": f"Says {level} things."} for level in (2, 3, 4, 5)],
}


@pytest.fixture
def editor(library: None) -> APIClient:
    return session(member(GroupName.LIBRARY_EDITOR, email="editor@example.com"))


@pytest.fixture
def draft(library: None) -> Question:
    """A question of the library, a draft by now, with a text that nobody may be asked."""
    return rewrite(Question.objects.get(slug=SLUG), text=UNLAWFUL, status="draft", **FINISHED)


def rewrite(question: Question, **changes: Any) -> Question:
    for name, value in changes.items():
        setattr(question, name, value)
    shows, roles = list(question.shows.all()), list(question.roles.all())
    return questions.save_question(question=question, changed=list(changes), roles=roles, shows=shows)


def do(client: APIClient, question: Question, act: str, body: object = None, **headers: str) -> Any:
    sent: Any = {} if body is None else {"data": body}
    return client.post(f"/api/v1/questions/{question.pk}/{act}", headers=headers, **sent)


def faults(response: Any) -> list[tuple[str, str]]:
    return [(fault["code"], fault["pointer"]) for fault in response.json()["errors"]]


def overrule(client: APIClient, question: Question, code: str = "protected_ground") -> Any:
    return do(client, question, "overrule", {"code": code, "reason": "The law asks for it of this work."})


def test_an_error_keeps_a_question_a_draft_until_somebody_overrules_it(editor: APIClient, draft: Question) -> None:
    refused = do(editor, draft, "activate")
    assert (refused.status_code, refused.json()["code"]) == (409, "lint_error")
    assert faults(refused) == [("protected_ground", "/text")] * 2  # age and family
    known = set(AuditEntry.objects.values_list("pk", flat=True))
    answer = overrule(editor, draft)
    assert answer.status_code == 200, answer.content
    told = {finding["code"]: finding["overruled"] for finding in answer.json()["findings"]}
    assert told["protected_ground"]["by"]["name"] == "A Member"
    assert told["protected_ground"]["reason"] == "The law asks for it of this work."
    assert ("question", "changed", ["accepted"]) in written_since(known)
    assert do(editor, draft, "activate").json()["status"] == "active"


def test_an_overruling_is_of_one_version_and_one_code(editor: APIClient, draft: Question) -> None:
    rewrite(draft, probes=["What did you do first?"])
    assert overrule(editor, draft).status_code == 200
    assert faults(do(editor, draft, "activate")) == [("missing_probes", "/probes")]
    assert overrule(editor, draft, "missing_probes").status_code == 200
    assert do(editor, draft, "activate").status_code == 200
    active = Question.objects.get(pk=draft.pk)
    with pytest.raises(Problem) as caught:
        rewrite(active, text=UNLAWFUL.replace("last", "first"))
    assert caught.value.code == "lint_error"
    assert Question.objects.get(pk=draft.pk).text == UNLAWFUL


def test_a_drafts_text_that_changes_takes_what_was_accepted_with_it(editor: APIClient, draft: Question) -> None:
    assert overrule(editor, draft).status_code == 200
    rewrite(draft, text=UNLAWFUL.replace("last", "first"))
    assert not AcceptedFinding.objects.filter(question=draft).exists()
    assert do(editor, draft, "activate").json()["code"] == "lint_error"


def test_who_may_overrule_and_what(editor: APIClient, draft: Question) -> None:
    program = overrule(key_client("all"), draft)
    assert (program.status_code, program.json()["code"]) == (403, "person_required")
    other = session(member(GroupName.RECRUITER, email="recruiter@example.com"))
    assert [overrule(other, draft).status_code, do(other, draft, "activate").status_code] == [403, 403]
    assert overrule(editor, draft, "degree_screen").json()["code"] == "nothing_found"
    blank = do(editor, draft, "overrule", {"code": "protected_ground", "reason": " "})
    assert faults(blank) == [("blank", "/reason")]
    assert overrule(editor, draft).status_code == 200
    assert overrule(editor, draft).json()["code"] == "already_accepted"


def test_a_question_is_activated_and_retired_once_and_at_the_version_that_was_read(
    editor: APIClient, library: None
) -> None:
    question = rewrite(Question.objects.get(slug=SLUG), **FINISHED)
    tag = editor.get(f"/api/v1/questions/{question.pk}")["ETag"]
    assert do(editor, question, "activate").json()["code"] == "already_active"
    assert do(editor, question, "retire", **{"If-Match": tag}).json()["status"] == "retired"
    assert do(editor, question, "retire").json()["code"] == "already_retired"
    assert do(editor, question, "activate", **{"If-Match": tag}).status_code == 412
    assert do(editor, question, "activate").json()["status"] == "active"


@pytest.mark.parametrize(
    ("name", "value", "place"),
    [
        ("text", UNLAWFUL, "/text"),
        ("probes", ["What then?", "Who looked after the children meanwhile?"], "/probes/1"),
        ("strong_answer", ["Measures", "Has a degree from a top university"], "/strong_answer/1"),
        ("red_flags", ["Might go on maternity leave soon"], "/red_flags/0"),
    ],
)
def test_every_text_stands_at_the_gate(editor: APIClient, name: str, value: object, place: str) -> None:
    draft = rewrite(Question.objects.get(slug=SLUG), status="draft", **{name: value})
    assert {pointer for _, pointer in faults(do(editor, draft, "activate"))} == {place}


def test_without_the_gate_it_would_come_into_use(
    editor: APIClient, draft: Question, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(questions, "require_askable", lambda document, what: None)
    assert do(editor, draft, "activate").status_code == 200


def test_the_statements_of_each_act(editor: APIClient, draft: Question) -> None:
    """Session, person, groups; begin, sign; the lock; the question with six parts, as the lint reads it; whether
    something is found (to activate, two for the profiles), and the write; the question with nine parts, as it is
    shown; the end.
    """
    overrule_body = {"code": "protected_ground", "reason": "The law asks for it of this work."}
    counts = {}
    for act, body in (("overrule", overrule_body), ("activate", None), ("retire", None)):
        with CaptureQueriesContext(connection) as captured:
            assert do(editor, draft, act, body).status_code == 200
        counts[act] = len(captured)
    assert counts == {"overrule": 26, "activate": 27, "retire": 25}


def test_what_a_question_lacks_refuses_its_activation(editor: APIClient, library: None) -> None:
    """It may lack it while it is in use; once out of use it does not come back without it."""
    question = Question.objects.filter(kind="exercise").earliest("slug")
    assert do(editor, question, "retire").status_code == 200
    refused = do(editor, question, "activate")
    assert (refused.status_code, refused.json()["code"]) == (409, "unfinished")
    assert faults(refused) == [("missing_answers", "/answers"), ("incomplete_exercise", "/brief")]
    rewrite(Question.objects.get(pk=question.pk), **FINISHED)
    assert do(editor, question, "activate").status_code == 200


def test_a_role_that_it_suits_has_something_of_what_it_shows(editor: APIClient, draft: Question) -> None:
    assert overrule(editor, draft).status_code == 200
    stranger = Role.objects.exclude(profile__competency__in=draft.competencies.all()).earliest("slug")
    draft.roles.add(stranger)
    assert [code for code, _ in faults(do(editor, draft, "activate"))] == ["off_profile"]
    draft.roles.remove(stranger)
    assert do(editor, draft, "activate").status_code == 200


# By files


def with_text(text: str, *, status: str = "active", accepted: str = "") -> Files:
    files = shipped()
    before, after = files[AREA].decode().split(f"- slug: {SLUG}\n")
    head, rest = after.split("  text: ", 1)
    tail = rest[rest.index("\n  probes:") :]
    question = head.replace("status: active", f"status: {status}") + f"  text: {text!r}"
    tags = tail.index("\n  source:")
    return only(
        files | {AREA: f"{before}- slug: {SLUG}\n{question}{tail[:tags]}{accepted}{tail[tags:]}".encode()}, AREA
    )


ACCEPTED = "\n  accepted:\n  - code: protected_ground\n    reason: The law asks for it of this work"


def test_a_file_that_brings_it_as_active_is_refused_whole(editor: APIClient) -> None:
    before = Question.objects.get(slug=SLUG).version
    response = post(editor, with_text(UNLAWFUL))
    assert (response.status_code, response.json()["code"]) == (422, "library_invalid")
    told = {(fault["code"], fault["place"].rpartition("/")[2]) for fault in response.json()["faults"]}
    assert told == {("lint_error", "text")}
    assert Question.objects.get(slug=SLUG).version == before
    assert post(editor, with_text(UNLAWFUL), existing="keep").status_code == 200  # brings nothing
    assert post(editor, with_text(UNLAWFUL, status="draft")).status_code == 200
    assert faults(do(editor, Question.objects.get(slug=SLUG), "activate"))


def test_files_overrule_in_the_name_of_who_sends_them(editor: APIClient) -> None:
    before = Question.objects.get(slug=SLUG).version
    files = with_text(UNLAWFUL, accepted=ACCEPTED)
    refused = post(key_client("all"), files)
    assert {fault["code"] for fault in refused.json()["faults"]} == {"lint_error", "overrule_needs_person"}
    for status, text in (("draft", UNLAWFUL), ("draft", "Which data would you look at first?")):
        later = post(key_client("all"), with_text(text, status=status, accepted=ACCEPTED))
        assert [fault["code"] for fault in later.json()["faults"]] == ["overrule_needs_person"]
    assert post(editor, files).status_code == 200
    (accepted,) = AcceptedFinding.objects.filter(question__slug=SLUG)
    assert (accepted.version, accepted.by and accepted.by.email) == (before + 1, "editor@example.com")
    exported = export_library()[AREA]
    assert ACCEPTED in exported
    assert "editor@example.com" not in exported
    assert post(key_client("all"), {AREA: exported.encode()}).json()["changes"] == []


def test_what_is_new_and_lacks_something_comes_as_a_draft(editor: APIClient) -> None:
    """An active question that comes back is as it was; an empty library takes what was in use elsewhere."""
    files = shipped()
    parts = yaml.safe_load(files[AREA])
    (row,) = [row for row in parts["questions"] if row["slug"] == SLUG]
    row |= {"slug": "zz-new-one", "answers": None}
    refused = post(editor, {AREA: render(parts).encode()})
    assert {fault["code"] for fault in refused.json()["faults"]} == {"unfinished"}
    assert not Question.objects.filter(slug="zz-new-one").exists()
    assert post(editor, only(files, AREA)).status_code == 200
    row["status"] = "draft"
    assert post(editor, {AREA: render(parts).encode()}).status_code == 200


# What was in use before there was a gate


@pytest.fixture
def legacy(library: None) -> Question:
    """Active, and written past the services."""
    Question.objects.filter(slug=SLUG).update(text=UNLAWFUL)
    QuestionLint.objects.filter(question__slug=SLUG).delete()
    return Question.objects.get(slug=SLUG)


def test_what_is_in_use_and_errs_keeps_its_status_and_is_listed(editor: APIClient, legacy: Question) -> None:
    assert refresh_stale() == 1
    (found,) = editor.get("/api/v1/questions?finding=protected_ground").json()["results"]
    assert (found["slug"], found["status"]) == (SLUG, "active")
    assert post(editor, {name: text.encode() for name, text in export_library().items()}).status_code == 200
    rewrite(legacy, tags=["another"])
    assert Question.objects.get(pk=legacy.pk).status == "active"


def test_rules_of_another_edition_judge_anew_and_write_what_differs(
    library: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert refresh_stale() == 0
    before = {row.pk for row in QuestionFinding.objects.all()}
    stamps = dict(Question.objects.values_list("pk", "modified_at"))
    monkeypatch.setattr(findings, "EDITION", "another")
    assert refresh_stale() == len(stamps)
    assert {row.pk for row in QuestionFinding.objects.all()} == before
    assert dict(Question.objects.values_list("pk", "modified_at")) == stamps
