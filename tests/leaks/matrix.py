"""Asks all the questions for each of the cast, and compares what comes back with what they may know.

A *mark* leaks if an answer holds a word that the member must not see. A *difference* leaks if, between two moments
between which something happened that the member must not notice, an answer changed in anything: status, headers (the
ETag among them), order, count, time.
"""

import gzip
import io
import json
import logging
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_plus

import pypdfium2
from django.db import connection, transaction

from tests.leaks.cast import World, settle
from tests.leaks.events import Event
from tests.leaks.oracle import Member, blind, marks_for, open_to
from tests.leaks.routes import Door, counts_over_all

OWN_TO_EACH_ANSWER = {"X-Request-ID", "Date", "Expires", "Set-Cookie"}  # the admin's pages expire at once
_NOISE = (
    (re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*'), r"\1"),
    (re.compile(r'("request_id":")[^"]*'), r"\1"),
    (re.compile(r'(class="help">Request )[^<]*'), r"\1"),
    (re.compile(r"(</span> for )[^<·\n]*"), r"\1"),
)
_UUID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")
_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+(?:Z|\+00:00)|\d{4}-\d\d-\d\d \d\d:\d\d UTC"
    r"|\d{1,2} \w+ \d{4}, (?:[\d:]+ [ap]\.m\.|noon|midnight)"
)
PDF = b"%PDF-"
UNSAFE = ("post", "patch", "put", "delete")

Answers = dict[str, str]
Doors = Callable[[World, Member], Iterable[Door]]


@dataclass(frozen=True)
class Leak:
    """Who learnt of what, where, and when."""

    member: str
    door: str
    what: str
    after: str

    def __str__(self) -> str:
        return f"[{self.after}] {self.member}: {self.door}: {self.what}"


@dataclass
class Tally:
    """What a run of the matrix came to."""

    cells: int = 0
    leaks: list[Leak] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)


def readable(content: bytes) -> str:
    """The text of an answer; packed files are unpacked."""
    if content.startswith(PDF):
        document = pypdfium2.PdfDocument(content)
        told = "\n".join(page.get_textpage().get_text_range() for page in document)
        document.close()
        return told
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b"\n".join(packed.read(name) for name in sorted(packed.namelist()))
    elif content.startswith(b"\x1f\x8b"):
        content = gzip.decompress(content)
    return content.decode(errors="replace")


def ask(member: Member, door: Door) -> str:
    """The whole answer as one text, without what is new in each. What was done is undone, so that no question changes
    the answer to the next: even reading leaves its entry in the trail.
    """
    with transaction.atomic():
        told = _read(member, door) if door.method not in UNSAFE else _write(member, door)
        transaction.set_rollback(True)
    return told


def _read(member: Member, door: Door) -> str:
    # What an admin page says on the page it sends one to is part of its answer.
    follow = {"follow": True} if member.enters_admin and door.url.startswith("/admin/") else {}
    response = getattr(member.client, door.method)(door.url, **follow, **_as_browser(door))
    told = _told(response)
    for _ in range(20 if door.walk else 0):
        following = response.json().get("next") if response.status_code == 200 else None
        if not following:
            break
        response = member.client.get(following)
        told += "\n" + _told(response)
    return told


def _write(member: Member, door: Door) -> str:
    page = not door.url.startswith("/api/")
    values = {"follow": True, **_as_browser(door)} if page else {"headers": {"If-Match": "*"}}
    form = {"format": "multipart"} if page else {}
    response = getattr(member.client, door.method)(door.url, door.body, **values, **form)
    told = re.sub(r"\n(ETag|Location|Content-Length): .*", "", _told(response))
    return _MOMENT.sub("<now>", _UUID.sub("<id>", told))  # what it made has an id and times of its own


def _as_browser(door: Door) -> dict[str, Any]:
    """Pages are asked for as browsers do, which are refused with a page too."""
    return {} if door.url.startswith(("/api/", "/admin/")) else {"headers": {"Accept": "text/html"}}


def _told(response: Any) -> str:
    assert response.status_code < 500, (response.request, response.content[:500])
    content = response.getvalue() if response.streaming else response.content
    # The date in a PDF is packed; how long ago something was, which a page tells, passes by itself.
    measured = content.startswith(PDF) or response.headers.get("Content-Type", "").startswith("text/html")
    own = OWN_TO_EACH_ANSWER | ({"Content-Length"} if measured else set())
    headers = sorted(f"{name}: {value}" for name, value in response.headers.items() if name not in own)
    redirects = [f"{status} {url}" for url, status in getattr(response, "redirect_chain", ())]
    told = "\n".join([*redirects, str(response.status_code), *headers, "", readable(content)])
    for pattern, plain in _NOISE:
        told = pattern.sub(plain, told)
    return told


def plain(world: World, text: str) -> str:
    """The text with names in the place of the ids of what is hidden or yet to come."""
    for known, name in world.names_of_ids.items():
        text = text.replace(known, name)
    return text


