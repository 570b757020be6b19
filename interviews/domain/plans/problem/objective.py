"""What the content of a plan is worth: one whole number, computed exactly. (Where questions sit: `solving.arrange`.)

For every competency of the profile, times its weight:

* **Evidence** in effective minutes: a question's minutes without ASKING_MINUTES, times the INFORMATION that it holds
  about the target level; a third where the competency is secondary. Each ten effective minutes are worth less than the
  ten before, and beyond forty nothing is earned.
* **First hand**: the first and the second question that show it as primary.
* **Shown**: an exercise counts two points, a situational question one; two points are worth something.
* **Told**: the first behavioural question, the more the more senior the role.

And for the plan, times the weight in the middle of the profile: every round that asks something, more where it holds
both an exercise and a story; exercises and stories up to one a round each; what is central to the role or its own.
Stories and knowledge questions beyond an allowance cost.

A question is *near* a competency's aim (the target level, kept within EASIEST_AIM and HARDEST_AIM) when its difficulty
is at most NEAR levels off. What is near none of the competencies it shows as primary is evidence and first hand, but
neither shown nor told, nor the round's exercise or story; it uses up the allowances all the same, and costs a little. A
story has no ceiling, so a behavioural question that is too easy is one level off at most.

Every term is a minimum of linear expressions with falling gains: the programme's relaxation is tight, and one question
more never makes a competency's other questions worth more.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from interviews.domain.plans.problem import constants as c
from interviews.domain.plans.problem.types import AssemblyRequest, BankQuestion, Kind, ProfileEntry, Seniority, Strength


@dataclass(frozen=True)
class Scale:
    """By what plans for a request are weighed. `profile` may have its weights in smaller units; `minutes` are those
    there are for questions.
    """

    profile: tuple[ProfileEntry, ...]
    seniority: Seniority
    rounds: int
    minutes: int
    evidence_gains: tuple[int, ...]
    first_hand_gains: tuple[int, ...]

    @cached_property
    def entries(self) -> Mapping[str, ProfileEntry]:
        return {entry.competency: entry for entry in self.profile}

    @cached_property
    def middle(self) -> int:
        """The weight in the middle of those above 0: what the terms of the whole plan are counted in."""
        weights = sorted((entry.weight for entry in self.profile if entry.weight), reverse=True)
        return weights[(len(weights) - 1) // 2] if weights else 1

    @property
    def recitals_free(self) -> int:
        """Knowledge questions that cost nothing."""
        return self.minutes // c.RECITAL_MINUTES[self.seniority]

    @property
    def tales_free(self) -> int:
        """Behavioural questions that cost nothing."""
        return max(1, self.rounds * 3 // 2) if self.seniority == Seniority.JUNIOR else self.rounds * 2

    def told_gain(self, entry: ProfileEntry) -> int:
        return c.TOLD_GAIN[self.seniority] + c.STORY_GAIN * entry.story


def scale_of(request: AssemblyRequest, profile: Sequence[ProfileEntry] | None = None) -> Scale:
    """The scale of a request; `profile` stands for its own where its weights were divided."""
    depth, free = request.options.depth, request.options.free_minutes
    return Scale(
        profile=tuple(request.profile if profile is None else profile),
        seniority=request.seniority,
        rounds=len(request.rounds),
        minutes=sum(max(0, each.minutes - free) for each in request.rounds),
        evidence_gains=c.EVIDENCE_GAINS[depth],
        first_hand_gains=c.FIRST_HAND_GAINS[depth],
    )


def aim(target: int) -> int:
    """The difficulty that says most about a target level."""
    return min(c.HARDEST_AIM, max(c.EASIEST_AIM, target))


def distance(kind: Kind, difficulty: int, target: int) -> int:
    """Levels between a question and the aim."""
    off = difficulty - aim(target)
    return min(1, -off) if kind == Kind.BEHAVIOURAL and off < 0 else abs(off)


def evidence_of(question: BankQuestion, strength: Strength, target: int) -> int:
    """Effective minutes, whole."""
    off = distance(question.kind, question.difficulty, target)
    minutes = max(1, question.minutes - c.ASKING_MINUTES) * c.INFORMATION[min(len(c.INFORMATION) - 1, off)]
    share = 1 if strength == Strength.PRIMARY else c.SECONDARY_SHARE
    return minutes // (c.INFORMATION_WHOLE * share)


@dataclass(frozen=True, slots=True)
class Worth:
    """What one question gives: all that the objective knows of it. `bonus` is what it is worth by itself."""

    kind: Kind
    gives: tuple[tuple[str, int], ...]
    primary: tuple[str, ...]
    near: bool
    bonus: int

    @property
    def told(self) -> int:
        return int(self.near and self.kind == Kind.BEHAVIOURAL)

    @property
    def shown(self) -> int:
        return c.SHOWN_POINTS.get(self.kind, 0) if self.near else 0

    @property
    def exercise(self) -> int:
        return int(self.near and self.kind == Kind.EXERCISE)


def weigh(question: BankQuestion, scale: Scale) -> Worth:
    """What the question gives to the competencies of the scale."""
    entries = scale.entries
    shown = [(slug, how, entries[slug].target) for slug, how in sorted(question.shows) if slug in entries]
    primary = [(slug, target) for slug, how, target in shown if how == Strength.PRIMARY]
    own = c.CENTRAL_GAIN if question.central else c.OWN_GAIN * (question.suits <= c.OWN_ROLES)
    near = any(distance(question.kind, question.difficulty, target) <= c.NEAR for _, target in primary)
    return Worth(
        kind=question.kind,
        gives=tuple((slug, minutes) for slug, how, target in shown if (minutes := evidence_of(question, how, target))),
        primary=tuple(slug for slug, _ in primary),
        near=near,
        bonus=own - c.FAR_COST * (not near) if primary else 0,
    )


def step_gain(gains: Sequence[int], step: int, amount: int) -> int:
    """Worth of `amount` where each `step` of it is worth the next of the falling `gains`, apiece."""
    return sum(gain * max(0, min(step, amount - index * step)) for index, gain in enumerate(gains))


@dataclass(slots=True)
class Tally:
    """The running worth of a plan as questions come in and go; `value` is always the exact objective of what is in."""

    scale: Scale
    value: int = 0
    minutes: Counter[str] = field(default_factory=Counter)
    first_hand: Counter[str] = field(default_factory=Counter)
    shown: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    kinds: Counter[Kind] = field(default_factory=Counter)
    near: Counter[Kind] = field(default_factory=Counter)
    held: Counter[int] = field(default_factory=Counter)
    exercises: Counter[int] = field(default_factory=Counter)
    tales: Counter[int] = field(default_factory=Counter)

    def add(self, worth: Worth, place: int, times: int = 1) -> None:
        """Put a question into a round; with `times` -1, take it out again."""
        if times < 0:
            self._count(worth, place, times)
        self.value += times * (self.gain(worth) + self.gain_at(worth, place))
        if times > 0:
            self._count(worth, place, times)

    def gain(self, worth: Worth) -> int:
        """What one question more would add, whichever round it goes to."""
        scale, kind = self.scale, worth.kind
        gives = dict(worth.gives)
        total = sum(
            self._gain_on(slug, gives.pop(slug, 0), first_hand=1, shown=worth.shown, told=worth.told)
            for slug in worth.primary
        )
        total += sum(self._gain_on(slug, minutes) for slug, minutes in gives.items())
        plan = worth.bonus
        if worth.exercise and self.near[kind] < scale.rounds:
            plan += c.EXERCISE_GAIN
        if worth.told and self.near[kind] < scale.rounds:
            plan += c.TALE_GAIN
        if kind == Kind.BEHAVIOURAL and self.kinds[kind] >= scale.tales_free:
            plan -= c.TALE_COST
        if kind == Kind.KNOWLEDGE and self.kinds[kind] >= scale.recitals_free:
            plan -= c.RECITAL_COST
        return total + scale.middle * plan

    def gain_at(self, worth: Worth, place: int) -> int:
        """What it would add for the round it goes to: one that asks something, one that is whole."""
        gain = c.HELD_GAIN if worth.primary and not self.held[place] else 0
        exercise, tale = self.exercises[place], self.tales[place]
        if (worth.exercise and not exercise and tale) or (worth.told and not tale and exercise):
            gain += c.WHOLE_GAIN
        return self.scale.middle * gain

    def _count(self, worth: Worth, place: int, times: int) -> None:
        for slug, minutes in worth.gives:
            self.minutes[slug] += minutes * times
        for slug in worth.primary:
            self.first_hand[slug] += times
            self.shown[slug] += worth.shown * times
            self.told[slug] += worth.told * times
        self.kinds[worth.kind] += times
        self.near[worth.kind] += worth.near * times
        self.held[place] += bool(worth.primary) * times
        self.exercises[place] += worth.exercise * times
        self.tales[place] += worth.told * times

    def _gain_on(self, slug: str, minutes: int, *, first_hand: int = 0, shown: int = 0, told: int = 0) -> int:
        scale, entry, before = self.scale, self.scale.entries[slug], self.minutes[slug]
        gains = scale.evidence_gains
        gain = step_gain(gains, c.STEP_MINUTES, before + minutes) - step_gain(gains, c.STEP_MINUTES, before)
        if first_hand and self.first_hand[slug] < len(scale.first_hand_gains):
            gain += scale.first_hand_gains[self.first_hand[slug]]
        if shown:
            already = self.shown[slug]
            gain += c.SHOWN_GAIN * (min(c.SHOWN_MOST, already + shown) - min(c.SHOWN_MOST, already))
        if told and not self.told[slug]:
            gain += scale.told_gain(entry)
        return entry.weight * gain


def value_of(scale: Scale, rounds: Iterable[Iterable[BankQuestion]]) -> int:
    """The objective of a plan, whether or not it keeps to any wish. Grows in proportion to the weights."""
    tally = Tally(scale)
    for place, asked in enumerate(rounds):
        for question in asked:
            tally.add(weigh(question, scale), place)
    return tally.value


def most_value(scale: Scale) -> int:
    """What a plan would be worth that wants for nothing but bonuses: no plan without them exceeds it."""
    each = sum(
        entry.weight
        * (
            sum(scale.evidence_gains) * c.STEP_MINUTES
            + sum(scale.first_hand_gains)
            + c.SHOWN_GAIN * c.SHOWN_MOST
            + scale.told_gain(entry)
        )
        for entry in scale.profile
    )
    return each + scale.middle * scale.rounds * (c.HELD_GAIN + c.WHOLE_GAIN + c.EXERCISE_GAIN + c.TALE_GAIN)
