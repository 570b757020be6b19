"""`/`: what I owe since when, what comes today and next in my time zone, what is done; each with its kit."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hiringkit.people.models import Person
from hiringkit.people.vocabulary import GroupName
from interviews.hiring.panels import create_interview
from interviews.models import Interview, Panelist
from interviews.pages.queries import MyInterviews, list_my_interviews
from tests.api_client import APIClient
from tests.people.factories import member, session
from tests.scorecards import create_scorecard
from tests.story import ADA, BEN, Hiring, principal, submit

NOON = datetime(2030, 5, 6, 12, tzinfo=UTC)


@pytest.fixture
def ada(hiring: Hiring) -> Person:
    Panelist.objects.update(added_at=NOON - timedelta(days=30))
    return Person.objects.get(email=ADA)


def move(interview: Interview, to: datetime | None) -> None:
    Interview.objects.filter(pk=interview.pk).update(scheduled_at=to)


def mine(person: Person, now: datetime = NOON) -> dict[str, list[Any]]:
    found: MyInterviews = list_my_interviews(person=person, now=now)
    return {name: [seat.interview.pk for seat in getattr(found, name)] for name in ("owed", "today", "later", "done")}


def test_each_stands_where_its_time_says(hiring: Hiring, ada: Person) -> None:
    first, second = hiring.first, hiring.second
    move(first, NOON - timedelta(hours=1))
    move(second, NOON + timedelta(hours=1))
    assert mine(ada) == {"owed": [first.pk], "today": [second.pk], "later": [], "done": []}
    move(second, NOON + timedelta(hours=12))
    assert mine(ada)["later"] == [second.pk]
    move(second, None)  # no time is known: owed since the seat
    assert mine(ada)["owed"] == [second.pk, first.pk]


def test_today_is_the_persons_own_day(hiring: Hiring, ada: Person) -> None:
    move(hiring.first, NOON + timedelta(hours=11))  # 23:00 in UTC, tomorrow in Tokyo, 19:00 in New York
    found = {zone: mine(ada, NOON.astimezone(ZoneInfo(zone))) for zone in ("UTC", "Asia/Tokyo", "America/New_York")}
    assert [found[zone]["today"] for zone in found] == [[hiring.first.pk], [], [hiring.first.pk]]
    assert hiring.first.pk in found["Asia/Tokyo"]["later"]


def test_what_is_submitted_or_excused_is_done_and_what_is_cancelled_is_nowhere(hiring: Hiring, ada: Person) -> None:
    submit(ADA, hiring.first)
    seat = Panelist.objects.get(interview=hiring.second, person=ada)
    Panelist.objects.filter(pk=seat.pk).update(excused_at=NOON, excuse_reason="Away.")
    assert mine(ada) == {"owed": [], "today": [], "later": [], "done": [hiring.first.pk, hiring.second.pk]}
    Interview.objects.update(cancelled_at=NOON)
    assert mine(ada) == {"owed": [], "today": [], "later": [], "done": []}


def test_a_draft_is_still_owed(hiring: Hiring, ada: Person) -> None:
    create_scorecard(principal=principal(ADA), interview=hiring.first)
    assert set(mine(ada)["owed"]) == {hiring.first.pk, hiring.second.pk}


def test_of_others_nothing_is_told(hiring: Hiring, ada: Person) -> None:
    client = session(ada)
    before = client.get("/").content.decode()
    submit(BEN, hiring.first)
    assert plain(client.get("/").content.decode()) == plain(before)


def plain(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)


def test_the_page_shows_them_in_the_persons_time_with_their_kits(hiring: Hiring, ada: Person) -> None:
    move(hiring.first, timezone.now() + timedelta(days=3))
    Interview.objects.filter(pk=hiring.first.pk).update(
        scheduled_at=(timezone.now() + timedelta(days=3)).replace(hour=9, minute=30)
    )
    Person.objects.filter(pk=ada.pk).update(time_zone="Asia/Kolkata")
    page = session(ada).get("/").content.decode()
    assert "15:00" in page
    assert "Times are those of Asia/Kolkata." in page
    assert f'href="/interviews/{hiring.first.pk}"' in page
    assert f'href="/api/v1/interviews/{hiring.first.pk}/kit/export?export=pdf"' in page
    assert f'href="/interviews/{hiring.first.pk}#scorecard"' in page


def test_what_comes_after_a_page_is_in_utc_again(hiring: Hiring, ada: Person) -> None:
    Person.objects.filter(pk=ada.pk).update(time_zone="Asia/Kolkata")
    client = session(ada)
    client.get("/")
    assert client.get(f"/api/v1/interviews/{hiring.first.pk}").json()["created_at"].endswith("Z")


def test_a_hiring_manager_finds_their_jobs(hiring: Hiring) -> None:
    manager = member(GroupName.HIRING_MANAGER)
    hiring.job.hiring_managers.add(manager)
    page = session(manager).get("/").content.decode()
    assert f'href="/admin/interviews/job/{hiring.job.pk}/change/"' in page
    assert "You sit on no interview yet." in page


def test_unsigned_visitors_are_led_to_the_door(hiring: Hiring) -> None:
    pages = ("/", f"/interviews/{hiring.first.pk}", f"/interviews/{hiring.first.pk}/kit/print", "/account")
    for page in pages:
        assert APIClient().get(page)["Location"] == f"/sign-in?next={page}"


def test_it_takes_the_same_statements_for_one_as_for_many(hiring: Hiring, ada: Person) -> None:
    """Session, person; what is open; what is done."""
    client = session(ada)

    def counted() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/").status_code == 200
        return len(captured)

    first = counted()
    for _ in range(3):
        create_interview(application=hiring.application, round=hiring.first.round_id, panelists=[ADA])
    submit(ADA, hiring.second)
    assert (first, counted()) == (4, 4)
