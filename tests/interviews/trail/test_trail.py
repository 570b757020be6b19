"""Who did what to which thing when, whichever way it was done."""

import uuid
from typing import Any

import pytest
from django.contrib import admin
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from hiringkit.audit.models import AuditAction, AuditEntry
from hiringkit.people.models import ApiKey, Person
from hiringkit.people.vocabulary import GroupName
from hiringkit.rows.names import name_key
from hiringkit.rows.signing import act_as, act_as_nobody
from interviews.hiring.panels import create_interview
from interviews.hiring.services import create_application, create_candidate, delete_record, update_candidate
from interviews.models import Candidate, CompetencyScore, Scorecard
from tests.api_client import APIClient
from tests.factories import CandidateFactory, QuestionNoteFactory
from tests.people.factories import key_client, make_person, member, session
from tests.scorecards import create_scorecard
from tests.story import ADA, ATS, BEN, Hiring, find_hiring, principal, rated, submit, tell_story

pytestmark = pytest.mark.django_db
A_SEAL = "INSERT INTO audit_auditseal (number, n_entries, digest) VALUES (1, 1, '')"
Row = tuple[str, str, list[str]]


@pytest.fixture
def hiring(library: None) -> Hiring:
    """Told anew, so that the trail has what came of it."""
    tell_story()
    return find_hiring()


def latest() -> int:
    newest = AuditEntry.objects.first()
    return 0 if newest is None else newest.pk


def since(mark: int) -> list[Row]:
    """What was written after the mark: action, thing, fields."""
    rows = AuditEntry.objects.filter(pk__gt=mark).order_by("pk")
    return [(row.action, row.thing, row.fields) for row in rows]


def test_a_row_is_created_changed_and_deleted() -> None:
    mark = latest()
    candidate = create_candidate(name="A Candidate", email="a@example.com")
    update_candidate(candidate=candidate, changes={"name": "Another", "email": "a@example.com"})
    delete_record(principal=ATS, record=candidate)
    assert since(mark) == [
        (AuditAction.CREATED, "candidate", []),
        (AuditAction.CHANGED, "candidate", ["name"]),
        (AuditAction.DELETED, "candidate", ["deleted_at"]),
    ]
    assert set(AuditEntry.objects.filter(pk__gt=mark).values_list("thing_id", flat=True)) == {str(candidate.pk)}


def test_what_changes_nothing_leaves_no_entry() -> None:
    candidate = create_candidate(name="A Candidate")
    mark = latest()
    update_candidate(candidate=candidate, changes={"name": "A Candidate"})
    Candidate.objects.filter(pk=candidate.pk).update(name="A Candidate")
    assert since(mark) == []


def test_statements_past_every_service_are_seen_too() -> None:
    people = [create_candidate(name=f"Number {number}") for number in range(3)]
    mark = latest()
    Candidate.objects.update(name="Anybody", name_key=name_key("Anybody"), email="x@example.com")
    Candidate.objects.bulk_create([Candidate(name="Four"), Candidate(name="Five")])
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM interviews_candidate WHERE id = %s", [people[0].pk])
    changed = [(AuditAction.CHANGED, "candidate", ["email", "name"])] * 3
    assert since(mark) == [
        *changed,
        *[(AuditAction.CREATED, "candidate", [])] * 2,
        (AuditAction.DELETED, "candidate", []),
    ]


def test_a_scorecards_parts_are_changes_of_the_scorecard(hiring: Hiring) -> None:
    mark = latest()
    card = create_scorecard(
        principal=principal(ADA), interviewer=None, interview=hiring.first, scores=rated(hiring.focus[:1], 3)
    )
    CompetencyScore.objects.filter(scorecard=card).update(level=4, evidence="More.")
    score = card.scores.get()
    QuestionNoteFactory.make(score=score, item=hiring.first.round.items.all()[0])
    rows = AuditEntry.objects.filter(pk__gt=mark).order_by("pk")
    assert since(mark) == [
        (AuditAction.CREATED, "scorecard", []),
        (AuditAction.CHANGED, "scorecard", ["scores"]),
        (AuditAction.CHANGED, "scorecard", ["scores.evidence", "scores.level"]),
        (AuditAction.CHANGED, "scorecard", ["questions"]),
    ]
    assert {row.thing_id for row in rows} == {str(card.pk)}
    assert {row.application for row in rows} == {hiring.application.pk}


