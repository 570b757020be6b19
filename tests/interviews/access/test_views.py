"""The views of the rules say what the rules written as querysets say, in every situation that the rules tell apart."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from hiringkit.people.models import Person
from hiringkit.people.principals import Principal, person_principal
from hiringkit.people.vocabulary import GroupName
from interviews.access.blindness import blind_on, is_blind, visible_to
from interviews.access.reach import applications_in_reach
from interviews.models import Application, BlindnessLift, Interview, OwedBy, Panelist, Scorecard
from interviews.vocabulary import Blindness, ScorecardStatus
from tests.interviews.access import oracle
from tests.story import Hiring

MADE = (Application, Interview, Panelist, Scorecard, BlindnessLift)
CARDS = (None, "draft", "submitted", "superseded", "deleted")


@dataclass(frozen=True)
class Told:
    """What the rules say to one person: ids of seats, applications and scorecards."""

    owed: frozenset[Any]
    blind: frozenset[Any]
    reached: frozenset[Any]
    visible: frozenset[Any]


@pytest.fixture
def people(hiring: Hiring, person: Callable[..., Principal]) -> list[Person]:
    """One whose situation varies, a colleague on the same interviews, a manager of some jobs, somebody with neither."""
    return [person(f"{name}@example.com").required_person() for name in ("one", "colleague", "manager", "nobody")]


@pytest.fixture
def situations(hiring: Hiring, people: list[Person]) -> int:
    """An application for each combination of what the rules tell apart; returns how many there are."""
    one, colleague, manager, _ = people
    now = timezone.now()
    jobs = {mode: _job(hiring, mode, manager if mode == Blindness.NEVER else None) for mode in Blindness.values}
    applications, interviews, seats, cards, lifts = [], [], [], [], []
    for mode, held, excused, own, other, lifted in itertools.product(
        Blindness.values, ("held", "cancelled", "deleted"), (False, True), CARDS, CARDS, (False, True)
    ):
        application = Application(candidate=hiring.application.candidate, job=jobs[mode], plan=hiring.plan)
        interview = Interview(
            application=application,
            round=hiring.first.round,
            cancelled_at=now if held == "cancelled" else None,
            deleted_at=now if held == "deleted" else None,
        )
        applications.append(application)
        interviews.append(interview)
        excuse = {"excused_at": now, "excuse_reason": "Ill", "excused_by": manager} if excused else {}
        seats += [
            Panelist(interview=interview, person=one, **excuse),
            Panelist(interview=interview, person=colleague),
        ]
        cards += [_card(interview, who, state) for who, state in ((one, own), (colleague, other)) if state]
        if lifted:
            lifts.append(BlindnessLift(application=application, person=one, lifted_by=manager, reason="Decides"))
    Application.objects.bulk_create(applications)
    Interview.objects.bulk_create(interviews)
    Panelist.objects.bulk_create(seats)
    Scorecard.objects.bulk_create(cards)
    BlindnessLift.objects.bulk_create(lifts)
    with connection.cursor() as cursor:  # or a plan that was kept from smaller tables would be taken
        cursor.execute(f"ANALYZE {', '.join(model._meta.db_table for model in MADE)}")
    return len(applications)


def _job(hiring: Hiring, mode: str, manager: Person | None) -> Any:
    job = type(hiring.job).objects.create(title=mode, plan=hiring.plan, role=hiring.plan.role, blindness=mode)
    job.hiring_managers.set([manager] if manager else [])
    return job


def _card(interview: Interview, who: Person, state: str) -> Scorecard:
    status = ScorecardStatus.SUBMITTED if state == "deleted" else ScorecardStatus(state)
    written = status != ScorecardStatus.DRAFT
    return Scorecard(
        application=interview.application,
        interview=interview,
        interviewer=who,
        status=status,
        submitted_at=timezone.now() if written else None,
        overall_recommendation="yes" if written else None,
        deleted_at=timezone.now() if state == "deleted" else None,
    )


def by_views(principal: Principal) -> Told:
    blind = blind_on(principal=principal, application="pk")
    return Told(
        owed=frozenset(OwedBy.objects.filter(person=principal.person).values_list("seat", flat=True)),
        blind=frozenset(Application.objects.filter(blind).values_list("pk", flat=True)),
        reached=frozenset(applications_in_reach(principal=principal).values_list("pk", flat=True)),
        visible=frozenset(visible_to(principal=principal).values_list("pk", flat=True)),
    )


def by_querysets(principal: Principal, *, everything: bool) -> Told:
    person = principal.required_person()
    reached = Application.objects.all() if everything else oracle.reached_applications(person)
    return Told(
        owed=frozenset(oracle.owing_seats().filter(person=person).values_list("pk", flat=True)),
        blind=frozenset(oracle.blind_applications(person).values_list("pk", flat=True)),
        reached=frozenset(reached.values_list("pk", flat=True)),
        visible=frozenset(
            oracle.visible_scorecards(person, reaches_everything=everything).values_list("pk", flat=True)
        ),
    )


LEFT_OUT = (
    ("interviews_owed_by", "(t.excused_at IS NULL)"),
    ("interviews_blind_on", "(v.cancelled_at IS NULL)"),
    ("interviews_blind_on", "((j.blindness)::text <> 'never'::text)"),
    ("interviews_reached_by", "(v.deleted_at IS NULL)"),
)


def test_the_views_say_what_the_querysets_say(situations: int, people: list[Person], subtests: pytest.Subtests) -> None:
    assert situations == 900
    wanted = {}
    for person in people:
        told = by_views(person_principal(person))
        wanted[person.pk] = by_querysets(person_principal(person), everything=False)
        assert told == wanted[person.pk]
        principal = Principal(person, None, frozenset({GroupName.RECRUITER}), None)
        assert by_views(principal) == by_querysets(principal, everything=True)
        if person.name == "one":
            assert 0 < len(told.blind) < situations
            assert 0 < len(told.owed) < situations
            some = Application.objects.get(pk=min(told.blind))
            assert is_blind(principal=principal, application=some)
    for view, left_out in LEFT_OUT:  # the controls: each condition is really told apart by the situations
        with subtests.test(f"{view} without {left_out}"), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_get_viewdef(%s::regclass)", [view])
                definition = str(cursor.fetchone()[0])
                assert left_out in definition
                cursor.execute(f"CREATE OR REPLACE VIEW {view} AS {definition.replace(left_out, '(true)')}")
            assert any(by_views(person_principal(person)) != wanted[person.pk] for person in people)
            transaction.set_rollback(True)
