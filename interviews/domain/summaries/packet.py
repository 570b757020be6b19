"""The rows that a summary is computed from, in plain values; ids have one type whichever way they were read."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from interviews.domain.scores import ProfileWeight


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """One competency of the plan's frozen profile."""

    competency: str
    name: str
    area: str
    weight: int
    target_level: int


@dataclass(frozen=True, slots=True)
class ScorecardRow:
    """A submitted scorecard that nothing supersedes."""

    id: uuid.UUID
    interview: uuid.UUID
    interviewer: uuid.UUID
    interviewer_name: str
    round: Mapping[str, Any]
    recommendation: str
    informed: bool


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One competency in a scorecard."""

    scorecard: uuid.UUID
    competency: str
    state: str
    level: int | None
    evidence: str
    reason: str


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A panelist of an interview that was not cancelled."""

    interview: uuid.UUID
    person: uuid.UUID
    person_name: str
    round: Mapping[str, Any]
    excused: bool


@dataclass(frozen=True, slots=True)
class Packet:
    """An application with all that its summary says, in the order in which it is shown.

    `application`, `plan` and `decision` are laid out already; `role_profiles` are the other roles' by slug.
    """

    application: Mapping[str, Any]
    plan: Mapping[str, Any] | None
    decision: Mapping[str, Any] | None
    profile: Sequence[ProfileRow]
    scorecards: Sequence[ScorecardRow]
    scores: Sequence[ScoreRow]
    seats: Sequence[SeatRow]
    role_profiles: Mapping[str, Sequence[ProfileWeight]]


def by_competency(scores: Iterable[ScoreRow]) -> dict[str, list[ScoreRow]]:
    """The scores of each competency by slug, in their order."""
    found: dict[str, list[ScoreRow]] = defaultdict(list)
    for score in scores:
        found[score.competency].append(score)
    return found