def test_a_panelist_is_the_subject_of_their_seat(hiring: Hiring) -> None:
    mark = latest()
    create_interview(application=hiring.application, round=hiring.first.round_id, panelists=[BEN])
    seat = AuditEntry.objects.filter(pk__gt=mark, fields=["panelists"]).get()
    assert seat.subject == Person.objects.get(email=BEN).pk
    assert (seat.thing, seat.application) == ("interview", hiring.application.pk)


def test_the_trail_holds_no_content(hiring: Hiring) -> None:
    """Every text that the product was given is looked for in every column of the trail."""
    create_candidate(name="Zaphod Beeblebrox", email="zaphod@example.com", remote_id="zaphod-1")
    submit(ADA, hiring.first, rated(hiring.focus, 5))
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(to_jsonb(e)::text, ' ') FROM audit_auditentry e")
        trail = str(cursor.fetchone()[0])
    assert str(hiring.application.pk) in trail
    for secret in ("Zaphod", "zaphod", "example.com", "Said so", "A Candidate", "strong_"):
        assert secret not in trail, secret


def test_the_api_signs_with_the_person_and_the_key() -> None:
    recruiter = member(GroupName.RECRUITER)
    client = key_client("all", person=recruiter)
    mark = latest()
    answer = client.post("/api/v1/candidates", {"name": "A"}, headers={"X-Request-ID": "request-7"})
    entry = AuditEntry.objects.filter(pk__gt=mark, thing="candidate").get()
    key = ApiKey.objects.get(person=recruiter)
    assert (entry.thing_id, entry.person, entry.key) == (answer.json()["id"], recruiter.pk, key.pk)
    assert (entry.door, entry.operation, entry.request_id) == ("api", "POST candidates", "request-7")


def test_one_requests_signature_is_not_the_next_ones() -> None:
    first, second = member(GroupName.RECRUITER), member(GroupName.RECRUITER, email="second@example.com")
    for person in (first, second, first):
        mark = latest()
        session(person).post("/api/v1/candidates", {"name": "A"})
        assert AuditEntry.objects.filter(pk__gt=mark, thing="candidate").get().person == person.pk
    APIClient().get("/health/live")
    mark = latest()
    create_candidate(name="Outside any request")
    assert AuditEntry.objects.get(pk__gt=mark).door == "database"


def test_the_admin_signs_with_the_person() -> None:
    recruiter = member(GroupName.RECRUITER)
    mark = latest()
    address = reverse("admin:interviews_candidate_add")
    assert session(recruiter).post(address, {"name": "A"}, format="multipart").status_code == 302
    entry = AuditEntry.objects.filter(pk__gt=mark, thing="candidate").get()
    assert (entry.door, entry.person, entry.key) == ("admin", recruiter.pk, None)
    assert entry.operation == "POST admin:interviews_candidate_add"


def test_a_signature_outlives_a_savepoint_that_is_rolled_back() -> None:
    someone = uuid.uuid4()
    act_as(door="command", operation="test", person=someone)
    try:
        with transaction.atomic():
            with pytest.raises(DatabaseError), transaction.atomic():
                CandidateFactory.make(name="")
            with transaction.atomic():
                candidate = create_candidate(name="Signed")
        assert AuditEntry.objects.get(thing_id=str(candidate.pk)).person == someone
    finally:
        act_as_nobody()


