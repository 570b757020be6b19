"""The main job in the admin, from page to page by the links that each offers: no list in between, no dead end."""

import re

import pytest
from django.urls import reverse

from hiringkit.people.models import Person
from hiringkit.people.vocabulary import GroupName
from interviews.hiring.services import create_application, create_candidate, create_job
from interviews.models import Application, Candidate, Interview, InterviewPlan, Job
from tests.admin_forms import assemble_body
from tests.api_client import Client
from tests.interviews.test_admin import address, sign_in
from tests.story import ADA, Hiring, find_role

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
