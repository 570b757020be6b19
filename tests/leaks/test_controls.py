"""The matrix itself is tried: with each guard taken away, in turn, it finds leaks; so its silence means something."""

import ast
import importlib
import logging
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.db import connection
from django.db.models import Exists

from hiringkit.people.admin_principal import admin_principal
from hiringkit.people.principals import person_principal
from interviews.access import reach
from interviews.access.blindness import blind_on
from interviews.admin.records import RecordAdmin
from interviews.kits.kit import KitScorecard
from interviews.models import Application, BlindOn, Candidate, Interview, Job, Panelist, Scorecard
from interviews.scores import recording
from interviews.scores.card import Card
from interviews.summaries import packets
from interviews.vocabulary import ScorecardStatus
from tests.leaks.admin_pages import admin_writes, pages
from tests.leaks.cast import World
from tests.leaks.events import DECIDED, EVENTS, together
from tests.leaks.matrix import Answers, Tally, happen, look, noticed, walk
from tests.leaks.oracle import Member
from tests.leaks.routes import Door, outside, reads, writes

pytestmark = pytest.mark.django_db
Remove = Callable[[pytest.MonkeyPatch, World], None]
Doors = Callable[[World, Member], Iterable[Door]]
# All that is written about `wide` by others than the blind, and what is decided.
SECRETS = tuple(
    name for name, event in EVENTS.items() if event.by not in ((), ("ben",)) and event.application == "wide"
)
OWING, MANAGER, RECRUITER = "colleague who owes", "hiring manager who is a panelist", "recruiter who is a panelist"
AUDITOR = "auditor who is a panelist"
NEWCOMER = "a program makes the person it writes for"


def at(pattern: str, source: Callable[..., Iterable[Door]] = reads, **options: bool) -> Doors:
    """Those doors of the matrix whose addresses fit the pattern."""

    def doors(world: World, member: Member) -> Iterable[Door]:
        return (door for door in source(world, **options) if re.search(pattern, door.url))

    return doors


def api(pattern: str) -> Doors:
    return at(pattern, queries=False, library=False)


def admin_of(pattern: str) -> Doors:
    return at(f"^/admin/interviews/{pattern}", pages, quiet=False)


def deletions(world: World, member: Member) -> Iterable[Door]:
    """The forms that the admin's pages of an interview would delete it with."""
    interview = f"interview/{world.interviews['analysis'].pk}/delete/"
    return admin_writes(world, member, pages=interview)


def removals(world: World, member: Member) -> Iterable[Door]:
    return (door for door in writes(world) if door.method == "delete" and "/interviews/" in door.url)


def changes(world: World, member: Member) -> Iterable[Door]:
    return (door for door in writes(world) if door.method == "patch" and "/interviews/" in door.url)


@dataclass(frozen=True)
class Guard:
    """A guard: how to take it away, and who then learns something, behind which doors, once what has happened."""

    remove: Remove
    doors: Doors
    member: str = OWING
    events: tuple[str, ...] = ()  # none: all that is secret


def blind_nowhere(module: str, function: str) -> Remove:
    """The rule of blindness says to this one function that nobody is blind."""

    def rule(**named: Any) -> Any:
        asked_by = sys._getframe(1).f_code.co_name
        return Exists(BlindOn.objects.none()) if asked_by == function else blind_on(**named)

    return lambda patch, world: patch.setattr(importlib.import_module(module), "blind_on", rule)


def blind_nobody(patch: pytest.MonkeyPatch, world: World) -> None:
    """The statement of summaries and comparisons asks for nobody's blindness."""
    patch.setattr(packets, "person_id", lambda principal: None)


def nobody_is_blind(module: str) -> Remove:
    return lambda patch, world: patch.setattr(importlib.import_module(module), "is_blind", lambda **named: False)


def sight_is_not_required(module: str) -> Remove:
    return lambda patch, world: patch.setattr(importlib.import_module(module), "require_sight", lambda **named: None)


def every_seat_is_visible(module: str) -> Remove:
    return lambda patch, world: patch.setattr(
        importlib.import_module(module), "visible_seats", lambda **named: Panelist.objects.all()
    )


def every_interview_is_visible(module: str) -> Remove:
    return lambda patch, world: patch.setattr(
        importlib.import_module(module), "visible_interviews", lambda **named: Interview.objects.all()
    )


def both(*removals: Remove) -> Remove:
    """Where the page and its service ask the same."""

    def remove(patch: pytest.MonkeyPatch, world: World) -> None:
        for each in removals:
            each(patch, world)

    return remove


def page_doors(world: World, **options: Any) -> Iterable[Door]:
    return outside(world)


def anybodys_scorecard(patch: pytest.MonkeyPatch, world: World) -> None:
    """The kit leads to the first scorecard of the interview, whoever wrote it."""

    def first(principal: Any, interview: Interview) -> KitScorecard | None:
        card = Scorecard.objects.filter(interview=interview).first()
        return None if card is None else KitScorecard(card.pk, card.status)

    patch.setattr("interviews.kits.queries._own_scorecard", first)