def test_an_export_is_noted_with_who_took_it(hiring: Hiring) -> None:
    recruiter = member(GroupName.RECRUITER)
    address = f"/api/v1/applications/{hiring.application.pk}/summary/export?export=csv"
    assert session(recruiter).get(address).status_code == 200
    entry = AuditEntry.objects.get(action=AuditAction.EXPORTED)
    assert (entry.thing, entry.application, entry.person) == ("summary", hiring.application.pk, recruiter.pk)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditentry SET thing = 'other'",
        "UPDATE audit_auditentry SET seal_id = NULL",
        "DELETE FROM audit_auditentry",
        f"{A_SEAL}; DELETE FROM audit_auditseal",
        f"{A_SEAL}; UPDATE audit_auditseal SET n_entries = 2",
        "ALTER TABLE audit_auditentry ENABLE TRIGGER append_only_whole; TRUNCATE audit_auditentry",
        "ALTER TABLE audit_auditseal ENABLE TRIGGER append_only_whole; TRUNCATE audit_auditseal CASCADE",
    ],
)
def test_the_trail_is_append_only(statement: str) -> None:
    make_person()
    *before, last = statement.split("; ")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for each in before:
            cursor.execute(each)
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            cursor.execute(last)


def test_auditors_read_it_and_nobody_else(hiring: Hiring) -> None:
    submit(ADA, hiring.first)
    auditor, recruiter = member(GroupName.AUDITOR), member(GroupName.RECRUITER, email="recruiter@example.com")
    listed = session(auditor).get("/api/v1/audit-entries?thing=scorecard").json()["results"]
    assert [entry["action"] for entry in listed] == ["created", "changed"]
    refused = session(recruiter).get("/api/v1/audit-entries")
    assert (refused.status_code, refused.json()["code"]) == (403, "group_missing")
    assert key_client("audit:read").get("/api/v1/audit-entries").status_code == 200
    assert key_client("scorecards:read").get("/api/v1/audit-entries").json()["code"] == "scope_missing"


@pytest.mark.parametrize(
    ("query", "things"),
    [
        ("thing=candidate", {"candidate"}),
        ("action=deleted", set[str]()),
        ("since=2100-01-01T00:00:00Z", set()),
        ("door=api", set()),
    ],
)
def test_the_trail_is_filtered(hiring: Hiring, query: str, things: set[str]) -> None:
    listed = session(member(GroupName.AUDITOR)).get(f"/api/v1/audit-entries?{query}").json()["results"]
    assert {entry["thing"] for entry in listed} == things


def test_an_auditor_on_the_panel_reads_nothing_of_that_application(hiring: Hiring) -> None:
    auditor = member(GroupName.AUDITOR)
    create_interview(application=hiring.application, round=hiring.first.round_id, panelists=[auditor.email])
    submit(ADA, hiring.first)
    seen: Any = session(auditor).get(f"/api/v1/audit-entries?application={hiring.application.pk}").json()["results"]
    assert seen == []
    assert Scorecard.objects.count() == 1


def test_the_admin_shows_it_to_auditors(hiring: Hiring) -> None:
    auditor = session(member(GroupName.AUDITOR))
    page = auditor.get(reverse("admin:audit_auditentry_changelist"))
    assert page.status_code == 200
    assert str(hiring.application.pk) in page.content.decode()
    entry = AuditEntry.objects.first()
    assert entry is not None
    assert auditor.get(reverse("admin:audit_auditentry_change", args=[entry.pk])).status_code == 200
    recruiter = session(member(GroupName.RECRUITER, email="recruiter@example.com"))
    assert recruiter.get(reverse("admin:audit_auditentry_changelist")).status_code == 403
    assert AuditEntry in admin.site._registry


def test_for_who_is_blind_it_ends_where_the_application_begins(hiring: Hiring) -> None:
    """A number missing between two others would count what is hidden, so none is."""
    panelist = member(GroupName.AUDITOR)
    client = session(panelist)

    def numbers() -> list[int]:
        return [entry["id"] for entry in client.get("/api/v1/audit-entries?page_size=500").json()["results"]]

    begun = AuditEntry.objects.filter(application=hiring.application.pk).order_by("id")[0].pk
    assert max(numbers()) > begun
    interview = create_interview(
        application=hiring.application, round=hiring.first.round_id, panelists=[panelist.email]
    )
    before = numbers()
    assert before == list(AuditEntry.objects.filter(pk__lt=begun).order_by("pk").values_list("pk", flat=True))
    submit(ADA, hiring.first)
    create_application(candidate=create_candidate(name="Another"), job=hiring.job)  # in a row with what is hidden
    assert numbers() == before
    submit(panelist.email, interview)
    assert numbers() == list(AuditEntry.objects.order_by("pk").values_list("pk", flat=True))
