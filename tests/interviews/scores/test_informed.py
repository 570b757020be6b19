"""`informed`: whether others' scores stood open to the author before they wrote, by whichever way they came to."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from hiringkit.people.keys import create_api_key
from hiringkit.people.models import Person
from hiringkit.people.principals import Principal, integration_principal
from hiringkit.people.vocabulary import GroupName
from hiringkit.problems import Problem
from interviews.access.reach import EVERYTHING
from interviews.domain.scores import AlphaReason
from interviews.domain.summaries.comparison import Agreement
from interviews.domain.summaries.summary import Summary
from interviews.hiring.panels import create_interview, update_interview
from interviews.hiring.releases import excuse_panelist, lift_blindness
from interviews.hiring.services import create_application, create_candidate, delete_record, update_job
from interviews.models import Interview, Scorecard, Sighting
from interviews.summaries.queries import build_comparison, build_summary
from interviews.vocabulary import Blindness, Recommendation
from tests.people.factories import key_client, make_person
from tests.scorecards import amend_scorecard, create_scorecard, submit_scorecard
from tests.story import ADA, ATS, BEN, CAL, Hiring, principal, rated, submit


def fresh(interview: Interview) -> Interview:
    """As another request would read it, with nothing remembered of its job."""
    return Interview.objects.select_related("round", "application__job").get(pk=interview.pk)


def writes(email: str, interview: Interview) -> bool:
    """Whether what they submit now is informed."""
    return submit(email, fresh(interview)).informed


def set_blindness(hiring: Hiring, blindness: Blindness) -> None:
    hiring.job.refresh_from_db()
    update_job(principal=ATS, job=hiring.job, changes={"blindness": blindness})


def cancel(interview: Interview, *, again: bool = False) -> None:
    update_interview(principal=ATS, interview=interview, changes={"cancelled_at": None if again else timezone.now()})


def read(email: str, hiring: Hiring) -> None:
    build_summary(principal=principal(email), application_id=hiring.application.pk)


def seat(email: str, interview: Interview, *others: str) -> None:
    update_interview(principal=ATS, interview=interview, changes={"panelists": [ADA, BEN, email, *others]})


def excuse(email: str, interview: Interview) -> None:
    person = Person.objects.get(email=email)
    excuse_panelist(interview=interview, person=person, reason="On leave", excused_by=make_person())


def lift(email: str, hiring: Hiring) -> None:
    person = Person.objects.get(email=email)
    lift_blindness(application=hiring.application, person=person, reason="Decides", lifted_by=make_person())


def summary(hiring: Hiring) -> Summary:
    key, _ = create_api_key(name="ATS", scopes=["all"])
    return build_summary(principal=integration_principal(key), application_id=hiring.application.pk)


# Not informed


def test_the_ordinary_panelist_is_not(hiring: Hiring) -> None:
    """Nor in the second round, of which they still owe a scorecard when they submit the first."""
    informed = [writes(*each) for each in ((ADA, hiring.first), (BEN, hiring.first), (BEN, hiring.second))]
    assert informed == [False] * 3
    assert writes(ADA, hiring.second) is False


def test_who_writes_first_is_not_however_open_all_is(hiring: Hiring) -> None:
    set_blindness(hiring, Blindness.NEVER)
    lift(ADA, hiring)
    assert [writes(ADA, hiring.first), writes(ADA, hiring.second)] == [False, False]  # only their own was there


def test_a_draft_of_a_colleague_informs_nobody(hiring: Hiring) -> None:
    set_blindness(hiring, Blindness.NEVER)
    create_scorecard(principal=principal(ADA), interviewer=None, interview=hiring.first, scores=rated(hiring.focus, 1))
    assert writes(BEN, hiring.first) is False


def test_scores_of_another_application_inform_nobody(hiring: Hiring) -> None:
    """Neither a lift there, nor having read there."""
    set_blindness(hiring, Blindness.NEVER)
    other = create_application(candidate=create_candidate(name="Another"), job=hiring.job)
    held = create_interview(application=other, round=hiring.first.round_id, panelists=[ADA, BEN])
    submit(ADA, held)
    assert writes(BEN, held) is True
    assert writes(BEN, hiring.first) is False


def test_a_newcomer_to_the_panel_who_could_read_nothing_is_not(hiring: Hiring) -> None:
    submit(ADA, hiring.first)
    seat("new@example.com", hiring.second)
    assert writes("new@example.com", hiring.second) is False


def test_a_cancelled_and_resumed_interview_informs_nobody_who_owed_elsewhere(hiring: Hiring) -> None:
    submit(ADA, hiring.first)
    cancel(hiring.second)
    cancel(hiring.second, again=True)  # Ben owed the first round's all the while
    assert [writes(BEN, hiring.first), writes(BEN, hiring.second)] == [False, False]


def test_an_amendment_before_all_is_open_is_not(hiring: Hiring) -> None:
    card = submit(ADA, hiring.first)
    submit(BEN, hiring.first)
    assert amended(card) is False  # Ada still owes the second round's


# Informed


def amended(card: Scorecard) -> bool:
    locked = Scorecard.objects.get(pk=card.pk)
    return amend_scorecard(
        principal=principal(card.interviewer.email),
        scorecard=locked,
        reason="Slip",
        changes={"overall_recommendation": "strong_yes" if locked.overall_recommendation == "no" else "no"},
    ).informed


def test_whose_blindness_was_lifted_is_from_the_first_foreign_scorecard_on(hiring: Hiring) -> None:
    lift(BEN, hiring)
    assert writes(BEN, hiring.first) is False
    submit(ADA, hiring.first)
    assert writes(BEN, hiring.second) is True
    assert writes(ADA, hiring.second) is False


def test_who_is_never_blind_is(hiring: Hiring) -> None:
    set_blindness(hiring, Blindness.NEVER)
    assert [writes(ADA, hiring.first), writes(BEN, hiring.first)] == [False, True]


def test_a_draft_begun_before_is_informed_when_submitted_after(hiring: Hiring) -> None:
    draft = create_scorecard(
        principal=principal(BEN),
        interviewer=None,
        interview=hiring.first,
        overall_recommendation=Recommendation.YES,
        scores=rated(hiring.focus, 3),
    )
    submit(ADA, hiring.first)
    lift(BEN, hiring)
    assert draft.informed is False
    assert submit_scorecard(scorecard=draft).informed is True


def test_who_is_excused_and_writes_all_the_same_is(hiring: Hiring) -> None:
    submit(ADA, hiring.first)
    excuse(BEN, hiring.first)
    assert writes(BEN, hiring.second) is False  # the second round's was still owed
    assert writes(BEN, hiring.first) is True


def test_who_read_while_the_interview_was_cancelled_is_and_who_did_not_is_not(hiring: Hiring) -> None:
    submit(ADA, hiring.first)
    submit(BEN, hiring.first)
    cancel(hiring.second)
    read(ADA, hiring)
    cancel(hiring.second, again=True)
    assert [writes(ADA, hiring.second), writes(BEN, hiring.second)] == [True, False]


def test_who_read_before_the_job_became_blind_is(hiring: Hiring) -> None:
    set_blindness(hiring, Blindness.NEVER)
    submit(ADA, hiring.first)
    read(ADA, hiring)
    read(BEN, hiring)
    set_blindness(hiring, Blindness.UNTIL_OWN_SUBMISSION)
    seat("new@example.com", hiring.second)
    assert writes(BEN, hiring.first) is True
    assert writes(ADA, hiring.second) is False  # there was nobody else's yet
    assert writes("new@example.com", hiring.second) is False


def test_a_mode_that_was_set_by_mistake_and_back_informs_nobody_who_has_not_read(hiring: Hiring) -> None:
    submit(ADA, hiring.first)
    set_blindness(hiring, Blindness.NEVER)
    set_blindness(hiring, Blindness.UNTIL_OWN_SUBMISSION)
    assert writes(BEN, hiring.first) is False


def test_whoever_had_submitted_and_read_before_the_job_waited_for_the_panel(hiring: Hiring) -> None:
    for email, interview in ((ADA, hiring.first), (ADA, hiring.second), (BEN, hiring.first)):
        submit(email, interview)
    read(ADA, hiring)
    set_blindness(hiring, Blindness.UNTIL_PANEL_COMPLETE)
    late = create_interview(application=hiring.application, round=hiring.first.round_id, panelists=[ADA])
    assert writes(ADA, late) is True
    assert writes(BEN, hiring.second) is False


def test_under_until_panel_complete_whoever_read_before_the_panel_grew_is(hiring: Hiring) -> None:
    set_blindness(hiring, Blindness.UNTIL_PANEL_COMPLETE)
    for email in (ADA, BEN):
        for interview in (hiring.first, hiring.second):
            assert writes(email, interview) is False
    late = create_interview(application=hiring.application, round=hiring.first.round_id, panelists=[CAL, ADA])
    assert [writes(CAL, late), writes(ADA, late)] == [False, True]


@pytest.mark.parametrize("group", [GroupName.RECRUITER, GroupName.AUDITOR])
def test_who_is_seated_after_reading_is(hiring: Hiring, person: Callable[..., Principal], group: GroupName) -> None:
    person("reader@example.com", group)
    submit(ADA, hiring.first)
    seat("reader@example.com", hiring.second)
    assert writes("reader@example.com", hiring.second) is True


def test_a_hiring_manager_seated_after_reading_is_and_before_is_not(
    hiring: Hiring, person: Callable[..., Principal]
) -> None:
    person("manager@example.com", GroupName.HIRING_MANAGER)
    update_job(principal=ATS, job=hiring.job, changes={"hiring_managers": ["manager@example.com"]})
    other = create_application(candidate=create_candidate(name="Another"), job=hiring.job)
    held = create_interview(application=other, round=hiring.first.round_id, panelists=[ADA, "manager@example.com"])
    submit(ADA, hiring.first)
    submit(ADA, held)
    seat("manager@example.com", hiring.second)
    assert writes("manager@example.com", hiring.second) is True
    assert writes("manager@example.com", held) is False


def test_whom_an_integration_seats_with_a_scorecard_is_if_they_could_read(
    hiring: Hiring, person: Callable[..., Principal]
) -> None:
    person("reader@example.com", GroupName.RECRUITER)
    key, _ = create_api_key(name="ATS", scopes=["all"])
    submit(ADA, hiring.first)

    def posted(email: str) -> Scorecard:
        author, _ = Person.objects.get_or_create(email=email, defaults={"name": email})
        return create_scorecard(
            principal=integration_principal(key),
            interviewer=author,
            application=hiring.application,
            round=hiring.first.round_id,
            overall_recommendation="yes",
            scores=rated(hiring.focus, 2),
            submit=True,
        )

    assert [posted(email).informed for email in ("reader@example.com", "outsider@example.com")] == [True, False]


def test_an_amendment_after_all_was_open_is_and_so_is_every_later_one(hiring: Hiring) -> None:
    """What was written first stays as independent as it was."""
    cards = [submit(ADA, hiring.first), submit(BEN, hiring.first), submit(ADA, hiring.second)]
    assert amended(cards[0]) is True
    assert amended(Scorecard.objects.get(supersedes=cards[0])) is True
    assert [Scorecard.objects.get(pk=card.pk).informed for card in cards] == [False] * 3


def test_who_has_seen_a_superseded_scorecard_is(hiring: Hiring) -> None:
    """What was amended since was read as well."""
    card = submit(ADA, hiring.first)
    amended(card)
    lift(BEN, hiring)
    assert writes(BEN, hiring.first) is True


# What they could read outlives what let them


def test_a_hiring_manager_who_no_longer_is_one(hiring: Hiring, person: Callable[..., Principal]) -> None:
    """The application that nobody had written of by then informs them of nothing."""
    person("manager@example.com", GroupName.HIRING_MANAGER)
    update_job(principal=ATS, job=hiring.job, changes={"hiring_managers": ["manager@example.com"]})
    other = create_application(candidate=create_candidate(name="Another"), job=hiring.job)
    held = create_interview(application=other, round=hiring.first.round_id, panelists=[ADA])
    submit(ADA, hiring.first)
    update_job(principal=ATS, job=hiring.job, changes={"hiring_managers": []})
    submit(ADA, held)
    for interview in (hiring.second, held):
        seat("manager@example.com", interview)
    assert writes("manager@example.com", hiring.second) is True
    assert writes("manager@example.com", held) is False


@pytest.mark.parametrize("group", GroupName)
def test_leaving_a_group_keeps_what_it_let_one_read(
    hiring: Hiring, person: Callable[..., Principal], group: GroupName
) -> None:
    """The trigger's list of groups is the one that reach goes by."""
    reader = person("reader@example.com", group).required_person()
    submit(ADA, hiring.first)
    reader.groups.clear()
    assert Sighting.objects.filter(person=reader).exists() is (group in EVERYTHING)


