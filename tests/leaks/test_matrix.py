"""The leak matrix, with the budget that every change can afford: before and after all that is secret has happened, each
of the cast is at every door once, and asks some of what else can be asked there. `make prove` walks the whole of it
(tests/prove/test_leaks.py).
"""

import zlib
from collections.abc import Callable, Iterable, Iterator

import pytest

from tests.leaks.admin_pages import admin_writes, pages, queries
from tests.leaks.cast import CAST, World, build_world
from tests.leaks.events import AT_ONCE
from tests.leaks.matrix import Tally, dump, happen, unnoticed, walk
from tests.leaks.oracle import OWN, Member
from tests.leaks.routes import Door, Unfillable, outside, reads, schema, value_of, writes

pytestmark = pytest.mark.django_db
Record = Callable[[str, object], None]
(SECRET,) = AT_ONCE
PARTS = 4  # of what is dealt out, one is asked


def told(tally: Tally, record_property: Record) -> None:
    """Count, and stand for it: no leak."""
    record_property("cells tried", tally.cells)
    record_property("leaks found", len(tally.leaks))
    assert tally.leaks == [], dump(tally.leaks)


def every_door(world: World, member: Member) -> Iterator[Door]:
    """Each page and each operation once, of a row and with a body that are another's for the next of the cast."""
    asked: dict[str, list[Door]] = {}
    for door in (*reads(world, queries=False), *writes(world), *pages(world, quiet=False), *outside()):
        asked.setdefault(door.operation or door.url, []).append(door)
    for number, doors in enumerate(asked.values()):
        yield doors[(number + CAST.index(member.name)) % len(doors)]


def share(world: World, member: Member) -> Iterator[Door]:
    """A part of what else can be asked, dealt out among those who must not notice what happens."""
    blind = [each for each in world.members.values() if unnoticed(each, SECRET, world)]
    in_admin = [each for each in blind if each.enters_admin]
    with_forms = [each for each in in_admin if each.manages or each.recruits]
    yield from dealt(member, blind, (*reads(world), *writes(world)))
    yield from dealt(member, in_admin, queries(world))
    yield from dealt(member, with_forms, admin_writes(world, member))


def dealt(member: Member, members: list[Member], doors: Iterable[Door]) -> Iterator[Door]:
    """The same before and after, whatever came or went beside them, and others in another world."""
    for door in doors if member in members else ():
        if zlib.crc32(str(door).encode()) % (len(members) * PARTS) == members.index(member):
            yield door


def doors(world: World, member: Member) -> Iterator[Door]:
    yield from every_door(world, member)
    yield from share(world, member)


def test_the_cast_is_the_whole_cast(built: World) -> None:
    assert tuple(built.members) == CAST


@pytest.mark.parametrize("name", CAST)
def test_every_door_once(world: World, record_property: Record, name: str) -> None:
    member = world.members[name]
    if unnoticed(member, SECRET, world):
        told(walk(world, [SECRET], [member], doors), record_property)
    else:  # they may notice: there is nothing to compare
        happen(world, SECRET)
        told(walk(world, [], [member], doors), record_property)


def test_a_new_route_is_tried_by_itself_or_fails(library: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody lists the routes: one that the schema gains is asked; one that can't be filled in is an error."""
    world = build_world(OWN)
    paths = schema()["paths"]
    monkeypatch.setitem(paths, "/api/v1/interviews/{id}/gossip", {"get": {"operationId": "get_gossip"}})
    asked = {door.url for door in reads(world, queries=False)}
    assert f"/api/v1/interviews/{world.interviews['business'].pk}/gossip" in asked
    monkeypatch.setitem(paths, "/api/v1/rumours/{id}", {"get": {"operationId": "get_rumour"}})
    with pytest.raises(Unfillable):
        list(reads(world))
    with pytest.raises(Unfillable):
        value_of(world, "rumour", {"type": "string", "format": "uuid"})
