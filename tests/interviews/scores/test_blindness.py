"""Whoever owes a scorecard of an application sees nobody else's."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from hiringkit.people.keys import create_api_key
from hiringkit.people.models import Person
from hiringkit.people.principals import Principal, integration_principal, person_principal
from hiringkit.people.vocabulary import GroupName
from hiringkit.problems import Problem
from interviews.access.blindness import visible_to
from interviews.hiring.panels import create_interview, update_interview
from interviews.hiring.queries import list_interviews
from interviews.hiring.services import update_job
from interviews.models import Panelist
from interviews.summaries.queries import build_summary
from interviews.vocabulary import Blindness, InterviewStatus
from tests.factories import BlindnessLiftFactory
from tests.scorecards import create_scorecard
from tests.story import ADA, ATS, BEN, Hiring, principal, submit


def seen_by(who: Principal) -> set[str]:
    """The e-mail addresses of those whose scorecards the principal sees."""
    return set(visible_to(principal=who).values_list("interviewer__email", flat=True))


def test_a_panelist_sees_others_only_after_the_last_own_submission(hiring: Hiring) -> None:
    submit(BEN, hiring.first)
    assert seen_by(principal(ADA)) == set()
    submit(ADA, hiring.first)
    assert seen_by(principal(ADA)) == {ADA}  # the second round is still owed
    submit(ADA, hiring.second)
    assert seen_by(principal(ADA)) == {ADA, BEN}


def test_drafts_are_their_authors_and_their_keys(hiring: Hiring, person: Callable[..., Principal]) -> None:
    key, _ = create_api_key(name="ATS", scopes=["all"])
    other, _ = create_api_key(name="Other", scopes=["all"])
    ada = Person.objects.get(email=ADA)
    create_scorecard(principal=integration_principal(key), interviewer=ada, interview=hiring.first)
    recruiter = person("recruiter@example.com", GroupName.RECRUITER)
    assert seen_by(principal(ADA)) == {ADA}
    assert seen_by(integration_principal(key)) == {ADA}
    assert seen_by(integration_principal(other)) == set()
    assert seen_by(recruiter) == set()


def test_recruiters_auditors_and_the_jobs_managers_see_what_is_submitted(
    hiring: Hiring, person: Callable[..., Principal]
) -> None:
    submit(ADA, hiring.first)
    manager = person("manager@example.com", GroupName.HIRING_MANAGER)
    stranger = person("stranger@example.com", GroupName.HIRING_MANAGER)
    update_job(principal=ATS, job=hiring.job, changes={"hiring_managers": ["manager@example.com"]})
    assert seen_by(person("recruiter@example.com", GroupName.RECRUITER)) == {ADA}
    assert seen_by(person("auditor@example.com", GroupName.AUDITOR)) == {ADA}
    assert seen_by(manager) == {ADA}
    assert seen_by(stranger) == set()


def test_a_recruiter_on_the_panel_is_blind_like_anybody(hiring: Hiring, person: Callable[..., Principal]) -> None:
    recruiter = person("recruiter@example.com", GroupName.RECRUITER)
    create_interview(application=hiring.application, round=hiring.first.round_id, panelists=["recruiter@example.com"])
    submit(ADA, hiring.first)
    assert seen_by(recruiter) == set()


def test_an_excuse_a_cancellation_or_a_lift_ends_the_debt(hiring: Hiring) -> None:
    submit(ADA, hiring.first)
    submit(BEN, hiring.first)
    ben = Person.objects.get(email=BEN)
    assert seen_by(principal(BEN)) == {BEN}
    row = Panelist.objects.get(interview=hiring.second, person=ben)
    Panelist.objects.filter(pk=row.pk).update(excused_at=timezone.now(), excuse_reason="On leave")
    assert seen_by(principal(BEN)) == {ADA, BEN}
    Panelist.objects.filter(pk=row.pk).update(excused_at=None, excuse_reason="")
    lift = BlindnessLiftFactory.make(application=hiring.application, person=ben, lifted_by=ben)
    assert seen_by(principal(BEN)) == {ADA, BEN}
    lift.delete()
    update_interview(principal=ATS, interview=hiring.second, changes={"cancelled_at": timezone.now()})
    assert seen_by(principal(BEN)) == {ADA, BEN}


def test_until_panel_complete_waits_for_everybody(hiring: Hiring) -> None:
    update_job(principal=ATS, job=hiring.job, changes={"blindness": Blindness.UNTIL_PANEL_COMPLETE})
    for email, interview in ((ADA, hiring.first), (ADA, hiring.second), (BEN, hiring.first)):
        submit(email, interview)
    assert seen_by(principal(ADA)) == {ADA}
    submit(BEN, hiring.second)
    assert seen_by(principal(ADA)) == {ADA, BEN}


def test_never_blind_marks_what_follows_as_informed(hiring: Hiring) -> None:
    update_job(principal=ATS, job=hiring.job, changes={"blindness": Blindness.NEVER})
    hiring.application.refresh_from_db()
    first = submit(ADA, hiring.first)
    assert seen_by(principal(BEN)) == {ADA}
    second = submit(BEN, hiring.first)
    assert (first.informed, second.informed) == (False, True)


def test_whoever_joins_the_panel_after_reading_is_informed(hiring: Hiring, person: Callable[..., Principal]) -> None:
    submit(ADA, hiring.first)
    person("recruiter@example.com", GroupName.RECRUITER)
    late = create_interview(
        application=hiring.application,
        round=hiring.second.round_id,
        panelists=["recruiter@example.com", "new@example.com"],
    )
    assert submit("recruiter@example.com", late).informed is True
    assert submit("new@example.com", late).informed is False


def test_the_summary_is_closed_to_the_blind(hiring: Hiring) -> None:
    with pytest.raises(Problem) as problem:
        build_summary(principal=principal(ADA), application_id=hiring.application.pk)
    assert (problem.value.status, problem.value.code) == (409, "still_blind")


def test_the_status_of_a_colleagues_interview_tells_the_blind_nothing(hiring: Hiring) -> None:
    ben = Person.objects.get(email=BEN)
    other = create_interview(application=hiring.application, round=hiring.first.round_id, panelists=[ADA])
    submit(ADA, other)
    shown = list_interviews(principal=person_principal(ben)).get(pk=other.pk)
    assert vars(shown)["status"] == InterviewStatus.AWAITING_FEEDBACK
    key, _ = create_api_key(name="ATS", scopes=["all"])
    shown = list_interviews(principal=integration_principal(key)).get(pk=other.pk)
    assert vars(shown)["status"] == InterviewStatus.COMPLETE
