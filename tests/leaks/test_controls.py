"""The matrix itself is tried: with each guard taken away, in turn, it finds leaks; so its silence means something."""

import ast
import copy
import importlib
import logging
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.db import transaction

from hiringkit.api.tracked import touch
from hiringkit.people.principals import person_principal
from interviews.admin.hiring import RecordAdmin
from interviews.admin.principal import admin_principal
from interviews.hiring import reach
from interviews.models import Application, Candidate, Interview, Job, Scorecard
from interviews.scores import services
from interviews.scores.queries import blind_applications
from interviews.summaries import comparison
from tests.leaks.admin_pages import admin_writes, pages
from tests.leaks.cast import World, build_world
from tests.leaks.events import EVENTS, together
from tests.leaks.matrix import walk
from tests.leaks.oracle import OWN, Member
from tests.leaks.routes import Door, reads, writes

pytestmark = pytest.mark.django_db
Remove = Callable[[pytest.MonkeyPatch, World], None]
Doors = Callable[[World, Member], Iterable[Door]]
SECRETS = tuple(name for name, event in EVENTS.items() if event.by)[:6]  # all that is written about `wide`
OWING, MANAGER, RECRUITER = "colleague who owes", "hiring manager who is a panelist", "recruiter who is a panelist"
AUDITOR = "auditor who is a panelist"


def api(world: World, member: Member) -> Iterable[Door]:
    return reads(world, queries=False, library=False)


def trail(world: World, member: Member) -> Iterable[Door]:
    return (door for door in reads(world) if "/audit" in door.url)


def api_writes(part: str) -> Doors:
    return lambda world, member: (door for door in writes(world) if part in door.url)


def admin_of(*models: str) -> Doors:
    def doors(world: World, member: Member) -> Iterable[Door]:
        for address in pages(world, quiet=False):
            if any(f"/{model}/" in address for model in models):
                yield Door("get", address)

    return doors


def exposures(world: World, member: Member) -> Iterable[Door]:
    return (door for door in reads(world) if "exposure" in door.url)


def admin_forms(part: str) -> Doors:
    return lambda world, member: (door for door in admin_writes(world, member) if part in door.url)


@dataclass(frozen=True)
class Guard:
    """A guard: how to take it away, and who then learns something, behind which doors, once what has happened."""

    remove: Remove
    member: str = OWING
    doors: Doors = api
    events: tuple[str, ...] = SECRETS


def blind_nowhere(module: str, function: str) -> Remove:
    """The rule of blindness says to this one function that nobody is blind."""

    def rule(**named: Any) -> Any:
        asked_by = sys._getframe(1).f_code.co_name
        return Application.objects.none() if asked_by == function else blind_applications(**named)

    return lambda patch, world: patch.setattr(importlib.import_module(module), "blind_applications", rule)


def nobody_is_blind(module: str) -> Remove:
    return lambda patch, world: patch.setattr(importlib.import_module(module), "is_blind", lambda **named: False)


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
    finalise = services._finalise

    def replaced(scorecard: Scorecard, *, informed: bool) -> Scorecard:
        does(scorecard)
        return finalise(scorecard, informed=informed)

    return lambda patch, world: patch.setattr(services, "_finalise", replaced)


def log_evidence(scorecard: Scorecard) -> None:
    logging.getLogger("interviews").debug("submitted: %s", [score.evidence for score in scorecard.scores.all()])


