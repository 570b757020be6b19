"""What both forms of the model are made of."""

from dataclasses import dataclass, field

from interviews.domain.plans.problem.classes import Question
from interviews.domain.plans.problem.types import Kind, Mix
from interviews.domain.plans.solving.programme import Linear, Programme

# What a row is about, such as ("evidence", "analytical-sql"): the same for every subset of the classes.
Key = tuple[object, ...]
# Questions alike in length and rounds, and in what they are for a round: its exercise, its story, something else of the
# profile, or nothing.
Length = tuple[int, tuple[int, ...], str]
EXERCISE, TALE, OTHER, NOTHING = "exercise", "tale", "other", "nothing"


@dataclass(slots=True)
class PlanModel:
    """The programme, its deciding columns, what it is worth, and the numbers of its rows by what they are about."""

    programme: Programme = field(default_factory=Programme)
    counts: tuple[int, ...] = ()
    placed: dict[tuple[int, int], int] = field(default_factory=dict)
    value: Linear = field(default_factory=dict)
    rows: dict[Key, int] = field(default_factory=dict)

    def measure(self, upper: int, gain: int) -> int:
        """A column that is worth `gain` apiece."""
        column = self.programme.add_column(upper=upper)
        self.value[column] = gain
        return column


def length_of(question: Question) -> Length:
    worth = question.worth
    part = EXERCISE if worth.exercise else TALE if worth.told else OTHER if question.primary else NOTHING
    return question.minutes, question.groups, part


def bounds_in(mix: Mix, kind: Kind) -> tuple[int, int | None]:
    if kind == Kind.KNOWLEDGE:
        return 0, mix.knowledge_max
    if kind == Kind.EXERCISE:
        return mix.exercise_min or 0, None
    return (mix.behavioural_min or 0 if kind == Kind.BEHAVIOURAL else 0), None
