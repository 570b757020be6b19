"""An amendment is a new submitted revision; what it supersedes stays readable and counts no more."""

import itertools
from collections.abc import Sequence
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from hiringkit.people.keys import create_api_key
from hiringkit.people.models import Person
from hiringkit.people.vocabulary import GroupName
from interviews.hiring.panels import update_interview
from interviews.models import CompetencyScore, Scorecard
from interviews.scores.records import NoteWrite, ScoreWrite
from interviews.vocabulary import Recommendation, ScorecardStatus, ScoreState
from tests.api_client import APIClient
from tests.factories import ScorecardFactory
from tests.people.factories import key_client, member, session
from tests.story import ADA, ATS, BEN, Hiring, rated, submit

URL = "/api/v1/scorecards"


@pytest.fixture
def ada(hiring: Hiring) -> APIClient:
    return session(Person.objects.get(email=ADA))


@pytest.fixture
def recruiter(hiring: Hiring) -> APIClient:
    return session(member(GroupName.RECRUITER))


OPINIONS = itertools.cycle(["strong_no", "no", "strong_yes"])  # of which no scorecard here is made


def amend(client: APIClient, card: Any, **body: Any) -> Any:
    pk = card["id"] if isinstance(card, dict) else card.pk
    change = {} if "scores" in body else {"overall_recommendation": next(OPINIONS)}
    return client.post(f"{URL}/{pk}/amend", {"reason": "A slip of the pen"} | change | body, format="json")


def read(client: APIClient, pk: Any) -> Any:
    response = client.get(f"{URL}/{pk}")
    assert response.status_code == 200, response.content
    return response.json()


def levels(shown: Any) -> dict[str, int | None]:
    return {score["competency"]["slug"]: score["level"] for score in shown["scores"]}


def noted(hiring: Hiring, level: int = 3) -> list[ScoreWrite]:
    """A score for the whole focus, the first two with a note on the round's first item each."""
    item = hiring.first.round.items.all()[0].pk
    with_notes = rated(hiring.focus[:2], level, questions=(NoteWrite(item, level=2, note="Slow start"),))
    return [*with_notes, *rated(hiring.focus[2:], level)]


def faults(response: Any) -> set[tuple[str, str]]:
    return {(fault["code"], fault["pointer"]) for fault in response.json()["errors"]}


def test_the_revision_is_a_copy_with_what_was_named_written_over_it(hiring: Hiring, ada: APIClient) -> None:
    first, *others = hiring.focus
    card = submit(ADA, hiring.first, noted(hiring), remote_id="S-1")
    old = read(ada, card.pk)
    response = amend(
        ada,
        card,
        reason="Mixed up two candidates",
        scores=[{"competency": first, "state": "rated", "level": 5, "evidence": "Drew the graph."}],
        overall_recommendation="strong_yes",
    )
    revision = response.json()
    assert response.status_code == 201
    assert response["Location"] == f"http://testserver{URL}/{revision['id']}"
    assert revision == read(ada, revision["id"])
    assert revision["status"] == "submitted"
    assert (revision["supersedes"], revision["superseded_by"]) == (str(card.pk), None)
    assert (revision["amendment_reason"], revision["overall_recommendation"]) == (
        "Mixed up two candidates",
        "strong_yes",
    )
    assert levels(revision) == {first: 5} | dict.fromkeys(others, 3)
    by_slug = {score["competency"]["slug"]: score for score in revision["scores"]}
    before = {score["competency"]["slug"]: score for score in old["scores"]}
    assert {slug: by_slug[slug] for slug in others} == {slug: before[slug] for slug in others}
    assert by_slug[others[0]]["questions"][0]["note"] == "Slow start"
    assert by_slug[first]["questions"] == before[first]["questions"]  # not named, so they stay
    anchors = {row["level"]: row["text"] for row in hiring.plan.profile.get(competency__slug=first).anchors}
    assert (before[first]["anchor"], by_slug[first]["anchor"]) == (anchors[3], anchors[5])
    assert revision["submitted_at"] > old["submitted_at"]


