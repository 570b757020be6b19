"""The grouped form: minutes by groups of rounds that are alike, with patterns for the rounds of each."""

from collections import defaultdict
from collections.abc import Mapping

from interviews.domain.plans.problem import constants as c
from interviews.domain.plans.problem.classes import Problem
from interviews.domain.plans.solving.columns import EXERCISE, NOTHING, TALE, Key, Length, PlanModel, length_of
from interviews.domain.plans.solving.patterns import maximal_patterns
from interviews.domain.plans.solving.programme import Linear


def pack(model: PlanModel, problem: Problem, rows: Mapping[Key, Linear], *, whole_lengths: bool) -> None:
    """Minutes by groups of rounds: flows of lengths into groups, patterns for the rounds of each."""
    programme = model.programme
    most: defaultdict[Length, int] = defaultdict(int)
    for each in problem.classes:
        most[length_of(each)] += each.most
    flows = {
        (length, group): programme.add_column(
            upper=most[length], whole=whole_lengths and len(problem.groups[group].places) == 1
        )
        for length in sorted(most)
        for group in length[1]
    }
    for length in most:
        rows["length", *length]
    for (length, _), column in flows.items():
        rows["length", *length][column] = -1
    for group, alike in enumerate(problem.groups):
        capacity, rounds = alike.rules.capacity, len(alike.places)
        if capacity is None:
            raise ValueError("rounds without a limit can't be packed")
        here = {length: column for (length, into), column in flows.items() if into == group}
        held = model.measure(rounds, problem.scale.middle * c.HELD_GAIN)
        programme.add_row({held: 1, **{column: -1 for (*_, part), column in here.items() if part != NOTHING}}, upper=0)
        terms = {column: minutes for (minutes, *_), column in here.items()}
        programme.add_row(terms, upper=capacity * rounds)
        if rounds == 1:
            whole = model.measure(1, problem.scale.middle * c.WHOLE_GAIN)
            for wanted in (EXERCISE, TALE):
                there = {column: -1 for (*_, part), column in here.items() if part == wanted}
                programme.add_row({whole: 1, **there}, upper=0)
        else:
            _pack_alike(model, problem, here, most, capacity, rounds)


def _pack_alike(
    model: PlanModel,
    problem: Problem,
    here: Mapping[Length, int],
    most: Mapping[Length, int],
    capacity: int,
    rounds: int,
) -> None:
    """Whole numbers of patterns; a pattern may have one slot kept for an exercise and another for a story."""
    programme = model.programme
    by_minutes: defaultdict[int, Linear] = defaultdict(dict)
    by_part: defaultdict[tuple[int, str], Linear] = defaultdict(dict)
    there: defaultdict[int, int] = defaultdict(int)
    for (minutes, groups, part), column in here.items():
        by_minutes[minutes][column] = 1
        by_part[minutes, part][column] = -1
        there[minutes] += most[minutes, groups, part]
    patterns = maximal_patterns(tuple(by_minutes), capacity, there)
    gain = problem.scale.middle * c.WHOLE_GAIN
    if patterns is None:  # too many: whole numbers of each length, round by round
        _pack_one_by_one(model, by_minutes, by_part, capacity, rounds, gain)
        return
    used: Linear = {}
    for pattern in patterns:
        slots = [minutes for minutes, number in pattern.items() if number]
        pairs = [
            (e, t) for e in slots for t in slots
            if (e != t or pattern[e] > 1) and (e, EXERCISE) in by_part and (t, TALE) in by_part
        ]  # fmt: skip
        for pair in (None, *pairs):
            column = programme.add_column(upper=rounds, whole=True)
            used[column] = 1
            if pair is not None:
                model.value[column] = gain
                by_part[pair[0], EXERCISE][column] = 1
                by_part[pair[1], TALE][column] = 1
            for minutes, number in pattern.items():
                if number:
                    by_minutes[minutes][column] = -number
    programme.add_row(used, upper=rounds)
    for terms in (*by_minutes.values(), *(by_part[key] for key in by_part if key[1] in (EXERCISE, TALE))):
        programme.add_row(terms, upper=0)


def _pack_one_by_one(
    model: PlanModel,
    by_minutes: Mapping[int, Linear],
    by_part: Mapping[tuple[int, str], Linear],
    capacity: int,
    rounds: int,
    gain: int,
) -> None:
    programme = model.programme
    for _ in range(rounds):
        whole = model.measure(1, gain)
        programme.whole[whole] = True
        kept: dict[str, Linear] = {EXERCISE: {whole: 1}, TALE: {whole: 1}}
        minutes_here: Linear = {}
        slots = {minutes: programme.add_column(upper=max(0, capacity) // minutes, whole=True) for minutes in by_minutes}
        for minutes, slot in slots.items():
            minutes_here[slot] = minutes
            by_minutes[minutes][slot] = -1
        reserved: dict[int, Linear] = {minutes: {slot: -1} for minutes, slot in slots.items()}
        for (minutes, part), terms in by_part.items():
            if part in kept:
                mark = programme.add_column(whole=True)
                terms[mark] = 1
                kept[part][mark] = -1
                reserved[minutes][mark] = 1
        for terms in reserved.values():
            programme.add_row(terms, upper=0)
        programme.add_row(minutes_here, upper=capacity)
        for terms in kept.values():
            programme.add_row(terms, upper=0)
    for terms in (*by_minutes.values(), *(terms for (_, part), terms in by_part.items() if part in (EXERCISE, TALE))):
        programme.add_row(terms, upper=0)
