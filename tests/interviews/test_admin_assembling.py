"""The admin's form that assembles a plan: rows, names, every option, and what is refused beside its field."""

import html
import re
from typing import Any

import pytest
from django.urls import reverse

from hiringkit.people.vocabulary import GroupName
from interviews.models import InterviewPlan
from roles.models import Competency, Question, Role
from tests.admin_forms import assemble_body
from tests.api_client import Client
from tests.interviews.test_admin import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow("assembles plans")]
PAGE = "admin:interviews_interviewplan_add"


@pytest.fixture
def client(library: None) -> Client:
    return sign_in("recruiter@example.com", GroupName.RECRUITER)


@pytest.fixture
def role(library: None) -> Role:
    return Role.objects.get(slug="data-scientist")


def post(client: Client, body: dict[str, Any]) -> Any:
    return client.post(reverse(PAGE), body)


def fields_with_faults(response: Any) -> dict[str, str]:
    """What stands marked on the page: the text of each error list, by the name of the field that follows or leads."""
    context = response.context["form"]
    found = {name: " ".join(faults) for name, faults in context.errors.items()}
    for rows in (context.rounds, context.locks):
        for number, form in enumerate(rows):
            found |= {f"{rows.prefix}-{number}-{name}": " ".join(faults) for name, faults in form.errors.items()}
    page = html.unescape(response.content.decode())
    assert all(text in page for texts in found.values() for text in [texts.split("`")[0]])
    return found


def pk(slug: str) -> int:
    return Competency.objects.get(slug=slug).pk


def test_every_option_reaches_the_plan(client: Client, role: Role) -> None:
    questions = [row.pk for row in Question.objects.filter(roles=role, status="active", kind="situational")[:3]]
    wanted, unwanted, kept = questions
    body = assemble_body(
        role.pk,
        {"title": "First", "minutes": 60, "max_competencies": 4, "knowledge_max": 0},
        {"title": "Second", "minutes": 45, "focus": [pk("causal-reasoning"), pk("model-evaluation")]},
        {"title": "Third", "minutes": 60, "kinds": ["situational", "exercise"], "exercise_min": 1},
        {"title": "", "minutes": ""},
        title="All of it",
        seniority="senior",
        depth="deep",
        free_minutes="5",
        questions_max="4",
        rounds_per_competency="",
        difficulty_min="2",
        difficulty_max="5",
        knowledge_max="2",
        exercise_min="2",
        behavioural_min="1",
        include=[wanted],
        exclude=[unwanted],
        allow_never_with="on",
        locks=[(kept, 3)],
    )
    response = post(client, body)
    assert response.status_code == 302, fields_with_faults(response)
    plan = InterviewPlan.objects.get(title="All of it")
    slugs = [str(Question.objects.get(pk=key).slug) for key in questions]
    assert plan.seniority == "senior"
    assert plan.request["rounds"] == [
        {"title": "First", "minutes": 60, "focus": [], "kinds": [], "max_competencies": 4, "mix": {"knowledge_max": 0}},
        {"title": "Second", "minutes": 45, "focus": ["causal-reasoning", "model-evaluation"], "kinds": [],
         "max_competencies": None, "mix": {}},
        {"title": "Third", "minutes": 60, "focus": [], "kinds": ["situational", "exercise"], "max_competencies": None,
         "mix": {"exercise_min": 1}},
    ]  # fmt: skip
    assert plan.request["options"] == {
        "free_minutes": 5,
        "depth": "deep",
        "allow_never_with": True,
        "rounds_per_competency": None,
        "mix": {"knowledge_max": 2, "exercise_min": 2, "behavioural_min": 1},
        "include": [slugs[0]],
        "exclude": [slugs[1]],
        "locked": [{"question": slugs[2], "round": 2}],
        "questions_per_competency": {"max": 4},
        "difficulty": {"min": 2, "max": 5},
    }
    third = plan.rounds.get(position=2)
    assert slugs[2] in third.items.values_list("question_slug", flat=True)


def test_the_page_offers_competencies_by_name_and_more_rows(client: Client) -> None:
    page = client.get(reverse(PAGE)).content.decode()
    name = Competency.objects.get(slug="causal-reasoning").name
    assert re.search(rf'<option value="\d+">{name}</option>', page)
    assert "<optgroup" in page
    assert page.count('class="round"') == 5
    assert client.get(reverse(PAGE) + "?rows=all").content.decode().count('class="round"') == 12


