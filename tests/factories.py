"""Rows that a test makes for itself: one factory for each model, each plain.

A factory makes one row and no other: what a row belongs to is given by the test. What a story needs (a plan, an
interview, a submitted scorecard) comes from the product's own services; see tests/story.py.
"""

from typing import Any, Generic, TypeVar

from django.db.models import Model
from factory.declarations import Sequence
from factory.django import DjangoModelFactory

from hiringkit.people.models import ApiKey, Person
from interviews.models import (
    BlindnessLift,
    Candidate,
    InterviewPlan,
    PlanRound,
    QuestionNote,
    Scorecard,
    ScorecardItem,
    Sighting,
)
from roles.models import Question, Role

M = TypeVar("M", bound=Model)


class Factory(DjangoModelFactory[M], Generic[M]):
    """Typed: factory-boy's `create` says nothing of what it gives."""

    class Meta:
        abstract = True

    @classmethod
    def make(cls, **values: Any) -> M:
        row: M = cls.create(**values)
        return row


def numbered(text: str) -> Any:
    return Sequence(text.format)  # type: ignore[no-untyped-call]


class PersonFactory(Factory[Person]):
    """Without groups or password."""

    class Meta:
        model = Person

    email = numbered("person{}@example.com")
    name = numbered("Person {}")


class ApiKeyFactory(Factory[ApiKey]):
    """An integration's, which nobody has the secret of."""

    class Meta:
        model = ApiKey

    name = numbered("Key {}")
    lookup = numbered("lookup-{}")
    digest = b""
    pepper_version = 1
    scopes = ["all"]


class RoleFactory(Factory[Role]):
    """Without a profile."""

    class Meta:
        model = Role

    slug = numbered("role-{}")
    title = numbered("Role {}")
    summary = "A role."
    focus = "Nothing yet."
    lifecycle = "None."


class QuestionFactory(Factory[Question]):
    """An active one that shows no competency and suits no role."""

    class Meta:
        model = Question

    slug = numbered("question-{}")
    text = "Tell us something else."
    kind = "knowledge"
    difficulty = 2
    minutes = 5
    status = "active"
    source_kind = "own"


class InterviewPlanFactory(Factory[InterviewPlan]):
    """A draft without rounds; `lineage` and `role` are given."""

    class Meta:
        model = InterviewPlan

    version = 1
    title = numbered("Plan {}")


class PlanRoundFactory(Factory[PlanRound]):
    """A round without items; `plan` is given."""

    class Meta:
        model = PlanRound

    position = 0
    title = "Only"
    minutes = 60


class CandidateFactory(Factory[Candidate]):
    class Meta:
        model = Candidate

    name = numbered("Candidate {}")


class ScorecardFactory(Factory[Scorecard]):
    """A draft without scores; `application`, `interview` and `interviewer` are given."""

    class Meta:
        model = Scorecard


class ScorecardItemFactory(Factory[ScorecardItem]):
    """Asked as it stands."""

    class Meta:
        model = ScorecardItem


class QuestionNoteFactory(Factory[QuestionNote]):
    """`score` and `item` are given."""

    class Meta:
        model = QuestionNote


class SightingFactory(Factory[Sighting]):
    """`application` and `person` are given."""

    class Meta:
        model = Sighting


class BlindnessLiftFactory(Factory[BlindnessLift]):
    """`application`, `person` and `lifted_by` are given."""

    class Meta:
        model = BlindnessLift

    reason = "Decides between the rounds"
