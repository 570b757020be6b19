"""What holds of a summary whatever a panel writes: tried with made-up panels, through the services and the database."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from hiringkit.people.keys import create_api_key
from hiringkit.people.principals import Principal, integration_principal
from hiringkit.problems import Problem
from interviews.hiring.panels import create_interview
from interviews.hiring.services import create_application, create_candidate
from interviews.models import Application, Interview
from interviews.scores.records import ScoreWrite
from interviews.summaries.queries import build_comparison, build_summary
from interviews.vocabulary import Recommendation, ScoreState
from tests.budgets import budget
from tests.scorecards import amend_scorecard
from tests.story import ADA, BEN, CAL, Hiring, principal, submit

PANEL = (ADA, BEN, CAL)
# The fixtures are made once for all examples of a test; every example has applications of its own.
few = settings(
    max_examples=budget(3, 60), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@dataclass(frozen=True)
class Card:
    """What one panelist writes of one round: for each of the four competencies a level, a state, or nothing."""

    author: str
    round: int
    values: tuple[int | str | None, ...]
    recommendation: str


unrated = (ScoreState.NOT_ASSESSED.value, ScoreState.NOT_APPLICABLE.value)
values = st.one_of(st.integers(1, 5), st.sampled_from(unrated))


@st.composite
def made_up_cards(draw: st.DrawFn) -> Card:
    """A round's own two competencies are answered, as a submission must; the other round's may be left out."""
    round_ = draw(st.sampled_from([0, 1]))
    answers = tuple(draw(values if place // 2 == round_ else st.none() | values) for place in range(4))
    return Card(draw(st.sampled_from(PANEL)), round_, answers, draw(st.sampled_from(Recommendation.values)))


panels = st.lists(made_up_cards(), min_size=1, max_size=6, unique_by=lambda card: (card.author, card.round))


@dataclass(frozen=True)
class Bench:
    """A job whose plan scores four competencies in two rounds, and somebody who may read every summary."""

    hiring: Hiring
    asking: Principal

    @property
    def slugs(self) -> list[str]:
        return [*self.hiring.first.round.focus, *self.hiring.second.round.focus]

    def apply(self) -> tuple[Application, list[Interview]]:
        """A new application with both rounds, the whole panel on each."""
        application = create_application(candidate=create_candidate(name="Somebody"), job=self.hiring.job)
        rounds = [self.hiring.first.round_id, self.hiring.second.round_id]
        return application, [create_interview(application=application, round=pk, panelists=PANEL) for pk in rounds]

    def scores(self, answers: Sequence[int | str | None]) -> list[ScoreWrite]:
        return [
            ScoreWrite(slug, ScoreState.RATED, level=value, evidence="Said so.")
            if isinstance(value, int)
            else ScoreWrite(slug, value, reason="No time")
            for slug, value in zip(self.slugs, answers, strict=True)
            if value is not None
        ]

    def write(self, interviews: Sequence[Interview], cards: Iterable[Card]) -> list[Any]:
        return [
            submit(card.author, interviews[card.round], self.scores(card.values), recommendation=card.recommendation)
            for card in cards
        ]

    def summary(self, application: Application) -> dict[str, Any]:
        return asdict(build_summary(principal=self.asking, application_id=application.pk))


@pytest.fixture
def bench(hiring: Hiring) -> Bench:
    key, _ = create_api_key(name="ATS", scopes=["all"])
    found = Bench(hiring, integration_principal(key))
    assert len(found.slugs) == 4
    return found


def without_ids(summary: dict[str, Any]) -> dict[str, Any]:
    """The summary without what names this very application and its interviews."""
    missing = [{**seat, "interview": None} for seat in summary["panel"]["missing"]]
    excusals = [{**seat, "interview": None} for seat in summary["panel"]["excusals"]]
    panel = {**summary["panel"], "missing": missing, "excusals": excusals}
    return {**summary, "application": None, "panel": panel}


FIGURES = (
    "n_rated", "n_raters", "n_not_assessed", "mean", "median", "min", "max", "spread", "disagreement", "gap_to_target",
)  # fmt: skip


def figures(summary: dict[str, Any], *, without: Sequence[str] = ()) -> Mapping[str, Any]:
    """All that is computed, without the single scores behind it."""
    return {
        "competencies": [
            {name: row[name] for name in FIGURES if name not in without} for row in summary["competencies"]
        ],
        **{name: summary[name] for name in ("areas", "transfer")},
        "overall": {name: value for name, value in summary["overall"].items() if name not in without},
    }


@few
@given(cards=panels, shuffler=st.randoms(use_true_random=False))
def test_who_submits_first_never_matters(bench: Bench, cards: list[Card], shuffler: random.Random) -> None:
    shuffled = list(cards)
    shuffler.shuffle(shuffled)
    summaries = []
    for order in (cards, shuffled):
        application, interviews = bench.apply()
        bench.write(interviews, order)
        summaries.append(without_ids(bench.summary(application)))
    assert summaries[0] == summaries[1]


@few
@given(cards=panels, state=st.sampled_from(unrated))
def test_what_was_not_rated_moves_no_mean(bench: Bench, cards: list[Card], state: str) -> None:
    """Somebody who rates nothing is counted as such, and changes neither mean nor coverage."""
    application, interviews = bench.apply()
    bench.write(interviews, cards)
    before = bench.summary(application)
    extra = create_interview(application=application, round=interviews[0].round_id, panelists=["late@example.com"])
    submit("late@example.com", extra, bench.scores([state] * 4), recommendation=Recommendation.NO_DECISION)
    after = bench.summary(application)
    untouched = ("n_not_assessed", "recommendation_counts")
    assert figures(after, without=untouched) == figures(before, without=untouched)
    counted = {
        row["competency"]["slug"]: row["n_not_assessed"] - old["n_not_assessed"]
        for row, old in zip(after["competencies"], before["competencies"], strict=True)
    }
    assert {slug: counted[slug] for slug in bench.slugs} == dict.fromkeys(
        bench.slugs, 1 if state == ScoreState.NOT_ASSESSED else 0
    )


@few
@given(cards=panels, others=panels)
def test_scorecards_of_another_application_change_nothing(bench: Bench, cards: list[Card], others: list[Card]) -> None:
    """Not even of the same candidate, by the same people, for the same job."""
    application, interviews = bench.apply()
    bench.write(interviews, cards)
    before = bench.summary(application)
    other, elsewhere = bench.apply()
    Application.objects.filter(pk=other.pk).update(candidate=application.candidate)
    bench.write(elsewhere, others)
    assert bench.summary(application) == before


def overlaid(first: Sequence[Any], second: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(new if new is not None else old for old, new in zip(first, second, strict=True))


@few
@given(cards=panels, change=made_up_cards(), others=st.lists(st.none() | values, min_size=4, max_size=4))
def test_an_amendment_is_as_if_it_had_been_written_so(
    bench: Bench, cards: list[Card], change: Card, others: list[int | str | None]
) -> None:
    """Once, and once more over the amendment; only `informed`, and the warning of it, tell of when it was written."""
    application, interviews = bench.apply()
    card, *_ = bench.write(interviews, cards)
    for answers in (change.values, others):
        try:
            card = amend_scorecard(
                principal=principal(cards[0].author),
                scorecard=card,
                reason="Slip",
                changes={"overall_recommendation": change.recommendation},
                scores=bench.scores(answers),
            )
        except Problem as problem:
            if [fault.code for fault in problem.faults] != ["nothing_changed"]:
                raise
    final = overlaid(overlaid(cards[0].values, change.values), others)
    straight, elsewhere = bench.apply()
    bench.write(elsewhere, [Card(cards[0].author, cards[0].round, final, change.recommendation), *cards[1:]])
    amended, written = (without_ids(bench.summary(each)) for each in (application, straight))
    assert figures(amended) == figures(written)
    assert amended["panel"] == written["panel"]
    assert set(amended["warnings"]) - {"informed_scorecards"} == set(written["warnings"])
    levels = [[score["level"] for score in row["scores"]] for row in amended["competencies"]]
    assert levels == [[score["level"] for score in row["scores"]] for row in written["competencies"]]


@few
@given(cards=panels)
def test_the_comparison_says_of_an_application_what_its_summary_says(bench: Bench, cards: list[Card]) -> None:
    """With one plan version all competencies are shared, and both doors give the same figures."""
    assume(any(isinstance(value, int) for card in cards for value in card.values))
    application, interviews = bench.apply()
    bench.write(interviews, cards)
    summary = bench.summary(application)
    compared = asdict(build_comparison(principal=bench.asking, job=bench.hiring.job))["applications"]
    row = next(each for each in compared if each["application"]["id"] == application.pk)
    assert [{name: each[name] for name in FIGURES} for each in row["competencies"]] == [
        {name: each[name] for name in FIGURES} for each in summary["competencies"]
    ]
    assert row["overall"] == summary["overall"]
    counts = {name: summary["panel"][name] for name in ("expected", "submitted", "excused")}
    assert row["panel"] == {**counts, "missing": len(summary["panel"]["missing"])}