@pytest.mark.parametrize("way", ["set", "clear", "by the group", "in the database", "with the group"])
def test_a_recruiter_who_no_longer_is_one(hiring: Hiring, person: Callable[..., Principal], way: str) -> None:
    reader = person("reader@example.com", GroupName.RECRUITER).required_person()
    submit(ADA, hiring.first)
    leave: dict[str, Callable[[], object]] = {
        "set": lambda: reader.groups.set([]),
        "clear": reader.groups.clear,
        "by the group": lambda: Group.objects.get(name=GroupName.RECRUITER).user_set.remove(reader),
        "in the database": lambda: reader.groups.through.objects.filter(person=reader)._raw_delete("default"),
        "with the group": lambda: Group.objects.get(name=GroupName.RECRUITER).delete(),
    }
    leave[way]()
    seat("reader@example.com", hiring.second)
    assert writes("reader@example.com", hiring.second) is True


def test_who_joins_the_recruiters_and_leaves_before_anything_is_written(
    hiring: Hiring, person: Callable[..., Principal]
) -> None:
    reader = person("reader@example.com", GroupName.RECRUITER).required_person()
    reader.groups.clear()
    submit(ADA, hiring.first)
    seat("reader@example.com", hiring.second)
    assert writes("reader@example.com", hiring.second) is False