def rows_of_root(model: Any) -> Remove:
    """The admin's rows of this kind are the superuser's, whoever looks."""

    def remove(patch: pytest.MonkeyPatch, world: World) -> None:
        def principal(request: Any) -> Any:
            frame = sys._getframe(1)
            is_asked = frame.f_code.co_name == "get_queryset" and frame.f_locals["self"].model is model
            return person_principal(world.root_person) if is_asked else admin_principal(request)

        patch.setattr(sys.modules[type(admin.site._registry[model]).__module__], "admin_principal", principal)

    return remove


def submission_that(does: Callable[[Scorecard], object]) -> Remove:
    """Every submission of a draft does something that shows."""
    stamped = recording._stamped

    def replaced(card: Card, stamps: Any) -> Card:
        if card.status == ScorecardStatus.SUBMITTED:
            does(Scorecard.objects.get(pk=card.id))
        return stamped(card, stamps)

    return lambda patch, world: patch.setattr(recording, "_stamped", replaced)


def touch(interview: Interview) -> None:
    """Stamp a row that itself has not changed."""
    Interview.objects.filter(pk=interview.pk).update(deleted_at=None)


def no_stamps_for_the_blind(patch: pytest.MonkeyPatch, world: World) -> None:
    """The trigger keeps nothing of what was before a decision. With the test's transaction it comes back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION interviews_stamp_for_the_blind() RETURNS trigger LANGUAGE plpgsql "
            "AS 'BEGIN RETURN NEW; END'"
        )


def log_evidence(scorecard: Scorecard) -> None:
    logging.getLogger("interviews").debug("submitted: %s", [score.evidence for score in scorecard.scores.all()])


def everybody_is_known(patch: pytest.MonkeyPatch, world: World) -> None:
    patch.setattr("hiringkit.people.queries.known_to", lambda people, viewer: people)


def everybody_is_known_in_admin(patch: pytest.MonkeyPatch, world: World) -> None:
    patch.setattr("hiringkit.people.admin.known_to", lambda people, viewer: people)


def nobody_is_hidden_by_name(patch: pytest.MonkeyPatch, world: World) -> None:
    patch.setattr("hiringkit.people.naming.acting_person", lambda: None)


def rule_in(function: str) -> Remove:
    module = next(module for module, functions in RULE.items() if function in functions)
    return blind_nowhere(module, function)


# Every function that asks the rule of blindness for its rows; a test holds the list to the source.
RULE = {
    "interviews.access.blindness": ("as_shown", "visible_seats", "visible_to"),
    "interviews.exposure.queries": ("asked_interviews",),
    "interviews.hiring.status": ("interview_status",),
    "interviews.scores.queries": ("list_hidden_owed", "list_owed"),
    "interviews.trail.queries": ("list_entries",),
}
GUARDS = {
    "the rule in asked_interviews": Guard(rule_in("asked_interviews"), api("/question-exposures$"), RECRUITER),
    "the rule in as_shown": Guard(rule_in("as_shown"), api("/applications$"), events=(DECIDED,)),
    "the rule in interview_status": Guard(rule_in("interview_status"), api("/interviews$")),
    "the rule in visible_seats": Guard(rule_in("visible_seats"), api("/interviews$")),
    "the seats that the filter of interviews asks": Guard(
        every_seat_is_visible("interviews.hiring.filters"), at("/interviews.panelist=")
    ),
    **{
        f"the interviews and seats that kits show, {what}": Guard(
            both(
                every_seat_is_visible("interviews.hiring.queries"),
                every_interview_is_visible("interviews.hiring.queries"),
            ),
            doors,
        )
        for what, doors in {
            "as data": api("/kit$"),
            "as a file": at("/kit/export.export=pdf$", queries=False, library=False),
            "as a page": at("^/interviews/[^/]+$", page_doors),
        }.items()
    },
    "whose scorecard the kit leads to": Guard(anybodys_scorecard, api("/kit$")),
    "the interview that a recorded scorecard names": Guard(
        every_interview_is_visible("interviews.scores.recording"),
        at("/scorecards$", writes),
        events=("a program makes the interview it writes for",),
    ),
    "the rule in visible_to": Guard(rule_in("visible_to"), api("/scorecards$")),
    "the rule in list_owed": Guard(rule_in("list_owed"), api("/scorecards/owed$")),
    "the rule in the summary's statement": Guard(blind_nobody, api("/summary$")),
    "the people of whom the blind may not know": Guard(
        everybody_is_known, at("/people$", queries=False), RECRUITER, events=(NEWCOMER,)
    ),
    "the people whom the blind may not name": Guard(
        nobody_is_hidden_by_name, at("/(excuse|lift-blindness)$", writes), RECRUITER, events=(NEWCOMER,)
    ),
    "the people of whom the blind may not know, in the admin": Guard(
        everybody_is_known_in_admin, at("^/admin/people/person/$", pages), RECRUITER, events=(NEWCOMER,)
    ),
    "the rule in list_entries": Guard(rule_in("list_entries"), at("/audit-entries.action=created"), AUDITOR),
    "whether one is blind, in the admin's texts": Guard(
        nobody_is_blind("interviews.admin.shown"), admin_of("interview/.*/change/"), MANAGER
    ),
    "whether one is blind, in the admin's form of an interview": Guard(
        both(nobody_is_blind("interviews.admin.interviews"), sight_is_not_required("interviews.hiring.services")),
        deletions,
        RECRUITER,
    ),
    "whether one is blind, in changing an interview": Guard(
        nobody_is_blind("interviews.hiring.panels"), changes, RECRUITER
    ),
    "sight, to delete an interview": Guard(sight_is_not_required("interviews.hiring.services"), removals, RECRUITER),
    "sight, to excuse": Guard(sight_is_not_required("interviews.hiring.releases"), at("/excuse$", writes), RECRUITER),
    "sight, to decide": Guard(
        sight_is_not_required("interviews.summaries.decisions"), at("/decision$", writes), MANAGER
    ),
    "sight, to read decisions": Guard(
        sight_is_not_required("interviews.summaries.views"), api("/decisions$"), MANAGER, events=(DECIDED,)
    ),
    "reach": Guard(
        lambda patch, world: patch.setattr(reach, "reaches_everything", lambda principal: True),
        api("/applications$"),
        "stranger",
    ),
    "the rows that a comparison hides": Guard(
        blind_nobody,
        api("/comparison$"),
        MANAGER,
    ),
    "what an application keeps for the blind": Guard(no_stamps_for_the_blind, api("/applications$"), events=(DECIDED,)),
    "the versions of an interview": Guard(
        submission_that(lambda scorecard: touch(scorecard.interview)), api("/interviews$"), events=SECRETS[1:3]
    ),
    "the logs": Guard(submission_that(log_evidence), lambda world, member: (), events=SECRETS[1:3]),
    "what a deletion lists": Guard(
        lambda patch, world: patch.delattr(RecordAdmin, "get_deleted_objects"),
        admin_of("application/.*/delete/"),
        RECRUITER,
    ),
    **{
        f"the admin's rows of {model.__name__}": Guard(
            rows_of_root(model), admin_of(f"{model.__name__.lower()}/$"), MANAGER
        )
        for model in (Job, Candidate, Application, Interview, Scorecard)
    },
}


def answers(guard: Guard, world: World, after: str) -> tuple[Answers, Tally]:
    """What is told where the guard stands, and what of it must not be."""
    tally, member = Tally(), world.members[guard.member]
    return look(world, member, guard.doors(world, member), after, tally), tally


@pytest.mark.slow("takes away two dozen guards in turn")
def test_without_a_guard_the_matrix_finds_leaks(
    world: World, subtests: pytest.Subtests, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before and after all that is secret has happened, which is the same for all of these."""
    guards = {name: guard for name, guard in GUARDS.items() if not guard.events}
    secret, before = together("all of it", *SECRETS), dict[str, Answers]()
    for name, guard in guards.items():
        with monkeypatch.context() as patch:
            guard.remove(patch, world)
            before[name], _ = answers(guard, world, "at the beginning")
    happen(world, secret)
    for name, guard in guards.items():
        with subtests.test(name), monkeypatch.context() as patch:
            guard.remove(patch, world)
            now, tally = answers(guard, world, "all of it")
            assert now, "no door"
            assert tally.leaks or noticed(before[name], now, world.members[guard.member], secret, world), name


