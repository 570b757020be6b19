"""A scorecard as the recorder holds it, in plain values; the shape is the one that `ScorecardSerializer` shows."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from interviews.access.memory import Sight
from interviews.scores.records import ItemWrite, ScoreWrite


@dataclass(frozen=True, slots=True)
class Ref:
    """Something as it is named inside other things."""

    id: uuid.UUID
    name: str = ""

    @property
    def pk(self) -> uuid.UUID:
        return self.id


@dataclass(frozen=True, slots=True)
class Area:
    slug: str


@dataclass(frozen=True, slots=True)
class Competency:
    """One competency of the plan's profile; `anchors` are the frozen texts by level."""

    id: int
    slug: str
    name: str
    area: Area
    anchors: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Round:
    id: uuid.UUID
    position: int
    title: str


@dataclass(frozen=True, slots=True)
class HeldInterview:
    """The interview of the scorecard, with what its scores are checked against (the `Ground` of `records`)."""

    id: uuid.UUID
    application_id: uuid.UUID
    cancelled_at: datetime | None
    round: Round
    focus: tuple[str, ...]
    profile: Mapping[str, Competency]
    items: Mapping[uuid.UUID, int]
    alternates: Mapping[uuid.UUID, frozenset[uuid.UUID]]


@dataclass(frozen=True, slots=True)
class Note:
    item_id: uuid.UUID
    asked: bool
    level: int | None
    note: str


@dataclass(frozen=True, slots=True)
class Item:
    """What became of one item of the round; `alternate` is the id of the question asked in its place."""

    item_id: uuid.UUID
    asked: bool
    alternate: uuid.UUID | None
    reason: str
    note: str


@dataclass(frozen=True, slots=True)
class Score:
    competency: Competency
    state: str
    level: int | None
    anchor: str
    evidence: str
    reason: str
    questions: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A scorecard with its scores in order of their competencies' slugs, and what became of the round's items in their
    order; `sight` is its author's, when it was read.
    """

    id: uuid.UUID
    remote_id: str | None
    application_id: uuid.UUID
    interview: HeldInterview
    interviewer: Ref
    written_by_key: Ref | None
    status: str
    overall_recommendation: str | None
    informed: bool
    submitted_at: datetime | None
    supersedes_id: uuid.UUID | None
    amendment_reason: str
    superseded_by: Ref | None
    created_at: datetime
    modified_at: datetime
    scores: tuple[Score, ...]
    items: tuple[Item, ...]
    sight: Sight

    @property
    def pk(self) -> uuid.UUID:
        return self.id


def merged(present: Sequence[Score], interview: HeldInterview, sent: Sequence[ScoreWrite]) -> tuple[Score, ...]:
    """The present scores with what was sent written over them, in order of slug; it has passed `check_scores`."""
    merged = {score.competency.slug: score for score in present}
    for score in sent:
        competency = interview.profile[score.competency]
        old = merged.get(score.competency)
        notes = () if old is None else old.questions
        if score.questions is not None:
            asked = sorted(score.questions, key=lambda note: interview.items[note.item])
            notes = tuple(Note(note.item, note.asked, note.level, note.note) for note in asked)
        anchor = "" if score.level is None else competency.anchors.get(score.level, "")
        merged[score.competency] = Score(
            competency, score.state, score.level, anchor, score.evidence, score.reason, notes
        )
    return tuple(merged[slug] for slug in sorted(merged))


def merged_items(present: Sequence[Item], interview: HeldInterview, sent: Sequence[ItemWrite]) -> tuple[Item, ...]:
    """What is present of the round's items with what was sent written over it, in the round's order; it has passed
    `check_items`.
    """
    merged = {item.item_id: item for item in present}
    merged |= {each.item: Item(each.item, each.asked, each.alternate, each.reason, each.note) for each in sent}
    return tuple(merged[item] for item in sorted(merged, key=interview.items.__getitem__))
