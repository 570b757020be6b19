"""What a plan is worth: one whole number, computed exactly.

For every competency, times its weight in the profile:

* **Coverage with diminishing returns.** A question gives two points to each competency it shows as primary and one to
  each it shows as secondary. Points one and two are worth 12 each, three and four 9, five and six 3, seven and eight 1,
  further ones nothing: the first and second question on a competency make its score dependable, the third and fourth
  add little that another competency would not need more. Falling gains also make the best plan the best balanced one.
* **A soft minimum of two questions** that show it as primary: 6 for each of the first two. One answer says as much
  about the question as about the candidate.
* **A soft minimum of two rounds** for the heavier half of the profile: 4 for each of the first two rounds in which
  it is primary, so that two interviewers judge what matters most independently of each other.

And for the plan: **a round asks something** (the sum of the weights, once per round with a question on the profile),
since a round without a question cannot be held.

The soft minima reward and never forbid: where the rounds or the bank allow less, less is earned. Only explicit wishes
can make a plan impossible.

Why structure at all: the US Office of Personnel Management's guide "Structured Interviews: A Practical Guide" (2008)
advises a handful of competencies per interview, several questions for each, the same questions in the same order for
every candidate, ratings against described levels, and more than one interviewer. The numbers above are this product's
own: what matters is their order (2 questions before 3, a primary one before a secondary one), which tests hold.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from interviews.domain.plans.problem.types import BankQuestion, ProfileEntry, Strength

POINTS = {Strength.PRIMARY: 2, Strength.SECONDARY: 1}
# Worth of one point, in steps of STEP_POINTS points. Falling, or the solver's model would not be exact.
GAINS = (12, 9, 3, 1)
STEP_POINTS = 2
SATURATION_POINTS = len(GAINS) * STEP_POINTS

SOFT_QUESTIONS = 2
SOFT_QUESTION_GAIN = 6
SOFT_ROUNDS = 2
SOFT_ROUND_GAIN = 4


def value_of(profile: Sequence[ProfileEntry], rounds: Iterable[Iterable[BankQuestion]]) -> int:
    """The objective of a plan, whether or not it keeps to any wish."""
    points: Counter[str] = Counter()
    questions: Counter[str] = Counter()
    reached: Counter[str] = Counter()
    held_rounds = 0
    profiled = {entry.competency for entry in profile}
    for asked in rounds:
        primary_here: set[str] = set()
        held = False
        for question in asked:
            for competency, strength in question.shows:
                held = held or competency in profiled
                points[competency] += POINTS[strength]
                if strength == Strength.PRIMARY:
                    questions[competency] += 1
                    primary_here.add(competency)
        reached.update(primary_here)
        held_rounds += held

    heavier = heavier_half(profile)
    value = held_rounds * round_gain(profile)
    for entry in profile:
        each = coverage_gain(points[entry.competency])
        each += SOFT_QUESTION_GAIN * min(SOFT_QUESTIONS, questions[entry.competency])
        if entry.competency in heavier:
            each += SOFT_ROUND_GAIN * min(SOFT_ROUNDS, reached[entry.competency])
        value += entry.weight * each
    return value


def coverage_gain(points: int) -> int:
    """Worth of `points` points on a competency of weight one."""
    return sum(gain * max(0, min(STEP_POINTS, points - step * STEP_POINTS)) for step, gain in enumerate(GAINS))


def round_gain(profile: Iterable[ProfileEntry]) -> int:
    """Worth of a round's having any question that shows a competency of the profile."""
    return sum(entry.weight for entry in profile)


def heavier_half(profile: Sequence[ProfileEntry]) -> frozenset[str]:
    """The competencies that weigh at least as much as the one in the middle; with equal weights, all of them."""
    weights = sorted((entry.weight for entry in profile), reverse=True)
    if not weights:
        return frozenset()
    middle = weights[(len(weights) - 1) // 2]
    return frozenset(entry.competency for entry in profile if entry.weight >= middle)


def most_value(profile: Sequence[ProfileEntry], rounds: int) -> int:
    """What a plan would be worth that covers everything fully: no plan exceeds it."""
    each = coverage_gain(SATURATION_POINTS) + SOFT_QUESTION_GAIN * SOFT_QUESTIONS
    heavier = heavier_half(profile)
    return rounds * round_gain(profile) + sum(
        entry.weight * (each + (SOFT_ROUND_GAIN * min(SOFT_ROUNDS, rounds) if entry.competency in heavier else 0))
        for entry in profile
    )
