"""The whole main job, the feed, refusals, a download and deletions with the client that openapi-generator makes.

Run by `tests/prove/test_clients.py` in an environment of its own: `API` and `KEY` in the environment, the generated
package on the path.
"""

import os
from urllib.parse import parse_qs, urlsplit

import hiringkit_other as kit
from hiringkit_other.exceptions import ApiException


def refusal(call, *arguments, **named):
    """The problem of a call that has to fail, with its status."""
    try:
        call(*arguments, **named)
    except ApiException as error:
        return error
    raise AssertionError("it was not refused")


def main() -> None:
    configuration = kit.Configuration(host=os.environ["API"], access_token=os.environ["KEY"])
    with kit.ApiClient(configuration) as client:
        walk(client)
    print("walked")


def walk(client) -> None:
    library, plans, hiring = kit.LibraryApi(client), kit.PlansApi(client), kit.HiringApi(client)
    scorecards, summaries = kit.ScorecardsApi(client), kit.SummariesApi(client)
    assert kit.PeopleApi(client).get_me().kind == "integration"

    # The main job.
    assert "data-scientist" in {role.actual_instance.slug for role in library.list_roles().results}
    wish = kit.RoundWish(title="Analysis", minutes=60, focus=["causal-reasoning"])
    draft = plans.assemble_plan(kit.PlanAssemble(role="data-scientist", rounds=[wish]))
    plan = plans.publish_plan(draft.id)
    boss = "boss@example.com"
    job = hiring.create_job(
        kit.JobWrite(title="Data Scientist", plan=plan.id, remote_id="req-1", hiring_managers=[boss])
    )
    hiring.create_candidate(kit.CandidateWrite(name="A Candidate", remote_id="c-1"))
    application = hiring.create_application(kit.ApplicationWrite(candidate_remote_id="c-1", job=job.id))
    panelists = ["first@example.com", "second@example.com"]
    interview = hiring.create_interview(
        kit.InterviewWrite(application=application.id, round=plan.rounds[0].id, panelists=panelists)
    )
    gaps = refusal(
        scorecards.create_scorecard,
        kit.ScorecardWrite(interview=interview.id, interviewer=panelists[0], submit=True),
    )
    assert (gaps.status, gaps.data.code) == (422, "scorecard_incomplete")
    assert "recommendation_missing" in {fault.code for fault in gaps.data.errors}
    scores = [
        kit.CompetencyScoreWrite(competency=row.competency.slug, state="rated", level=3, evidence="Said so.")
        for row in plan.rounds[0].competencies
    ]
    for interviewer in panelists:
        card = scorecards.create_scorecard(
            kit.ScorecardWrite(
                interview=interview.id, interviewer=interviewer, overall_recommendation="yes", scores=scores
            )
        )
        assert scorecards.submit_scorecard(card.id).status == "submitted"
    summary = summaries.get_summary(application.id)
    assert (summary.panel.submitted, summary.overall.recommendation_counts.yes) == (2, 2)
    decision = summaries.record_decision(
        application.id, kit.DecisionWrite(outcome="advance", rationale="Strong where it counts.", decided_by=boss)
    )
    assert decision.against_panel is False

    # A download, nulls in lists.
    file = summaries.export_summary(id=application.id, export="csv")
    assert file.startswith(b"\xef\xbb\xbfrecord,"), file[:50]
    compared = library.get_role_comparison(roles="ml-engineer,data-engineer")
    cells = [cell for row in compared.competencies for cell in row.cells]
    assert None in cells
    assert any(cell is not None and cell.weight > 0 for cell in cells)

    # Versions.
    headers = hiring.get_job_with_http_info(job.id).headers
    (tag,) = (value for name, value in headers.items() if name.lower() == "etag")
    assert refusal(hiring.get_job, job.id, if_none_match=tag).status == 304
    renamed = hiring.update_job(job.id, kit.PatchedJobWrite(title="Another title"), if_match=tag)
    assert renamed.title == "Another title"
    stale = refusal(hiring.update_job, job.id, kit.PatchedJobWrite(title="A third"), if_match=tag)
    assert (stale.status, stale.data.code, stale.data.current["title"]) == (412, "stale", "Another title")

    # A deletion, and the feed that tells of it.
    brief = hiring.create_candidate(kit.CandidateWrite(name="Short Stay"))
    hiring.delete_candidate(brief.id)
    rows, cursor = [], None
    while True:
        page = hiring.list_candidates(include_deleted=True, page_size=1, cursor=cursor)
        rows += [row.actual_instance for row in page.results]
        if page.next is None:
            break
        cursor = parse_qs(urlsplit(page.next).query)["cursor"][0]
    assert [row.id for row in rows if isinstance(row, kit.RemoteTombstone)] == [brief.id]
    assert [row.name for row in rows if isinstance(row, kit.Candidate)] == ["A Candidate"]


if __name__ == "__main__":
    main()
