"""What library editors store through the admin's forms, and that an import stores in the same way."""

import re
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from hiringkit.audit.models import AuditEntry
from hiringkit.people.vocabulary import GroupName
from roles.admin.role import RoleAdmin
from roles.documents.records import live_roles, role_document
from roles.library.load import import_library
from roles.models import Anchor, Competency, CompetencyArea, Question, Role, RoleCompetency
from tests.api_client import APIClient, Client
from tests.interviews.test_admin import sign_in
from tests.roles.test_import import ROLE, changed, only

Form = dict[str, Any]


@pytest.fixture
def editor(library: None) -> Client:
    return sign_in("editor@example.com", GroupName.LIBRARY_EDITOR)


def form_of(client: Client | APIClient, address: str) -> Form:
    """What a browser would send back of a page if nothing were typed."""
    page = client.get(address)
    forms = [page.context["adminform"].form]
    forms += [
        form
        for each in page.context["inline_admin_formsets"]
        for form in [each.formset.management_form, *each.formset.forms]
    ]
    values = {bound.html_name: bound.value() for form in forms for bound in form}
    return {name: "" if value is None else value for name, value in values.items() if value is not False}


def send(client: Client, address: str, form: Form) -> str:
    """The faults that the page shows; nothing where it was stored."""
    response = client.post(address, form)
    if response.status_code == 302:
        return ""
    assert response.status_code == 200
    context = response.context
    formsets = [each.formset for each in context["inline_admin_formsets"]]
    return f"{context['adminform'].form.errors}{[f'{each.errors}{each.non_form_errors()}' for each in formsets]}"


def written_since(known: set[int]) -> list[tuple[str, str, list[str]]]:
    rows = AuditEntry.objects.exclude(pk__in=known).order_by("pk")
    return [(row.thing, row.action, row.fields) for row in rows]


def change(record: Any, section: str = "change") -> str:
    return reverse(f"admin:roles_{record._meta.model_name}_{section}", args=[record.pk])


def add(model: type[Any]) -> str:
    return reverse(f"admin:roles_{model._meta.model_name}_add")


def anchors(levels: list[int]) -> Form:
    rows: Form = {"anchors-TOTAL_FORMS": len(levels), "anchors-INITIAL_FORMS": 0}
    for number, level in enumerate(levels):
        rows |= {f"anchors-{number}-level": level, f"anchors-{number}-text": f"Shows level {level}."}
    return rows


def new_competency(levels: list[int]) -> Form:
    area = CompetencyArea.objects.earliest("pk")
    return {"slug": "listening", "name": "Listening", "area": area.pk, "definition": "Hears it."} | anchors(levels)


def test_a_new_competency_comes_with_its_anchors(editor: Client) -> None:
    assert send(editor, add(Competency), new_competency([1, 2, 3, 4, 5])) == ""
    competency = Competency.objects.get(slug="listening")
    assert [row.level for row in competency.anchors.order_by("level")] == [1, 2, 3, 4, 5]
    assert LogEntry.objects.get().object_id == str(competency.pk)


@pytest.mark.parametrize("levels", [[], [1, 2, 3, 4], [1, 2, 3, 4, 4]])
def test_no_competency_without_an_anchor_for_each_level(editor: Client, levels: list[int]) -> None:
    told = send(editor, add(Competency), new_competency(levels))
    assert "one for each level from 1 to 5" in told or "duplicate" in told
    assert not Competency.objects.filter(slug="listening").exists()


def test_only_the_row_that_was_changed_is_written(editor: Client) -> None:
    competency = Competency.objects.get(slug="causal-reasoning")
    before = {row.pk: row.text for row in competency.anchors.all()}
    form = form_of(editor, change(competency))
    known = set(AuditEntry.objects.values_list("pk", flat=True))
    assert send(editor, change(competency), form) == ""
    assert written_since(known) == []
    assert send(editor, change(competency), form | {"anchors-2-text": "Another text."}) == ""
    after = {row.pk: row.text for row in competency.anchors.all()}
    (differing,) = [pk for pk in before if before[pk] != after[pk]]
    assert after[differing] == "Another text."
    assert written_since(known) == [("competency", "changed", ["anchors.text"])]


def test_a_role_loses_gains_and_keeps_rows_of_its_profile(editor: Client) -> None:
    role = Role.objects.get(slug="data-scientist")
    kept = {row.pk: row.weight for row in role.profile.all()}
    newcomer = Competency.objects.exclude(role_competencies__role=role).earliest("slug")
    page = change(role, "profile")
    form = form_of(editor, page)
    last = int(form["profile-TOTAL_FORMS"])
    row = {"competency": newcomer.pk, "weight": 7, "target_junior": "", "target_mid": 2, "target_senior": 3}
    form |= {f"profile-{last}-{name}": value for name, value in row.items()}
    form |= {f"profile-{last}-weight_justification": "It comes on the side here."}
    form |= {f"profile-{last}-note": "New here.", f"profile-{last}-position": last, "profile-TOTAL_FORMS": last + 1}
    form |= {"profile-0-DELETE": "on", "profile-1-note": "Said otherwise."}
    gone, other = form["profile-0-id"], form["profile-1-id"]
    assert send(editor, page, form) == ""
    after = {row.pk: row.weight for row in role.profile.all()}
    assert set(kept) - set(after) == {gone}
    (came,) = set(after) - set(kept)
    assert (after[came], RoleCompetency.objects.get(pk=came).competency) == (7, newcomer)
    assert RoleCompetency.objects.get(pk=other).note == "Said otherwise."
    assert role.skills.exists()  # what was not touched is there


