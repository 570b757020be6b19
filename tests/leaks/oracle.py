"""Who may see what, as the design's section 5 has it: said a second time here, over plain facts and without the
product's code, so that a mistake in the one rule of blindness is not also the test's.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.api_client import APIClient

OWN, PANEL, NEVER = "until_own_submission", "until_panel_complete", "never"


@dataclass
class Seat:
    """Somebody's place on the panel of an interview."""

    person: str
    interview: str
    application: str
    excused: bool = False
    cancelled: bool = False


@dataclass
class Card:
    """A scorecard, or what came into being with one; `marks` are words that stand nowhere else."""

    label: str
    author: str
    interview: str
    application: str
    marks: tuple[str, ...]
    draft: bool = False
    of_scores: bool = True


@dataclass
class Facts:
    """What has happened so far."""

    blindness: str = OWN
    seats: list[Seat] = field(default_factory=list)
    cards: dict[str, Card] = field(default_factory=dict)
    lifted: set[tuple[str, str]] = field(default_factory=set)
    rationales: dict[str, str] = field(default_factory=dict)  # mark of a decision's rationale: its application
    earlier: set[str] = field(default_factory=set)  # of these rationales those of decisions that are not the latest
    names: dict[str, str] = field(default_factory=dict)  # of candidates and jobs, each with its application

    def owes(self, seat: Seat) -> bool:
        if seat.excused or seat.cancelled:
            return False
        submitted = {(card.author, card.interview) for card in self.cards.values() if not card.draft}
        return (seat.person, seat.interview) not in submitted


@dataclass
class Member:
    """One of the cast: who they are, what they reach, and their way in."""

    name: str
    client: APIClient
    person: str | None = None
    reaches_all: bool = False
    manages: frozenset[str] = frozenset()
    reads_scores: bool = True
    reads_hiring: bool = True
    enters_admin: bool = False
    recruits: bool = False

    def __str__(self) -> str:
        return self.name


def reaches(member: Member, application: str, facts: Facts) -> bool:
    sits = any(seat.person == member.person and seat.application == application for seat in facts.seats)
    return member.reaches_all or application in member.manages or sits


def blind(member: Member, application: str, facts: Facts) -> bool:
    """Whoever owes a scorecard of the application sees nobody else's; a program owes none."""
    if member.person is None or facts.blindness == NEVER or (member.person, application) in facts.lifted:
        return False
    seats = [seat for seat in facts.seats if seat.application == application and not seat.cancelled]
    mine = [seat for seat in seats if seat.person == member.person]
    if facts.blindness == PANEL and mine and any(facts.owes(seat) for seat in seats):
        return True
    return any(facts.owes(seat) for seat in mine)


def open_to(member: Member, application: str, facts: Facts) -> bool:
    """Whether others' submitted scores of the application stand open to the member."""
    return reaches(member, application, facts) and not blind(member, application, facts)


def may_see(member: Member, card: Card, facts: Facts) -> bool:
    """Drafts are for their author alone (no program of the cast makes one)."""
    if card.of_scores and not member.reads_scores:
        return False
    if member.person == card.author:
        return True
    return not card.draft and open_to(member, card.application, facts)


def marks_for(member: Member, facts: Facts) -> tuple[set[str], set[str]]:
    """The marks that the member may see, and those that they must not."""
    seen, hidden = set[str](), set[str]()
    for allowed, mark in _rulings(member, facts):
        (seen if allowed else hidden).add(mark)
    return seen - hidden, hidden


def _rulings(member: Member, facts: Facts) -> Iterator[tuple[bool, str]]:
    for card in facts.cards.values():
        for mark in card.marks:
            yield may_see(member, card, facts), mark
    for mark, application in facts.rationales.items():
        reads = member.reads_scores if mark in facts.earlier else member.reads_hiring
        yield reads and open_to(member, application, facts), mark
    for name, application in facts.names.items():
        yield member.reads_hiring and reaches(member, application, facts), name
