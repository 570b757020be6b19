"""What an interviewer holds in hand for one round: the same for JSON, page, print and PDF."""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hiringkit.people.models import Person
from interviews.models import Application, Candidate, Interview, Job, PlanCompetency, PlanItem, PlanRound
from roles.models import GuidePage, Role
from roles.vocabulary import QuestionKind

OPENING_MINUTES: Final = 5  # of what a round keeps free; the rest closes it


@dataclass(frozen=True, slots=True)
class TimePlan:
    """How a round's minutes are meant to go: so many to open, then each item at its minute, then the closing.

    Minutes are counted from the beginning. What the questions leave free opens the round, up to `OPENING_MINUTES` and
    at most half of it, and closes it; where they take all of the round, nothing is left for either.
    """

    minutes: int
    opening_minutes: int
    starts: tuple[int, ...]
    closing_starts_at: int

    @property
    def closing_minutes(self) -> int:
        return max(0, self.minutes - self.closing_starts_at)


def lay_out_time(*, minutes: int, of_items: Sequence[int]) -> TimePlan:
    """The time plan of a round of `minutes` with items of so many minutes each, in their order."""
    free = max(0, minutes - sum(of_items))
    opening = min(OPENING_MINUTES, free // 2) if of_items else min(OPENING_MINUTES, free)
    starts, at = [], opening
    for each in of_items:
        starts.append(at)
        at += each
    return TimePlan(minutes, opening, tuple(starts), at)


@dataclass(frozen=True, slots=True)
class KitItem:
    """A question of the round, with the minute at which it is due; `number` counts from 1."""

    number: int
    item: PlanItem
    starts_at_minute: int

    @property
    def kind(self) -> QuestionKind:
        return QuestionKind(self.item.kind)


@dataclass(frozen=True, slots=True)
class KitArea:
    """Competencies of one area, as they stand in the round."""

    slug: str
    name: str
    competencies: tuple[PlanCompetency, ...]


@dataclass(frozen=True, slots=True)
class RoundKit:
    """What the plan alone says of a round: what every interviewer of it holds in hand, whoever the candidate is."""

    round: PlanRound
    time_plan: TimePlan
    items: tuple[KitItem, ...]
    areas: tuple[KitArea, ...]
    guides: Mapping[str, tuple[GuidePage, ...]]

    @property
    def opening(self) -> tuple[GuidePage, ...]:
        return self.guides.get("opening", ())

    @property
    def closing(self) -> tuple[GuidePage, ...]:
        return self.guides.get("closing", ())

    @property
    def guide(self) -> tuple[GuidePage, ...]:
        return self.guides.get("interviewer", ())


@dataclass(frozen=True, slots=True)
class KitSeat:
    """Somebody on the panel; `here` is the one who asks."""

    person: Person
    here: bool


@dataclass(frozen=True, slots=True)
class KitSheet:
    """What the candidate may read for an item. Its title says no more than the question's number."""

    item: uuid.UUID
    number: int
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class KitScorecard:
    """Where the caller's own scorecard is, or is made; nothing of what it says."""

    id: uuid.UUID | None
    status: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit(RoundKit):
    """All an interviewer needs for one interview, and nothing more."""

    interview: Interview
    status: str
    application: Application
    candidate: Candidate
    job: Job
    role: Role
    panel: tuple[KitSeat, ...]
    sheets: tuple[KitSheet, ...]
    scorecard: KitScorecard | None

    @property
    def scheduled_at(self) -> datetime.datetime | None:
        return self.interview.scheduled_at
