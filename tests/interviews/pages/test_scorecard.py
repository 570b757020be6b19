"""One's own scorecard as a form in the kit's page, posted as a whole: it loses nothing that was typed."""

import html
import re
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
from tests.interviews.kits.test_paper import thaw
from tests.interviews.pages.test_interview import alternative
from tests.people.factories import member, session
from tests.scorecards import create_scorecard
from tests.story import ADA, BEN, Hiring, principal, submit

PAGE = {"Accept": "text/html"}


@pytest.fixture
def ada(hiring: Hiring) -> APIClient:
    return session(Person.objects.get(email=ADA))


def page_of(client: APIClient, interview: Interview, status: int = 200) -> str:
    answer = client.get(f"/interviews/{interview.pk}", headers=PAGE)
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
        values |= {f"level-{slug}": level, f"evidence-{slug}": words}
    return values


def stored() -> dict[str, tuple[str, int | None, str, str]]:
    rows = CompetencyScore.objects.select_related("competency")
    return {row.competency.slug: (row.state, row.level, row.evidence, row.reason) for row in rows}


def test_the_anchors_stand_beside_the_levels(hiring: Hiring, ada: APIClient) -> None:
    page = page_of(ada, hiring.first)
    for row in hiring.plan.profile.filter(competency__slug__in=hiring.focus):
        assert all(f"<b>{anchor['level']}</b> {anchor['text']}" in page for anchor in row.anchors)
    other = hiring.plan.profile.exclude(competency__slug__in=hiring.focus)[0]
    assert other.competency.name not in page
    answer = ada.get(f"/interviews/{hiring.first.pk}/scorecard")
    assert (answer.status_code, answer["Location"]) == (302, f"/interviews/{hiring.first.pk}#scorecard")


def test_a_draft_is_kept_gone_on_with_and_submitted(hiring: Hiring, ada: APIClient) -> None:
    first, second = hiring.focus
    answer = send(ada, hiring.first, **{f"level-{first}": "2", f"evidence-{first}": "Guessed."})
    assert (answer.status_code, answer["Location"]) == (302, f"/interviews/{hiring.first.pk}#scorecard")
    assert stored() == {first: ("rated", 2, "Guessed.", "")}
    page = page_of(ada, hiring.first)
    assert "Guessed." in page
    unseen = {f"level-{second}": "not_assessed", f"reason-{second}": "No time.", "recommendation": "no"}
    kept = {f"level-{first}": "2", f"evidence-{first}": "Guessed.", "version": version(ada, hiring.first)}
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
    for place, told in (
        (first, "is rated without evidence"),
        (second, "is in this round&#x27;s focus"),
        ("recommendation", "Say what you recommend"),
    ):
        assert re.search(
            f'<li><a href="#{place}" data-field="[^"]+">[^<]*{told}', page
        )  # all together, each leading to its place
        assert f'id="{place}"' in page
        assert page.count(told) == 2
    assert stored() == {first: ("rated", 3, "", "")}
    assert Scorecard.objects.get().status == "draft"
    fixed = page.partition('name="version" value="')[2].partition('"')[0]
    assert send(ada, hiring.first, "submit", version=fixed, **filled(hiring)).status_code == 302
    assert second in stored()


def test_a_gap_stands_at_its_own_competency_in_whatever_order_they_are(hiring: Hiring, ada: APIClient) -> None:
    for without in hiring.focus:
        values = {**filled(hiring), f"evidence-{without}": "", "version": version(ada, hiring.first)}
        page = send(ada, hiring.first, "submit", **values).content.decode()
        sections = {slug: page.partition(f'id="{slug}"')[2].partition("</fieldset>")[0] for slug in hiring.focus}
        assert [slug for slug in hiring.focus if "without evidence" in sections[slug]] == [without]


def test_words_without_a_level_are_kept(hiring: Hiring, ada: APIClient) -> None:
    first = hiring.focus[0]
    assert send(ada, hiring.first, **{f"evidence-{first}": "\n  Typed <b>words</b>.  "}).status_code == 302
    assert stored() == {first: ("rated", None, "\n  Typed <b>words</b>.  ", "")}
    assert "\n\n  Typed <b>words</b>.  </textarea>" in page_of(ada, hiring.first)
    answer = send(ada, hiring.first, "submit", version=version(ada, hiring.first), **{f"evidence-{first}": "Words."})
    assert answer.status_code == 422
    assert f'<a href="#{first}" data-field="level-{first}">' in answer.content.decode()


def test_of_two_pages_both_texts_are_shown_and_a_person_chooses(hiring: Hiring, ada: APIClient) -> None:
    first = hiring.focus[0]
    send(ada, hiring.first, **{f"level-{first}": "2", f"evidence-{first}": "At the beginning."})
    seen = version(ada, hiring.first)
    assert (
        send(ada, hiring.first, version=seen, **{f"level-{first}": "3", f"evidence-{first}": "One page."}).status_code
        == 302
    )
    answer = send(ada, hiring.first, version=seen, **{f"level-{first}": "4", f"evidence-{first}": "The other page."})
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 409
    assert "The other page." in page
    assert "One page." in page
    assert stored()[first] == ("rated", 3, "One page.", "")
    now = page.partition('name="version" value="')[2].partition('"')[0]
    chosen = send(ada, hiring.first, version=now, **{f"level-{first}": "4", f"evidence-{first}": "The other page."})
    assert chosen.status_code == 302
    assert stored()[first] == ("rated", 4, "The other page.", "")