def test_the_old_one_stays_as_it_was_but_for_its_status(hiring: Hiring, ada: APIClient) -> None:
    card = submit(ADA, hiring.first, noted(hiring), remote_id="S-1")
    before = read(ada, card.pk)
    revision = amend(ada, card, overall_recommendation="no").json()
    after = read(ada, card.pk)
    moved = {"status": "superseded", "superseded_by": revision["id"], "modified_at": after["modified_at"]}
    assert after == before | moved
    assert after["modified_at"] > before["modified_at"]


def test_the_remote_id_goes_to_the_revision(hiring: Hiring, ada: APIClient) -> None:
    card = submit(ADA, hiring.first, remote_id="S-1")
    second = amend(ada, card).json()
    refused = amend(ada, second, remote_id="S-2")  # that it is taken could tell her of a scorecard hidden from her
    assert (refused.status_code, faults(refused)) == (422, {("for_integrations", "/remote_id")})
    program = key_client("scorecards:write")
    third = amend(program, second, remote_id="S-2").json()
    found = key_client("scorecards:read").get(f"{URL}?remote_id=S-1").json()["results"]
    assert {row["id"] for row in found} == {str(card.pk), second["id"]}  # the history keeps the name it had
    assert [row["remote_id"] for row in (second, third)] == ["S-1", "S-2"]
    assert submit(BEN, hiring.first, remote_id="S-1").remote_id == "S-1"  # and it is free again
    taken = amend(program, third, remote_id="S-1")
    assert (taken.status_code, faults(taken)) == (422, {("remote_id_taken", "/remote_id")})
    assert read(ada, third["id"])["status"] == "submitted"


def test_only_the_latest_can_be_amended(hiring: Hiring, ada: APIClient) -> None:
    card = submit(ADA, hiring.first)
    revision = amend(ada, card).json()
    again = amend(ada, card)
    assert (again.status_code, again.json()["code"]) == (409, "scorecard_superseded")
    last = amend(ada, revision).json()
    chain = Scorecard.objects.filter(interview=hiring.first).order_by("pk").values_list("pk", "supersedes", "status")
    assert [(str(pk), str(old) if old else None, status) for pk, old, status in chain] == [
        (str(card.pk), None, ScorecardStatus.SUPERSEDED),
        (revision["id"], str(card.pk), ScorecardStatus.SUPERSEDED),
        (last["id"], revision["id"], ScorecardStatus.SUBMITTED),
    ]


def test_a_draft_is_edited_and_not_amended(hiring: Hiring, ada: APIClient) -> None:
    posted = ada.post(URL, {"interview": hiring.first.pk}, format="json").json()
    refused = amend(ada, posted)
    assert (refused.status_code, refused.json()["code"]) == (409, "scorecard_not_submitted")


def test_notes_that_are_named_are_replaced(hiring: Hiring, ada: APIClient) -> None:
    first, second = hiring.focus[:2]
    card = submit(ADA, hiring.first, noted(hiring))
    item = str(hiring.first.round.items.all()[1].pk)
    named = {"competency": first, "state": "rated", "level": 3, "evidence": "Said so."}
    changed = amend(ada, card, scores=[named | {"questions": [{"item": item, "note": "The other one"}]}]).json()
    by_slug = {score["competency"]["slug"]: score["questions"] for score in changed["scores"]}
    assert [(note["item"], note["note"]) for note in by_slug[first]] == [(item, "The other one")]
    assert [note["note"] for note in by_slug[second]] == ["Slow start"]
    emptied = amend(ada, changed, scores=[named | {"questions": []}]).json()
    assert next(score for score in emptied["scores"] if score["competency"]["slug"] == first)["questions"] == []
    assert CompetencyScore.objects.get(scorecard=card, competency__slug=first).questions.get().note == "Slow start"


def test_a_copied_score_keeps_the_anchor_that_its_author_read(hiring: Hiring, ada: APIClient) -> None:
    """Also where the library's wording has changed since: the plan keeps its own."""
    card = submit(ADA, hiring.first, noted(hiring))
    profile = hiring.plan.profile.get(competency__slug=hiring.focus[0])
    profile.competency.anchors.update(text="Reworded")
    revision = amend(ada, card, overall_recommendation="no").json()
    kept = {score["competency"]["slug"]: score["anchor"] for score in revision["scores"]}
    assert kept[hiring.focus[0]] == {row["level"]: row["text"] for row in profile.anchors}[3]
    assert "Reworded" not in kept.values()


