"""What recruiters and hiring managers do on an application and an interview, beside changing its columns."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from hiringkit.people.models import Person
from hiringkit.people.vocabulary import GroupName
from interviews.hiring.panels import cancel_interview, create_interview
from interviews.hiring.releases import excuse_panelist, lift_blindness
from interviews.hiring.services import create_application, create_candidate, update_job
from interviews.models import BlindnessLift, Decision, Panelist
from interviews.plans.drafts import assemble_plan
from interviews.plans.services import lock_plan, publish_plan
from interviews.vocabulary import ApplicationStatus, Recommendation
from tests.api_client import Client
from tests.interviews.test_admin import address, sign_in
from tests.people.factories import make_person
from tests.story import ADA, ATS, BEN, Hiring, find_role, submit

RECRUITER, MANAGER, AUDITOR = "recruiter@example.com", "manager@example.com", "auditor@example.com"


@pytest.fixture
def recruiter(hiring: Hiring) -> Client:
    return sign_in(RECRUITER, GroupName.RECRUITER)


@pytest.fixture
def manager(hiring: Hiring) -> Client:
    """The job's hiring manager."""
    client = sign_in(MANAGER, GroupName.HIRING_MANAGER)
    update_job(principal=ATS, job=hiring.job, changes={"hiring_managers": [MANAGER]})
    return client


def somebody(email: str) -> Person:
    return Person.objects.get(email=email)


def act(record: Any, name: str) -> str:
    return address(type(record), name, record.pk)


def text(response: Any) -> str:
    assert response.status_code == 200, response
    return str(response.content.decode())


def seat(hiring: Hiring, email: str) -> None:
    """Put somebody on a panel of the application: from then on they owe and are blind."""
    create_interview(application=hiring.application, round=hiring.second.round_id, panelists=[email])


@pytest.mark.parametrize("who", ["recruiter", "manager"])
def test_a_decision_is_recorded_by_who_decides(hiring: Hiring, who: str, request: pytest.FixtureRequest) -> None:
    client: Client = request.getfixturevalue(who)
    submit(ADA, hiring.first)
    page = address(type(hiring.application), "change", hiring.application.pk)
    assert act(hiring.application, "decide") in text(client.get(page))
    body = {"outcome": "reject", "rationale": "Little evidence of causal reasoning."}
    response = client.post(act(hiring.application, "decide"), body, follow=True)
    assert response.redirect_chain == [(page, 302)]
    decision = Decision.objects.get()
    assert (decision.decided_by.email, decision.outcome) == (client_email(client), "reject")
    assert decision.against_panel
    hiring.application.refresh_from_db()
    assert (hiring.application.decision, hiring.application.status) == (decision, ApplicationStatus.REJECTED)
    shown = text(response)
    assert "The decision is recorded." in shown
    assert "Decision: <strong>reject</strong>" in shown
    assert shown.count("Little evidence of causal reasoning.") == 2  # in the summary and among the decisions


def client_email(client: Client) -> str:
    return Person.objects.get(pk=client.session["_auth_user_id"]).email


def test_a_decision_is_corrected_with_its_reason(hiring: Hiring, recruiter: Client) -> None:
    page = act(hiring.application, "correct-decision")
    assert "There is no decision to correct." in text(recruiter.get(page))
    recruiter.post(act(hiring.application, "decide"), {"outcome": "hire", "rationale": "It was good."})
    first = Decision.objects.get()
    shown = text(recruiter.get(page))
    assert f'<input type="hidden" name="supersedes" value="{first.key}"' in shown
    body = {"outcome": "hold", "rationale": "Wait.", "reason": "The wrong row.", "supersedes": first.key}
    again = text(recruiter.post(page, body, follow=True))
    assert "The correction is recorded" in again
    assert "Corrects the decision before: The wrong row." in again
    late = recruiter.post(page, body | {"rationale": "Wait longer."})  # from a page that was opened before
    assert "Another decision came after it" in text(late)
    assert Decision.objects.count() == 2


def test_every_decision_stays_beside_the_later_ones(hiring: Hiring, recruiter: Client) -> None:
    for outcome, rationale in (("hold", "Wait for the second round."), ("advance", "It was good.")):
        recruiter.post(act(hiring.application, "decide"), {"outcome": outcome, "rationale": rationale})
    shown = text(recruiter.get(address(type(hiring.application), "change", hiring.application.pk)))
    assert shown.index("It was good.") < shown.index("Wait for the second round.")