# Every function that asks the rule of blindness for its rows; a test holds the list to the source.
RULE = {
    "interviews.exposure.queries": ("asked_interviews",),
    "interviews.hiring.queries": ("list_applications",),
    "interviews.hiring.status": ("interview_status",),
    "interviews.scores.queries": ("visible_seats", "visible_to", "list_owed", "is_blind"),
    "interviews.summaries.packet_sql": ("_statement",),
    "interviews.trail.queries": ("list_entries",),
}
GUARDS = {
    f"the rule in {function}": Guard(blind_nowhere(module, function))
    for module, functions in RULE.items()
    for function in functions
} | {
    "the rule in is_blind": Guard(
        blind_nowhere("interviews.scores.queries", "is_blind"), RECRUITER, api_writes("/excuse")
    ),
    "the rule in list_applications": Guard(
        blind_nowhere("interviews.hiring.queries", "list_applications"), events=("a decision is recorded",)
    ),
    "the rule in asked_interviews": Guard(
        blind_nowhere("interviews.exposure.queries", "asked_interviews"), RECRUITER, exposures
    ),
    "the rule in list_entries": Guard(blind_nowhere("interviews.trail.queries", "list_entries"), AUDITOR, trail),
    "whether one is blind, in the admin's texts": Guard(
        nobody_is_blind("interviews.admin.shown"), MANAGER, admin_of("interview", "application")
    ),
    "whether one is blind, in the admin's form of an interview": Guard(
        nobody_is_blind("interviews.admin.hiring"), RECRUITER, admin_forms("/interviews/interview/")
    ),
    "whether one is blind, in changing an interview": Guard(
        nobody_is_blind("interviews.hiring.services"), RECRUITER, api_writes("/interviews/")
    ),
    "whether one is blind, in excusing": Guard(
        nobody_is_blind("interviews.scores.blindness"), RECRUITER, api_writes("/excuse")
    ),
    "whether one is blind, in deciding": Guard(
        nobody_is_blind("interviews.summaries.decisions"), MANAGER, api_writes("/decision")
    ),
    "reach": Guard(lambda patch, world: patch.setattr(reach, "reaches_everything", lambda principal: True), "stranger"),
    "the rows that a comparison hides": Guard(
        lambda patch, world: patch.setattr(comparison, "_is_hidden", lambda application: False), MANAGER
    ),
    "change times": Guard(submission_that(lambda scorecard: touch(scorecard.application))),
    "the versions of an interview": Guard(submission_that(lambda scorecard: touch(scorecard.interview))),
    "the logs": Guard(submission_that(log_evidence)),
    "what a deletion lists": Guard(
        lambda patch, world: patch.delattr(RecordAdmin, "get_deleted_objects"), RECRUITER, admin_of("application")
    ),
    **{
        f"the admin's rows of {model.__name__}": Guard(rows_of_root(model), MANAGER, admin_of(model.__name__.lower()))
        for model in (Job, Candidate, Application, Interview, Scorecard)
    },
}


def leaks_without(guard: Guard, world: World, patch: pytest.MonkeyPatch) -> int:
    """How many leaks the matrix finds; what happened meanwhile is undone."""
    kept = copy.deepcopy(world.facts), dict(world.ids)
    guard.remove(patch, world)
    with transaction.atomic():
        event = together("all of it", *guard.events)
        tally = walk(world, [event], [world.members[guard.member]], guard.doors)
        transaction.set_rollback(True)
    world.facts, world.ids = kept
    return len(tally.leaks)


@pytest.mark.parametrize("part", range(2))
def test_without_a_guard_the_matrix_finds_leaks(
    library: None, subtests: pytest.Subtests, monkeypatch: pytest.MonkeyPatch, part: int
) -> None:
    world = build_world(OWN)
    for name in list(GUARDS)[part::2]:
        with subtests.test(name), monkeypatch.context() as patch:
            assert leaks_without(GUARDS[name], world, patch) > 0, name


def test_every_place_that_asks_the_rule_of_blindness_has_its_control() -> None:
    found = {
        (".".join(file.relative_to(settings.BASE_DIR).with_suffix("").parts), function.name)
        for file in Path(settings.BASE_DIR, "interviews").rglob("*.py")
        for function in ast.walk(ast.parse(file.read_text()))
        if isinstance(function, ast.FunctionDef)
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "blind_applications"
    }
    assert found == {(module, function) for module, functions in RULE.items() for function in functions}
