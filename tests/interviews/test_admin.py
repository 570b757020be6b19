"""Every admin page opens, for whom it should; what recruiters do there goes through the services."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hiringkit.admin.confirming import CONFIRMED
from hiringkit.people.keys import create_api_key
from hiringkit.people.models import Person
from hiringkit.people.principals import Principal
from hiringkit.people.services import create_person
from hiringkit.people.vocabulary import GroupName
from interviews.hiring.panels import create_interview
from interviews.hiring.services import create_application, create_candidate, create_job, update_job
from interviews.models import Application, Candidate, Interview, InterviewPlan, Job, Scorecard
from interviews.vocabulary import PlanStatus
from roles.models import Question
from roles.vocabulary import QuestionStatus
from tests.admin_forms import assemble_body
from tests.api_client import Client
from tests.story import ADA, ATS, BEN, Hiring, submit


@pytest.fixture
def everything(hiring: Hiring) -> Hiring:
    """At least one row of every model that the admin shows."""
    submit(ADA, hiring.first)
    create_api_key(name="ATS", scopes=["all"])
    return hiring


def sign_in(email: str, *groups: GroupName) -> Client:
    client = Client()
    client.force_login(create_person(email=email, name=email, groups=groups))
    return client


@pytest.fixture
def root(everything: Hiring) -> Client:
    client = Client()
    client.force_login(Person.objects.create_superuser("root@example.com", name="Root"))
    return client


def pages() -> Iterator[tuple[Any, "admin.ModelAdmin[Any]"]]:
    for model, model_admin in admin.site._registry.items():
        if model._meta.app_label in ("people", "roles", "interviews"):
            yield model, model_admin


def address(model: Any, page: str, *arguments: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=arguments)


@pytest.mark.slow("opens some hundred pages")
def test_every_page_opens(root: Client) -> None:
    opened = 0
    for model, model_admin in pages():
        row = model._default_manager.first()
        assert row is not None, model
        for page in (
            address(model, "changelist"),
            address(model, "changelist") + "?q=a",
            address(model, "change", row.pk),
            address(model, "history", row.pk),
        ):
            response = root.get(page)
            assert response.status_code == 200, page
            opened += 1
        allowed = {page: getattr(model_admin, f"has_{page}_permission") for page in ("add", "delete")}
        request = response.wsgi_request
        if allowed["add"](request):
            assert root.get(address(model, "add")).status_code == 200, model
        if allowed["delete"](request):
            assert root.get(address(model, "delete", row.pk)).status_code == 200, model
    assert opened == 4 * len(list(pages()))


@pytest.mark.slow("opens some hundred pages")
def test_every_filter_opens(root: Client) -> None:
    for model, _ in pages():
        page = root.get(address(model, "changelist"))
        for spec in page.context["cl"].filter_specs:
            for choice in list(spec.choices(page.context["cl"]))[1:3]:
                assert root.get(address(model, "changelist") + choice["query_string"]).status_code == 200, choice


@pytest.mark.parametrize(
    ("model", "more"),
    [
        (Job, lambda hiring, number: create_job(title=f"Job {number}", plan=hiring.plan)),
        (Candidate, lambda hiring, number: create_candidate(name=f"Candidate {number}")),
        (
            Application,
            lambda hiring, number: create_application(
                candidate=create_candidate(name=f"Candidate {number}"), job=hiring.job
            ),
        ),
        (
            Interview,
            lambda hiring, number: create_interview(
                application=hiring.application, round=hiring.first.round_id, panelists=[ADA, BEN]
            ),
        ),
        (Scorecard, lambda hiring, number: submit((BEN, ADA)[number], (hiring.first, hiring.second)[number])),
    ],
)
def test_a_list_takes_as_many_queries_for_three_rows_as_for_one(
    root: Client, everything: Hiring, model: Any, more: Callable[[Hiring, int], object]
) -> None:
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert root.get(address(model, "changelist")).status_code == 200
        return len(queries)

    root.get(address(model, "changelist"))  # content types and the like are read once
    before = count()
    more(everything, 0)
    more(everything, 1)
    assert count() == before


def test_interviewers_and_strangers_stay_outside(everything: Hiring) -> None:
    for client in (Client(), sign_in("interviewer@example.com", GroupName.INTERVIEWER)):
        response = client.get(reverse("admin:index"))
        assert (response.status_code, response["Location"].partition("?")[0]) == (302, reverse("admin:login"))


def test_a_recruiter_does_the_main_job(everything: Hiring) -> None:
    client = sign_in("recruiter@example.com", GroupName.RECRUITER)
    response = client.post(
        address(InterviewPlan, "add"),
        assemble_body(everything.plan.role_id, {"title": "Talk", "minutes": 30}, title="Ours"),
    )
    plan = InterviewPlan.objects.get(title="Ours")
    assert response["Location"] == address(InterviewPlan, "change", plan.pk)
    assert "Talk (" in client.get(response["Location"]).content.decode()
    client.post(
        address(InterviewPlan, "changelist"), {"action": "publish", "_selected_action": [plan.pk], CONFIRMED: "yes"}
    )
    plan.refresh_from_db()
    assert plan.status == PlanStatus.PUBLISHED

    job = {"title": "Opening", "plan": plan.pk, "status": "open", "blindness": "until_own_submission"}
    assert client.post(address(Job, "add"), job).status_code == 302
    client.post(address(Candidate, "add"), {"name": "Somebody"})
    opening, somebody = Job.objects.get(title="Opening"), Candidate.objects.get(name="Somebody")
    assert opening.role == plan.role
    client.post(address(Application, "add"), {"candidate": somebody.pk, "job": opening.pk, "status": "active"})
    application = Application.objects.get(candidate=somebody)
    ada = Person.objects.get(email=ADA)
    interview = {"application": application.pk, "round": plan.rounds.get().pk, "panelists": [ada.pk]}
    assert client.post(address(Interview, "add"), interview).status_code == 302
    held = Interview.objects.get(application=application)
    assert list(held.panelists.all()) == [ada]
    client.post(address(Interview, "changelist"), {"action": "cancel", "_selected_action": [held.pk], CONFIRMED: "yes"})
    held.refresh_from_db()
    assert held.cancelled_at is not None


def test_what_a_service_refuses_stands_in_the_form(everything: Hiring) -> None:
    client = sign_in("recruiter@example.com", GroupName.RECRUITER)
    bare = create_job(title="No plan yet")
    application = create_application(candidate=create_candidate(name="Somebody"), job=bare)
    body = {
        "application": application.pk,
        "round": everything.first.round_id,
        "panelists": [Person.objects.get(email=ADA).pk],
    }
    response = client.post(address(Interview, "add"), body)
    assert response.status_code == 200
    assert "no plan yet" in response.content.decode()


def test_nothing_is_deleted_under_what_hangs_on_it(everything: Hiring) -> None:
    client = sign_in("recruiter@example.com", GroupName.RECRUITER)
    response = client.post(address(Job, "delete", everything.job.pk), {"post": "yes"}, follow=True)
    assert "Applications for this job exist." in response.content.decode()
    assert Job.objects.filter(pk=everything.job.pk).exists()


def test_a_panelist_who_owes_reads_nobody_elses_scores(everything: Hiring) -> None:
    client = sign_in("manager@example.com", GroupName.HIRING_MANAGER)
    update_job(principal=ATS, job=everything.job, changes={"hiring_managers": ["manager@example.com"]})
    card = Scorecard.objects.get()
    assert client.get(address(Scorecard, "change", card.pk)).status_code == 200
    page = address(Application, "change", everything.application.pk)
    assert "scorecards submitted" in client.get(page).content.decode()
    create_interview(
        application=everything.application, round=everything.second.round_id, panelists=["manager@example.com"]
    )
    for hidden in (address(Scorecard, "change", card.pk), address(Scorecard, "history", card.pk)):
        assert client.get(hidden).status_code == 302
    assert client.get(address(Scorecard, "changelist")).context["cl"].result_count == 0
    assert "scorecards submitted" not in client.get(page).content.decode()


def test_a_manager_reaches_only_the_own_jobs(everything: Hiring, person: Callable[..., Principal]) -> None:
    client = sign_in("manager@example.com", GroupName.HIRING_MANAGER)
    assert client.get(address(Job, "changelist")).context["cl"].result_count == 0
    assert client.get(address(Application, "change", everything.application.pk)).status_code == 302


def test_editing_an_active_question_makes_its_next_version(everything: Hiring) -> None:
    client = sign_in("editor@example.com", GroupName.LIBRARY_EDITOR)
    question = Question.objects.filter(status=QuestionStatus.ACTIVE).first()
    assert question is not None
    page = address(Question, "change", question.pk)
    form = client.get(page).context["adminform"].form
    shown = question.shows.all()
    body = {name: form[name].value() for name in form.fields} | {
        "text": "Reworded?",
        "probes": "One?\nTwo?",
        "strong_answer": "\n".join(question.strong_answer),
        "red_flags": "\n".join(question.red_flags),
        "tags": "\n".join(question.tags),
        "roles": [role.pk for role in question.roles.all()],
        "shows-TOTAL_FORMS": len(shown),
        "shows-INITIAL_FORMS": len(shown),
    }
    for number, row in enumerate(shown):
        body |= {
            f"shows-{number}-id": row.pk,
            f"shows-{number}-question": question.pk,
            f"shows-{number}-competency": row.competency_id,
            f"shows-{number}-strength": row.strength,
        }
    response = client.post(page, body)
    assert response.status_code == 302, response.context["errors"]
    question.refresh_from_db()
    assert (question.text, question.probes, question.version) == ("Reworded?", ["One?", "Two?"], 2)
    client.post(address(Question, "changelist"), {"action": "retire", "_selected_action": [question.pk]})
    question.refresh_from_db()
    assert question.status == QuestionStatus.RETIRED
