"""A summary computed anew from what was sent, by docs/summary.md and by nothing of the product: only Python's own.

It is told what happened in the words of whoever sent it: people by their names, interviews and rounds by their numbers.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from statistics import mean, median
from typing import Any

RECOMMENDATIONS = ("strong_no", "no", "yes", "strong_yes", "no_decision")
ENOUGH = Fraction(3, 5)


@dataclass
class Card:
    """A submitted scorecard as it stands now: a level or a state by competency."""

    author: str
    interview: int
    round: int
    answers: dict[str, int | str]
    recommendation: str
    informed: bool


@dataclass
class Told:
    """All that was sent of one application."""

    seats: dict[tuple[int, str], int] = field(default_factory=dict)  # the round, by interview and person
    excused: set[tuple[int, str]] = field(default_factory=set)
    cancelled: set[int] = field(default_factory=set)
    cards: dict[tuple[int, str], Card] = field(default_factory=dict)

    def owes(self, person: str) -> bool:
        return any(
            who == person and seat not in self.excused and seat[0] not in self.cancelled and seat not in self.cards
            for seat in self.seats
            for who in [seat[1]]
        )

    def is_open_to(self, person: str) -> bool:
        """Whether others' scores stand open to one of the panel, who owes nothing any more."""
        return not self.owes(person) and any(card.author != person for card in self.cards.values())


@dataclass(frozen=True)
class Profile:
    """Competencies with weight, target and area, in their order."""

    weights: Mapping[str, int]
    targets: Mapping[str, int]
    areas: Mapping[str, str]
    others: Mapping[str, Mapping[str, int]]  # weights by competency, by the slugs of other roles


def recompute(told: Told, profile: Profile) -> dict[str, Any]:
    """What a summary must say, but for ids and texts."""
    cards = list(told.cards.values())
    means = {slug: found for slug in profile.weights if (found := _mean_of(slug, cards)) is not None}
    competencies = [_competency(slug, cards, profile) for slug in profile.weights]
    overall = _weighed(profile.weights, means)
    silent = [seat for seat in told.seats if seat not in told.cards and seat[0] not in told.cancelled]
    missing = [seat for seat in silent if seat not in told.excused]
    panel = {
        "expected": len(cards) + len(silent),
        "submitted": len(cards),
        "excused": len(silent) - len(missing),
        "missing": sorted((told.seats[seat], seat[1]) for seat in missing),
    }
    counted = Counter(card.recommendation for card in cards)
    return {
        "panel": panel,
        "competencies": competencies,
        "areas": [
            _area(area, profile, means) for area in dict.fromkeys(profile.areas[slug] for slug in profile.weights)
        ],
        "overall": overall | {"recommendation_counts": {each: counted[each] for each in RECOMMENDATIONS}},
        "transfer": [
            {"role": role, "unassessed": [slug for slug in weights if slug not in means]} | _weighed(weights, means)
            for role, weights in sorted(profile.others.items())
            if not means.keys().isdisjoint(weights)
        ],
        "warnings": _warnings(cards, competencies, overall, incomplete=bool(missing)),
    }


def _levels(slug: str, cards: Iterable[Card]) -> dict[str, list[int]]:
    """What each person gave."""
    given: dict[str, list[int]] = {}
    for card in cards:
        answer = card.answers.get(slug)
        if isinstance(answer, int):
            given.setdefault(card.author, []).append(answer)
    return given


def _mean_of(slug: str, cards: Iterable[Card]) -> Fraction | None:
    """Everybody averaged within themselves first."""
    people = [mean(map(Fraction, levels)) for levels in _levels(slug, cards).values()]
    return mean(people) if people else None


def _competency(slug: str, cards: Sequence[Card], profile: Profile) -> dict[str, Any]:
    given = _levels(slug, cards)
    people = [mean(map(Fraction, levels)) for levels in given.values()]
    figures: dict[str, Any] = dict.fromkeys(("mean", "median", "min", "max", "spread", "disagreement", "gap_to_target"))
    if people:
        spread = max(people) - min(people)
        figures = {
            "mean": float(mean(people)),
            "median": float(median(people)),
            "min": float(min(people)),
            "max": float(max(people)),
            "spread": float(spread),
            "disagreement": spread >= 2,
            "gap_to_target": float(mean(people) - profile.targets[slug]),
        }
    answers = [(card.round, card.author, card.answers[slug], card.informed) for card in cards if slug in card.answers]
    return figures | {
        "slug": slug,
        "weight": profile.weights[slug],
        "target_level": profile.targets[slug],
        "n_rated": sum(map(len, given.values())),
        "n_raters": len(given),
        "n_not_assessed": sum(answer == "not_assessed" for _, _, answer, _ in answers),
        "scores": sorted(answers, key=str),
    }


def _weighed(weights: Mapping[str, int], means: Mapping[str, Fraction]) -> dict[str, Any]:
    rated = {slug: weight for slug, weight in weights.items() if slug in means}
    total = sum(rated.values())
    if not total:
        return {"weighted_mean": None, "reason_if_null": "no_scores", "coverage": 0.0}
    coverage = Fraction(total, sum(weights.values()))
    if coverage < ENOUGH:
        return {"weighted_mean": None, "reason_if_null": "coverage_below_threshold", "coverage": float(coverage)}
    weighted = sum(weight * means[slug] for slug, weight in rated.items()) / total
    return {"weighted_mean": float(weighted), "reason_if_null": None, "coverage": float(coverage)}


def _area(area: str, profile: Profile, means: Mapping[str, Fraction]) -> dict[str, Any]:
    weights = {slug: weight for slug, weight in profile.weights.items() if profile.areas[slug] == area}
    counts = {"n_competencies": len(weights), "n_rated_competencies": len(weights.keys() & means.keys())}
    return {"area": area} | counts | _weighed(weights, means)


def _warnings(
    cards: Sequence[Card], competencies: Iterable[dict[str, Any]], overall: Mapping[str, Any], *, incomplete: bool
) -> list[str]:
    raters = {card.author for card in cards if any(isinstance(answer, int) for answer in card.answers.values())}
    rows = list(competencies)
    found = {
        "panel_incomplete": incomplete,
        "informed_scorecards": any(card.informed for card in cards),
        "disagreement": any(row["disagreement"] for row in rows),
        "single_rater": len(raters) == 1,
        "unassessed_competencies": any(row["n_rated"] == 0 for row in rows),
        "weighted_mean_withheld": overall["weighted_mean"] is None,
    }
    return [code for code, holds in found.items() if holds]


def against_panel(outcome: str, cards: Iterable[Card]) -> bool:
    """Heads at the moment of deciding."""
    counted = Counter(card.recommendation for card in cards)
    yes, no = counted["yes"] + counted["strong_yes"], counted["no"] + counted["strong_no"]
    return {"hire": no > yes, "advance": no > yes, "reject": yes > no, "hold": False}[outcome]
