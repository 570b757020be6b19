"""The two statements of the hot path record exactly what the readable service records, and take only what it would."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hiringkit.api.renderers import to_json
from hiringkit.audit.models import AuditEntry
from hiringkit.people.keys import create_api_key
from hiringkit.people.models import Person
from hiringkit.people.principals import Principal, integration_principal
from hiringkit.people.vocabulary import GroupName
from hiringkit.problems import Problem
from interviews.hiring.panels import create_interview, update_interview
from interviews.hiring.releases import excuse_panelist
from interviews.hiring.services import create_application, create_candidate, update_job
from interviews.models import CompetencyScore, Interview, QuestionNote, Scorecard
from interviews.scores.at_once import record_at_once
from interviews.scores.queries import list_scorecards
from interviews.scores.records import NoteWrite, ScoreWrite
from interviews.scores.serializers import ScorecardSerializer
from interviews.scores.services import create_scorecard
from interviews.vocabulary import Blindness, Recommendation, ScorecardStatus, ScoreState
from tests.factories import BlindnessLiftFactory, SightingFactory
from tests.people.factories import make_person
from tests.story import ADA, ATS, BEN, Hiring, principal, rated, submit


@pytest.fixture
def ats(db: None) -> Principal:
    return integration_principal(create_api_key(name="ATS", scopes=["all"])[0])


def full_scores(interview: Interview) -> tuple[ScoreWrite, ...]:
    """Every state, anchors, notes in another order than the plan's."""
    items = [item.pk for item in interview.round.items.all()]
    first, *others = interview.round.focus
    return (
        ScoreWrite(
            first,
            ScoreState.RATED,
            level=5,
            evidence='Drew the tree; named "confounders" é',
            questions=tuple(NoteWrite(item, level=4, note="Good.") for item in reversed(items[:3])),
        ),
        *(ScoreWrite(slug, ScoreState.NOT_ASSESSED, reason="No time.") for slug in others),
        ScoreWrite("model-evaluation", ScoreState.NOT_APPLICABLE, reason="Not here."),
    )


VARYING = ("id", "created_at", "modified_at", "submitted_at", "interview", "application")


def constant(shown: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in shown.items() if name not in VARYING}


def shown(asking: Principal, pk: Any) -> dict[str, Any]:
    return dict(ScorecardSerializer(list_scorecards(principal=asking).get(pk=pk)).data)


def rows(card: Any) -> list[tuple[Any, ...]]:
    scores = CompetencyScore.objects.filter(scorecard=card).order_by("competency__slug")
    notes = QuestionNote.objects.filter(score__scorecard=card).order_by("item__position")
    return [
        *scores.values_list("competency__slug", "state", "level", "anchor", "evidence", "reason"),
        *notes.values_list("item__position", "asked", "level", "note"),
    ]


def twin(hiring: Hiring, panelists: list[str]) -> Interview:
    """The same round held with another application."""
    other = create_application(candidate=create_candidate(name="Twin"), job=hiring.job)
    return create_interview(application=other, round=hiring.first.round_id, panelists=panelists)


@pytest.mark.parametrize("submitted", [True, False])
@pytest.mark.parametrize("through", ["person", "integration"])
def test_it_records_and_shows_what_the_service_does(
    hiring: Hiring, ats: Principal, submitted: bool, through: str
) -> None:
    asking = ats if through == "integration" else principal(ADA)
    ada = Person.objects.get(email=ADA)
    other = twin(hiring, [ADA])
    scores = full_scores(hiring.first)
    attributes = {
        "interview": hiring.first.pk,
        "interviewer": ADA.upper() if through == "integration" else None,
        "overall_recommendation": Recommendation.YES,
        "scores": scores,
        "submit": submitted,
    }
    at_once = record_at_once(principal=asking, attributes=attributes)
    assert at_once is not None
    by_service = create_scorecard(
        principal=asking,
        interviewer=ada if through == "integration" else None,
        interview=other,
        overall_recommendation=Recommendation.YES,
        scores=scores,
        submit=submitted,
    )
    assert to_json(at_once) == to_json(shown(asking, at_once["id"]))  # to the byte: its ETag is the one of a GET
    assert to_json(constant(at_once)) == to_json(constant(shown(asking, by_service.pk)))
    assert rows(at_once["id"]) == rows(by_service)
    assert at_once["status"] == (ScorecardStatus.SUBMITTED if submitted else ScorecardStatus.DRAFT)


def test_the_interviewer_is_named_by_address_id_or_remote_id(hiring: Hiring, ats: Principal) -> None:
    ada = Person.objects.get(email=ADA)
    ada.remote_id = "ada-1"
    ada.save(update_fields=["remote_id"])
    for name in (ADA, str(ada.pk), "ada-1"):
        made = record_at_once(principal=ats, attributes={"interview": twin(hiring, [ADA]).pk, "interviewer": name})
        assert made is not None
        assert made["interviewer"]["id"] == ada.pk


def test_it_takes_two_statements(hiring: Hiring, ats: Principal) -> None:
    attributes = {
        "interviewer": ADA,
        "overall_recommendation": "yes",
        "scores": full_scores(hiring.first),
        "submit": True,
    }
    record_at_once(principal=ats, attributes=attributes | {"interview": hiring.first.pk})
    interview = twin(hiring, [ADA])
    with CaptureQueriesContext(connection) as captured:
        assert record_at_once(principal=ats, attributes=attributes | {"interview": interview.pk}) is not None
    assert len(captured) == 2


