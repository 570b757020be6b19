"""The rows that a summary is computed from, in plain values."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from interviews.domain.scores import ProfileWeight
from interviews.domain.summaries.refs import CompetencyRef, Decision, PersonRef, PlanRef, RoundRef, SummaryApplication


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """One competency of the plan's frozen profile."""

    competency: CompetencyRef
    weight: int
    target_level: int
    area_name: str


@dataclass(frozen=True, slots=True)
class ScorecardRow:
    """A submitted scorecard that nothing supersedes."""

    id: uuid.UUID
    interview: uuid.UUID
    interviewer: PersonRef
    round: RoundRef
    recommendation: str
    informed: bool


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One competency, by its slug, in a scorecard."""

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
    person: PersonRef
    round: RoundRef
    excused: bool


@dataclass(frozen=True, slots=True)
class Packet:
    """An application with all that its summary says, in the order in which it is shown.

    `blind` says that whoever asks may not see it yet, and then scorecards, scores and seats are left out;
    `role_profiles` are the other roles' by slug, and `role_titles` what these are called.
    """

    application: SummaryApplication
    plan: PlanRef | None
    blind: bool
    decision: Decision | None
    profile: Sequence[ProfileRow]
    scorecards: Sequence[ScorecardRow]
    scores: Sequence[ScoreRow]
    seats: Sequence[SeatRow]
    role_profiles: Mapping[str, Sequence[ProfileWeight]]
    role_titles: Mapping[str, str]


def by_competency(scores: Iterable[ScoreRow]) -> dict[str, list[ScoreRow]]:
    """The scores of each competency by slug, in their order."""
    found: dict[str, list[ScoreRow]] = defaultdict(list)
    for score in scores:
        found[score.competency].append(score)
    return found
