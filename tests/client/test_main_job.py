"""The main job, end to end, over HTTP, with nothing but the generated client."""

import csv
import io

import pytest

from tests.client.conftest import Api


@pytest.mark.slow("generates a client and assembles a plan as a user would")
def test_from_a_role_to_an_exported_summary(api: Api) -> None:
    models = api.models
    roles = api("library.list_roles").results
    assert "data-scientist" in {role.slug for role in roles}

    draft = api(
        "plans.assemble_plan",
        201,
        body=models.PlanAssemble(
            role="data-scientist",
            rounds=[models.RoundWish(title="Analysis", minutes=60), models.RoundWish(title="Business", minutes=45)],
        ),
    )
    assert draft.status == models.PlanStatusEnum.DRAFT
    assert 0 < draft.report.objective <= draft.report.bound
    plan = api("plans.publish_plan", id=draft.id)
    assert plan.status == models.PlanStatusEnum.PUBLISHED
    assert all(round_.items for round_ in plan.rounds)

    job = api("hiring.create_job", 201, body=models.JobWrite(title="Data Scientist", remote_id="req-1", plan=plan.id))
    assert job.role == "data-scientist"
    candidate = api("hiring.create_candidate", 201, body=models.CandidateWrite(name="A Candidate", remote_id="c-1"))
    application = api(
        "hiring.create_application",
        201,
        body=models.ApplicationWrite(candidate_remote_id="c-1", job=job.id, remote_id="a-1"),
    )
    assert application.candidate.id == candidate.id

    panel = ["first@example.com", "second@example.com"]
    interview = api(
        "hiring.create_interview",
        201,
        body=models.InterviewWrite(application_remote_id="a-1", round_=plan.rounds[0].id, panelists=panel),
    )
    assert interview.status == models.InterviewStatusEnum.AWAITING_FEEDBACK

    scored = [row.competency.slug for row in plan.rounds[0].competencies]
    for interviewer, level in zip(panel, (4, 2), strict=True):
        scorecard = api(
            "scorecards.create_scorecard",
            201,
            body=models.ScorecardWrite(
                interview=interview.id,
                interviewer=interviewer,
                overall_recommendation=models.RecommendationEnum.YES,
                scores=[
                    models.CompetencyScoreWrite(
                        competency=slug,
                        state=models.ScoreStateEnum.RATED,
                        level=level,
                        evidence="=Said what the number means",
                    )
                    for slug in scored
                ],
            ),
        )
        assert scorecard.status == models.ScorecardStatusEnum.DRAFT
        submitted = api("scorecards.submit_scorecard", id=scorecard.id)
        assert submitted.status == models.ScorecardStatusEnum.SUBMITTED
    assert api("hiring.get_interview", id=interview.id).status == models.InterviewStatusEnum.COMPLETE

    summary = api("summaries.get_summary", id=application.id)
    assert (summary.panel.expected, summary.panel.submitted, summary.panel.missing) == (2, 2, [])
    assert [row.competency.slug for row in summary.competencies] == [row.competency.slug for row in plan.profile]
    figures = {row.competency.slug: row for row in summary.competencies}
    for slug in scored:
        row = figures[slug]
        assert (row.n_raters, row.mean, row.min_, row.max_, row.spread, row.disagreement) == (2, 3, 2, 4, 2, True)
    unrated = [row for row in summary.competencies if row.competency.slug not in scored]
    assert [row.mean for row in unrated] == [None] * len(unrated)
    assert summary.overall.recommendation_counts.yes == 2

    file = api("summaries.export_summary", id=application.id, export=models.ExportSummaryExport.CSV)
    lines = list(csv.DictReader(io.TextIOWrapper(file.payload, "utf-8-sig", newline="")))
    scores = [line for line in lines if line["record"] == "score"]
    assert len(scores) == 2 * len(scored)
    assert {line["text"] for line in scores} == {"'=Said what the number means"}


def test_a_submission_with_gaps_names_each_of_them(api: Api) -> None:
    models = api.models
    draft = api(
        "plans.assemble_plan",
        201,
        body=models.PlanAssemble(role="ml-engineer", rounds=[models.RoundWish(title="Only round", minutes=60)]),
    )
    plan = api("plans.publish_plan", id=draft.id)
    job = api("hiring.create_job", 201, body=models.JobWrite(title="ML Engineer", plan=plan.id))
    candidate = api("hiring.create_candidate", 201, body=models.CandidateWrite(name="A Candidate"))
    application = api(
        "hiring.create_application", 201, body=models.ApplicationWrite(candidate=candidate.id, job=job.id)
    )
    interview = api(
        "hiring.create_interview",
        201,
        body=models.InterviewWrite(
            application=application.id, round_=plan.rounds[0].id, panelists=["only@example.com"]
        ),
    )
    focus = [row.competency.slug for row in plan.rounds[0].competencies]
    problem = api(
        "scorecards.create_scorecard",
        422,
        body=models.ScorecardWrite(
            interview=interview.id,
            interviewer="only@example.com",
            scores=[models.CompetencyScoreWrite(competency=focus[0], state=models.ScoreStateEnum.RATED, level=3)],
            submit=True,
        ),
    )
    assert problem.code == "scorecard_incomplete"
    assert sorted(fault.code for fault in problem.errors) == sorted(
        ["recommendation_missing", "evidence_missing", *["score_missing"] * (len(focus) - 1)]
    )
    assert api("scorecards.list_scorecards", application=application.id).results == []
