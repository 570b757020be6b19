"""The one statement reads what the readable queries read, for one application and for all of a job."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hiringkit.people.keys import create_api_key
from hiringkit.people.models import Person
from hiringkit.people.principals import Principal, integration_principal
from hiringkit.people.vocabulary import GroupName
from hiringkit.problems import Problem
from interviews.domain.summaries.packet import Packet
from interviews.hiring.panels import create_interview, update_interview
from interviews.hiring.queries import list_applications
from interviews.hiring.releases import excuse_panelist
from interviews.hiring.services import create_application, create_candidate
from interviews.scores.records import NoteWrite, ScoreWrite
from interviews.summaries.decisions import record_decision
from interviews.summaries.packets import read_packet, read_packets_of_job
from interviews.summaries.queries import build_summary
from interviews.vocabulary import DecisionOutcome, ScoreState
from tests.interviews.summaries.packet_oracle import packets_by_orm
from tests.scorecards import amend_scorecard
from tests.story import ADA, ATS, BEN, CAL, Hiring, principal, rated, submit


@pytest.fixture
def asking(db: None) -> Principal:
    return integration_principal(create_api_key(name="ATS", scopes=["all"])[0])


def assert_equal(hiring: Hiring, asking: Principal) -> None:
    application = list_applications(principal=asking).get(pk=hiring.application.pk)
    found = read_packet(principal=asking, application_id=application.pk)
    (by_orm,) = packets_by_orm(applications=[application], transfers=True)
    assert found == by_orm
    assert repr(found) == repr(by_orm)  # in types too, ids among them


def assert_equal_of_job(hiring: Hiring, asking: Principal) -> list[Packet]:
    rows = list_applications(principal=asking).filter(job=hiring.job, plan__isnull=False)
    found = read_packets_of_job(principal=asking, job_id=hiring.job.pk)
    by_orm = packets_by_orm(applications=list(rows.order_by("candidate__name_key", "pk")), transfers=False)
    assert found == by_orm
    assert repr(found) == repr(by_orm)
    return found


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
    assert summary.decision is not None
    assert (summary.panel.submitted, summary.decision.outcome) == (2, DecisionOutcome.HOLD)


def test_an_application_without_a_plan(hiring: Hiring, asking: Principal) -> None:
    bare = create_application(candidate=create_candidate(name="Nobody yet"), job=hiring.job)
    application = list_applications(principal=asking).get(pk=bare.pk)
    found = read_packet(principal=asking, application_id=bare.pk)
    assert [found] == packets_by_orm(applications=[application], transfers=True)
    assert found is not None
    assert (found.plan, found.profile, found.role_profiles) == (None, [], {})


def test_all_of_a_job(hiring: Hiring, asking: Principal, person: Callable[..., Principal]) -> None:
    """Two plan versions, somebody blind on some, somebody who reaches some: each plan's profile is read once."""
    submit(ADA, hiring.first)
    create_application(candidate=create_candidate(name="Nobody yet"), job=hiring.job)
    for name in ("Abel", "Zoe"):
        other = create_application(candidate=create_candidate(name=name), job=hiring.job)
        interview = create_interview(application=other, round=hiring.first.round_id, panelists=[CAL])
        if name == "Zoe":
            submit(CAL, interview)
    found = assert_equal_of_job(hiring, asking)
    assert [packet.application.candidate.name for packet in found] == ["A Candidate", "Abel", "Zoe"]
    assert len({id(packet.profile) for packet in found}) == 1
    seen = assert_equal_of_job(hiring, principal(CAL))
    assert [(packet.application.candidate.name, packet.blind) for packet in seen] == [("Abel", True), ("Zoe", False)]
    assert assert_equal_of_job(hiring, person("stranger@example.com", GroupName.INTERVIEWER)) == []


def test_who_may_read_it(hiring: Hiring, person: Callable[..., Principal]) -> None:
    submit(ADA, hiring.first)
    recruiter = person("recruiter@example.com", GroupName.RECRUITER)
    assert build_summary(principal=recruiter, application_id=hiring.application.pk).panel.submitted == 1
    for asking, status in ((principal(BEN), 409), (person("stranger@example.com", GroupName.INTERVIEWER), 404)):
        with pytest.raises(Problem) as problem:
            build_summary(principal=asking, application_id=hiring.application.pk)
        assert problem.value.status == status


def test_it_is_one_statement(hiring: Hiring, asking: Principal) -> None:
    submit(ADA, hiring.first)
    with CaptureQueriesContext(connection) as captured:
        build_summary(principal=asking, application_id=hiring.application.pk)
    assert len(captured) == 1
