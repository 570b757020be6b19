"""Recording scorecards: what is refused, what is kept."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from hiringkit.people.keys import create_api_key
from hiringkit.people.models import Person
from hiringkit.people.principals import Principal, integration_principal
from hiringkit.people.vocabulary import GroupName
from hiringkit.problems import Problem
from interviews.hiring.panels import update_interview
from interviews.hiring.services import create_application, create_candidate
from interviews.models import CompetencyScore, Scorecard
from interviews.scores.records import NoteWrite, ScoreWrite
from interviews.vocabulary import Recommendation, ScorecardStatus, ScoreState
from tests.factories import ScorecardFactory
from tests.scorecards import create_scorecard, edit_scorecard, submit_scorecard
from tests.story import ADA, ATS, BEN, Hiring, principal, rated, submit


def draft(email: str, hiring: Hiring, scores: list[ScoreWrite] | None = None) -> Scorecard:
    return create_scorecard(principal=principal(email), interviewer=None, interview=hiring.first, scores=scores or [])


def codes(problem: pytest.ExceptionInfo[Problem]) -> list[tuple[str, str]]:
    return [(fault.code, fault.pointer) for fault in problem.value.faults]


def test_every_gap_is_named_at_once(hiring: Hiring) -> None:
    slug, other = sorted(hiring.focus[:2])  # in the order in which the scorecard is read
    scores = [ScoreWrite(slug, ScoreState.RATED, level=4), ScoreWrite(other, ScoreState.NOT_ASSESSED)]
    card = draft(ADA, hiring, scores)
    with pytest.raises(Problem) as problem:
        submit_scorecard(scorecard=card)
    assert problem.value.code == "scorecard_incomplete"
    assert sorted(codes(problem)) == sorted(
        [
            ("recommendation_missing", "/overall_recommendation"),
            ("evidence_missing", "/scores/0/evidence"),
            ("reason_missing", "/scores/1/reason"),
            *[("score_missing", "/scores")] * (len(hiring.focus) - 2),
        ]
    )


def test_faults_of_the_scores_are_listed_together_and_nothing_is_kept(hiring: Hiring) -> None:
    slug = hiring.focus[0]
    wrong = [
        ScoreWrite("no-such-competency", ScoreState.RATED, level=3),
        ScoreWrite(slug, ScoreState.RATED),
        ScoreWrite(slug, ScoreState.NOT_ASSESSED, level=2),
        ScoreWrite(slug, ScoreState.RATED, level=3, questions=(NoteWrite(hiring.plan.pk),)),
    ]
    with pytest.raises(Problem) as problem:
        draft(ADA, hiring, wrong)
    assert codes(problem) == [
        ("competency_not_in_plan", "/scores/0/competency"),
        ("competency_repeated", "/scores/2/competency"),
        ("level_without_rating", "/scores/2/level"),
        ("competency_repeated", "/scores/3/competency"),
        ("item_not_in_round", "/scores/3/questions/0/item"),
    ]


def test_an_edit_upserts_what_it_names_and_leaves_the_rest(hiring: Hiring) -> None:
    first, second = hiring.focus[:2]
    item = hiring.first.round.items.all()[0]
    card = draft(ADA, hiring, rated([first, second], 3, questions=(NoteWrite(item.pk, note="Went well"),)))
    edit_scorecard(
        scorecard=card,
        changes={"overall_recommendation": Recommendation.NO},
        scores=[ScoreWrite(first, ScoreState.RATED, level=5, evidence="More.")],
    )
    levels = dict(card.scores.values_list("competency__slug", "level"))
    assert levels == {first: 5, second: 3}
    assert card.scores.get(competency__slug=first).questions.count() == 1
    anchors = {row["level"]: row["text"] for row in hiring.plan.profile.get(competency__slug=first).anchors}
    assert card.scores.get(competency__slug=first).anchor == anchors[5]


def test_an_edit_that_changes_nothing_does_not_touch_the_row(hiring: Hiring) -> None:
    card = draft(ADA, hiring, rated(hiring.focus[:1], 3))
    card.refresh_from_db()
    before = card.modified_at
    edit_scorecard(scorecard=card, changes={}, scores=rated(hiring.focus[:1], 3))
    card.refresh_from_db()
    assert card.modified_at == before


def test_submitted_is_final(hiring: Hiring) -> None:
    card = submit(ADA, hiring.first)
    changes: list[Callable[[], object]] = [
        lambda: edit_scorecard(scorecard=card, changes={}, scores=()),
        lambda: submit_scorecard(scorecard=card),
    ]
    for change in changes:
        with pytest.raises(Problem) as problem:
            change()
        assert (problem.value.status, problem.value.code) == (409, "scorecard_final")


def test_the_database_refuses_to_change_a_final_score(hiring: Hiring) -> None:
    card = submit(ADA, hiring.first)
    with pytest.raises(IntegrityError, match="a submitted scorecard is final"), transaction.atomic():
        CompetencyScore.objects.filter(scorecard=card).update(level=1)


def test_one_live_scorecard_per_panelist_and_interview(hiring: Hiring) -> None:
    draft(ADA, hiring)
    with pytest.raises(Problem) as problem:
        draft(ADA, hiring)
    assert (problem.value.status, problem.value.code) == (409, "scorecard_exists")
    with pytest.raises(IntegrityError, match="scorecard_one_live_per_panelist"), transaction.atomic():
        ScorecardFactory.make(
            application=hiring.application, interview=hiring.first, interviewer=Person.objects.get(email=ADA)
        )


def test_a_scorecard_belongs_to_its_interviews_application(hiring: Hiring) -> None:
    other = create_application(candidate=create_candidate(name="Another"), job=hiring.job)
    card = draft(ADA, hiring)
    Scorecard.objects.filter(pk=card.pk).update(application=other)
    with (
        pytest.raises(IntegrityError, match="scorecard_of_interviews_application"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    Scorecard.objects.filter(pk=card.pk).update(application=hiring.application)


def test_somebody_else_cannot_write_for_a_panelist(hiring: Hiring, person: Callable[..., Principal]) -> None:
    with pytest.raises(Problem) as problem:
        create_scorecard(principal=principal(BEN), interviewer=Person.objects.get(email=ADA), interview=hiring.first)
    assert (problem.value.status, problem.value.code) == (403, "not_your_scorecard")
    stranger = person("stranger@example.com")
    with pytest.raises(Problem) as problem:  # out of their reach
        create_scorecard(principal=stranger, interviewer=None, interview=hiring.first)
    assert [fault.code for fault in problem.value.faults] == ["not_found"]
    recruiter = person("recruiter@example.com", GroupName.RECRUITER)
    with pytest.raises(Problem) as problem:
        create_scorecard(principal=recruiter, interviewer=None, interview=hiring.first)
    assert (problem.value.status, problem.value.code) == (409, "not_a_panelist")


def test_an_integration_writes_for_the_interviewer_and_both_are_kept(hiring: Hiring) -> None:
    key, _ = create_api_key(name="ATS", scopes=["scorecards:write"])
    ada = Person.objects.get(email=ADA)
    card = create_scorecard(principal=integration_principal(key), interviewer=ada, interview=hiring.first)
    assert (card.interviewer, card.written_by_key) == (ada, key)
    with pytest.raises(Problem) as problem:
        create_scorecard(principal=integration_principal(key), interviewer=None, interview=hiring.second)
    assert codes(problem) == [("required", "/interviewer")]


def test_an_integration_needs_no_scheduled_interview(hiring: Hiring) -> None:
    key, _ = create_api_key(name="ATS", scopes=["scorecards:write"])
    cal, _ = Person.objects.get_or_create(email="cal@example.com", name="Cal")
    card = create_scorecard(
        principal=integration_principal(key),
        interviewer=cal,
        application=hiring.application,
        round=hiring.second.round_id,
    )
    assert card.interview == hiring.second
    assert cal in hiring.second.panelists.all()


def test_a_cancelled_interview_takes_no_new_scorecard_and_keeps_the_old_ones(hiring: Hiring) -> None:
    card = submit(ADA, hiring.first)
    other = draft(BEN, hiring)
    update_interview(principal=ATS, interview=hiring.first, changes={"cancelled_at": timezone.now()})
    card.refresh_from_db()
    assert card.status == ScorecardStatus.SUBMITTED
    with pytest.raises(Problem) as problem:
        submit_scorecard(scorecard=other)
    assert problem.value.code == "interview_cancelled"
