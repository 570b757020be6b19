"""How often questions were asked: counted from what is recorded, told to whom it concerns, and not to the blind."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from uuid_utils.compat import uuid7

from hiringkit.people.models import Person
from hiringkit.people.principals import Principal
from hiringkit.people.vocabulary import GroupName
from hiringkit.rows.tracked import delete_softly
from interviews.hiring.panels import cancel_interview, create_interview
from interviews.hiring.releases import excuse_panelist
from interviews.hiring.services import create_application, create_candidate
from interviews.models import Interview, InterviewPlan, PlanItem, QuestionNote, Scorecard
from interviews.plans.bank import load_bank
from interviews.scores.records import ItemWrite, NoteWrite, ScoreWrite
from interviews.vocabulary import ScoreState
from roles.models import Question
from tests.api_client import APIClient
from tests.factories import InterviewPlanFactory, PlanRoundFactory
from tests.interviews.kits.test_paper import thaw
from tests.people.factories import key_client, member, session
from tests.roles.test_admin_writes import form_of
from tests.scorecards import amend_scorecard, create_scorecard
from tests.story import ADA, ATS, BEN, CAL, Hiring, find_role, principal, rated, submit

LIST = "/api/v1/question-exposures"
MORNING = datetime(2026, 1, 5, 9, tzinfo=UTC)


@pytest.fixture
def item(hiring: Hiring) -> PlanItem:
    """A question of the first round."""
    return hiring.first.round.items.select_related("question").order_by("position")[0]


@pytest.fixture
def client(hiring: Hiring) -> APIClient:
    client = key_client("library:read")
    client.get(LIST)  # notes the key's first use
    return client


def exposure(client: APIClient, item: PlanItem) -> dict[str, Any]:
    response = client.get(f"/api/v1/questions/{item.question_id}/exposure")
    assert response.status_code == 200, response.content
    found: dict[str, Any] = response.json()
    return found


def times(client: APIClient, item: PlanItem) -> int:
    found: int = exposure(client, item)["times_asked"]
    return found


def noted(hiring: Hiring, item: PlanItem, *asked: bool) -> list[ScoreWrite]:
    """Scores of the first round whose notes on the item say so, one competency each."""
    first, second = (
        ScoreWrite(
            slug,
            ScoreState.RATED,
            level=3,
            evidence="Said so.",
            questions=(NoteWrite(item.pk, asked=told),) if told is not None else (),
        )
        for slug, told in zip(hiring.focus, [*asked, None, None][:2], strict=True)
    )
    return [first, second]


def another(hiring: Hiring, **values: Any) -> Interview:
    """An interview of the first round with another candidate for the same job."""
    application = create_application(candidate=create_candidate(name="Another"), job=hiring.job)
    return create_interview(application=application, round=hiring.first.round_id, panelists=[ADA, BEN], **values)


def test_the_optimiser_weighs_interviews_held_over_all_of_them(hiring: Hiring, item: PlanItem) -> None:
    def weighed() -> int:
        role = find_role("data-scientist")
        profile = list(role.profile.all())
        bank = load_bank(role=role, profile=profile, named=[item.question.slug], minutes=60)
        return next(question.asked for question in bank if question.slug == item.question.slug)

    assert weighed() == 0  # a published plan holds it, and nobody was asked
    submit(ADA, hiring.first)
    held = another(hiring)
    assert weighed() == 1  # Ben owes a scorecard of this application: the figure is not his, nor shown to anybody
    submit(BEN, held)
    assert weighed() == 2


def test_a_question_that_nobody_was_asked(client: APIClient, item: PlanItem) -> None:
    assert exposure(client, item) == {
        "question": {"id": str(item.question_id), "slug": item.question.slug, "version": item.question.version},
        "times_asked": 0,
        "n_candidates": 0,
        "last_asked_at": None,
        "n_plans": 1,
    }


def test_it_is_asked_once_an_interview_however_many_have_written(
    client: APIClient, hiring: Hiring, item: PlanItem
) -> None:
    submit(ADA, hiring.first)
    submit(BEN, hiring.first)
    submit(ADA, another(hiring))
    found = exposure(client, item)
    assert (found["times_asked"], found["n_candidates"]) == (2, 2)
    second = hiring.second.round.items.all()[0]
    assert times(client, second) == 0


def test_a_candidate_who_is_asked_twice_is_one(client: APIClient, hiring: Hiring, item: PlanItem) -> None:
    again = create_interview(application=hiring.application, round=hiring.first.round_id, panelists=[CAL])
    submit(ADA, hiring.first)
    submit(CAL, again)
    found = exposure(client, item)
    assert (found["times_asked"], found["n_candidates"]) == (2, 1)


def test_a_draft_tells_nothing(client: APIClient, hiring: Hiring, item: PlanItem) -> None:
    create_scorecard(
        principal=principal(ADA), interviewer=None, interview=hiring.first, scores=noted(hiring, item, True)
    )
    assert times(client, item) == 0


def test_what_no_scorecard_says_was_not_asked_counts(client: APIClient, hiring: Hiring, item: PlanItem) -> None:
    submit(ADA, hiring.first, noted(hiring, item))
    assert times(client, item) == 1


def test_what_is_said_not_to_have_been_asked_does_not_count(client: APIClient, hiring: Hiring, item: PlanItem) -> None:
    submit(ADA, hiring.first, noted(hiring, item, False, False))
    assert times(client, item) == 0
    other = hiring.first.round.items.order_by("position")[1]
    assert times(client, other) == 1
    submit(BEN, hiring.first)  # says nothing of the item
    assert times(client, item) == 0
    assert exposure(client, item)["last_asked_at"] is None


@pytest.mark.parametrize(
    ("told", "times_asked"),
    [
        ([{"asked": False}], 0),
        ([{"asked": True, "alternate": True}], 0),
        ([{"asked": True}], 1),
        ([{"asked": False}, {"asked": True}], 1),
        ([{"asked": False}, {"asked": True, "alternate": True}], 0),
    ],
)
def test_what_became_of_it_in_the_room_counts(
    client: APIClient, hiring: Hiring, item: PlanItem, told: list[dict[str, Any]], times_asked: int
) -> None:
    thaw(alternates=[{"id": str(item.question_id)}])
    for email, each in zip((ADA, BEN), told, strict=False):
        alternate = item.question_id if each.get("alternate") else None
        submit(email, hiring.first, items=[ItemWrite(item.pk, each["asked"], alternate, "Had to.")])
    assert times(client, item) == times_asked


def test_one_who_says_that_it_was_asked_is_believed(client: APIClient, hiring: Hiring, item: PlanItem) -> None:
    submit(ADA, hiring.first, noted(hiring, item, False))
    submit(BEN, hiring.first, noted(hiring, item, False, True))
    assert times(client, item) == 1


def test_of_another_interview_nothing_is_said(client: APIClient, hiring: Hiring, item: PlanItem) -> None:
    submit(ADA, hiring.first, noted(hiring, item, False))
    submit(ADA, another(hiring), noted(hiring, item, True))
    assert times(client, item) == 1


def test_an_amendment_takes_the_place_of_what_it_amends(client: APIClient, hiring: Hiring, item: PlanItem) -> None:
    card = submit(ADA, hiring.first, noted(hiring, item, True))
    before = exposure(client, item)
    changed = ScoreWrite(
        hiring.focus[0], ScoreState.RATED, level=3, evidence="Said so.", questions=(NoteWrite(item.pk, asked=False),)
    )
    amend_scorecard(principal=principal(ADA), scorecard=card, reason="A slip.", changes={}, scores=[changed])
    assert (before["times_asked"], times(client, item)) == (1, 0)
    other = hiring.first.round.items.order_by("position")[1]
    assert exposure(client, other)["last_asked_at"] == before["last_asked_at"]  # of the first submission


def test_it_was_asked_when_the_interview_was_to_be_or_at_the_latest_when_somebody_wrote(
    client: APIClient, hiring: Hiring, item: PlanItem
) -> None:
    first = submit(ADA, hiring.first)
    submit(BEN, hiring.first)
    assert first.submitted_at is not None
    assert exposure(client, item)["last_asked_at"] == first.submitted_at.isoformat().replace("+00:00", "Z")
    Interview.objects.filter(pk=hiring.first.pk).update(scheduled_at=MORNING)
    assert exposure(client, item)["last_asked_at"] == "2026-01-05T09:00:00Z"
    later = another(hiring, scheduled_at=MORNING + timedelta(days=1))
    submit(ADA, later)
    assert exposure(client, item)["last_asked_at"] == "2026-01-06T09:00:00Z"
    early = another(hiring, scheduled_at=datetime(2090, 1, 1, tzinfo=UTC))
    card = submit(ADA, early)
    assert card.submitted_at is not None
    assert exposure(client, item)["last_asked_at"] == card.submitted_at.isoformat().replace("+00:00", "Z")


def test_a_cancelled_interview_counts_once_written_about_and_a_deleted_one_does_not(
    client: APIClient, hiring: Hiring, item: PlanItem
) -> None:
    submit(ADA, hiring.first)
    cancel_interview(principal=ATS, interview=hiring.first)
    assert times(client, item) == 1
    delete_softly(hiring.first)
    assert times(client, item) == 0


def revision_of(plan: InterviewPlan) -> InterviewPlan:
    """A draft of its next version with an empty round."""
    draft = InterviewPlanFactory.make(lineage=plan.lineage, version=2, role=plan.role, title=plan.title)
    PlanRoundFactory.make(plan=draft, position=1)
    return draft


def test_every_version_of_a_question_and_of_a_plan_counts(client: APIClient, hiring: Hiring, item: PlanItem) -> None:
    submit(ADA, hiring.first)
    Question.objects.filter(pk=item.question_id).update(version=7)
    draft = revision_of(hiring.plan)
    copied = PlanItem.objects.get(pk=item.pk)
    copied.pk, copied.plan, copied.round = uuid7(), draft, draft.rounds.get()
    copied.save(force_insert=True)
    found = exposure(client, item)
    assert (found["question"]["version"], found["times_asked"], found["n_plans"]) == (7, 1, 2)
    delete_softly(draft)
    assert exposure(client, item)["n_plans"] == 1


# Who is told


@pytest.mark.parametrize(
    ("group", "status"),
    [
        (GroupName.LIBRARY_EDITOR, 200),
        (GroupName.RECRUITER, 200),
        (GroupName.AUDITOR, 200),
        (GroupName.HIRING_MANAGER, 403),
        (GroupName.INTERVIEWER, 403),
    ],
)
def test_the_groups_that_are_told(hiring: Hiring, item: PlanItem, group: GroupName, status: int) -> None:
    client = session(member(group))
    answers = [client.get(url) for url in (LIST, f"/api/v1/questions/{item.question_id}/exposure")]
    assert [answer.status_code for answer in answers] == [status, status]
    if status == 403:
        assert {answer.json()["code"] for answer in answers} == {"group_missing"}


def test_a_program_needs_the_scope_of_the_library(hiring: Hiring) -> None:
    assert key_client("hiring:write", "scorecards:write").get(LIST).json()["code"] == "scope_missing"
    assert key_client("library:read").get(LIST).status_code == 200


def test_a_question_that_is_not_there(client: APIClient, item: PlanItem) -> None:
    assert client.get(f"/api/v1/questions/{item.plan_id}/exposure").status_code == 404
    delete_softly(item.question)
    assert client.get(f"/api/v1/questions/{item.question_id}/exposure").status_code == 404


@pytest.fixture
def editor(person: Callable[..., Principal], hiring: Hiring) -> APIClient:
    """A library editor who sits on the panel of the first interview too, and owes their scorecard."""
    made = person("edith@example.com", GroupName.LIBRARY_EDITOR, GroupName.INTERVIEWER)
    hiring.first.panelists.add(made.required_person())
    return session(made.required_person())


def test_a_blind_editor_does_not_learn_that_a_colleague_has_submitted(
    hiring: Hiring, item: PlanItem, editor: APIClient
) -> None:
    url = f"/api/v1/questions/{item.question_id}/exposure"
    other = session(member(GroupName.LIBRARY_EDITOR, email="other@example.com"))
    pages = [url, LIST, f"{LIST}?min_times=1", "/admin/roles/question/"]
    before, tag = [shown(editor, page) for page in pages], editor.get(url)["ETag"]
    submit(ADA, hiring.first)
    assert [shown(editor, page) for page in pages] == before
    assert editor.get(url)["ETag"] == tag
    assert times(other, item) == 1
    submit(ADA, another(hiring))  # on an application on which they are not blind
    assert times(editor, item) == 1
    submit("edith@example.com", hiring.first)
    assert times(editor, item) == 2


def shown(client: APIClient, page: str) -> Any:
    """What stands in the answer; of the admin's page, in its rows."""
    response = client.get(page)
    assert response.status_code == 200
    if not page.startswith("/admin/"):
        return response.json()
    text = response.content.decode()
    return text[text.index("<tbody>") : text.index("</tbody>")]


