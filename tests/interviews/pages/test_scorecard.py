"""`/interviews/{id}/scorecard`: one's own scorecard as a form, which loses nothing that was typed."""

import html
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hiringkit.people.models import Person
from hiringkit.people.vocabulary import GroupName
from interviews.models import CompetencyScore, Interview, QuestionNote, Scorecard
from interviews.scores.records import NoteWrite, ScoreWrite
from interviews.vocabulary import ScoreState
from tests.api_client import APIClient
from tests.people.factories import member, session
from tests.scorecards import create_scorecard
from tests.story import ADA, BEN, Hiring, principal, submit

PAGE = {"Accept": "text/html"}


@pytest.fixture
def ada(hiring: Hiring) -> APIClient:
    return session(Person.objects.get(email=ADA))


def page_of(client: APIClient, interview: Interview, status: int = 200) -> str:
    answer = client.get(f"/interviews/{interview.pk}/scorecard", headers=PAGE)
    assert answer.status_code == status
    assert len(answer.content) < 60_000
    return html.unescape(answer.content.decode())


def send(client: APIClient, interview: Interview, act: str = "save", **values: str) -> Any:
    named = {name.replace("__", "-").replace("_", "-"): value for name, value in values.items()}
    return client.post(f"/interviews/{interview.pk}/scorecard", {act: "", **named}, headers=PAGE, format="multipart")


def version(client: APIClient, interview: Interview) -> str:
    return page_of(client, interview).partition('name="version" value="')[2].partition('"')[0]


def filled(hiring: Hiring, level: str = "4", words: str = "Asked for the date.") -> dict[str, str]:
    values = {"recommendation": "yes"}
    for slug in hiring.focus:
        values |= {f"level-{slug}": level, f"words-{slug}": words}
    return values


def stored() -> dict[str, tuple[str, int | None, str, str]]:
    rows = CompetencyScore.objects.select_related("competency")
    return {row.competency.slug: (row.state, row.level, row.evidence, row.reason) for row in rows}


def test_the_anchors_stand_beside_the_levels(hiring: Hiring, ada: APIClient) -> None:
    page = page_of(ada, hiring.first)
    for row in hiring.plan.profile.filter(competency__slug__in=hiring.focus):
        assert all(f"{anchor['level']}. {anchor['text']}" in page for anchor in row.anchors)
    other = hiring.plan.profile.exclude(competency__slug__in=hiring.focus)[0]
    assert other.competency.name not in page
    assert (
        f'href="/interviews/{hiring.first.pk}/scorecard"' in ada.get(f"/interviews/{hiring.first.pk}").content.decode()
    )


def test_a_draft_is_kept_gone_on_with_and_submitted(hiring: Hiring, ada: APIClient) -> None:
    first, second = hiring.focus
    answer = send(ada, hiring.first, **{f"level-{first}": "2", f"words-{first}": "Guessed."})
    assert (answer.status_code, answer["Location"]) == (302, f"/interviews/{hiring.first.pk}/scorecard")
    assert stored() == {first: ("rated", 2, "Guessed.", "")}
    page = page_of(ada, hiring.first)
    assert "Guessed." in page
    unseen = {f"level-{second}": "not_assessed", f"words-{second}": "No time.", "recommendation": "no"}
    kept = {f"level-{first}": "2", f"words-{first}": "Guessed.", "version": version(ada, hiring.first)}
    answer = send(ada, hiring.first, "submit", **kept, **unseen)
    assert answer["Location"] == f"/interviews/{hiring.first.pk}#scorecard"
    assert Scorecard.objects.get().status == "submitted"
    assert stored()[second] == ("not_assessed", None, "", "No time.")
    assert send(ada, hiring.first, **kept).status_code == 302  # it is final: back to the kit
    assert stored()[first] == ("rated", 2, "Guessed.", "")