def test_what_the_service_refuses_stands_in_the_form_with_all_that_was_typed(hiring: Hiring, recruiter: Client) -> None:
    body = {"outcome": "hold", "rationale": "Wait for the second round."}
    page = act(hiring.application, "decide")
    assert recruiter.post(page, body).status_code == 302
    again = recruiter.post(page, body)
    assert "This very decision is the latest one already." in text(again)
    assert "Wait for the second round.</textarea>" in text(again)
    assert '<option value="hold" selected>' in text(again)
    assert Decision.objects.count() == 1
    incomplete = recruiter.post(page, {"outcome": "", "rationale": "Kept."})
    assert incomplete.context["form"].errors.keys() == {"outcome"}
    assert "Kept.</textarea>" in text(incomplete)
    recruiter.post(page, {"outcome": "hire", "rationale": "Good."})
    assert "set its status back to active" in text(recruiter.post(page, {"outcome": "hold", "rationale": "No."}))


def test_the_service_judges_whose_job_it_is(hiring: Hiring) -> None:
    """A hiring manager of another job reaches this application as a panelist, but decides nothing on it."""
    other = sign_in(MANAGER, GroupName.HIRING_MANAGER)
    seat(hiring, MANAGER)
    blocked = text(other.get(act(hiring.application, "decide")))
    assert "You owe a scorecard of this application; decisions come after it." in blocked
    assert "<textarea" not in blocked
    submit(MANAGER, hiring.application.interviews.get(panel__person__email=MANAGER))
    response = other.post(act(hiring.application, "decide"), {"outcome": "hire", "rationale": "I like them."})
    assert "A recruiter or one of the job&#x27;s hiring managers decides." in text(response)
    assert not Decision.objects.exists()


def test_the_blind_decide_nothing(hiring: Hiring, manager: Client) -> None:
    seat(hiring, MANAGER)
    response = manager.post(act(hiring.application, "decide"), {"outcome": "hire", "rationale": "I like them."})
    assert "decisions come after it" in text(response)
    assert not Decision.objects.exists()


ACTS = ["decide", "correct-decision", "lift-blindness", "excuse"]


def record_of(hiring: Hiring, name: str) -> Any:
    return hiring.first if name == "excuse" else hiring.application


@pytest.mark.parametrize("name", ACTS)
def test_auditors_look_and_do_nothing(hiring: Hiring, name: str) -> None:
    auditor = sign_in(AUDITOR, GroupName.AUDITOR)
    record = record_of(hiring, name)
    page = text(auditor.get(address(type(record), "change", record.pk)))
    assert act(record, name) not in page
    body = {"outcome": "hold", "rationale": "r", "person": somebody(ADA).pk, "reason": "r"}
    for response in (auditor.get(act(record, name)), auditor.post(act(record, name), body)):
        assert response.status_code == 403
    assert not Decision.objects.exists()
    assert not BlindnessLift.objects.exists()
    assert not Panelist.objects.filter(excused_at__isnull=False).exists()


def test_hiring_managers_decide_but_do_not_lift(hiring: Hiring, manager: Client) -> None:
    record, name = hiring.application, "lift-blindness"
    assert act(record, name) not in text(manager.get(address(type(record), "change", record.pk)))
    assert manager.get(act(record, name)).status_code == 403


@pytest.mark.parametrize("name", ACTS)
def test_nobody_posts_without_the_token_or_signing_in(hiring: Hiring, recruiter: Client, name: str) -> None:
    record = record_of(hiring, name)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(somebody(RECRUITER))
    assert "csrfmiddlewaretoken" in text(strict.get(act(record, name)))
    assert strict.post(act(record, name), {"outcome": "hold", "rationale": "r"}).status_code == 403
    anonymous = Client().get(act(record, name))
    assert (anonymous.status_code, anonymous["Location"].partition("?")[0]) == (302, reverse("admin:login"))


def test_out_of_reach_is_not_there(hiring: Hiring) -> None:
    stranger = sign_in(MANAGER, GroupName.HIRING_MANAGER)
    for record, name in ((hiring.application, "decide"), (hiring.job, "comparison")):
        response = stranger.get(act(record, name), follow=True)
        assert response.redirect_chain == [(reverse("admin:index"), 302)]
        assert "that you can reach" in text(response)


