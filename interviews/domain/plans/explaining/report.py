"""What there is to say of a plan: minutes, coverage, what is missing and why, what more time would buy."""

import math
from collections.abc import Sequence

from interviews.domain.plans.problem.objective import POINTS, value_of
from interviews.domain.plans.problem.types import (
    AssemblyRequest,
    BankQuestion,
    CompetencyCoverage,
    Kind,
    NextBest,
    Strength,
    Uncovered,
)
from interviews.domain.plans.problem.wishes import Rules, counted

Rounds = Sequence[Sequence[BankQuestion]]

# What a question demands of the candidate: recalling first, doing last.
KIND_ORDER = tuple(Kind)


def order_round(questions: Sequence[BankQuestion]) -> tuple[BankQuestion, ...]:
    """The order of asking: easier before harder, so that candidates find their feet, then by kind, then by slug."""
    return tuple(sorted(questions, key=lambda each: (each.difficulty, KIND_ORDER.index(Kind(each.kind)), each.slug)))


def count_minutes(rules: Rules, rounds: Rounds) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Minutes used by questions in every round, and minutes left for more (negative where a round is overfull)."""
    used = tuple(sum(question.minutes for question in asked) for asked in rounds)
    capacities = (each.capacity or 0 for each in rules.rounds)
    return used, tuple(capacity - spent for capacity, spent in zip(capacities, used, strict=True))


def cover(request: AssemblyRequest, rounds: Rounds) -> tuple[CompetencyCoverage, ...]:
    """How the plan covers each competency of the profile, in the profile's order."""
    covered = []
    for entry in request.profile:
        questions, also, places, strength = [], [], [], 0
        for place, asked in enumerate(rounds):
            for question in asked:
                how = dict(question.shows).get(entry.competency)
                if how is None:
                    continue
                strength += POINTS[how]
                if how == Strength.PRIMARY:
                    questions.append(question.slug)
                    places.append(place)
                else:
                    also.append(question.slug)
        covered.append(
            CompetencyCoverage(
                competency=entry.competency,
                questions=tuple(questions),
                rounds=tuple(dict.fromkeys(places)),
                strength=strength,
                also=tuple(also),
            )
        )
    return tuple(covered)


def explain_uncovered(
    request: AssemblyRequest, rules: Rules, coverage: Sequence[CompetencyCoverage]
) -> tuple[Uncovered, ...]:
    """Why competencies have no question that shows them as primary: the first reason that holds for all of the bank."""
    return tuple(_explain(request, rules, each.competency) for each in coverage if not each.questions)


def _explain(request: AssemblyRequest, rules: Rules, competency: str) -> Uncovered:
    def uncovered(code: str, reason: str) -> Uncovered:
        return Uncovered(competency, code, f"`{competency}`: {reason}")

    showing = [question for question in request.bank if (competency, Strength.PRIMARY) in question.shows]
    if not showing:
        return uncovered("no_question", "the bank has no question that shows it as primary.")
    allowed = [question for question in showing if rules.allow(question)]
    if not allowed:
        what = "its only question is" if len(showing) == 1 else f"its {len(showing)} questions are all"
        return uncovered("filtered_out", f"{what} excluded or outside the wished difficulty.")
    taken = [(question, each.capacity) for question in allowed for each in rules.rounds if each.takes(question)]
    if not taken:
        return uncovered("no_round", "no round's focus and kinds take a question on it.")
    if all(capacity is not None and question.minutes > capacity for question, capacity in taken):
        shortest = min(question.minutes for question, _ in taken)
        return uncovered("too_long", f"its shortest question takes {shortest} minutes, more than its rounds have.")
    return uncovered("no_time", "there is a question on it, but the minutes earn more elsewhere.")


def find_next_best(request: AssemblyRequest, rules: Rules, rounds: Rounds) -> tuple[NextBest, ...]:
    """For each round, the one question that more minutes there would buy best.

    Constructive, so what it promises holds: with the extra minutes the named question fits beside all that is asked.
    Competencies without any question come first, then the most objective for the minute.
    """
    asked = {question.slug for questions in rounds for question in questions}
    counts = {each.competency: len(each.questions) for each in cover(request, rounds)}
    _, free = count_minutes(rules, rounds)
    offers = []
    for place, room in enumerate(free):
        gains = _Gains(request, rounds, place)
        best: tuple[tuple[bool, float, int, str], NextBest] | None = None
        for question in request.bank:
            extra = question.minutes - room
            if extra <= 0 or question.slug in asked:
                continue
            if not (rules.allow(question) and rules.rounds[place].takes(question)):
                continue
            primary = [slug for slug, how in question.shows if how == Strength.PRIMARY and slug in counts]
            if not primary or any(counts[slug] >= _most(rules) for slug in primary):
                continue
            gain = gains.of(question)
            if gain <= 0:
                continue
            new = [slug for slug in primary if not counts[slug]]
            rank = (not new, -gain / extra, extra, question.slug)
            if best is None or rank < best[0]:
                best = (rank, _offer(place, extra, (new or primary)[0], covers=bool(new)))
        if best is not None:
            offers.append(best[1])
    return tuple(offers)


class _Gains:
    """What one more question in a round would add to the objective; the same for all that show the same."""

    def __init__(self, request: AssemblyRequest, rounds: Rounds, place: int) -> None:
        self.request, self.rounds, self.place = request, rounds, place
        self.value = value_of(request.profile, rounds)
        self.known: dict[tuple[tuple[str, Strength], ...], int] = {}

    def of(self, question: BankQuestion) -> int:
        if question.shows not in self.known:
            extended = [[*each, question] if place == self.place else each for place, each in enumerate(self.rounds)]
            self.known[question.shows] = value_of(self.request.profile, extended) - self.value
        return self.known[question.shows]


def _most(rules: Rules) -> float:
    return math.inf if rules.questions_max is None else rules.questions_max


def _offer(place: int, extra: int, competency: str, *, covers: bool) -> NextBest:
    what = f"would cover `{competency}`" if covers else f"would add a question on `{competency}`"
    return NextBest(place, extra, competency, f"{counted(extra, 'more minute')} in round {place + 1} {what}.")
