"""The change feed against real, concurrent transactions."""

import datetime
import time
from collections.abc import Iterator

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from hiringkit.people.models import Person
from hiringkit.rows.feed import continue_feed
from hiringkit.rows.names import name_key
from hiringkit.rows.stamps import OFFSET_FUNCTION
from hiringkit.rows.tracked import delete_softly
from interviews.vocabulary import ScorecardStatus
from tests.api_client import APIClient
from tests.people.factories import key_client, make_person
from tests.story import ADA, Hiring, submit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def client() -> APIClient:
    return key_client("people:read")


@pytest.fixture
def restored() -> Iterator[None]:
    """As it is where a backup comes from a server that has counted a million million transactions more."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE people_person SET changed_xid = changed_xid + 1000000000000")
        cursor.execute("SET session_replication_role = origin")
    yield
    with connection.cursor() as cursor:
        cursor.execute(OFFSET_FUNCTION.format(offset=0))


@pytest.fixture
def other() -> Iterator[psycopg.Connection]:
    """A second connection with a transaction of its own."""
    settings = connection.get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    with psycopg.connect(**{name: settings[name] for name in names if settings.get(name)}) as opened:
        yield opened
        opened.rollback()


def settle() -> None:
    """Wait for transactions on the same server that other tests have open: they hold every feed back.

    Tests of the leak matrix beside this one, each in one transaction, take up to a minute or two on a busy machine.
    """
    deadline = time.monotonic() + 600
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute("SELECT hiringkit_change_horizon() > max(changed_xid) FROM people_person")
            if cursor.fetchone()[0]:
                return
            time.sleep(0.05)
    pytest.fail("a transaction on this server has stayed open for ten minutes")


def pull(client: APIClient, url: str = "/api/v1/people?include_deleted=true&page_size=1") -> list[str]:
    """The addresses, or for tombstones the ids, of the whole feed, a row a page."""
    found = []
    address: str | None = url
    while address:
        body = client.get(address).json()
        found += [row.get("email", row["id"]) for row in body["results"]]
        address = body["next"]
    return found


def insert(other: psycopg.Connection, email: str) -> None:
    other.execute(
        "INSERT INTO people_person (id, email, name, name_key, password, is_superuser, is_staff, is_active)"
        " VALUES (gen_random_uuid(), %s, 'Late', 'late' || chr(31) || 'Late', '', false, false, true)",
        [email],
    )


def test_a_transaction_that_commits_late_is_waited_for(client: APIClient, other: psycopg.Connection) -> None:
    insert(other, "late@example.com")  # takes its transaction id first, commits last
    make_person(email="early@example.com")
    assert pull(client) == [], "rows behind an open transaction must wait, or the late one would be passed over"
    other.commit()
    settle()
    assert pull(client) == ["late@example.com", "early@example.com"]


def test_a_reader_that_continues_from_its_cursor_misses_nothing(client: APIClient, other: psycopg.Connection) -> None:
    make_person(email="first@example.com")
    make_person(email="second@example.com")
    settle()
    body = client.get("/api/v1/people?include_deleted=true&page_size=1").json()
    insert(other, "late@example.com")
    make_person(email="third@example.com")
    seen = [row["email"] for row in client.get(body["next"]).json()["results"]]
    assert seen == ["second@example.com"]
    other.commit()
    settle()
    assert pull(client, body["next"]) == ["second@example.com", "late@example.com", "third@example.com"]


@pytest.mark.slow("waits for the other transactions of the server")
def test_a_changed_row_moves_to_the_end(client: APIClient) -> None:
    first, second = make_person(email="a@example.com"), make_person(email="b@example.com")
    settle()
    assert pull(client) == [first.email, second.email]
    Person.objects.filter(pk=first.pk).update(name="Renamed", name_key=name_key("Renamed"))
    settle()
    assert pull(client) == [second.email, first.email]


def test_a_deleted_row_is_a_tombstone_in_the_feed_and_gone_elsewhere(client: APIClient) -> None:
    person = make_person(remote_id="ats-7")
    delete_softly(person)
    settle()
    assert client.get("/api/v1/people").json()["results"] == []
    assert client.get(f"/api/v1/people/{person.pk}").status_code == 404
    after = (timezone.now() - datetime.timedelta(hours=1)).isoformat()
    assert client.get("/api/v1/people", {"modified_after": after}).json()["results"] == []
    assert person.deleted_at is not None
    assert client.get("/api/v1/people?include_deleted=true").json()["results"] == [
        {
            "id": str(person.pk),
            "remote_id": "ats-7",
            "deleted_at": person.deleted_at.isoformat().replace("+00:00", "Z"),
        }
    ]


def test_modified_after_leaves_out_what_is_older(client: APIClient) -> None:
    old, new = make_person(), make_person()
    settle()
    results = client.get("/api/v1/people", {"modified_after": new.modified_at.isoformat()}).json()["results"]
    assert [row["email"] for row in results] == [new.email]
    assert old.modified_at < new.modified_at


@pytest.fixture
def two_people() -> tuple[Person, Person]:
    return make_person(email="first@example.com"), make_person(email="second@example.com")


def test_after_a_restore_on_another_server_the_feed_goes_on_where_cursors_stand(
    client: APIClient, two_people: tuple[Person, Person], restored: None
) -> None:
    assert pull(client) == []  # the control: for this server they lie years ahead
    assert continue_feed()
    assert not continue_feed()  # once is enough, and a server that counts on is left alone
    body = client.get("/api/v1/people?include_deleted=true&page_size=1").json()
    assert [row["email"] for row in body["results"]] == [two_people[0].email]
    third = make_person(email="third@example.com")
    settle()
    assert third.changed_xid > Person.objects.get(pk=two_people[1].pk).changed_xid
    assert pull(client, body["next"]) == [two_people[1].email, third.email]


def test_after_a_restore_a_scorecard_comes_into_being_submitted(hiring: Hiring, restored: None) -> None:
    """Its scores are inserted by the transaction that inserted it, which the database tells by the change's id."""
    continue_feed()
    assert submit(ADA, hiring.first).status == ScorecardStatus.SUBMITTED


def test_migrating_continues_the_feed(two_people: tuple[Person, Person], restored: None, client: APIClient) -> None:
    call_command("migrate", verbosity=0)
    settle()
    assert pull(client) == [person.email for person in two_people]
