"""A job's applications side by side: on what they share, in order of name, without what the caller may not see."""

import random
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import krippendorff
import numpy
import pytest
from django.utils import timezone

from hiringkit.people.keys import create_api_key
from hiringkit.people.models import Person
from hiringkit.people.principals import Principal, integration_principal
from hiringkit.people.vocabulary import GroupName
from interviews.hiring.panels import create_interview, update_interview
from interviews.hiring.releases import excuse_panelist, lift_blindness
from interviews.hiring.services import create_application, create_candidate, create_job, update_job
from interviews.models import Application, Interview, InterviewPlan, Job, PlanCompetency, PlanRound, Scorecard
from interviews.plans.drafts import assemble_plan
from interviews.plans.services import lock_plan, publish_plan
from interviews.scores.records import ScoreWrite
from interviews.summaries.decisions import record_decision
from interviews.summaries.queries import build_comparison
from interviews.vocabulary import Recommendation, ScoreState
from tests.api_client import APIClient
from tests.people.factories import key_client, make_person, member, session
from tests.scorecards import amend_scorecard, create_scorecard
from tests.story import ADA, ATS, BEN, CAL, Hiring, find_role, principal, rated, submit

TOO_FEW = {"alpha": None, "reason_if_null": "too_few_units", "n_units": 0}


def publish(count: int, *, skip: int = 0, focus: int = 1, of: InterviewPlan | None = None) -> InterviewPlan:
    """A plan of two rounds with `count` competencies of the role's profile, after the first `skip`; a further version
    of the plan `of`.
    """
    plan = assemble_plan(
        role=find_role("data-scientist"), rounds=[{"title": "One", "minutes": 30, "focus": ["causal-reasoning"]}] * 2
    )
    kept = list(plan.profile.order_by("position")[skip : skip + count])
    PlanCompetency.objects.filter(plan=plan).exclude(pk__in=[row.pk for row in kept]).delete()
    PlanCompetency.objects.filter(plan=plan).update(weight=10)
    PlanRound.objects.filter(plan=plan).update(focus=[row.competency.slug for row in kept[:focus]])
    if of is not None:
        InterviewPlan.objects.filter(pk=plan.pk).update(lineage=of.lineage, version=of.version + 1)
    return publish_plan(plan=lock_plan(plan=plan))


def slugs(plan: InterviewPlan) -> list[str]:
    return [row.competency.slug for row in plan.profile.order_by("position")]


@dataclass(frozen=True)
class Opening:
    """A job on a plan of two competencies."""

    plan: InterviewPlan
    job: Job

    def interview(self, name: str, *panel: str) -> Interview:
        """Of the first round, with a new candidate."""
        application = create_application(candidate=create_candidate(name=name), job=self.job)
        return self.another(application, *panel)

    def another(self, application: Application, *panel: str, position: int = 0) -> Interview:
        plan = application.plan or self.job.plan
        assert plan is not None
        round_ = plan.rounds.get(position=position)
        return create_interview(application=application, round=round_.pk, panelists=panel)


@pytest.fixture
def opening(library: None) -> Opening:
    plan = publish(2)
    return Opening(plan, create_job(title="Opening", plan=plan))


def levels(values: dict[str, int | None]) -> list[ScoreWrite]:
    return [
        ScoreWrite(slug, ScoreState.NOT_ASSESSED, reason="No time")
        if level is None
        else ScoreWrite(slug, ScoreState.RATED, level=level, evidence="Said so.")
        for slug, level in values.items()
    ]


def compare(job: Job, asking: Principal | None = None) -> dict[str, Any]:
    if asking is None:
        key, _ = create_api_key(name="ATS", scopes=["all"])
        asking = integration_principal(key)
    return asdict(build_comparison(principal=asking, job=job))


def names(comparison: dict[str, Any]) -> list[str]:
    return [row["application"]["candidate"]["name"] for row in comparison["applications"]]