def look(world: World, member: Member, doors: Iterable[Door], after: str, tally: Tally) -> Answers:
    """Every answer by its question. Notes each mark that shows and must not, and each that must show and does not."""
    wanted, hidden = marks_for(member, world.facts)
    any_hidden = re.compile("|".join(map(re.escape, sorted(hidden))) or r"(?!)")
    any_wanted = re.compile("|".join(map(re.escape, sorted(wanted))) or r"(?!)")
    answers: Answers = {}
    seen = set[str]()
    for door in doors:
        told = ask(member, door)
        tally.cells += 1
        said = unquote_plus(str(door))
        shown = set(any_hidden.findall(told)) if hidden else set[str]()
        for word in shown:
            if word not in said:  # a question is often quoted in its answer
                tally.leaks.append(Leak(member.name, plain(world, str(door)), f"shows {word}", after))
        seen |= set(any_wanted.findall(told))
        answers[plain(world, str(door))] = plain(world, told)
    tally.unseen += [f"[{after}] {member} does not see {word}" for word in sorted(wanted - seen)]
    return answers


def differences(before: Answers, now: Answers, member: Member, after: str, *, blinded: bool) -> Iterator[Leak]:
    """What changed. Counts over all applications may, for whoever is not blind on the one that something happened to:
    they name nobody.
    """
    for door in before.keys() & now.keys():
        if before[door] != now[door] and (blinded or not counts_over_all(door)):
            yield Leak(member.name, door, _first_difference(before[door], now[door]), after)


def _first_difference(one: str, other: str) -> str:
    for old, new in zip(one.splitlines(), other.splitlines(), strict=False):
        if old != new:
            place = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), 0)
            start = max(0, place - 60)
            return f"{old[start : place + 60]!r} became {new[start : place + 60]!r}"
    return f"{len(one)} characters became {len(other)}"


def unnoticed(member: Member, event: Event, world: World) -> bool:
    """Whether the member must not notice the event, as things stand."""
    if not event.by or member.person in event.by:
        return False
    return event.draft or not open_to(member, event.application, world.facts)


def noticed(before: Answers, now: Answers, member: Member, event: Event, world: World) -> list[Leak]:
    """What changed for the member with an event that was none of theirs, unless it has opened their eyes."""
    if not unnoticed(member, event, world):
        return []
    blinded = event.draft or blind(member, event.application, world.facts)
    return list(differences(before, now, member, event.name, blinded=blinded))


def happen(world: World, event: Event) -> None:
    event.happen(world)
    world.happened += 1
    settle(world.happened)


def walk(world: World, events: Iterable[Event], members: Iterable[Member], doors: Doors) -> Tally:
    """All the events in their order; before and after each, all the doors for each of the members."""
    tally = Tally()
    with listening(world, tally):
        _walk(world, events, list(members), doors, tally)
    connection.check_constraints()
    return tally


def _walk(world: World, events: Iterable[Event], members: list[Member], doors: Doors, tally: Tally) -> None:
    seen = {member.name: look(world, member, doors(world, member), "at the beginning", tally) for member in members}
    for event in events:
        secret = [member for member in members if unnoticed(member, event, world)]
        happen(world, event)
        for member in members:
            now = look(world, member, doors(world, member), event.name, tally)
            if member in secret:
                tally.leaks += noticed(seen[member.name], now, member, event, world)
            if member in secret and unnoticed(member, event, world):
                now = seen[member.name] | now  # what is not asked each time is compared with the last time it was
            seen[member.name] = now


class _Ear(logging.Handler):
    """Keeps every line of every log."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


class listening:
    """Every logger at its most talkative; no mark may be in what they say, whoever was asking."""

    def __init__(self, world: World, tally: Tally) -> None:
        self.world, self.tally, self.ear = world, tally, _Ear()

    def __enter__(self) -> None:
        self.levels = {name: logger.level for name, logger in _loggers().items()}
        for logger in _loggers().values():
            logger.setLevel(logging.DEBUG)
        self.handlers = logging.getLogger().handlers[:]
        logging.getLogger().handlers[:] = [self.ear]

    def __exit__(self, *exception: Any) -> None:
        logging.getLogger().handlers[:] = self.handlers
        for name, logger in _loggers().items():
            logger.setLevel(self.levels.get(name, logging.NOTSET))
        cards = [card for card in self.world.facts.cards.values() if card.of_scores]
        marks = {mark for card in cards for mark in card.marks if mark.startswith("zq")}
        said = "\n".join(self.ear.lines)
        self.tally.cells += 1
        self.tally.leaks += [
            Leak("the log", "", f"says {word}: {_around(said, word)!r}", "") for word in marks if word in said
        ]


def _around(text: str, word: str) -> str:
    place = text.index(word)
    return text[max(0, place - 200) : place + 60]


def _loggers() -> dict[str, logging.Logger]:
    named = {name: logging.getLogger(name) for name in list(logging.root.manager.loggerDict)}
    return {"root": logging.getLogger()} | named


def dump(leaks: Iterable[Leak], most: int = 25) -> str:
    found = [str(leak) for leak in leaks]
    return json.dumps(found[:most], indent=1) + f"\n{len(found)} leaks"
