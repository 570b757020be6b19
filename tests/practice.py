"""What a practitioner would ask of a plan, counted over the shipped library: roles, seniorities, six shapes of panel.

These measures are near to what the objective rewards, so they show that it does what it is told, not that it is right.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from interviews.domain.plans import assemble_plan
from interviews.domain.plans.problem.answers import Assembly
from interviews.domain.plans.problem.constants import NEAR
from interviews.domain.plans.problem.objective import distance
from interviews.domain.plans.problem.types import AssemblyRequest, BankQuestion, Kind, Mix, PlanImpossible, Strength
from interviews.plans.bank import FREE_MINUTES, assembly_request, load_bank, targets_for
from roles.models import Role
from roles.queries import roles_to_assemble
from roles.vocabulary import Seniority

SHAPES = ((45,), (60, 60), (45,) * 4, (30, 60, 90), (60,) * 4, (60,) * 5)
FULL_ROUND = 45  # minutes from which a round should have an exercise and a story
MOST_KNOWLEDGE = 0.2  # of the minutes


@dataclass(frozen=True)
class Setting:
    """A role at a seniority, and how long the rounds are."""

    role: str
    seniority: str
    shape: tuple[int, ...]

    def __str__(self) -> str:
        return f"{self.role} {self.seniority} {list(self.shape)}"


def settings() -> list[Setting]:
    """All 126, role by role."""
    roles = [role.slug for role in roles_to_assemble().order_by("slug")]
    return [Setting(*each) for each in product(roles, Seniority.values, SHAPES)]


def request_for(setting: Setting) -> AssemblyRequest:
    """As the API would make it."""
    role: Role = roles_to_assemble().get(slug=setting.role)
    targets = targets_for(role=role, seniority=setting.seniority)
    minutes = sum(each - FREE_MINUTES for each in setting.shape)
    bank = load_bank(role=role, profile=[row for row, _ in targets], named=(), minutes=minutes)
    rounds = [{"title": f"Round {place + 1}", "minutes": each} for place, each in enumerate(setting.shape)]
    return assembly_request(targets=targets, bank=bank, seniority=setting.seniority, rounds=rounds, options={})


@dataclass
class Verdict:
    """What was counted of one plan, and where it falls short: a measure, and a word on the case."""

    counts: Counter[str] = field(default_factory=Counter)
    short: list[tuple[str, str]] = field(default_factory=list)


def judge(request: AssemblyRequest, assembly: Assembly) -> Verdict:
    """The plan against what a practitioner would want."""
    bank = {slug: question for question in request.bank for slug in question.slugs}
    rounds = [[bank[slug].single(slug) for slug in slugs] for slugs in assembly.rounds]
    asked = [question for questions in rounds for question in questions]
    verdict = Verdict()
    counts, short = verdict.counts, verdict.short
    counts.update({kind.value: number for kind, number in assembly.kinds})
    counts["questions"], counts["minutes"] = len(asked), sum(question.minutes for question in asked)
    full = [questions for each, questions in zip(request.rounds, rounds, strict=True) if each.minutes >= FULL_ROUND]
    for kind, name in ((Kind.EXERCISE, "fewer exercises than rounds"), (Kind.BEHAVIOURAL, "fewer stories than rounds")):
        if counts[kind.value] < len(full):
            short.append((name, f"{counts[kind.value]} for {len(full)}"))
    for place, questions in enumerate(full):
        counts["full rounds"] += 1
        missing = {Kind.EXERCISE, Kind.BEHAVIOURAL} - {question.kind for question in questions}
        if missing:
            short.append(
                ("round without exercise or story", f"full round {place + 1}: no {' nor '.join(sorted(missing))}")
            )
    recited = sum(question.minutes for question in asked if question.kind == Kind.KNOWLEDGE)
    if recited > MOST_KNOWLEDGE * counts["minutes"]:
        short.append(("too much knowledge", f"{recited} of {counts['minutes']} minutes"))
    short += [("far though a nearer one fits", each) for each in _far(request, assembly, rounds)]
    counts["far"] = sum(_off(request, question) > NEAR for question in asked)
    held = {each.competency: len(each.questions) for each in assembly.coverage}
    if min(held.values()) == 0 and max(held.values()) >= 3:
        short.append(("three before one", str({slug: number for slug, number in held.items() if number in (0, 3)})))
    names = {question.slug for question in asked}
    if any(other in names for question in asked for other in question.never_with):
        short.append(("enemies", ""))
    return verdict


def _off(request: AssemblyRequest, question: BankQuestion) -> int:
    targets = {entry.competency: entry.target for entry in request.profile}
    return min(
        distance(question.kind, question.difficulty, targets[slug])
        for slug, how in question.shows
        if how == Strength.PRIMARY and slug in targets
    )


def _far(request: AssemblyRequest, assembly: Assembly, rounds: Sequence[Sequence[BankQuestion]]) -> Iterator[str]:
    """Questions two or more levels off where an unused nearer one of the same competency and kind would fit."""
    asked = {question.slug for questions in rounds for question in questions}
    profile = {entry.competency for entry in request.profile}

    def primary(question: BankQuestion) -> set[str]:
        return {slug for slug, how in question.shows if how == Strength.PRIMARY and slug in profile}

    for place, questions in enumerate(rounds):
        for far in questions:
            off = _off(request, far)
            for other in request.bank if off > NEAR else ():
                if (
                    not asked.issuperset(other.slugs)
                    and other.kind == far.kind
                    and not primary(other).isdisjoint(primary(far))
                    and _off(request, other) < off
                    and other.minutes <= far.minutes + assembly.minutes_free[place]
                    and asked.isdisjoint(set(other.never_with) - {far.slug})
                ):
                    yield f"{far.slug}, not {other.slug}"


def allows(request: AssemblyRequest) -> bool:
    """Whether the bank has near exercises and stories for every full round: the solver proves that it has not."""
    full = sum(each.minutes >= FULL_ROUND for each in request.rounds)
    near = tuple(
        question
        for question in request.bank
        if question.kind not in (Kind.EXERCISE, Kind.BEHAVIOURAL) or _off(request, question) <= NEAR
    )
    wished = replace(request.options, mix=Mix(exercise_min=full, behavioural_min=full))
    try:
        assemble_plan(replace(request, bank=near, options=wished))
    except PlanImpossible:
        return False
    return True


def shared(junior: Assembly, senior: Assembly) -> float:
    """The share of the senior plan's questions that the junior plan asks too."""
    both = [{slug for slugs in assembly.rounds for slug in slugs} for assembly in (junior, senior)]
    return len(both[0] & both[1]) / len(both[1])
