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
from tests.leaks.matrix import Tally, dump, happen, plain, unnoticed, walk
from tests.leaks.oracle import OWN, Member
from tests.leaks.routes import Door, Unfillable, outside, reads, schema, value_of, writes

pytestmark = pytest.mark.django_db
Record = Callable[[str, object], None]
(SECRET,) = AT_ONCE
STRANGER = "stranger"
COMPARED = (
    "colleague who owes", "hiring manager who is a panelist", "recruiter who is a panelist",
    "auditor who is a panelist",
)  # fmt: skip
PARTS = 24  # of what is dealt out, one is asked


def told(tally: Tally, record_property: Record) -> None:
    """Count, and stand for it: no leak."""
    record_property("cells tried", tally.cells)
    record_property("leaks found", len(tally.leaks))
    assert tally.leaks == [], dump(tally.leaks)


def every_door(world: World, member: Member) -> Iterator[Door]:
    """Each page, form and operation once, of a row and with a body that are another's for the next of the cast.

    What is asked before anything has happened is compared with what is told after: all for each kind of the blind, who
    also try every change; what is read over the API for the others who must not notice. The library, which knows of no
    application, is asked by whoever knows of none; of the admin, others who are let in open every second page, and
    those who are not try every fourth. `make prove` has none of these shares.
    """
    asked: dict[str, list[Door]] = {}
    for door in (
        *reads(world, queries=False, library=member.name == STRANGER),
        *(_beside(world, member) if world.happened or member.name in COMPARED else ()),
    ):
        asked.setdefault(door.operation or door.url, []).append(door)
    for number, (operation, doors) in enumerate(asked.items()):
        named = {plain(world, str(door)): door for door in doors}
        turn = list(named)[(number + CAST.index(member.name)) % len(named)]
        chosen = world.chosen.setdefault((member.name, operation), turn)  # the same after as before
        yield named.get(chosen, named[turn])


def _beside(world: World, member: Member) -> Iterator[Door]:
    admin = list(pages(world, quiet=False))
    if member.name not in COMPARED:
        part = 2 if member.enters_admin else 4
        yield from admin[CAST.index(member.name) % part :: part]
        return
    yield from admin
    yield from writes(world)
    yield from outside(world)
    if member.enters_admin:
        if member.name not in world.forms:  # those that are shown before anything has happened
            world.forms[member.name] = list(admin_writes(world, member, most=1))
        yield from world.forms[member.name]


def share(world: World, member: Member) -> Iterator[Door]:
    """A part of what else can be asked, dealt out among those who must not notice what happens."""
    blind = [each for each in world.members.values() if unnoticed(each, SECRET, world)]
    yield from dealt(member, blind, (*reads(world, library=False), *writes(world)))
    if not world.admin_queries:
        world.admin_queries += queries(world)
    yield from dealt(member, [each for each in blind if each.enters_admin], world.admin_queries)


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
    assert sorted(name for group in GROUPS for name in group) == sorted(CAST)


# Parts for the processes to share; what happens is done once for each. The last may notice all of it: what they are
# shown is compared with what they may see, and not with what it was.
GROUPS = (
    ("recruiter who is a panelist", "colleague who owes"),
    ("hiring manager who is a panelist", "stranger", "personal key"),
    ("auditor who is a panelist", "library editor", "panelist of a later round"),
    (
        "author", "colleague who has submitted", "excused colleague", "panelist of a cancelled interview",
        "hiring manager", "recruiter", "auditor", "integration with the scope", "integration without the scope",
    ),
)  # fmt: skip


@pytest.mark.slow("asks some hundred questions for each of the cast")
@pytest.mark.parametrize("names", GROUPS, ids=lambda names: names[0])
def test_every_door_once(world: World, record_property: Record, names: tuple[str, ...]) -> None:
    members = [world.members[name] for name in names]
    secret = {unnoticed(member, SECRET, world) for member in members}
    assert len(secret) == 1, "those who may notice are by themselves"
    if secret == {True}:
        told(walk(world, [SECRET], members, doors), record_property)
    else:
        happen(world, SECRET)
        told(walk(world, [], members, doors), record_property)


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
