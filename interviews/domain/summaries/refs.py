"""How people, plans, rounds, competencies and decisions are named inside a summary and a comparison."""

import uuid
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PersonRef:
    """A person as they are named inside other things."""

    id: uuid.UUID
    name: str


@dataclass(frozen=True, slots=True)
class RoundRef:
    """A round of the plan that the application was interviewed with; `position` counts from 0."""

    id: uuid.UUID
    position: int
    title: str


@dataclass(frozen=True, slots=True)
class PlanRef:
    """Which version of a plan."""

    id: uuid.UUID
    version: int


@dataclass(frozen=True, slots=True)
class CompetencyRef:
    """A competency as it is named inside other things."""

    slug: str
    name: str
    area: str


@dataclass(frozen=True, slots=True)
class SummaryCandidate:
    """Whose application it is."""

    id: uuid.UUID
    name: str


@dataclass(frozen=True, slots=True)
class SummaryJob:
    """What it is an application for."""

    id: uuid.UUID
    title: str


@dataclass(frozen=True, slots=True)
class SummaryApplication:
    """The application that the figures are of."""

    id: uuid.UUID
    remote_id: str | None
    status: str
    candidate: SummaryCandidate
    job: SummaryJob


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided."""

    id: uuid.UUID
    outcome: str
    rationale: str
    decided_by: PersonRef
    decided_at: datetime
    against_panel: bool
    supersedes: uuid.UUID | None
    correction_reason: str