def test_what_is_wrong_is_listed_at_once_and_nothing_is_superseded(hiring: Hiring, ada: APIClient) -> None:
    first, second = hiring.focus[:2]
    card = submit(ADA, hiring.first, noted(hiring), remote_id="S-1")
    before = read(ada, card.pk)
    missing_reason = ada.post(f"{URL}/{card.pk}/amend", {"mood": "good"}, format="json")
    assert faults(missing_reason) == {("required", "/reason"), ("unknown_field", "/mood")}
    assert faults(amend(ada, card, reason=" ")) == {("blank", "/reason")}
    assert faults(amend(ada, card, overall_recommendation=None)) == {("null", "/overall_recommendation")}
    wrong = [
        {"competency": "no-such-thing", "state": "rated", "level": 1},
        {"competency": first, "state": "rated"},
        {"competency": first, "state": "not_assessed", "level": 1},
    ]
    assert faults(amend(ada, card, scores=wrong)) == {
        ("competency_not_in_plan", "/scores/0/competency"),
        ("competency_repeated", "/scores/2/competency"),
        ("level_without_rating", "/scores/2/level"),
    }
    gaps = amend(
        ada,
        card,
        scores=[
            {"competency": first, "state": "rated", "level": 1},
            {"competency": second, "state": "not_assessed"},
        ],
    )
    assert gaps.json()["code"] == "scorecard_incomplete"
    assert faults(gaps) == {("evidence_missing", "/scores/0/evidence"), ("reason_missing", "/scores/1/reason")}
    assert read(ada, card.pk) == before
    assert Scorecard.objects.count() == 1


def test_the_summary_counts_the_revision_only(hiring: Hiring, ada: APIClient, recruiter: APIClient) -> None:
    address = f"/api/v1/applications/{hiring.application.pk}/summary"
    card = submit(ADA, hiring.first, rated(hiring.focus, 1), recommendation=Recommendation.NO)
    better: Sequence[Any] = [
        {"competency": slug, "state": "rated", "level": 5, "evidence": "Said so."} for slug in hiring.focus
    ]
    amend(ada, card, scores=better, overall_recommendation="yes")
    summary = recruiter.get(address).json()
    assert summary["panel"]["submitted"] == 1
    assert {row["mean"] for row in summary["competencies"] if row["n_rated"]} == {5.0}
    assert {row["n_rated"] for row in summary["competencies"]} <= {0, 1}
    counts = summary["overall"]["recommendation_counts"]
    assert (counts["yes"], sum(counts.values())) == (1, 1)


def test_an_amendment_may_take_a_rating_back(hiring: Hiring, ada: APIClient, recruiter: APIClient) -> None:
    first, *others = hiring.focus
    card = submit(ADA, hiring.first, rated(hiring.focus, 2))
    amend(ada, card, scores=[{"competency": first, "state": "not_assessed", "reason": "That was someone else"}])
    summary = recruiter.get(f"/api/v1/applications/{hiring.application.pk}/summary").json()
    figures = {row["competency"]["slug"]: (row["n_rated"], row["n_not_assessed"]) for row in summary["competencies"]}
    assert figures[first] == (0, 1)
    assert {figures[slug] for slug in others} == {(1, 0)}


def test_also_after_the_interview_was_cancelled(hiring: Hiring, ada: APIClient, recruiter: APIClient) -> None:
    card = submit(ADA, hiring.first)
    update_interview(principal=ATS, interview=hiring.first, changes={"cancelled_at": timezone.now()})
    assert amend(ada, card, overall_recommendation="no").status_code == 201
    summary = recruiter.get(f"/api/v1/applications/{hiring.application.pk}/summary").json()
    assert summary["overall"]["recommendation_counts"]["no"] == 1