def test_blindness_is_lifted_for_one_of_those_who_are_blind(hiring: Hiring, recruiter: Client) -> None:
    submit(ADA, hiring.first)
    submit(ADA, hiring.second)
    page = act(hiring.application, "lift-blindness")
    offered = recruiter.get(page).context["form"].fields["person"].queryset
    assert [person.email for person in offered] == [BEN]
    missing = recruiter.post(page, {"person": somebody(BEN).pk, "reason": ""})
    assert missing.context["form"].errors.keys() == {"reason"}
    assert f'<option value="{somebody(BEN).pk}" selected>' in text(missing)
    body = {"person": somebody(BEN).pk, "reason": "Must decide between the rounds."}
    shown = text(recruiter.post(page, body, follow=True))
    assert "Must decide between the rounds." in shown
    lift = BlindnessLift.objects.get()
    assert (lift.person.email, lift.lifted_by.email) == (BEN, RECRUITER)
    assert "Nobody but perhaps yourself is blind" in text(recruiter.get(page))


def test_nobody_lifts_their_own_blindness(hiring: Hiring, recruiter: Client) -> None:
    seat(hiring, RECRUITER)
    page = act(hiring.application, "lift-blindness")
    refused = recruiter.post(page, {"person": somebody(RECRUITER).pk, "reason": "I want to."})
    assert refused.context["form"].errors.keys() == {"person"}
    assert not BlindnessLift.objects.exists()


def test_a_panelist_who_owes_is_excused(hiring: Hiring, recruiter: Client) -> None:
    submit(ADA, hiring.first)
    page = act(hiring.first, "excuse")
    assert [person.email for person in recruiter.get(page).context["form"].fields["person"].queryset] == [BEN]
    late = recruiter.post(page, {"person": somebody(ADA).pk, "reason": "On leave."})
    assert "They owe nothing for this interview any more." in text(late)
    assert "On leave.</textarea>" in text(late)
    shown = text(recruiter.post(page, {"person": somebody(BEN).pk, "reason": "On leave."}, follow=True))
    excused = Panelist.objects.get(interview=hiring.first, person__email=BEN)
    assert (excused.excuse_reason, excused.excused_by) == ("On leave.", somebody(RECRUITER))
    assert "On leave." in shown
    assert "excused" in shown
    assert "Nobody owes a scorecard for this interview." in text(recruiter.get(page))


def test_nobody_is_excused_from_a_cancelled_interview(hiring: Hiring, recruiter: Client) -> None:
    cancel_interview(principal=ATS, interview=hiring.first)
    assert "Nobody owes a scorecard for this interview." in text(recruiter.get(act(hiring.first, "excuse")))
    page = text(recruiter.get(address(type(hiring.first), "change", hiring.first.pk)))
    assert page.count("not owed, the interview is cancelled") == 2


