"""The main job in the admin, from page to page by the links that each offers: no list in between, no dead end."""

import html
import re
from typing import Any

import pytest
from django.urls import reverse

from hiringkit.people.models import Person
from hiringkit.people.vocabulary import GroupName
from interviews.hiring.panels import update_interview
from interviews.hiring.services import create_application, create_candidate, create_job
from interviews.models import Application, Candidate, Interview, InterviewPlan, Job
from roles.models import Question
from tests.admin_forms import assemble_body
from tests.api_client import Client
from tests.interviews.test_admin import address, sign_in
from tests.story import ADA, BEN, Hiring, find_role, principal, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def recruiter(library: None) -> Client:
    return sign_in("recruiter@example.com", GroupName.RECRUITER)


def link(client: Client, page: str, name: str) -> str:
    """The address of a link of the page's own, by its name."""
    text = client.get(page).content.decode()
    found = re.findall(rf'<a href="([^"]+)"[^>]*>{re.escape(name)}</a>', text)
    assert found, f"{page} has no link {name}"
    return str(found[0]).replace("&amp;", "&")


def test_from_the_plan_to_the_decision_by_links_alone(hiring: Hiring, recruiter: Client) -> None:
    body = assemble_body(find_role("data-scientist").pk, {"title": "Talk", "minutes": 45}, title="Ours")
    page = recruiter.post(address(InterviewPlan, "add"), body)["Location"]
    page = recruiter.post(link(recruiter, page, "Publish"))["Location"]
    plan = InterviewPlan.objects.get(title="Ours")
    assert plan.status == "published"
    job_form = recruiter.get(link(recruiter, page, "Open a job on it")).context["adminform"].form
    assert (job_form.initial["plan"], job_form.initial["title"]) == (str(plan.pk), "Data Scientist")
    job = {"title": "Opening", "plan": plan.pk, "status": "open", "blindness": "until_own_submission", "_continue": ""}
    page = recruiter.post(address(Job, "add"), job)["Location"]
    add = link(recruiter, page, "Add an application")
    assert recruiter.get(add).context["adminform"].form.initial["job"] == str(Job.objects.get(title="Opening").pk)
    candidate = create_candidate(name="Somebody")
    values = {
        "candidate": candidate.pk,
        "job": Job.objects.get(title="Opening").pk,
        "status": "active",
        "_continue": "",
    }
    page = recruiter.post(add, values)["Location"]
    schedule = link(recruiter, page, "Schedule: Talk")
    form = recruiter.get(schedule).context["adminform"].form
    assert [row.title for row in form.fields["round"].queryset] == ["Talk"]
    ada = Person.objects.get(email=ADA)
    sent = {"round": plan.rounds.get().pk, "panelists": [ada.pk], "application": "anything", "_continue": ""}
    page = recruiter.post(schedule, sent)["Location"]
    held = Interview.objects.get(application__candidate=candidate)
    assert (held.application.job.title, list(held.panelists.all())) == ("Opening", [ada])
    assert page.partition("?")[0] == address(Interview, "change", held.pk)
    page = address(Candidate, "change", candidate.pk)
    page = link(recruiter, page, "Opening")
    assert page == address(Application, "change", held.application_id)
    decided = recruiter.post(link(recruiter, page, "Record a decision"), {"outcome": "hold", "rationale": "Next week."})
    assert decided.status_code == 302


def test_an_interview_is_first_asked_whose_it_is(hiring: Hiring, recruiter: Client) -> None:
    page = recruiter.get(address(Interview, "add")).content.decode()
    assert "of which application?" in page
    assert 'name="round"' not in page
    application = hiring.first.application_id
    answer = recruiter.post(address(Interview, "add"), {"application": application})
    assert answer["Location"] == f"{address(Interview, 'add')}?application={application}"
    for junk in ("anything", "", "01a2222d-474b-74c6-ac5b-ba4d150e5b9c"):
        answer = recruiter.post(address(Interview, "add"), {"application": junk, "round": junk})
        assert (answer.status_code, "Choose an application" in answer.content.decode()) == (200, True)
        assert recruiter.get(f"{address(Interview, 'add')}?application={junk}&round={junk}").status_code == 200
    own = f"{address(Interview, 'add')}?application={application}"
    assert recruiter.get(f"{own}&round=junk").status_code == 200
    without = create_application(candidate=create_candidate(name="Nobody"), job=create_job(title="No plan yet"))
    page = recruiter.get(f"{address(Interview, 'add')}?application={without.pk}").content.decode()
    assert "Its job has no plan yet" in page


