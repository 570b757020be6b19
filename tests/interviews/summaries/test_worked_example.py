"""The example of docs/summary.md, figure by figure."""

import csv
import io

import pytest

from hiringkit.people.keys import create_api_key
from hiringkit.people.principals import integration_principal
from interviews.domain.summaries.summary import Panel, Summary
from interviews.hiring.panels import create_interview
from interviews.hiring.services import create_application, create_candidate, create_job
from interviews.models import PlanCompetency, PlanRound
from interviews.plans.drafts import assemble_plan
from interviews.plans.services import lock_plan, publish_plan
from interviews.scores.records import ScoreWrite
from interviews.summaries.formats.csv import render_csv
from interviews.summaries.queries import build_summary
from interviews.vocabulary import ScoreState
from tests.story import ADA, BEN, Hiring, find_role, rated, submit


@pytest.fixture
def example(library: None) -> Summary:
    """Three competencies A, B, C of equal weight; what Ada and Ben gave stands in the document."""
    plan = assemble_plan(
        role=find_role("data-scientist"), rounds=[{"title": "One", "minutes": 30, "focus": ["causal-reasoning"]}] * 2
    )
    kept = list(plan.profile.order_by("position")[:3])
    PlanCompetency.objects.filter(plan=plan).exclude(pk__in=[row.pk for row in kept]).delete()
    PlanCompetency.objects.filter(plan=plan).update(weight=10)
    a, b, _ = (row.competency.slug for row in kept)
    PlanRound.objects.filter(plan=plan).update(focus=[a])
    plan = publish_plan(plan=lock_plan(plan=plan))
    application = create_application(
        candidate=create_candidate(name="=A Candidate"), job=create_job(title="Opening", plan=plan)
    )
    one, two = (
        create_interview(application=application, round=round_.pk, panelists=panel)
        for round_, panel in zip(plan.rounds.all(), ([ADA, BEN], [ADA]), strict=True)
    )
    submit(ADA, one, [*rated([a], 4), *rated([b], 3)])
    submit(ADA, two, rated([a], 2))
    submit(BEN, one, [*rated([a], 5), ScoreWrite(b, ScoreState.NOT_ASSESSED, reason="No time")])
    key, _ = create_api_key(name="ATS", scopes=["all"])
    asking = integration_principal(key)
    return build_summary(principal=asking, application_id=application.pk)


FIGURES = (
    "n_rated", "n_raters", "n_not_assessed", "mean", "median", "min", "max", "spread", "disagreement", "gap_to_target",
)  # fmt: skip


def test_the_figures_of_the_document(example: Summary) -> None:
    a, b, c = ([getattr(row, name) for name in FIGURES] for row in example.competencies)
    assert a == [3, 2, 0, 4.0, 4.0, 3.0, 5.0, 2.0, True, 1.0]
    assert b == [1, 1, 1, 3.0, 3.0, 3.0, 3.0, 0.0, False, 0.0]
    assert c == [0, 0, 0, None, None, None, None, None, None, None]
    overall = example.overall
    assert overall.coverage == pytest.approx(20 / 30)
    assert (overall.weighted_mean, overall.reason_if_null) == (3.5, None)
    assert example.panel == Panel(expected=3, submitted=3, excused=0, missing=[], excusals=[])
    assert example.warnings == ["disagreement", "unassessed_competencies"]


def test_the_export_has_each_figure_and_each_score_once(example: Summary) -> None:
    lines = list(csv.DictReader(io.StringIO(render_csv(summary=example).decode("utf-8-sig"), newline="")))
    competencies = [line for line in lines if line["record"] == "competency"]
    assert [(line["mean"], line["spread"], line["gap_to_target"]) for line in competencies] == [
        ("4.0", "2.0", "1.0"), ("3.0", "0.0", "0.0"), ("", "", ""),
    ]  # fmt: skip
    scores = [line for line in lines if line["record"] == "score"]
    assert [(line["level"], line["state"]) for line in scores] == [
        ("4", "rated"), ("5", "rated"), ("2", "rated"), ("3", "rated"), ("", "not_assessed"),
    ]  # fmt: skip
    assert [line["mean"] for line in lines if line["record"] == "overall"] == ["3.5"]
    assert [line["name"] for line in lines if line["record"] == "application"] == ["'=A Candidate"]


def test_drafts_and_other_applications_change_nothing(hiring: Hiring) -> None:
    key, _ = create_api_key(name="ATS", scopes=["all"])
    asking = integration_principal(key)

    def summary() -> Summary:
        return build_summary(principal=asking, application_id=hiring.application.pk)

    submit(ADA, hiring.first)
    before = summary()
    other = create_application(candidate=create_candidate(name="Another"), job=hiring.job)
    submit(BEN, create_interview(application=other, round=hiring.first.round_id, panelists=[BEN]))
    assert summary() == before
    assert [row.interviewer.name for row in before.panel.missing] == ["ben", "ada", "ben"]
