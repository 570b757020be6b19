"""The leak matrix: every door, for each of the cast, in every state. Sixteen thousand cells, and no leak."""

from collections.abc import Callable, Iterable

import pytest

from tests.leaks.admin_pages import admin_reads, admin_writes, pages
from tests.leaks.cast import World, build_world
from tests.leaks.events import AT_ONCE, EVENTS, SECRETLY, STATES
from tests.leaks.matrix import Tally, dump, walk
from tests.leaks.oracle import NEVER, OWN, PANEL, Member
from tests.leaks.routes import Door, outside, reads, writes

pytestmark = [pytest.mark.django_db, pytest.mark.prove]
Record = Callable[[str, object], None]


def told(tally: Tally, record_property: Record, *, complete: bool = True) -> None:
    """Count, and stand for it: no leak, and (`complete`) all seen that is theirs to see."""
    record_property("cells tried", tally.cells)
    record_property("leaks found", len(tally.leaks))
    assert tally.leaks == [], dump(tally.leaks)
    assert tally.unseen == [] or not complete


def every_path(world: World, member: Member) -> Iterable[Door]:
    """Those of the library, which knows of no application, only before anything has happened."""
    return reads(world, queries=False, library=world.happened == 0)


def every_door(world: World, member: Member) -> Iterable[Door]:
    """What can be asked beside the paths only before anything has happened and after all has."""
    ends = world.happened in (0, len(SECRETLY))
    yield from reads(world, queries=ends, library=ends)
    yield from writes(world)


# Two halves, for two processes.
HALVES = {"panelists and strangers": slice(0, 8), "managers, recruiters, programs": slice(8, None)}


@pytest.mark.parametrize("half", HALVES)
def test_the_whole_cast_in_every_state(library: None, record_property: Record, half: str) -> None:
    world = build_world(OWN)
    cast = list(world.members.values())[HALVES[half]]
    told(walk(world, STATES, cast, every_path), record_property)


@pytest.mark.parametrize("blindness", [PANEL, NEVER])
def test_the_whole_cast_where_blindness_is_another(library: None, record_property: Record, blindness: str) -> None:
    """Once colleagues have submitted, and (where it matters) once one of the blind has."""
    world = build_world(blindness)
    for event in AT_ONCE:
        event.happen(world)
    last = [EVENTS["the blind submits"]] if blindness == PANEL else []
    told(walk(world, last, world.members.values(), every_path), record_property)


@pytest.mark.parametrize(
    "name", ["colleague who owes", "hiring manager who is a panelist", "recruiter who is a panelist"]
)
def test_every_door(library: None, record_property: Record, name: str) -> None:
    """The three kinds of the blind, by what they reach."""
    world = build_world(OWN)
    told(walk(world, SECRETLY, [world.members[name]], every_door), record_property)


def every_admin_page(world: World, member: Member) -> Iterable[Door]:
    """What can be asked beside the pages, and every form, only before anything has happened and after all has."""
    if world.happened in (0, len(SECRETLY)):
        yield from admin_reads(world)
        yield from admin_writes(world, member)
    else:
        yield from admin_pages(world, member)


@pytest.mark.parametrize("name", ["hiring manager who is a panelist", "recruiter who is a panelist"])
def test_every_admin_page(library: None, record_property: Record, name: str) -> None:
    """The blind who may enter the admin."""
    world = build_world(OWN)
    told(walk(world, SECRETLY, [world.members[name]], every_admin_page), record_property, complete=False)


def test_the_trail(library: None, record_property: Record) -> None:
    """An auditor who owes a scorecard: what the trail says of others' writing is not for them."""
    world = build_world(OWN)
    tally = walk(world, AT_ONCE, [world.members["auditor who is a panelist"]], the_trail)
    told(tally, record_property, complete=False)


def the_trail(world: World, member: Member) -> Iterable[Door]:
    for door in (*reads(world), *admin_reads(world, quiet=False)):
        if "/audit" in door.url:
            yield door


def test_the_admin_and_all_beside_the_api_for_the_whole_cast(library: None, record_property: Record) -> None:
    world = build_world(OWN)
    for event in SECRETLY:
        event.happen(world)
    told(walk(world, [], world.members.values(), pages_and_all_beside), record_property, complete=False)


def pages_and_all_beside(world: World, member: Member) -> Iterable[Door]:
    yield from admin_pages(world, member)
    yield from outside(world)


def admin_pages(world: World, member: Member) -> Iterable[Door]:
    return pages(world, quiet=False)