def row_of(comparison: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(
        row for row in comparison["applications"] if row["application"]["candidate"]["name"] == name
    )
    return found


def test_the_example_of_the_document(opening: Opening) -> None:
    """docs/summary.md, figure by figure."""
    a, b = slugs(opening.plan)
    kim, lee = opening.interview("Kim", ADA, BEN), opening.interview("Lee", ADA, BEN)
    submit(ADA, kim, levels({a: 4, b: 3}), recommendation=Recommendation.YES)
    submit(BEN, kim, levels({a: 5, b: None}), recommendation=Recommendation.NO)
    submit(ADA, lee, levels({a: 2, b: 3}), recommendation=Recommendation.NO)
    first = submit(BEN, lee, levels({a: 2, b: 1}), recommendation=Recommendation.NO)
    figures = ("n_raters", "n_not_assessed", "mean", "spread", "disagreement", "gap_to_target")

    def shown(comparison: dict[str, Any], name: str) -> list[Any]:
        row = row_of(comparison, name)
        assert row["overall"]["coverage"] == 1
        return [*[[each[key] for key in figures] for each in row["competencies"]], row["overall"]["weighted_mean"]]

    found = compare(opening.job)
    assert shown(found, "Kim") == [[2, 0, 4.5, 1.0, False, 1.5], [1, 1, 3.0, 0.0, False, 0.0], 3.75]
    assert shown(found, "Lee") == [[2, 0, 2.0, 0.0, False, -1.0], [2, 0, 2.0, 2.0, True, -1.0], 2.0]
    agreement = [each["agreement"] for each in found["competencies"]]
    assert agreement == [
        {"alpha": pytest.approx(1 - 3 * 4 / 72), "reason_if_null": None, "n_units": 2},
        {"alpha": None, "reason_if_null": "too_few_units", "n_units": 1},
    ]
    assert found["agreement"] == {"alpha": pytest.approx(1 - 5 * 40 / 408), "reason_if_null": None, "n_units": 3}
    locked = first
    change = levels({b: 3})
    amended = amend_scorecard(principal=principal(BEN), scorecard=locked, reason="Slip", changes={}, scores=change)
    assert amended.informed is True
    found = compare(opening.job)
    assert shown(found, "Lee") == [[2, 0, 2.0, 0.0, False, -1.0], [2, 0, 3.0, 0.0, False, 0.0], 2.5]
    assert [each["agreement"] for each in found["competencies"]] == agreement
    recruiter = member(GroupName.RECRUITER)
    decisions = {}
    for interview in (kim, lee):
        decision = record_decision(
            principal=principal(recruiter.email),
            application=interview.application,
            outcome="advance",
            rationale="Why not",
        )
        decisions[interview.application.candidate.name] = decision.against_panel
    assert decisions == {"Kim": False, "Lee": True}


def test_the_order_is_of_names_and_not_of_scores(opening: Opening) -> None:
    a, b = slugs(opening.plan)
    for name, level in (("Cleo", 5), ("Abel", 1), ("Bela", 3)):
        submit(ADA, opening.interview(name, ADA), levels({a: level, b: level}))
    opening.interview("Abel", ADA)  # the same name, and no score: the one that applied first is first
    found = compare(opening.job)
    assert names(found) == ["Abel", "Abel", "Bela", "Cleo"]
    assert [row["overall"]["weighted_mean"] for row in found["applications"]] == [1.0, None, 3.0, 5.0]
    assert found["applications"][1]["overall"]["reason_if_null"] == "no_scores"


def test_an_application_that_was_never_interviewed_or_of_another_job_is_not_listed(opening: Opening) -> None:
    create_application(candidate=create_candidate(name="Never met"), job=opening.job)
    other = Opening(opening.plan, create_job(title="Another", plan=opening.plan))
    a, b = slugs(opening.plan)
    submit(ADA, opening.interview("Kim", ADA, BEN), levels({a: 4, b: 4}))
    before = compare(opening.job)
    for email in (ADA, BEN):
        submit(email, other.interview("Elsewhere", email), levels({a: 1, b: 2}))
    assert compare(opening.job) == before
    assert names(before) == ["Kim"]
    assert names(compare(other.job)) == ["Elsewhere", "Elsewhere"]


def test_a_job_without_interviews_has_nothing_to_compare(opening: Opening) -> None:
    assert compare(opening.job) == {
        "job": {"id": opening.job.pk, "title": "Opening"},
        "plans": [],
        "competencies": [],
        "left_out": [],
        "agreement": TOO_FEW,
        "applications": [],
        "warnings": [],
    }


def test_who_was_asked_to_write_and_what_was_decided(opening: Opening) -> None:
    a, b = slugs(opening.plan)
    held = opening.interview("Kim", ADA, BEN, CAL)
    submit(ADA, held, levels({a: 4, b: 4}))
    ben = Person.objects.get(email=BEN)
    excuse_panelist(interview=held, person=ben, reason="On leave", excused_by=make_person())
    recruiter = member(GroupName.RECRUITER)
    decision = record_decision(
        principal=principal(recruiter.email), application=held.application, outcome="hold", rationale="Budget"
    )
    row = row_of(compare(opening.job), "Kim")
    assert row["panel"] == {"expected": 3, "submitted": 1, "excused": 1, "missing": 1}
    assert row["overall"]["recommendation_counts"]["yes"] == 1
    assert row["decision"] == {
        "id": decision.key,
        "supersedes": None,
        "correction_reason": "",
        "outcome": "hold",
        "rationale": "Budget",
        "decided_by": {"id": recruiter.pk, "name": "A Member"},
        "decided_at": decision.decided_at,
        "against_panel": False,
    }


def test_a_rating_of_a_cancelled_interview_counts_like_any_other(opening: Opening) -> None:
    a, b = slugs(opening.plan)
    held = opening.interview("Kim", ADA)
    submit(ADA, held, levels({a: 4, b: 2}))
    update_interview(principal=ATS, interview=held, changes={"cancelled_at": timezone.now()})
    assert row_of(compare(opening.job), "Kim")["overall"]["weighted_mean"] == 3.0


# Plan versions


def test_only_what_all_plan_versions_share_is_compared(opening: Opening) -> None:
    """The first version has A and B, the second B and C; of C and A nothing shows but that they are left out."""
    a, b = slugs(opening.plan)
    submit(ADA, opening.interview("Kim", ADA), levels({a: 5, b: 4}))
    newer = publish(2, skip=1, of=opening.plan)
    c = slugs(newer)[1]
    opening.job.refresh_from_db()
    update_job(principal=ATS, job=opening.job, changes={"plan": newer})
    for name, level in (("Lee", 2), ("Max", 3)):
        submit(ADA, opening.interview(name, ADA), levels({b: level, c: 1}))
    found = compare(opening.job)
    assert [each["competency"]["slug"] for each in found["competencies"]] == [b]
    assert sorted(each["slug"] for each in found["left_out"]) == sorted([a, c])
    assert found["plans"] == [
        {"id": opening.plan.pk, "version": 1, "n_applications": 1},
        {"id": newer.pk, "version": 2, "n_applications": 2},
    ]
    assert found["warnings"] == ["plan_versions_differ"]
    figures = {
        row["application"]["candidate"]["name"]: (
            row["plan"]["version"],
            [each["competency"] for each in row["competencies"]],
            row["overall"]["weighted_mean"],
        )
        for row in found["applications"]
    }
    assert figures == {"Kim": (1, [b], 4.0), "Lee": (2, [b], 2.0), "Max": (2, [b], 3.0)}


@pytest.mark.parametrize("same_lineage", [True, False])
@pytest.mark.parametrize("names_in_turn", [("Kim", "Lee"), ("Lee", "Kim")])
def test_the_newest_plan_weighs_whoever_is_named_first(
    library: None, names_in_turn: tuple[str, str], same_lineage: bool
) -> None:
    """Also where the job was given another plan altogether, whose versions count anew."""
    older = publish(2)
    opening = Opening(older, create_job(title="Opening", plan=older))
    a, b = slugs(older)
    submit(ADA, opening.interview(names_in_turn[0], ADA), levels({a: 5, b: 1}))
    newer = assemble_plan(role=find_role("data-scientist"), rounds=[{"title": "One", "minutes": 30}])
    PlanCompetency.objects.filter(plan=newer).exclude(competency__slug__in=[a, b]).delete()
    PlanCompetency.objects.filter(plan=newer, competency__slug=a).update(weight=30, target_level=5)
    PlanCompetency.objects.filter(plan=newer, competency__slug=b).update(weight=10, target_level=1)
    PlanRound.objects.filter(plan=newer).update(focus=[a])
    if same_lineage:
        InterviewPlan.objects.filter(pk=newer.pk).update(lineage=older.lineage, version=2)
    newer = publish_plan(plan=lock_plan(plan=newer))
    opening.job.refresh_from_db()
    update_job(principal=ATS, job=opening.job, changes={"plan": newer})
    opening.interview(names_in_turn[1], ADA)
    found = compare(opening.job)
    weighed = {each["competency"]["slug"]: (each["weight"], each["target_level"]) for each in found["competencies"]}
    assert weighed == {a: (30, 5), b: (10, 1)}
    old = row_of(found, names_in_turn[0])
    assert old["overall"]["weighted_mean"] == (30 * 5 + 10 * 1) / 40
    assert [each["gap_to_target"] for each in old["competencies"]] == [0.0, 0.0]


def test_versions_that_share_nothing_leave_nothing_to_compare(opening: Opening) -> None:
    submit(ADA, opening.interview("Kim", ADA), levels(dict.fromkeys(slugs(opening.plan), 3)))
    newer = publish(1, skip=2, of=opening.plan)
    opening.job.refresh_from_db()
    update_job(principal=ATS, job=opening.job, changes={"plan": newer})
    submit(ADA, opening.interview("Lee", ADA), levels(dict.fromkeys(slugs(newer), 3)))
    found = compare(opening.job)
    assert found["competencies"] == []
    assert len(found["left_out"]) == 3
    assert {row["overall"]["weighted_mean"] for row in found["applications"]} == {None}


# Who sees what


@pytest.fixture
def watched(opening: Opening, person: Callable[..., Principal]) -> tuple[Opening, Principal]:
    """A recruiter who owes a scorecard of Kim's application, and none of Lee's; all four ratings are in."""
    recruiter = person("recruiter@example.com", GroupName.RECRUITER)
    for name in ("Kim", "Lee"):
        held = opening.interview(name, ADA, BEN)
        for email, level in ((ADA, 2), (BEN, 4)):
            submit(email, held, levels(dict.fromkeys(slugs(opening.plan), level)))
    kim = Application.objects.get(candidate__name="Kim")
    opening.another(kim, "recruiter@example.com", position=1)
    return opening, recruiter


def test_an_application_on_which_one_is_blind_is_listed_without_a_figure(watched: tuple[Opening, Principal]) -> None:
    opening, recruiter = watched
    found = compare(opening.job, recruiter)
    row = row_of(found, "Kim")
    assert row["blind"] is True
    assert {row[name] for name in ("panel", "competencies", "overall", "decision")} == {None}
    assert row_of(found, "Lee")["blind"] is False
    assert row_of(found, "Lee")["panel"]["submitted"] == 2
    assert found["warnings"] == ["still_blind_on_some"]
    assert [each["agreement"]["n_units"] for each in found["competencies"]] == [1, 1]  # Lee's alone
    assert found["agreement"]["n_units"] == 2


def test_nothing_that_happens_there_shows_in_anything(watched: tuple[Opening, Principal]) -> None:
    opening, recruiter = watched
    before = compare(opening.job, recruiter)
    kim = Application.objects.get(candidate__name="Kim")
    submit(CAL, opening.another(kim, CAL), levels(dict.fromkeys(slugs(opening.plan), 5)))
    card = Scorecard.objects.get(application=kim, interviewer__email=ADA)
    amend_scorecard(
        principal=principal(ADA),
        scorecard=card,
        reason="Slip",
        changes={"overall_recommendation": "no"},
        scores=(),
    )
    decider = member(GroupName.RECRUITER)
    record_decision(principal=principal(decider.email), application=kim, outcome="hold", rationale="Budget")
    assert compare(opening.job, recruiter) == before


def test_a_lift_or_the_own_scorecard_opens_it(watched: tuple[Opening, Principal]) -> None:
    opening, recruiter = watched
    assert recruiter.person is not None
    kim = Application.objects.get(candidate__name="Kim")
    lift_blindness(application=kim, person=recruiter.person, reason="Decides", lifted_by=make_person())
    found = compare(opening.job, recruiter)
    assert [row["blind"] for row in found["applications"]] == [False, False]
    assert found["warnings"] == []
    assert found == compare(opening.job)


def test_a_panelist_compares_the_applications_that_they_reach(watched: tuple[Opening, Principal]) -> None:
    opening, _ = watched
    submit(CAL, opening.interview("Max", CAL), levels(dict.fromkeys(slugs(opening.plan), 3)))
    assert names(compare(opening.job, principal(CAL))) == ["Max"]
    assert names(compare(opening.job, principal(ADA))) == ["Kim", "Lee"]


def test_over_the_wire(watched: tuple[Opening, Principal], person: Callable[..., Principal]) -> None:
    opening, recruiter = watched
    assert recruiter.person is not None
    address = f"/api/v1/jobs/{opening.job.pk}/comparison"
    ats, manager = key_client("summaries:read"), person("manager@example.com", GroupName.HIRING_MANAGER).person
    assert manager is not None
    found = ats.get(address)
    assert [row["blind"] for row in found.json()["applications"]] == [False, False]
    assert ats.get(address, headers={"If-None-Match": found["ETag"]}).status_code == 304
    assert session(recruiter.person).get(address).json()["applications"][0]["overall"] is None
    assert ats.get(f"{address}?ordering=score").status_code == 400
    assert key_client("hiring:read").get(address).json()["code"] == "scope_missing"
    assert session(manager).get(address).status_code == 404
    update_job(
        principal=ATS, job=Job.objects.get(pk=opening.job.pk), changes={"hiring_managers": ["manager@example.com"]}
    )
    assert names(session(manager).get(address).json()) == ["Kim", "Lee"]
    assert session(make_person()).get(address).status_code == 404
    assert APIClient().get(address).status_code == 401


# Agreement


def reference(units: Sequence[Sequence[int | None]]) -> float:
    """What the reference package says; one line per rater."""
    data = [[numpy.nan if level is None else level for level in rater] for rater in zip(*units, strict=True)]
    return float(krippendorff.alpha(reliability_data=data, level_of_measurement="ordinal"))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_agreement_is_what_the_reference_package_says(opening: Opening, seed: int) -> None:
    given = random.Random(seed)
    panel, applications = (ADA, BEN, CAL), 5
    rated_by = {
        slug: [[given.choice([None, 1, 2, 3, 4, 5]) for _ in panel] for _ in range(applications)]
        for slug in slugs(opening.plan)
    }
    for number in range(applications):
        held = opening.interview(f"Candidate {number}", *panel)
        for place, email in enumerate(panel):
            submit(email, held, levels({slug: units[number][place] for slug, units in rated_by.items()}))
    found = compare(opening.job)
    for each in found["competencies"]:
        units = rated_by[each["competency"]["slug"]]
        assert each["agreement"]["alpha"] == pytest.approx(reference(units), abs=1e-12)
        assert each["agreement"]["n_units"] == sum(sum(level is not None for level in unit) >= 2 for unit in units)
    all_units = [unit for units in rated_by.values() for unit in units]
    assert found["agreement"]["alpha"] == pytest.approx(reference(all_units), abs=1e-12)


def alphas(opening: Opening) -> list[float | None]:
    found = compare(opening.job)
    return [each["agreement"]["alpha"] for each in found["competencies"]]


def test_only_the_first_independent_rating_of_each_counts(opening: Opening) -> None:
    """Not a second round's, not an amendment, not what was informed, not a draft."""
    a, b = slugs(opening.plan)
    held = [opening.interview(name, ADA, BEN) for name in ("Kim", "Lee")]
    later = [opening.another(interview.application, ADA, position=1) for interview in held]
    for interview, (ada, ben) in zip(held, ((4, 5), (2, 2)), strict=True):
        submit(ADA, interview, levels({a: ada, b: ada}))
        submit(BEN, interview, levels({a: ben, b: ben}))
    expected = pytest.approx(1 - 12 / 72)
    assert alphas(opening) == [expected, expected]
    for interview in later:
        submit(ADA, interview, levels({a: 1, b: 5}))  # her second rating of both
    assert alphas(opening) == [expected, expected]
    card = Scorecard.objects.get(interview=held[0], interviewer__email=BEN)
    amend_scorecard(
        principal=principal(BEN),
        scorecard=card,
        reason="Slip",
        changes={},
        scores=levels({a: 1}),
    )
    assert alphas(opening) == [expected, expected]
    application = held[0].application
    lift_blindness(application=application, person=make_person(email=CAL), reason="Decides", lifted_by=make_person())
    assert submit(CAL, opening.another(application, CAL), levels({a: 1, b: 1})).informed is True
    unfinished = opening.another(application, "dan@example.com")
    create_scorecard(
        principal=principal("dan@example.com"), interviewer=None, interview=unfinished, scores=levels({a: 1, b: 1})
    )
    assert alphas(opening) == [expected, expected]


def test_an_amendment_is_no_first_submission_even_where_it_rates_what_was_not_rated(opening: Opening) -> None:
    a, b = slugs(opening.plan)
    for name, first in (("Kim", 4), ("Lee", 2)):
        held = opening.interview(name, ADA, BEN)
        submit(ADA, held, levels({a: first, b: first}))
        card = submit(BEN, held, levels({a: None, b: first}))
        amend_scorecard(
            principal=principal(BEN),
            scorecard=card,
            reason="Slip",
            changes={},
            scores=levels({a: first}),
        )
    assert alphas(opening) == [None, 1.0]


def test_where_agreement_can_not_be_told(hiring: Hiring) -> None:
    for email in (ADA, BEN):
        submit(email, hiring.first, rated(hiring.focus, 3))
    found = compare(hiring.job)
    assert found["agreement"] == {"alpha": None, "reason_if_null": "no_variation", "n_units": len(hiring.focus)}
    by_slug = {each["competency"]["slug"]: each["agreement"] for each in found["competencies"]}
    assert by_slug[hiring.focus[0]] == TOO_FEW | {"n_units": 1}
