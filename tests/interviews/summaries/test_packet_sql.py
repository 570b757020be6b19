"""The summary's one statement gives, to the byte, what the readable queries give."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hiringkit.api.renderers import to_json
from hiringkit.people.keys import create_api_key
from hiringkit.people.models import Person
from hiringkit.people.principals import Principal, integration_principal
from hiringkit.people.vocabulary import GroupName
from hiringkit.problems import Problem
from interviews.hiring.panels import update_interview
from interviews.hiring.queries import list_applications
from interviews.hiring.releases import excuse_panelist
from interviews.hiring.services import create_application, create_candidate
from interviews.scores.records import NoteWrite, ScoreWrite
from interviews.summaries.decisions import record_decision
from interviews.summaries.packet_sql import read_packet
from interviews.summaries.packets import read_packets
from interviews.summaries.queries import build_summary, lay_out, summarise
from interviews.vocabulary import DecisionOutcome, ScoreState
from tests.scorecards import amend_scorecard
from tests.story import ADA, ATS, BEN, Hiring, principal, rated, submit


@pytest.fixture
def asking(db: None) -> Principal:
    return integration_principal(create_api_key(name="ATS", scopes=["all"])[0])


def assert_equal(hiring: Hiring, asking: Principal) -> None:
    application = list_applications(principal=asking).get(pk=hiring.application.pk)
    found = read_packet(principal=asking, application_id=application.pk)
    assert found is not None
    assert to_json(lay_out(found[0])) == to_json(summarise(application=application))
    by_orm = read_packets(applications=[application])[0]
    assert found[0] == by_orm  # in values and in types, ids among them
    assert repr(found[0].scorecards) == repr(by_orm.scorecards)
    assert repr(found[0].seats) == repr(by_orm.seats)


def test_every_state_of_an_application(hiring: Hiring, asking: Principal, person: Callable[..., Principal]) -> None:
    recruiter = person("recruiter@example.com", GroupName.RECRUITER)
    assert recruiter.person is not None
    assert_equal(hiring, asking)
    first = submit(
        ADA, hiring.first, [*rated(hiring.focus, 5), ScoreWrite("model-evaluation", ScoreState.RATED, 2, "x")]
    )
    assert_equal(hiring, asking)
    noted = NoteWrite(hiring.second.round.items.all()[0].pk, note='A note with "quotes", a back\\slash and é 🙂')
    unseen = ScoreWrite(hiring.second.round.focus[0], ScoreState.NOT_ASSESSED, reason="No time", questions=(noted,))
    submit(BEN, hiring.second, [unseen, *rated(hiring.second.round.focus[1:], 1)])
    assert_equal(hiring, asking)
    excuse_panelist(
        interview=hiring.first,
        person=Person.objects.get(email=BEN),
        reason="Ill",
        excused_by=recruiter.person,
    )
    assert_equal(hiring, asking)
    amend_scorecard(
        principal=principal(ADA),
        scorecard=first,
        reason="Misread",
        changes={},
        scores=rated(hiring.focus[:1], 1),
    )
    assert_equal(hiring, asking)
    record_decision(principal=recruiter, application=hiring.application, outcome=DecisionOutcome.HOLD, rationale="Wait")
    assert_equal(hiring, asking)
    update_interview(principal=ATS, interview=hiring.first, changes={"cancelled_at": timezone.now()})
    assert_equal(hiring, asking)
    summary = build_summary(principal=asking, application_id=hiring.application.pk)
    assert (summary["panel"]["submitted"], summary["decision"]["outcome"]) == (2, DecisionOutcome.HOLD)


def test_an_application_without_a_plan(hiring: Hiring, asking: Principal) -> None:
    bare = create_application(candidate=create_candidate(name="Nobody yet"), job=hiring.job)
    found = read_packet(principal=asking, application_id=bare.pk)
    assert found is not None
    application = list_applications(principal=asking).get(pk=bare.pk)
    assert to_json(lay_out(found[0])) == to_json(summarise(application=application))


def test_who_may_read_it(hiring: Hiring, person: Callable[..., Principal]) -> None:
    submit(ADA, hiring.first)
    recruiter = person("recruiter@example.com", GroupName.RECRUITER)
    assert build_summary(principal=recruiter, application_id=hiring.application.pk)["panel"]["submitted"] == 1
    for asking, status in ((principal(BEN), 409), (person("stranger@example.com", GroupName.INTERVIEWER), 404)):
        with pytest.raises(Problem) as problem:
            build_summary(principal=asking, application_id=hiring.application.pk)
        assert problem.value.status == status


def test_it_is_one_statement(hiring: Hiring, asking: Principal) -> None:
    submit(ADA, hiring.first)
    with CaptureQueriesContext(connection) as captured:
        build_summary(principal=asking, application_id=hiring.application.pk)
    assert len(captured) == 1