def test_people_of_one_name_are_told_apart(hiring: Hiring, recruiter: Client) -> None:
    query = {
        "app_label": "interviews",
        "model_name": "interview",
        "field_name": "panelists",
        "term": ADA,
    }
    found = recruiter.get(reverse("admin:autocomplete"), query).json()["results"]
    assert any(ADA in row["text"] for row in found)
    page = recruiter.get(f"{address(Interview, 'add')}?application={hiring.first.application_id}").content.decode()
    assert ADA not in page  # they are searched, not listed
    assert 'data-field-name="panelists"' in page


def test_a_plan_offers_what_its_state_allows(hiring: Hiring, recruiter: Client) -> None:
    page = address(InterviewPlan, "change", hiring.plan.pk)
    text = recruiter.get(page).content.decode()
    assert "/publish/" not in text
    assert "never change again" not in text
    told = recruiter.get(f"{page.removesuffix('change/')}publish/").content.decode()
    assert "The plan is published already." in told
    recruiter.post(link(recruiter, page, "Archive"))
    hiring.plan.refresh_from_db()
    assert hiring.plan.status == "archived"
    auditor = sign_in("auditor@example.com", GroupName.AUDITOR)
    assert "/archive/" not in auditor.get(page).content.decode()
    assert auditor.post(f"{page.removesuffix('change/')}publish/").status_code == 403


def test_a_draft_is_discarded_from_its_page_after_being_asked(hiring: Hiring, recruiter: Client) -> None:
    body = assemble_body(find_role("data-scientist").pk, {"title": "Talk", "minutes": 45}, title="Not this")
    page = recruiter.post(address(InterviewPlan, "add"), body)["Location"]
    asked = link(recruiter, page, "Discard")
    assert "Discard the draft for good" in recruiter.get(asked).content.decode()
    assert InterviewPlan.objects.filter(title="Not this").exists()
    assert recruiter.post(asked)["Location"] == address(InterviewPlan, "changelist")
    assert not InterviewPlan.objects.filter(title="Not this").exists()
    text = recruiter.get(address(InterviewPlan, "change", hiring.plan.pk)).content.decode()
    assert "/discard/" not in text  # published


def test_a_plan_is_duplicated_with_its_wishes_or_with_its_questions(hiring: Hiring, recruiter: Client) -> None:
    page = address(InterviewPlan, "change", hiring.plan.pk)
    form = recruiter.get(link(recruiter, page, "Duplicate")).context["form"]
    assert [row.initial["title"] for row in form.rounds if row.initial] == ["Analysis", "Business"]
    assert [[one.slug for one in row.initial["focus"]] for row in form.rounds if row.initial] == [
        each["focus"] for each in hiring.plan.request["rounds"]
    ]
    assert not form.locks.initial
    kept = recruiter.get(f"{link(recruiter, page, 'Duplicate')}&questions=kept").context["form"].locks.initial
    frozen = [(item.question_id, item.round.position + 1) for item in hiring.plan.items.select_related("round")]
    assert sorted((row["question"].pk, row["round"]) for row in kept) == sorted(frozen)
    body = assemble_body(
        hiring.plan.role_id,
        *({name: each[name] for name in ("title", "minutes")} for each in hiring.plan.request["rounds"]),
        locks=frozen,
        title=hiring.plan.title,
        as_version="on",
    )
    recruiter.post(link(recruiter, page, "Duplicate"), body)
    made = InterviewPlan.objects.get(lineage=hiring.plan.lineage, version=2)
    assert {item.question_id for item in made.items.all()} >= {question for question, _ in frozen}
    del body["as_version"]
    recruiter.post(link(recruiter, page, "Duplicate"), body)
    assert InterviewPlan.objects.latest("created_at").lineage != hiring.plan.lineage
    other = recruiter.post(
        link(recruiter, page, "Duplicate"), body | {"role": find_role("ml-engineer").pk, "as_version": "on"}
    )
    assert "a plan for another role" in other.content.decode()


def test_what_is_not_in_use_any_more_is_named_when_a_plan_is_duplicated(hiring: Hiring, recruiter: Client) -> None:
    item = hiring.plan.items.all()[0]
    Question.objects.filter(pk=item.question_id).update(status="retired")
    add = link(recruiter, address(InterviewPlan, "change", hiring.plan.pk), "Duplicate")
    assert "Not in use any more" not in recruiter.get(add).content.decode()
    text = recruiter.get(f"{add}&questions=kept").content.decode()
    assert f"Not in use any more, and so not kept: {item.question_slug}." in text
    assert recruiter.get(f"{address(InterviewPlan, 'add')}?like=nothing").status_code == 200