def test_an_excused_panelist_who_was_taken_off_and_came_back(hiring: Hiring) -> None:
    submit(ADA, hiring.first)
    for interview in (hiring.first, hiring.second):
        excuse(BEN, interview)
    for interview in (hiring.first, hiring.second):
        update_interview(principal=ATS, interview=interview, changes={"panelists": [ADA]})
    seat(BEN, hiring.second)
    assert writes(BEN, hiring.second) is True


def test_an_excused_panelist_of_an_interview_that_was_deleted(hiring: Hiring) -> None:
    submit(ADA, hiring.first)
    update_interview(principal=ATS, interview=hiring.first, changes={"panelists": [ADA]})
    excuse(BEN, hiring.second)
    delete_record(principal=ATS, record=hiring.second)
    seat(BEN, hiring.first)
    assert writes(BEN, hiring.first) is True


def test_whose_place_is_taken_by_another_has_opened_nothing(hiring: Hiring) -> None:
    """Between the one who leaves and the one who comes the panel is complete for no moment."""
    set_blindness(hiring, Blindness.UNTIL_PANEL_COMPLETE)
    update_interview(principal=ATS, interview=hiring.second, changes={"cancelled_at": timezone.now()})
    submit(ADA, hiring.first)
    update_interview(principal=ATS, interview=fresh(hiring.first), changes={"panelists": [ADA, CAL]})
    assert not Sighting.objects.exists()