def test_whoever_is_excused_is_told(hiring: Hiring, item: PlanItem, editor: APIClient) -> None:
    submit(ADA, hiring.first)
    assert times(editor, item) == 0
    recruiter = member(GroupName.RECRUITER, email="r@example.com")
    excuse_panelist(
        interview=hiring.first,
        person=Person.objects.get(email="edith@example.com"),
        excused_by=recruiter,
        reason="On leave.",
    )
    assert times(editor, item) == 1


# The list


def walk(client: APIClient, query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    following: str | None = f"{LIST}?{query}"
    while following:
        page = client.get(following).json()
        found += page["results"]
        following = page["next"]
    return found


def test_the_list_has_every_question_once_in_the_order_of_slugs(client: APIClient, hiring: Hiring) -> None:
    submit(ADA, hiring.first)
    rows = walk(client, "page_size=7")
    slugs = list(Question.objects.order_by("slug").values_list("slug", flat=True))
    assert [row["question"]["slug"] for row in rows] == slugs
    asked = set(hiring.first.round.items.values_list("question_slug", flat=True))
    assert {row["question"]["slug"] for row in rows if row["times_asked"]} == asked


def test_filters(client: APIClient, hiring: Hiring, item: PlanItem) -> None:
    submit(ADA, hiring.first)
    submit(ADA, another(hiring), noted(hiring, item, False))
    asked = set(hiring.first.round.items.values_list("question_slug", flat=True))
    once = [row["question"]["slug"] for row in walk(client, "min_times=1&page_size=1")]
    twice = {row["question"]["slug"] for row in walk(client, "min_times=2")}
    assert (sorted(asked), asked - {item.question_slug}) == (once, twice)
    assert walk(client, "min_times=3") == []
    competency = item.shows[0]["slug"]
    of_both = walk(client, f"min_times=1&competency={competency}&role=data-scientist")
    assert item.question_slug in {row["question"]["slug"] for row in of_both}
    assert walk(client, "competency=no-such-thing") == walk(client, "role=no-such-thing") == []


@pytest.mark.parametrize("query", ["min_times=0", "min_times=x", "min_times=1.5", "min_times=1000001", "area=a"])
def test_parameters_that_make_no_sense(client: APIClient, query: str) -> None:
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 400
    assert response.json()["errors"][0]["pointer"] == f"?{query.partition('=')[0]}"


def test_three_questions_take_as_many_statements_as_one(client: APIClient, hiring: Hiring, item: PlanItem) -> None:
    """The key; the page; what was asked; plans."""
    submit(ADA, hiring.first)
    counts = []
    for address in (f"{LIST}?page_size=1", f"{LIST}?page_size=3", f"{LIST}?page_size=3&min_times=1"):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        counts.append(len(captured))
    assert counts == [4, 4, 4]


# The admin


def test_editors_see_it_in_the_admins_list_and_page(hiring: Hiring, item: PlanItem) -> None:
    submit(ADA, hiring.first)
    Interview.objects.filter(pk=hiring.first.pk).update(scheduled_at=MORNING)
    editor = session(member(GroupName.LIBRARY_EDITOR))
    rows = editor.get("/admin/roles/question/", {"q": item.question_slug}).content.decode()
    assert '<td class="field-times_asked">1</td><td class="field-n_candidates">1</td>' in rows
    page = editor.get(f"/admin/roles/question/{item.question_id}/change/").content.decode()
    assert "times asked" in page.lower()
    assert "candidates asked" in page.lower()
    assert "5 Jan 2026, 9 a.m." in page
    assert editor.get("/admin/roles/question/add/").status_code == 200


def test_hiring_managers_see_the_questions_alone(hiring: Hiring, item: PlanItem) -> None:
    manager = session(member(GroupName.HIRING_MANAGER))
    for page in (f"/admin/roles/question/?q={item.question_slug}", f"/admin/roles/question/{item.question_id}/change/"):
        text = manager.get(page).content.decode()
        assert item.question_slug in text
        assert "times_asked" not in text


def test_the_admins_list_takes_two_statements_more_for_any_number_of_rows(hiring: Hiring) -> None:
    submit(ADA, hiring.first)
    editor = session(member(GroupName.LIBRARY_EDITOR))
    counts = []
    for found in (1, 3):
        slugs = Question.objects.order_by("slug").values_list("slug", flat=True)
        Question.objects.filter(slug__in=slugs[:found]).update(kind="exercise")
        Question.objects.exclude(slug__in=list(slugs[:found])).update(kind="knowledge")
        with CaptureQueriesContext(connection) as captured:
            assert editor.get("/admin/roles/question/", {"kind__exact": "exercise"}).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert Scorecard.objects.count() == 1
    assert QuestionNote.objects.count() == 0


def test_an_editor_still_saves_a_question(hiring: Hiring, item: PlanItem) -> None:
    submit(ADA, hiring.first, rated(hiring.focus, 3))
    editor = session(member(GroupName.LIBRARY_EDITOR))
    address = f"/admin/roles/question/{item.question_id}/change/"
    values = form_of(editor, address) | {"roles": [role.pk for role in item.question.roles.all()]}
    refused = editor.post(address, values | {"minutes": "0"}, format="multipart")
    assert refused.status_code == 200
    assert "times asked" in refused.content.decode().lower()
    assert editor.post(address, values | {"minutes": "9"}, format="multipart").status_code == 302
    assert Question.objects.get(pk=item.question_id).minutes == 9