def test_notes_on_questions_that_came_another_way_stay(hiring: Hiring, ada: APIClient) -> None:
    first = hiring.focus[0]
    noted, plain = (item.pk for item in hiring.first.round.items.order_by("position")[:2])
    notes = (NoteWrite(noted, level=2, note="N."), NoteWrite(plain, level=4))
    note = ScoreWrite(first, ScoreState.RATED, level=3, evidence="E.", questions=notes)
    create_scorecard(principal=principal(ADA), interview=hiring.first, scores=[note])
    heard = [f'name="heard-{first}" value="{number}"' for number in (1, 2)]
    assert [f"{each} checked" in page_of(ada, hiring.first) for each in heard] == [True, True]
    values = {f"level-{first}": "5", f"evidence-{first}": "F.", "version": version(ada, hiring.first)}
    assert send(ada, hiring.first, **values, **{f"heard-{first}": "1"}).status_code == 302
    assert list(QuestionNote.objects.values_list("item", "asked", "level", "note")) == [(noted, True, 2, "N.")]
    values["version"] = version(ada, hiring.first)
    assert send(ada, hiring.first, **values, **{f"heard-{first}": "2"}).status_code == 302
    rows = QuestionNote.objects.order_by("note").values_list("item", "asked", "level", "note")
    assert list(rows) == [(plain, True, None, ""), (noted, False, None, "N.")]  # not heard there, but said of it
    assert stored()[first][1] == 5


def test_what_became_of_a_question_and_its_notes(hiring: Hiring, ada: APIClient) -> None:
    item = hiring.first.round.items.order_by("position")[0]
    thaw(alternates=[alternative(item)])
    item.refresh_from_db()
    other = item.alternates[0]["id"]
    values = {"note-1": "Drew it.", "outcome-1": other, "why-1": "Knew it."}
    assert send(ada, hiring.first, **values, **{"outcome-2": "asked"}).status_code == 302
    (row,) = Scorecard.objects.get().items.all()
    assert (row.item_id, row.asked, str(row.alternate), row.reason, row.note) == (
        item.pk,
        True,
        other,
        "Knew it.",
        "Drew it.",
    )
    page = page_of(ada, hiring.first)
    assert f'<option value="{other}" selected>' in page
    assert "Drew it." not in page_of(session(Person.objects.get(email=BEN)), hiring.first)
    values |= {"outcome-1": "skipped", "why-1": "", "version": version(ada, hiring.first)}
    answer = send(ada, hiring.first, "submit", **values, **filled(hiring))
    assert answer.status_code == 422
    assert '<a href="#question-1" data-field="why-1">' in answer.content.decode()
    assert send(ada, hiring.first, **{"outcome-1": str(item.pk)}).status_code == 422


def test_nothing_of_colleagues_is_in_it(hiring: Hiring, ada: APIClient) -> None:
    submit(BEN, hiring.first)
    assert "Said so." not in page_of(ada, hiring.first)
    assert "Said so." not in send(ada, hiring.first, "submit").content.decode()


def test_who_writes_none_finds_none(hiring: Hiring) -> None:
    recruiter = session(member(GroupName.RECRUITER, email="rita@example.com"))
    assert "so you write none" in page_of(recruiter, hiring.first)
    assert send(recruiter, hiring.first, **filled(hiring)).status_code == 404
    assert not Scorecard.objects.exists()


def test_statements(hiring: Hiring, ada: APIClient) -> None:
    """Session, person, groups; the kit's six."""

    def counted() -> int:
        with CaptureQueriesContext(connection) as captured:
            page_of(ada, hiring.first)
        return len(captured)

    assert counted() == 9
    send(ada, hiring.first, **filled(hiring))
    assert counted() == 10  # and the draft


def test_an_autosave_takes_the_same_statements_whatever_is_typed(hiring: Hiring, ada: APIClient) -> None:
    """Session, person, groups; the transaction; who it is and the lock; all there is to know; one write."""
    item = str(hiring.first.round.items.order_by("position")[0].pk)
    score = {"competency": hiring.focus[0], "state": "rated", "evidence": "E."}
    made = ada.post("/api/v1/scorecards", {"interview": str(hiring.first.pk), "scores": [score]})
    address, tag = f"/api/v1/scorecards/{made.json()['id']}", made["ETag"]
    counts = []
    for typed in (
        {"scores": [score | {"evidence": "Evidence."}]},
        {"items": [{"item": item, "note": "N."}]},
        {"overall_recommendation": "no", "scores": [score, score | {"competency": hiring.focus[1]}]},
    ):
        with CaptureQueriesContext(connection) as captured:
            answer = ada.patch(address, typed, headers={"If-Match": tag})
        assert answer.status_code == 200
        tag = answer["ETag"]
        counts.append(len(captured))
    assert counts == [9, 9, 9]
