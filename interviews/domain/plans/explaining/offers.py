"""What more minutes would buy. Constructive, so what is promised holds: with them, the named question fits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from interviews.domain.plans.explaining.violations import enemies_in, keeps
from interviews.domain.plans.problem.answers import NextBest, NextMinutes
from interviews.domain.plans.problem.objective import Scale, Tally, weigh
from interviews.domain.plans.problem.types import AssemblyRequest, BankQuestion
from interviews.domain.plans.problem.wishes import Rules, counted

Rounds = Sequence[Sequence[BankQuestion]]

MORE_MINUTES = 10


@dataclass(frozen=True, slots=True)
class _Offer:
    """One question into a round, perhaps in place of another; `extra` minutes are needed and `gain` is earned."""

    place: int
    adds: BankQuestion
    replaces: BankQuestion | None
    extra: int
    gain: int
    new: tuple[str, ...]
    primary: tuple[str, ...]


class Offers:
    """All the changes of one question, of `likely` questions that the plan does not ask."""

    def __init__(
        self, request: AssemblyRequest, rules: Rules, scale: Scale, rounds: Rounds, likely: Sequence[BankQuestion]
    ) -> None:
        self.request, self.rules, self.rounds = request, rules, rounds
        asked = {question.slug for questions in rounds for question in questions}
        self.free = [
            (each.capacity or 0) - sum(question.minutes for question in questions)
            for each, questions in zip(rules.rounds, rounds, strict=True)
        ]
        self.tally = Tally(scale)
        self.weighed = {each.slug: weigh(each, scale) for questions in rounds for each in questions}
        for place, questions in enumerate(rounds):
            for each in questions:
                self.tally.add(self.weighed[each.slug], place)
        self.covered = {slug for slug, number in self.tally.first_hand.items() if number}
        self.waiting = []
        for group in likely:
            slug = next((slug for slug in group.slugs if slug not in asked), None)
            if slug is not None and rules.allow(group):
                self.waiting.append((group.single(slug), weigh(group, scale)))

    def next_best(self) -> tuple[NextBest, ...]:
        """For each round, the one question that more minutes there would buy best: competencies without any question
        come first, then the most objective for the minute.
        """
        found = []
        for place in range(len(self.rounds)):
            offers = sorted(
                self._offers(place, None),
                key=lambda each: (not each.new, -each.gain / each.extra, each.extra, each.adds.slug),
            )
            best = next((each for each in offers if self._keeps(each)), None)
            if best is not None:
                about = (best.new or best.primary)[0]
                what = f"would cover `{about}`" if best.new else f"would add a question on `{about}`"
                text = f"{counted(best.extra, 'more minute')} in round {place + 1} {what}."
                found.append(NextBest(place, best.extra, about, text))
        return tuple(found)

    def next_minutes(self, minutes: int = MORE_MINUTES) -> tuple[NextMinutes, ...]:
        """For each round, the question that is worth the most with `minutes` more, in place of one of its own if that
        is worth more still. None for a round where they would buy nothing.
        """
        found = []
        for place, questions in enumerate(self.rounds):
            offers = [
                offer
                for replaced in (None, *(each for each in questions if each.slug not in self.rules.wanted))
                for offer in self._offers(place, replaced, most=minutes)
            ]
            offers.sort(key=lambda each: (-each.gain, each.extra, each.replaces is not None, each.adds.slug))
            best = next((each for each in offers if self._keeps(each)), None)
            if best is not None:
                found.append(_describe(best, minutes))
        return tuple(found)

    def _offers(self, place: int, replaced: BankQuestion | None, most: int | None = None) -> Iterator[_Offer]:
        tally, rules = self.tally, self.rules.rounds[place]
        before = tally.value
        if replaced is not None:
            tally.add(self.weighed[replaced.slug], place, -1)
        room = self.free[place] + (replaced.minutes if replaced is not None else 0)
        gains: dict[object, int] = {}
        for question, worth in self.waiting:
            extra = question.minutes - room
            if extra <= 0 or (most is not None and extra > most) or not worth.primary or not rules.takes(question):
                continue
            if worth not in gains:
                gains[worth] = tally.value + tally.gain(worth) + tally.gain_at(worth, place) - before
            if gains[worth] > 0:
                new = tuple(slug for slug in worth.primary if slug not in self.covered)
                yield _Offer(place, question, replaced, extra, gains[worth], new, worth.primary)
        if replaced is not None:
            tally.add(self.weighed[replaced.slug], place)

    def _keeps(self, offer: _Offer) -> bool:
        """Whether the plan so changed, with the minutes, keeps to every rule that the plan itself keeps to."""
        kept = [each for each in self.rounds[offer.place] if each is not offer.replaces]
        changed = [[*kept, offer.adds] if place == offer.place else each for place, each in enumerate(self.rounds)]
        endless = replace(self.rules, rounds=tuple(replace(each, capacity=None) for each in self.rules.rounds))
        if not self.rules.enemies or not enemies_in(changed):
            return keeps(endless, self.request, changed) or not keeps(endless, self.request, self.rounds)
        return False


def _describe(offer: _Offer, minutes: int) -> NextMinutes:
    """In words: what it is, what for, and what it replaces."""
    about = ", ".join(f"`{slug}`" for slug in offer.new or offer.primary)
    article = "an" if offer.adds.kind == "exercise" else "a"
    kind = "exercise" if offer.adds.kind == "exercise" else f"{offer.adds.kind} question"
    does = "make room for" if offer.replaces is None else f"let `{offer.replaces.slug}` give way to"
    covers = ", which nothing covers now" if offer.new else ""
    text = (
        f"{minutes} more minutes in round {offer.place + 1} would {does} `{offer.adds.slug}`, "
        f"{article} {kind} on {about}{covers}."
    )
    replaced = None if offer.replaces is None else offer.replaces.slug
    return NextMinutes(offer.place, minutes, offer.adds.slug, replaced, offer.gain, text)
