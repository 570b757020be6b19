"""Plan assembly as an integer programme.

Columns: `chosen[i]`, whether candidate i is asked at all, and `placed[i, r]`, whether it is asked in round r; the rest
measures what that is worth. Each measure is a minimum of linear expressions with a falling gain, so its best value is
whole by itself; declaring it whole lets the solver round its bounds, which halves the slowest solves.

Two forms of one model. With `whole_places` it is exact. Without, a question may be spread over several rounds
in fractions: a relaxation whose bound is nearly always reached, and which is several times faster to solve since the
solver no longer tries rounds that are alike in every order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from interviews.domain.plans.problem.candidates import Candidate, Candidates
from interviews.domain.plans.problem.objective import (
    GAINS,
    SOFT_QUESTION_GAIN,
    SOFT_QUESTIONS,
    SOFT_ROUND_GAIN,
    SOFT_ROUNDS,
    STEP_POINTS,
    heavier_half,
    round_gain,
)
from interviews.domain.plans.problem.types import ProfileEntry
from interviews.domain.plans.problem.wishes import Rules
from interviews.domain.plans.solving.programme import Goal, Linear, Programme


@dataclass(frozen=True, slots=True)
class PlanModel:
    """The programme, its deciding columns, and its first two goals: the most value, then the least burden."""

    programme: Programme
    chosen: tuple[int, ...]
    placed: Mapping[tuple[int, int], int]
    value: Goal
    burden: Goal


def build_model(
    *, profile: Sequence[ProfileEntry], rules: Rules, candidates: Candidates, whole_places: bool
) -> PlanModel:
    """Every hard rule as a row, every worth as a column of the first goal."""
    programme = Programme()
    each = candidates.each
    chosen = tuple(programme.add_column(lower=int(candidate.wanted), whole=True) for candidate in each)
    placed = {
        (index, place): programme.add_column(whole=whole_places)
        for index, candidate in enumerate(each)
        for place in candidate.rounds
    }
    _add_places(programme, rules, candidates, chosen, placed)

    worth: Linear = {}
    _add_rounds_held(programme, rules, each, placed, worth, round_gain(profile))
    heavier = heavier_half(profile)
    for entry in profile:
        _add_competency(programme, rules, each, chosen, placed, worth, entry, heavy=entry.competency in heavier)

    return PlanModel(
        programme=programme,
        chosen=chosen,
        placed=placed,
        value=Goal(worth, span=sum(gain * programme.upper[column] for column, gain in worth.items())),
        burden=Goal(
            {column: -candidate.burden for column, candidate in zip(chosen, each, strict=True)},
            span=_heaviest_burden(each, rules),
        ),
    )


def _add_places(
    programme: Programme,
    rules: Rules,
    candidates: Candidates,
    chosen: Sequence[int],
    placed: Mapping[tuple[int, int], int],
) -> None:
    """A chosen question is asked once, rounds keep to their minutes, and locks hold."""
    for index, candidate in enumerate(candidates.each):
        terms = {placed[index, place]: 1 for place in candidate.rounds}
        programme.add_row({**terms, chosen[index]: -1}, lower=0, upper=0)
    for place, each in enumerate(rules.rounds):
        if each.capacity is not None:
            minutes = {
                column: candidates.each[index].question.minutes
                for (index, where), column in placed.items()
                if where == place
            }
            programme.add_row(minutes, upper=each.capacity)
    position = {candidate.question.slug: index for index, candidate in enumerate(candidates.each)}
    for slug, place in sorted(rules.locked):
        column = placed.get((position[slug], place)) if slug in position else None
        programme.add_row({} if column is None else {column: 1}, lower=1)
    for _ in candidates.missing:
        programme.add_row({}, lower=1)


def _add_rounds_held(
    programme: Programme,
    rules: Rules,
    candidates: Sequence[Candidate],
    placed: Mapping[tuple[int, int], int],
    worth: Linear,
    gain: int,
) -> None:
    """A round is held when it asks something that shows a competency of the profile."""
    for place in range(len(rules.rounds)):
        held = programme.add_column(whole=True)
        worth[held] = gain
        asked = {column: -1 for (index, where), column in placed.items() if where == place and candidates[index].points}
        programme.add_row({**asked, held: 1}, upper=0)


def _add_competency(
    programme: Programme,
    rules: Rules,
    candidates: Sequence[Candidate],
    chosen: Sequence[int],
    placed: Mapping[tuple[int, int], int],
    worth: Linear,
    entry: ProfileEntry,
    *,
    heavy: bool,
) -> None:
    """What the plan earns on one competency, and the explicit minima and maxima for it."""
    showing = {
        chosen[index]: points
        for index, candidate in enumerate(candidates)
        for slug, points in candidate.points
        if slug == entry.competency
    }
    primary = [index for index, candidate in enumerate(candidates) if entry.competency in candidate.primary]
    asked = {chosen[index]: 1 for index in primary}

    steps = [programme.add_column(upper=STEP_POINTS, whole=True) for _ in GAINS]
    worth.update({column: entry.weight * gain for column, gain in zip(steps, GAINS, strict=True)})
    programme.add_row({**dict.fromkeys(steps, 1), **{column: -points for column, points in showing.items()}}, upper=0)

    counted = programme.add_column(upper=SOFT_QUESTIONS, whole=True)
    worth[counted] = entry.weight * SOFT_QUESTION_GAIN
    programme.add_row({counted: 1, **dict.fromkeys(asked, -1)}, upper=0)

    if rules.questions_min:
        programme.add_row(asked, lower=rules.questions_min)
    if rules.questions_max is not None:
        programme.add_row(asked, upper=rules.questions_max)
    if heavy or rules.rounds_min:
        reached = []
        for place in range(len(rules.rounds)):
            here = [placed[index, place] for index in primary if place in candidates[index].rounds]
            if here:
                reached.append(programme.add_column(whole=True))
                programme.add_row({reached[-1]: 1, **dict.fromkeys(here, -1)}, upper=0)
        if rules.rounds_min:
            programme.add_row(dict.fromkeys(reached, 1), lower=rules.rounds_min)
        if heavy:
            spread = programme.add_column(upper=SOFT_ROUNDS, whole=True)
            worth[spread] = entry.weight * SOFT_ROUND_GAIN
            programme.add_row({spread: 1, **dict.fromkeys(reached, -1)}, upper=0)


def _heaviest_burden(candidates: Sequence[Candidate], rules: Rules) -> int:
    """More than any plan can carry: as many questions as the shortest ones allow, each the heaviest there is."""
    burdens = sorted((candidate.burden for candidate in candidates), reverse=True)
    fitting = len(candidates)
    capacities = [each.capacity for each in rules.rounds]
    if None not in capacities:
        minutes = sum(max(0, capacity) for capacity in capacities if capacity is not None)
        fitting = 0
        for length in sorted(candidate.question.minutes for candidate in candidates):
            minutes -= length
            if minutes < 0:
                break
            fitting += 1
    return sum(burdens[:fitting])