def test_the_plan_says_why_in_names(client: Client, role: Role) -> None:
    response = post(client, assemble_body(role.pk, {"title": "Only", "minutes": 60}, title="Told"))
    page = client.get(response["Location"]).content.decode()
    assert "Proven: no other choice of questions is worth as much." in page
    assert "What ten more minutes would buy" in page
    assert "What each competency gets" in page
    assert "The only question on <strong>" in page
    assert "`" not in re.sub(r"<script.*?</script>", "", page[page.index("<ul>") :], flags=re.S)


def test_faults_of_form_are_told_all_at_once(client: Client, role: Role) -> None:
    body = assemble_body(
        "", {"title": "No minutes", "minutes": ""}, {"title": "", "minutes": 30}, {"title": "x", "minutes": 601},
        free_minutes="-1", exercise_min="many", locks=[("", 1)],
    )  # fmt: skip
    faults = fields_with_faults(post(client, body))
    assert set(faults) == {
        "role",
        "free_minutes",
        "exercise_min",
        "rounds-0-minutes",
        "rounds-1-title",
        "rounds-2-minutes",
        "locks-0-question",
    }
    assert "needs a round" in fields_with_faults(post(client, assemble_body(role.pk)))["__all__"]
    assert "at most 12" in str(post(client, assemble_body(role.pk, *[{"title": "x", "minutes": 30}] * 13)).content)


def test_what_the_service_refuses_stands_beside_its_field(client: Client, role: Role) -> None:
    other = Question.objects.exclude(roles=role).filter(status="active")[0]
    body = assemble_body(
        role.pk,
        {"title": "", "minutes": ""},
        {"title": "Second row, first round", "minutes": 40, "focus": [pk("model-monitoring")]},
        include=[other.pk],
        locks=[(other.pk, 3)],
    )
    faults = fields_with_faults(post(client, body))
    assert set(faults) == {"include", "rounds-1-focus", "locks-0-question", "locks-0-round"}


def test_a_clash_is_explained_with_the_cheapest_way_out(client: Client, role: Role) -> None:
    body = assemble_body(
        role.pk,
        {"title": "Short", "minutes": 30, "exercise_min": 5},
        {"title": "Narrow", "minutes": 45, "focus": [pk("causal-reasoning")]},
        rounds_per_competency="2",
    )
    response = post(client, body)
    page = html.unescape(response.content.decode())
    assert response.status_code == 200
    assert "No plan keeps to all of this" in page
    assert "Round 1 needs at least 5 exercises" in page
    assert "Give round 1 26 more minutes (56 in all)." in page
    faults = fields_with_faults(response)
    assert {"rounds-0-exercise_min"} <= set(faults)
    assert InterviewPlan.objects.count() == 0


def test_what_was_written_stays_on_the_page(client: Client, role: Role) -> None:
    body = assemble_body(role.pk, {"title": "Kept as it is", "minutes": 0, "kinds": ["exercise"]}, title="And this")
    page = post(client, body).content.decode()
    assert 'value="Kept as it is"' in page
    assert 'value="And this"' in page
    assert re.search(r'value="exercise"[^>]*checked', page)


def test_names_are_escaped() -> None:
    from interviews.templatetags.named import named

    assert named("<b> `a` & `<i>`", {"a": "<u>A</u>"}) == (
        "&lt;b&gt; <strong>&lt;u&gt;A&lt;/u&gt;</strong> &amp; <code>&lt;i&gt;</code>"
    )


def test_questions_are_found_while_one_types(client: Client, role: Role) -> None:
    """What the pickers of questions ask for, as a recruiter who is no library editor."""
    page = client.get(reverse(PAGE)).content.decode()
    assert page.count('data-field-name="question"') == 4  # must, must not, two locks
    query = {"app_label": "interviews", "model_name": "planitem", "field_name": "question", "term": "cancel"}
    found = client.get(reverse("admin:autocomplete"), query).json()["results"]
    assert "hunt-the-leak" in [row["text"] for row in found]