def test_every_gap_is_said_at_its_place_and_the_draft_is_kept(hiring: Hiring, ada: APIClient) -> None:
    first, second = hiring.focus
    answer = send(ada, hiring.first, "submit", **{f"level-{first}": "3"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert page.count("fault") >= 4  # the whole, the evidence, the other competency, the recommendation
    for told in ("is rated without evidence", "is in this round&#x27;s focus", "Say what you recommend"):
        assert told in page
    assert stored() == {first: ("rated", 3, "", "")}
    assert Scorecard.objects.get().status == "draft"
    fixed = page.partition('name="version" value="')[2].partition('"')[0]
    assert send(ada, hiring.first, "submit", version=fixed, **filled(hiring)).status_code == 302
    assert second in stored()


def test_a_gap_stands_at_its_own_competency_in_whatever_order_they_are(hiring: Hiring, ada: APIClient) -> None:
    for without in hiring.focus:
        values = {**filled(hiring), f"words-{without}": "", "version": version(ada, hiring.first)}
        page = send(ada, hiring.first, "submit", **values).content.decode()
        sections = {slug: page.partition(f'id="{slug}"')[2].partition("</section>")[0] for slug in hiring.focus}
        assert [slug for slug in hiring.focus if "without evidence" in sections[slug]] == [without]


def test_words_without_a_level_are_not_lost(hiring: Hiring, ada: APIClient) -> None:
    answer = send(ada, hiring.first, **{f"words-{hiring.focus[0]}": "Typed <b>words</b>."})
    assert answer.status_code == 422
    assert "Typed <b>words</b>." in html.unescape(answer.content.decode())
    assert "Choose a level" in answer.content.decode()
    assert not Scorecard.objects.exists()


def test_of_two_pages_both_texts_are_shown_and_a_person_chooses(hiring: Hiring, ada: APIClient) -> None:
    first = hiring.focus[0]
    send(ada, hiring.first, **{f"level-{first}": "2", f"words-{first}": "At the beginning."})
    seen = version(ada, hiring.first)
    assert (
        send(ada, hiring.first, version=seen, **{f"level-{first}": "3", f"words-{first}": "One page."}).status_code
        == 302
    )
    answer = send(ada, hiring.first, version=seen, **{f"level-{first}": "4", f"words-{first}": "The other page."})
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 409
    assert "The other page." in page
    assert "One page." in page
    assert stored()[first] == ("rated", 3, "One page.", "")
    now = page.partition('name="version" value="')[2].partition('"')[0]
    chosen = send(ada, hiring.first, version=now, **{f"level-{first}": "4", f"words-{first}": "The other page."})
    assert chosen.status_code == 302
    assert stored()[first] == ("rated", 4, "The other page.", "")


def test_notes_on_questions_that_came_another_way_stay(hiring: Hiring, ada: APIClient) -> None:
    first = hiring.focus[0]
    item = hiring.first.round.items.all()[0].pk
    note = ScoreWrite(first, ScoreState.RATED, level=3, evidence="E.", questions=(NoteWrite(item, note="N."),))
    create_scorecard(principal=principal(ADA), interview=hiring.first, scores=[note])
    values = {f"level-{first}": "5", f"words-{first}": "F.", "version": version(ada, hiring.first)}
    assert send(ada, hiring.first, **values).status_code == 302
    assert QuestionNote.objects.get().note == "N."
    assert stored()[first][1] == 5


def test_nothing_of_colleagues_is_in_it(hiring: Hiring, ada: APIClient) -> None:
    submit(BEN, hiring.first)
    assert "Said so." not in page_of(ada, hiring.first)
    assert "Said so." not in send(ada, hiring.first, "submit").content.decode()


def test_who_writes_none_finds_none(hiring: Hiring) -> None:
    recruiter = session(member(GroupName.RECRUITER, email="rita@example.com"))
    page_of(recruiter, hiring.first, 404)
    assert send(recruiter, hiring.first, **filled(hiring)).status_code == 404
    assert not Scorecard.objects.exists()


def test_statements(hiring: Hiring, ada: APIClient) -> None:
    """Session, person, groups; the kit's six; whether there is a draft."""

    def counted() -> int:
        with CaptureQueriesContext(connection) as captured:
            page_of(ada, hiring.first)
        return len(captured)

    assert counted() == 10
    send(ada, hiring.first, **filled(hiring))
    assert counted() == 11  # and the draft