def test_a_new_question_and_its_next_version(editor: Client) -> None:
    role, competency = Role.objects.get(slug="data-scientist"), Competency.objects.get(slug="causal-reasoning")
    form = {
        "slug": "a-new-one", "text": "Which data would you try first?", "kind": "behavioural",
        "difficulty": 2, "minutes": 5, "probes": "And then?\nAnd why?", "strong_answer": "Says why.\nMeasures.",
        "red_flags": "Guesses", "answers": "2: Looks.\n3: Asks.\n4: Weighs.\n5: Decides.", "tags": "",
        "roles": [role.pk], "source_kind": "own", "shows-TOTAL_FORMS": 1, "shows-INITIAL_FORMS": 0,
        "shows-0-competency": competency.pk, "shows-0-strength": "primary",
    }  # fmt: skip
    assert send(editor, add(Question), form) == ""
    question = Question.objects.get(slug="a-new-one")
    assert (question.version, question.status, list(question.roles.all())) == (1, "draft", [role])
    assert editor.post(f"{change(question).removesuffix('change/')}activate/").status_code == 302
    assert [row.competency for row in question.shows.all()] == [competency]
    form = form_of(editor, change(question)) | {"roles": [role.pk], "text": "Which data would you try second?"}
    assert send(editor, change(question), form) == ""
    question.refresh_from_db()
    assert (question.version, question.shows.count()) == (2, 1)


@pytest.mark.parametrize("model", [CompetencyArea, Competency, Role, Question])
def test_what_is_sent_back_unchanged_is_not_written(editor: Client, model: type[Any]) -> None:
    record = model.objects.earliest("slug")
    form = form_of(editor, change(record))
    known = set(AuditEntry.objects.values_list("pk", flat=True))
    assert send(editor, change(record), form) == ""
    assert written_since(known) == []


def test_an_import_keeps_the_rows_that_are_the_same(library: None) -> None:
    role = Role.objects.get(slug="data-scientist")
    before = {relation: set(getattr(role, relation).values_list("pk", flat=True)) for relation in Role.stamped_by}
    known = set(AuditEntry.objects.values_list("pk", flat=True))
    import_library(contents=only(changed(ROLE, "mid: 3, senior: 4", "mid: 3, senior: 5"), ROLE))
    after = {relation: set(getattr(role, relation).values_list("pk", flat=True)) for relation in Role.stamped_by}
    assert after == before
    assert written_since(known) == [("role", "changed", ["competencies.target_senior"])]
    assert Anchor.objects.count() == 5 * Competency.objects.count()


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"profile-0-target_junior": 1}, "A target is of level 2 to 5"),
        ({"profile-0-target_mid": ""}, "and never none"),
        ({"profile-0-weight_justification": ""}, "and no reason given"),
    ],
)
def test_a_profile_that_breaks_its_form_is_refused_in_the_page(
    editor: Client, values: dict[str, object], told: str
) -> None:
    role = Role.objects.get(slug="data-scientist")
    page = change(role, "profile")
    assert told in send(editor, page, form_of(editor, page) | values)


@pytest.mark.parametrize("section", [section.name for section in RoleAdmin.sections])
def test_each_page_of_a_role_writes_what_it_holds_and_nothing_else(editor: Client, section: str) -> None:
    role = Role.objects.get(slug="data-scientist")
    before = role_document(live_roles().get(pk=role.pk))
    page = change(role, section)
    known = set(AuditEntry.objects.values_list("pk", flat=True))
    form = form_of(editor, page)
    assert send(editor, page, form) == ""
    assert written_since(known) == []
    texts = [name for name, value in form.items() if name.endswith(("text", "note", "focus", "group"))]
    (name, *_) = [name for name in texts if form[name]]
    assert send(editor, page, form | {name: "Said otherwise."}) == ""
    ((thing, action, fields),) = written_since(known)
    assert (thing, action, len(fields)) == ("role", "changed", 1)
    after = role_document(live_roles().get(pk=role.pk))
    assert sum(before[part] != after[part] for part in before) == 1


@pytest.mark.parametrize("section", [section.name for section in RoleAdmin.sections])
def test_who_may_only_look_reads_each_page_of_a_role(library: None, section: str) -> None:
    role = Role.objects.get(slug="data-scientist")
    auditor = sign_in("auditor@example.com", GroupName.AUDITOR)
    page = change(role, section)
    text = auditor.get(page).content.decode()
    assert 'name="_save"' not in text
    assert not re.search(r"<(textarea|select)[^>]* name=", text)
    assert auditor.post(page, {}).status_code == 403
    assert {"profile": "Statistical Inference", "tools": "Jupyter Notebook"}.get(section, "Data Scientist") in text


def test_a_new_role_is_led_to_its_profile(editor: Client) -> None:
    form: Form = {"slug": "gardener", "title": "Gardener", "summary": "Grows.", "focus": "Beds.", "lifecycle": "None."}
    form |= {"responsibilities-TOTAL_FORMS": 0, "responsibilities-INITIAL_FORMS": 0}
    answer = editor.post(add(Role), form)
    role = Role.objects.get(slug="gardener")
    assert (answer.status_code, answer["Location"]) == (302, change(role, "profile"))


@pytest.mark.parametrize(("section", "statements"), [("profile", 7), ("activities", 8), ("tools", 8)])
def test_the_page_takes_as_many_statements_however_many_rows_it_has(
    editor: Client, section: str, statements: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    role = Role.objects.get(slug="data-scientist")
    editor.get(change(role, section))
    with django_assert_num_queries(statements):
        editor.get(change(role, section))
    for rows in (role.profile, role.role_activities, role.role_tools, role.skills):
        assert rows.count() > 5
        rows.filter(pk__in=list(rows.order_by("-pk").values_list("pk", flat=True)[:3])).delete()
    with django_assert_num_queries(statements):
        editor.get(change(role, section))