def test_both_identities_are_kept_when_a_program_amends(hiring: Hiring) -> None:
    card = submit(ADA, hiring.first)
    key, text = create_api_key(name="ATS", scopes=["scorecards:write"])
    shown = amend(APIClient(headers={"Authorization": f"Bearer {text}"}), card).json()
    assert shown["interviewer"]["name"] == "ada"
    assert shown["submitted_by"] == {"id": str(key.pk), "name": "ATS"}
    assert Scorecard.objects.get(pk=card.pk).written_by_key is None


def test_the_old_version_is_refused_and_the_current_one_shown(hiring: Hiring, ada: APIClient) -> None:
    card = submit(ADA, hiring.first)
    tag = ada.get(f"{URL}/{card.pk}")["ETag"]
    body = {"reason": "Slip", "overall_recommendation": "strong_no"}
    late = ada.post(f"{URL}/{card.pk}/amend", body, format="json", headers={"If-Match": f'"{"0" * 32}"'})
    assert (late.status_code, late.json()["code"]) == (412, "stale")
    assert late.json()["current"] == read(ada, card.pk)
    done = ada.post(f"{URL}/{card.pk}/amend", body, format="json", headers={"If-Match": tag})
    assert done.status_code == 201
    assert done["ETag"] == ada.get(f"{URL}/{done.json()['id']}")["ETag"]


def test_an_amendment_reopens_no_debt(hiring: Hiring, ada: APIClient) -> None:
    """The revision stands in the place of the submission, for the interview's status as for what is owed."""
    for email in (ADA, BEN):
        card = submit(email, hiring.first)
    amend(session(Person.objects.get(email=BEN)), card)
    listed = key_client("scorecards:read").get(f"{URL}/owed?interview={hiring.first.pk}").json()
    assert listed["results"] == []
    shown = key_client("hiring:read").get(f"/api/v1/interviews/{hiring.first.pk}").json()
    assert shown["status"] == "complete"


def test_the_blind_learn_of_no_amendment(hiring: Hiring, ada: APIClient) -> None:
    ben = session(Person.objects.get(email=BEN))
    addresses = (URL, f"{URL}?status=superseded", f"/api/v1/interviews/{hiring.first.pk}")
    card = submit(ADA, hiring.first)
    before = [ben.get(address).json() for address in addresses]
    revision = amend(ada, card).json()
    assert [ben.get(address).json() for address in addresses] == before
    assert [ben.get(f"{URL}/{pk}").status_code for pk in (card.pk, revision["id"])] == [404, 404]


def test_the_database_keeps_the_rules_by_itself(hiring: Hiring, ada: APIClient) -> None:
    """A revision without a reason, two revisions of one scorecard, and a changed score of what is superseded."""
    card = submit(ADA, hiring.first, noted(hiring))
    revision = Scorecard.objects.get(pk=amend(ada, card).json()["id"])
    with pytest.raises(IntegrityError, match="scorecard_amended_with_reason"), transaction.atomic():
        Scorecard.objects.filter(pk=revision.pk).update(amendment_reason="")
    with pytest.raises(IntegrityError, match="supersedes_id"), transaction.atomic():
        ScorecardFactory.make(
            application_id=card.application_id,
            interview=hiring.second,
            interviewer=Person.objects.get(email=ADA),
            supersedes=card,
            amendment_reason="Once more",
        )
    for final in (card, revision):
        with pytest.raises(IntegrityError, match="a submitted scorecard is final"), transaction.atomic():
            CompetencyScore.objects.filter(scorecard=final).update(state=ScoreState.NOT_ASSESSED, level=None)


def test_an_amendment_that_says_nothing_new_is_refused(hiring: Hiring, ada: APIClient) -> None:
    """Neither a reason alone, nor with what stands there already, makes a revision."""
    card = submit(ADA, hiring.first)
    shown = read(ada, card.pk)
    first = shown["scores"][0]
    same = {name: first[name] for name in ("state", "level", "evidence")} | {"competency": first["competency"]["slug"]}
    for change in ({}, {"overall_recommendation": shown["overall_recommendation"]}, {"scores": [same]}):
        answer = ada.post(f"{URL}/{card.pk}/amend", {"reason": "Nothing"} | change)
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "nothing_changed")
    assert Scorecard.objects.filter(interviewer=card.interviewer).count() == 1
    assert read(ada, card.pk) == shown