def test_a_fault_of_a_field_stands_beside_it(
    hiring: Hiring, recruiter: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They were taken off the panel after the page was checked."""

    def gone_by_now(*, interview: Any, person: Any, **rest: Any) -> None:
        Panelist.objects.filter(interview=interview, person=person).delete()
        excuse_panelist(interview=interview, person=person, **rest)

    monkeypatch.setattr("interviews.admin.hiring_acts.excuse_panelist", gone_by_now)
    body = {"person": somebody(ADA).pk, "reason": "On leave."}
    response = recruiter.post(act(hiring.first, "excuse"), body)
    assert response.context["form"].errors == {"person": ["They do not sit on this interview."]}
    assert "On leave.</textarea>" in text(response)
    assert Panelist.objects.filter(interview=hiring.first, person__email=ADA).exists()  # taken back with the rest


def test_the_log_names_nobody_and_gives_no_reason(hiring: Hiring, recruiter: Client) -> None:
    ada = somebody(ADA).pk
    recruiter.post(act(hiring.application, "decide"), {"outcome": "hold", "rationale": "A secret thought."})
    recruiter.post(act(hiring.application, "lift-blindness"), {"person": ada, "reason": "A secret thought."})
    recruiter.post(act(hiring.first, "excuse"), {"person": ada, "reason": "A secret thought."})
    candidate = hiring.application.candidate
    recruiter.post(address(type(candidate), "change", candidate.pk), {"name": "Renamed Candidate"})
    entries = list(LogEntry.objects.order_by("pk"))
    assert [entry.get_change_message() for entry in entries] == [
        "Recorded a decision.", "Lifted somebody's blindness.", "Excused a panelist.", "Changed Name.",
    ]  # fmt: skip
    stored = " ".join(f"{entry.object_repr} {entry.change_message}" for entry in entries)
    for personal in ("secret", "Candidate", "Ada", ADA, str(ada)):
        assert personal not in stored
    history = text(recruiter.get(address(type(hiring.application), "history", hiring.application.pk)))
    assert "Recorded a decision." in history


def test_the_comparison_lists_names_in_order_and_never_by_score(hiring: Hiring, recruiter: Client) -> None:
    better = create_application(candidate=create_candidate(name="Zoe Best"), job=hiring.job)
    held = create_interview(application=better, round=hiring.first.round_id, panelists=[ADA, BEN])
    for email in (ADA, BEN):
        submit(email, held, recommendation=Recommendation.STRONG_YES)
    submit(ADA, hiring.first, recommendation=Recommendation.NO)
    recruiter.post(act(better, "decide"), {"outcome": "hire", "rationale": "The best."})
    assert act(hiring.job, "comparison") in text(recruiter.get(address(type(hiring.job), "change", hiring.job.pk)))
    response = recruiter.get(act(hiring.job, "comparison"))
    shown = text(response)
    assert shown.index("A Candidate") < shown.index("Zoe Best")
    assert "2 &times; strong yes" in shown
    assert "1 &times; no" in shown
    assert "n = 2" in shown
    assert "less than 60% of the weight is rated" in shown
    assert "every rating is the same" in shown  # of agreement
    assert "hire<small>recruiter@example.com</small>" in shown
    assert len(response.context["columns"]) == len(response.context["comparison"].competencies) > 1


def test_the_comparison_keeps_from_the_blind_what_they_may_not_see(hiring: Hiring, recruiter: Client) -> None:
    submit(ADA, hiring.first, recommendation=Recommendation.NO)
    seat(hiring, RECRUITER)
    shown = text(recruiter.get(act(hiring.job, "comparison")))
    assert "Not yet: you owe a scorecard." in shown
    assert "listed without figures and count in none" in shown
    assert "&times; no" not in shown


def test_the_comparison_of_a_job_without_applications_says_so(hiring: Hiring, recruiter: Client) -> None:
    create_application(candidate=create_candidate(name="Not interviewed"), job=hiring.job)
    hiring.application.interviews.all().delete()
    type(hiring.application).objects.update(plan=None)
    shown = text(recruiter.get(act(hiring.job, "comparison")))
    assert "No application of this job has a plan yet" in shown


def test_different_plan_versions_are_said_in_words(hiring: Hiring, recruiter: Client) -> None:
    role = find_role("data-scientist")
    newer = assemble_plan(role=role, rounds=[{"title": "One", "minutes": 30, "focus": ["causal-reasoning"]}])
    newer = publish_plan(plan=lock_plan(plan=newer))
    update_job(principal=ATS, job=hiring.job, changes={"plan": newer})
    application = create_application(candidate=create_candidate(name="Later"), job=hiring.job)
    create_interview(application=application, round=newer.rounds.get().pk, panelists=[ADA])
    shown = text(recruiter.get(act(hiring.job, "comparison")))
    assert "different versions of the plan" in shown


def test_lifted_and_excused_at_once_are_refused_by_the_services(
    hiring: Hiring, recruiter: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two recruiters at the same moment: the second is told, and the first reason stands."""
    other = make_person()

    def twice(service: Callable[..., Any], by: str) -> Callable[..., Any]:
        def call(**values: Any) -> Any:
            service(**values | {by: other, "reason": "First."})
            return service(**values)

        return call

    monkeypatch.setattr("interviews.admin.hiring_acts.lift_blindness", twice(lift_blindness, "lifted_by"))
    monkeypatch.setattr("interviews.admin.hiring_acts.excuse_panelist", twice(excuse_panelist, "excused_by"))
    for record, name in ((hiring.application, "lift-blindness"), (hiring.first, "excuse")):
        response = recruiter.post(act(record, name), {"person": somebody(ADA).pk, "reason": "Second."})
        assert "already; the first reason stands." in text(response)
        assert "Second.</textarea>" in text(response)