# What follows


def test_the_summary_warns_and_agreement_leaves_the_informed_out(hiring: Hiring) -> None:
    submit(ADA, hiring.first, rated(hiring.focus, 4))
    assert "informed_scorecards" not in summary(hiring).warnings
    lift(BEN, hiring)
    submit(BEN, hiring.first, rated(hiring.focus, 2))
    found = summary(hiring)
    assert "informed_scorecards" in found.warnings
    scores = next(row for row in found.competencies if row.scores)
    assert [(score.interviewer.name, score.informed) for score in scores.scores] == [
        ("ada", False),
        ("ben", True),
    ]
    assert scores.mean == 3.0  # it counts like any other
    key, _ = create_api_key(name="ATS", scopes=["all"])
    agreement = build_comparison(principal=integration_principal(key), job=hiring.job).agreement
    assert agreement == Agreement(None, AlphaReason.TOO_FEW_UNITS, 0)


def test_callers_read_it_in_the_scorecard(hiring: Hiring) -> None:
    set_blindness(hiring, Blindness.NEVER)
    for email in (ADA, BEN):
        submit(email, fresh(hiring.first))
    listed: list[Any] = key_client("scorecards:read").get("/api/v1/scorecards").json()["results"]
    assert {row["interviewer"]["name"]: row["informed"] for row in listed} == {"ada": False, "ben": True}


def test_taking_somebody_off_the_panel_and_back_keeps_what_they_had_seen(
    hiring: Hiring, person: Callable[..., Principal]
) -> None:
    person("reader@example.com", GroupName.RECRUITER)
    submit(ADA, hiring.first)
    seat("reader@example.com", hiring.second)
    update_interview(principal=ATS, interview=hiring.second, changes={"panelists": [ADA, BEN]})
    seat("reader@example.com", hiring.second)
    assert Sighting.objects.filter(application=hiring.application, person__email="reader@example.com").exists()
    assert writes("reader@example.com", hiring.second) is True


def test_an_excuse_is_refused_once_they_have_submitted(hiring: Hiring) -> None:
    submit(BEN, hiring.first)
    with pytest.raises(Problem) as problem:
        excuse(BEN, hiring.first)
    assert (problem.value.status, problem.value.code) == (409, "scorecard_submitted")
