"""`/interviews/{id}`: the kit as a page, on paper, and what is told from the room."""

import html
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hiringkit.people.models import Person
from hiringkit.people.vocabulary import GroupName
from interviews.models import Candidate, Interview, PlanItem
from tests.api_client import APIClient
from tests.interviews.kits.test_paper import thaw
from tests.people.factories import member, session
from tests.scorecards import create_scorecard
from tests.story import ADA, BEN, Hiring, principal, submit

PAGE = {"Accept": "text/html"}
MOST = 60_000  # bytes of a page


@pytest.fixture
def ada(hiring: Hiring) -> APIClient:
    return session(Person.objects.get(email=ADA))


def page_of(client: APIClient, interview: Interview, end: str = "") -> str:
    answer = client.get(f"/interviews/{interview.pk}{end}", headers=PAGE)
    assert answer.status_code == 200, answer.content
    assert answer.headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert len(answer.content) < MOST
    return html.unescape(answer.content.decode())


def alternative(item: PlanItem) -> dict[str, Any]:
    """A frozen copy of the item's own question, as an alternate of it."""
    names = ("text", "kind", "difficulty", "minutes", "probes", "strong_answer", "red_flags", "brief", "sheet")
    copied = {name: getattr(item, name) for name in (*names, "reference", "answers")}
    return {"id": str(item.question_id), "slug": item.question_slug, "version": 1, **copied, "text": "Another case?"}


@pytest.mark.parametrize("end", ["", "/kit/print"])
def test_the_page_has_all_of_the_kit(hiring: Hiring, ada: APIClient, end: str) -> None:
    Candidate.objects.update(adjustments="Written questions.")
    page = page_of(ada, hiring.first, end)
    for item in hiring.first.round.items.all():
        assert item.text in page
        assert all(line in page for line in [*item.probes, *item.strong_answer, *item.red_flags])
    assert "Written questions." in page
    assert "The first five minutes" in page
    assert "The last five minutes" in page
    assert "Rating what you heard" in page
    other = hiring.second.round.items.all()
    assert not [item.text for item in other if item.text in page]


def test_nothing_in_it_runs_or_comes_from_elsewhere(hiring: Hiring, ada: APIClient) -> None:
    evil = '<script>alert(1)</script> <img src=x onerror=alert(1)> <svg onload="alert(1)"></svg> [x](javascript:x)'
    thaw(sheet=f"{evil}\n\n{evil}", text=evil, probes=[evil], brief=[evil])
    Candidate.objects.update(adjustments=evil)
    for end in ("", "/kit/print"):
        answer = ada.get(f"/interviews/{hiring.first.pk}{end}")
        raw = answer.content.decode()
        assert not re.search(r"<script(?! src=)|<[^>]+ on\w+=|<[^>]+ style=|<style|javascript:x\"", raw)
        assert "https://" not in raw
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_blindness_holds_on_the_page(hiring: Hiring, ada: APIClient) -> None:
    before = page_of(ada, hiring.first)
    submit(BEN, hiring.first)
    submit(BEN, hiring.second)
    now = page_of(ada, hiring.first)
    token = r'name="csrfmiddlewaretoken" value="[^"]*"'
    assert re.sub(token, "", now) == re.sub(token, "", before)


def test_who_does_not_sit_there_reads_and_tells_nothing(hiring: Hiring) -> None:
    recruiter = session(member(GroupName.RECRUITER))
    assert "so you write none" in page_of(recruiter, hiring.first)
    stranger = session(member(GroupName.INTERVIEWER, email="stranger@example.com"))
    answer = stranger.get(f"/interviews/{hiring.first.pk}", headers=PAGE)
    assert answer.status_code == 404
    assert "Not found" in answer.content.decode()
    assert answer["Content-Type"] == "text/html; charset=utf-8"


def test_twelve_full_questions_and_none_fit_a_page(hiring: Hiring, ada: APIClient) -> None:
    lines = ["A line of some forty characters, as usual"] * 4
    answers = [{"level": level, "text": "What such a level sounds like, in two lines. " * 3} for level in (2, 3, 4, 5)]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE interviews_planitem DISABLE TRIGGER plan_frozen")
        elsewhere = PlanItem.objects.filter(plan=hiring.plan)
        used = set(elsewhere.values_list("question", flat=True))
        from roles.models import Question

        base = hiring.first.round.items.order_by("position")[0]
        for place, question in enumerate(Question.objects.exclude(pk__in=used)[:12], 10):
            base.pk, base.position, base.question = None, place, question
            base.id = PlanItem._meta.pk.get_default()
            base.save(force_insert=True)
        elsewhere.update(
            probes=lines,
            strong_answer=lines,
            red_flags=lines[:2],
            answers=answers,
            brief=lines[:2],
            sheet=None,
            reference=None,
            alternates=[],
        )
    assert page_of(ada, hiring.first).count("<article") >= 12
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    PlanItem.objects.filter(round=hiring.first.round).delete()
    assert "The round has no questions." in page_of(ada, hiring.first)


def test_it_takes_the_same_statements_for_each_round(hiring: Hiring, ada: APIClient) -> None:
    """Session, person, groups; the kit's six; the own scorecard, where there is one."""

    def counted(interview: Interview, end: str = "") -> int:
        with CaptureQueriesContext(connection) as captured:
            page_of(ada, interview, end)
        return len(captured)

    assert [counted(each, end) for each in (hiring.first, hiring.second) for end in ("", "/kit/print")] == [9] * 4
    create_scorecard(principal=principal(ADA), interview=hiring.first)
    assert (counted(hiring.first), counted(hiring.first, "/kit/print")) == (10, 10)