@pytest.mark.slow("asks the doors before and after")
@pytest.mark.parametrize("name", [name for name, guard in GUARDS.items() if guard.events])
def test_without_a_guard_of_its_event_the_matrix_finds_leaks(
    world: World, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    guard = GUARDS[name]
    guard.remove(monkeypatch, world)
    event = together("all of it", *guard.events)
    assert walk(world, [event], [world.members[guard.member]], guard.doors).leaks


def test_every_place_that_asks_the_rule_of_blindness_has_its_control() -> None:
    found = {
        (".".join(file.relative_to(settings.BASE_DIR).with_suffix("").parts), function.name)
        for file in Path(settings.BASE_DIR, "interviews").rglob("*.py")
        for function in ast.walk(ast.parse(file.read_text()))
        if isinstance(function, ast.FunctionDef)
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "blind_on"
    }
    assert found == {(module, function) for module, functions in RULE.items() for function in functions}


def test_every_statement_by_hand_that_asks_the_rule_has_its_control() -> None:
    folder = Path(settings.BASE_DIR, "interviews")
    asking = {
        str(file.relative_to(folder))
        for file in folder.rglob("*.py")
        if file.parent.name != "migrations" and re.search(r"import .*\bBLIND\b|interviews_blind_on", file.read_text())
    }
    assert asking == {"access/sql.py", "models/rules.py", "summaries/packets.py"}