def test_a_plan_shows_the_kits_of_its_rounds(hiring: Hiring, recruiter: Client, django_assert_num_queries: Any) -> None:
    first = link(recruiter, address(InterviewPlan, "change", hiring.plan.pk), "See its kits")
    text = html.unescape(recruiter.get(first).content.decode())
    asked = [item.text for item in hiring.plan.items.filter(round=hiring.first.round)]
    assert [question for question in asked if question not in text] == []
    assert "Business" in text
    second = link(recruiter, first, "Business")
    assert asked[0] not in html.unescape(recruiter.get(second).content.decode())
    assert recruiter.get(second.replace("/1/", "/7/")).status_code == 302
    with django_assert_num_queries(14):
        recruiter.get(second)
    interviewer = sign_in("i@example.com", GroupName.INTERVIEWER)
    assert interviewer.get(first).status_code == 302


def test_what_cannot_be_undone_is_asked_about_in_lists_too(hiring: Hiring, recruiter: Client) -> None:
    listed = address(Interview, "changelist")
    sent = {"action": "cancel", "_selected_action": [hiring.first.pk, hiring.second.pk]}
    asked = recruiter.post(listed, sent)
    text = asked.content.decode()
    assert "Cancel these interviews?" in text
    assert text.count("A Candidate for Data Scientist</li>") == 2
    assert not Interview.objects.filter(cancelled_at__isnull=False).exists()
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', text)
    again: dict[str, Any] = {}
    for name, value in hidden:
        again.setdefault(name, []).append(value)
    assert recruiter.post(listed, again).status_code == 302
    assert Interview.objects.filter(cancelled_at__isnull=False).count() == 2


def test_the_first_page_is_in_the_order_of_the_work(recruiter: Client) -> None:
    shown = recruiter.get(reverse("admin:index")).context["app_list"]
    assert [app["app_label"] for app in shown] == ["interviews", "roles", "people"]
    assert [model["object_name"] for model in shown[0]["models"]] == [
        "InterviewPlan", "Job", "Candidate", "Application", "Interview", "Scorecard",
    ]  # fmt: skip


def test_the_first_page_says_what_waits(hiring: Hiring, recruiter: Client) -> None:
    def waiting() -> dict[str, int]:
        return {need.what: need.count for need in recruiter.get(reverse("admin:index")).context["needs"]}

    owed = waiting()["scorecards"]
    assert owed == 4
    assert waiting() == {"scorecards": 4, "applications": 0, "plans": 0, "jobs": 0}
    create_job(title="No plan yet")
    recruiter.post(
        address(InterviewPlan, "add"), assemble_body(find_role("data-scientist").pk, {"title": "Talk", "minutes": 45})
    )
    for interview in (hiring.first, hiring.second):
        for seat in interview.panel.select_related("person"):
            submit(seat.person.email, interview)
    assert waiting() == {"scorecards": 0, "applications": 1, "plans": 1, "jobs": 1}
    listed = recruiter.get(f"{address(Application, 'changelist')}?attention=ready").context["cl"].queryset
    assert [row.pk for row in listed] == [hiring.first.application_id]
    editor = sign_in("editor@example.com", GroupName.LIBRARY_EDITOR)
    assert [need.what for need in editor.get(reverse("admin:index")).context["needs"]] == ["questions"]


@pytest.mark.usefixtures("recruiter")  # somebody else who could excuse
def test_who_is_blind_is_not_told_by_the_first_page_that_a_colleague_has_written(hiring: Hiring) -> None:
    """The recruiter sits on the panel themselves; Ben's scorecard changes nothing of what they are shown."""
    cas = "cas@example.com"
    client = sign_in(cas, GroupName.RECRUITER)
    update_interview(principal=principal(cas), interview=hiring.first, changes={"panelists": [ADA, BEN, cas]})
    before = client.get(reverse("admin:index")).content, client.get(reverse("admin:interviews_owed")).content
    submit(BEN, hiring.first)
    after = client.get(reverse("admin:index")).content, client.get(reverse("admin:interviews_owed")).content
    token = rb'name="csrfmiddlewaretoken" value="[^"]*"'
    assert [re.sub(token, b"", page) for page in before] == [re.sub(token, b"", page) for page in after]


def test_what_is_owed_is_excused_from_its_list(hiring: Hiring, recruiter: Client) -> None:
    page = reverse("admin:interviews_owed")
    text = recruiter.get(page).content.decode()
    assert ADA in text
    excuse = re.findall(r'href="(/admin/interviews/interview/[^"]+/excuse/\?person=[^"]+)"', text)
    assert len(excuse) == 4
    form = recruiter.get(excuse[0]).context["form"]
    person = form.fields["person"].initial
    assert recruiter.post(excuse[0], {"person": person, "reason": "Is ill."}).status_code == 302
    again = recruiter.get(page).content.decode()
    assert len(re.findall("/excuse/", again)) == 3
    assert sign_in("i@example.com", GroupName.INTERVIEWER).get(page).status_code == 302