def test_it_is_audited_in_the_same_transaction(hiring: Hiring, ats: Principal) -> None:
    newest = AuditEntry.objects.latest("pk").pk
    made = record_at_once(
        principal=ats,
        attributes={"interview": hiring.first.pk, "interviewer": ADA, "scores": full_scores(hiring.first)},
    )
    assert made is not None
    entries = AuditEntry.objects.filter(pk__gt=newest).order_by("pk")
    assert {entry.thing_id for entry in entries} == {str(made["id"])}
    assert sorted((entry.action, *entry.fields) for entry in entries) == [
        ("changed", "questions"),
        ("changed", "scores"),
        ("created",),
    ]


def remote(hiring: Hiring) -> dict[str, Any]:
    card = submit(BEN, hiring.first)
    card.remote_id = "card-1"
    card.save(update_fields=["remote_id"])
    return {"remote_id": "card-1"}


def excused(hiring: Hiring) -> dict[str, Any]:
    submit(BEN, hiring.first)
    ada = Person.objects.get(email=ADA)
    excuse_panelist(interview=hiring.first, person=ada, reason="Ill", excused_by=make_person())
    return {}


def lifted(hiring: Hiring) -> dict[str, Any]:
    submit(BEN, hiring.first)
    ada, ben = Person.objects.get(email=ADA), Person.objects.get(email=BEN)
    BlindnessLiftFactory.make(application=hiring.application, person=ada, lifted_by=ben)
    return {}


def never_blind(hiring: Hiring) -> dict[str, Any]:
    submit(BEN, hiring.first)
    update_job(job=hiring.job, changes={"blindness": Blindness.NEVER})
    return {}


def cancelled(hiring: Hiring) -> dict[str, Any]:
    update_interview(principal=ATS, interview=hiring.first, changes={"cancelled_at": timezone.now()})
    return {}


def written(hiring: Hiring) -> dict[str, Any]:
    submit(ADA, hiring.first)
    return {}


def had_read(hiring: Hiring) -> dict[str, Any]:
    SightingFactory.make(application=hiring.application, person=Person.objects.get(email=ADA))
    return {}


CASES: dict[str, Callable[[Hiring], dict[str, Any]]] = {
    "a taken remote id": remote,
    "an excused panelist who could read": excused,
    "a lifted blindness": lifted,
    "no blindness": never_blind,
    "a cancelled interview": cancelled,
    "a scorecard that is there": written,
    "somebody who had read": had_read,
    "an unknown interview": lambda hiring: {"interview": uuid.uuid4()},
    "an unknown interviewer": lambda hiring: {"interviewer": "nobody@example.com"},
    "nobody named": lambda hiring: {"interviewer": None},
    "application and round": lambda hiring: {"interview": None, "application": hiring.application.pk},
    "a gap": lambda hiring: {"scores": (), "submit": True},
    "a fault": lambda hiring: {"scores": (ScoreWrite("no-such-thing", ScoreState.RATED, level=3),)},
    "an item of another round": lambda hiring: {
        "scores": (
            ScoreWrite(
                hiring.focus[0],
                ScoreState.RATED,
                level=3,
                questions=(NoteWrite(hiring.second.round.items.all()[0].pk),),
            ),
        )
    },
}


@pytest.mark.parametrize("case", CASES)
def test_whatever_is_not_regular_is_left_to_the_service(hiring: Hiring, ats: Principal, case: str) -> None:
    regular = {"interview": hiring.first.pk, "interviewer": ADA, "scores": rated(hiring.focus, 3)}
    changed = regular | CASES[case](hiring)
    before = Scorecard.objects.count()
    assert record_at_once(principal=ats, attributes=changed) is None
    assert Scorecard.objects.count() == before


def test_an_interview_out_of_reach_is_not_found(hiring: Hiring, person: Callable[..., Principal]) -> None:
    stranger = person("stranger@example.com", GroupName.INTERVIEWER)
    assert record_at_once(principal=stranger, attributes={"interview": hiring.first.pk}) is None


def test_what_changed_before_the_lock_is_left_to_the_service(
    hiring: Hiring, ats: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cancelled between the two statements: the second writes nothing."""
    from interviews.scores import at_once

    read = at_once._read

    def read_then_cancel(*args: Any) -> Any:
        held = read(*args)
        update_interview(principal=ATS, interview=hiring.first, changes={"cancelled_at": timezone.now()})
        return held

    monkeypatch.setattr(at_once, "_read", read_then_cancel)
    assert record_at_once(principal=ats, attributes={"interview": hiring.first.pk, "interviewer": ADA}) is None
    assert Scorecard.objects.count() == 0


def test_a_twin_that_was_first_is_a_conflict(hiring: Hiring, ats: Principal, monkeypatch: pytest.MonkeyPatch) -> None:
    from interviews.scores import at_once

    read = at_once._read

    def read_then_write(*args: Any) -> Any:
        held = read(*args)
        submit(ADA, hiring.first)
        return held

    monkeypatch.setattr(at_once, "_read", read_then_write)
    with pytest.raises(Problem) as problem:
        record_at_once(principal=ats, attributes={"interview": hiring.first.pk, "interviewer": ADA})
    assert (problem.value.status, problem.value.code) == (409, "scorecard_exists")
