"""The world in which the leak matrix looks around, and the cast that looks. Both are made through the product's own
services and its API, so that whatever a write does on the side is done here too.
"""

import copy
import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model

from hiringkit.people.models import Person
from hiringkit.people.services import create_person
from hiringkit.people.vocabulary import GroupName
from hiringkit.rows.tracked import Tracked
from interviews.hiring.panels import create_interview
from interviews.hiring.services import create_application, create_candidate, create_job
from interviews.models import Application, Candidate, Interview, InterviewPlan, Job, PlanRound, Scorecard
from interviews.plans.drafts import assemble_plan
from interviews.plans.services import lock_plan, publish_plan
from tests.api_client import APIClient
from tests.leaks.oracle import Card, Facts, Member, Seat
from tests.people.factories import key_client, session
from tests.story import find_role

API = "/api/v1"
PAST, FUTURE = datetime(2026, 1, 5, 9, tzinfo=UTC), datetime(2090, 1, 5, 9, tzinfo=UTC)
# A round's focus keeps the optimiser's work small.
ROUNDS: list[dict[str, Any]] = [
    {"title": "Analysis", "minutes": 60, "focus": ["exploratory-data-analysis", "causal-reasoning"]},
    {"title": "Business", "minutes": 45, "focus": ["stakeholder-communication", "analytical-tooling"]},
    {"title": "Final", "minutes": 45, "focus": ["exploratory-data-analysis", "stakeholder-communication"]},
    {"title": "Extra", "minutes": 45, "focus": ["analytical-tooling", "causal-reasoning"]},
]
# Who sits where. `wide` is the application that all are about, `next` another one of its job, `far` one of another job.
PANELS = {
    "analysis": ("wide", 0, ("ada", "ben", "cal", "eve")),
    "business": ("wide", 1, ("ada", "ben")),
    "final": ("wide", 2, ("lou", "max", "rex", "amy")),
    "called off": ("wide", 1, ("ada", "una")),
    "alone": ("wide", 0, ("ada",)),
    "next analysis": ("next", 0, ("olga", "pia")),
    "far analysis": ("far", 0, ("olga", "pia")),
}
# Names under which something hidden will come to be. Until then an id that nobody has stands in its place, so that
# the same questions can be asked before and after.
COMING = (
    "card ada", "card ada amended", "card ada business", "card ada alone", "card dan", "card dan extra",
    "interview extra", "card new", "person new", "decision",
)  # fmt: skip
# Of the scorecards those that are asked for by their ids: one of each kind.
TELLING = ("card ada", "card ada amended", "card dan", "card cal", "card olga far analysis")


# All of the cast, in their order. A test holds the list to the world.
CAST = (
    "author", "colleague who owes", "colleague who has submitted", "excused colleague", "panelist of a later round",
    "panelist of a cancelled interview", "stranger", "hiring manager", "hiring manager who is a panelist", "recruiter",
    "recruiter who is a panelist", "auditor", "auditor who is a panelist", "library editor",
    "integration with the scope", "integration without the scope", "personal key",
)  # fmt: skip


def mark() -> str:
    """A word that stands nowhere else; full-text search keeps it whole."""
    return f"zq{secrets.token_hex(6)}qz"


@dataclass
class World:
    """Everything that is there, by name; `ids` are the primary keys as they stand in answers."""

    facts: Facts
    job: Job
    plan: InterviewPlan
    applications: dict[str, Application]
    interviews: dict[str, Interview]
    rounds: list[PlanRound]
    people: dict[str, Person]
    panels: dict[str, tuple[str, int, tuple[str, ...]]] = field(default_factory=lambda: dict(PANELS))
    members: dict[str, Member] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    remote_ids: dict[str, str] = field(default_factory=dict)
    extras: list[Member] = field(default_factory=list)
    pushing: APIClient = field(default_factory=APIClient)
    root_person: Person = field(default_factory=Person)
    root: Member = field(default_factory=lambda: Member("nobody", APIClient()))
    sought: str = field(default_factory=lambda: mark())  # a word in every evidence, for whoever searches
    newcomer: str = field(default_factory=lambda: mark())  # the name of somebody of whom nobody has heard yet
    happened: int = 0  # how many things
    forms: dict[str, list[Any]] = field(default_factory=dict)  # by member; to find them all pages are opened
    chosen: dict[tuple[str, str], str] = field(default_factory=dict)  # the door of each, by member and operation
    admin_queries: list[Any] = field(default_factory=list)

    def telling(self, model: type[Model]) -> list[str]:
        """The ids of a kind under which something hidden could be found, or that are out of somebody's reach."""
        if model is Scorecard:
            return [self.ids[label] for label in TELLING if label in self.ids]
        named: dict[type[Model], list[Any]] = {
            Application: [self.applications[name].pk for name in ("wide", "next", "far")],
            Candidate: [self.applications[name].candidate_id for name in ("wide", "far")],
            Interview: [self.interviews["analysis"].pk, self.interviews["business"].pk, self.ids["interview extra"]],
            Job: [self.job.pk, self.applications["far"].job_id],
            Person: [self.people["ada"].pk, self.people["dan"].pk, self.ids["person new"]],
        }
        return [str(pk) for pk in named.get(model, ())]

    @contextmanager
    def as_it_was(self) -> Iterator[None]:
        """What is noted of what happens meanwhile is forgotten afterwards: somebody undoes it in the database."""
        kept = copy.deepcopy(self.facts), dict(self.ids), self.happened, dict(self.interviews), dict(self.panels)
        try:
            yield
        finally:
            self.facts, self.ids, self.happened, self.interviews, self.panels = kept

    @property
    def names_of_ids(self) -> dict[str, str]:
        """What came or is to come, by id: answers are compared with the name in the id's place."""
        return {self.ids[label]: f"<{label}>" for label in COMING}


def build_world(blindness: str) -> World:
    """Before anything of `wide` is written; an application of each kind that is out of somebody's reach has scores."""
    _let_the_tests_write()
    plan = publish_plan(plan=lock_plan(plan=assemble_plan(role=find_role("data-scientist"), rounds=ROUNDS)))
    people = {
        name: create_person(email=f"{name}@example.com", name=name.title(), groups=groups)
        for name, groups in {
            **{panelist: [GroupName.INTERVIEWER] for panelist in ("ada", "ben", "cal", "eve", "lou", "una", "dan")},
            **{outsider: [GroupName.INTERVIEWER] for outsider in ("olga", "pia", "sid")},
            "hal": [GroupName.HIRING_MANAGER],
            "max": [GroupName.HIRING_MANAGER],
            "rex": [GroupName.RECRUITER],
            "rita": [GroupName.RECRUITER],
            "audrey": [GroupName.AUDITOR],
            "amy": [GroupName.AUDITOR],
            "edith": [GroupName.LIBRARY_EDITOR],
        }.items()
    }
    job = create_job(
        title="Data Scientist", plan=plan, hiring_managers=["hal@example.com", "max@example.com"], blindness=blindness
    )
    far_job = create_job(title=f"Data Scientist {mark()}", plan=plan, blindness=blindness)
    facts = Facts(blindness=blindness, names={far_job.title: "far"})
    applications = {}
    for name, of in (("wide", job), ("next", job), ("far", far_job)):
        candidate = create_candidate(name=f"Candidate {mark()}", email=f"{name}.candidate@example.com")
        applications[name] = create_application(candidate=candidate, job=of, remote_id=f"application-{name}")
        facts.names[candidate.name] = name
    rounds = list(plan.rounds.all())
    interviews = {}
    for name, (application, position, panel) in PANELS.items():
        interviews[name] = create_interview(
            application=applications[application],
            round=rounds[position].pk,
            panelists=[f"{person}@example.com" for person in panel],
            scheduled_at=FUTURE if name == "final" else PAST,
        )
        facts.seats += [Seat(person, name, application) for person in panel]
    world = World(facts, job, plan, applications, interviews, rounds, people)
    world.ids |= {label: str(uuid.uuid4()) for label in COMING}
    world.remote_ids |= {label: f"ats-{mark()}" for label in COMING}
    world.members |= {member.name: member for member in _cast(people)}
    # Signed in before anybody looks: a person's last sign-in is told to whoever may see people.
    world.extras = [Member(name, session(people[name]), person=name) for name in ("olga", "pia")]
    world.pushing = key_client("all")
    root = Person.objects.create_superuser("root@example.com", name="Root")
    world.root_person = root
    world.root = Member("root", session(root), person="root", reaches_all=True, enters_admin=True)
    _prepare(world)
    settle(0)
    return world


def _let_the_tests_write() -> None:
    """Let `by_hand` write what triggers keep to themselves: the change feed's columns, and what is final."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, prosrc FROM pg_proc "
            "WHERE proname LIKE '%\\_stamp\\_%' OR proname LIKE 'interviews\\_refuse\\_%final%'"
        )
        for name, body in cursor.fetchall():
            gate = "BEGIN IF current_setting('leaks.by_hand', true) = 'on' THEN RETURN NEW; END IF;"
            changed = body.replace("BEGIN", gate, 1)
            cursor.execute(f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${changed}$$")


@contextmanager
def by_hand() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL leaks.by_hand = 'on'")
        yield
        cursor.execute("SET LOCAL leaks.by_hand = 'off'")


def settle(moment: int) -> None:
    """Let all that was written since the last time look like a transaction that has ended.

    A test is one transaction, whose rows the change feed would hold back until it ends, and could put in no order.
    """
    with by_hand(), connection.cursor() as cursor:
        tracked = [model for model in apps.get_models() if issubclass(model, Tracked)]
        stamps = [(model._meta.db_table, "changed_xid") for model in tracked]
        for table, column in (*stamps, (Application._meta.db_table, "blind_xid")):
            cursor.execute(
                f'UPDATE "{table}" SET {column} = %s WHERE {column} = pg_current_xact_id()::text::bigint',
                [moment - 1_000_000],
            )


def _cast(people: dict[str, Person]) -> list[Member]:
    def signed_in(name: str, person: str, **values: Any) -> Member:
        return Member(name, session(people[person]), person=person, **values)

    managed = frozenset({"wide", "next"})
    return [
        signed_in("author", "ada"),
        signed_in("colleague who owes", "ben"),
        signed_in("colleague who has submitted", "cal"),
        signed_in("excused colleague", "eve"),
        signed_in("panelist of a later round", "lou"),
        signed_in("panelist of a cancelled interview", "una"),
        signed_in("stranger", "sid"),
        signed_in("hiring manager", "hal", manages=managed, enters_admin=True),
        signed_in("hiring manager who is a panelist", "max", manages=managed, enters_admin=True),
        signed_in("recruiter", "rita", reaches_all=True, enters_admin=True, recruits=True),
        signed_in("recruiter who is a panelist", "rex", reaches_all=True, enters_admin=True, recruits=True),
        signed_in("auditor", "audrey", reaches_all=True, enters_admin=True),
        signed_in("auditor who is a panelist", "amy", reaches_all=True, enters_admin=True),
        signed_in("library editor", "edith", enters_admin=True),
        Member("integration with the scope", key_client("all"), reaches_all=True, recruits=True),
        Member(
            "integration without the scope",
            key_client("hiring:write", "plans:write", "library:read", "people:read"),
            reaches_all=True,
            reads_scores=False,
            recruits=True,
        ),
        Member("personal key", key_client("all", person=people["ben"]), person="ben"),
    ]


def _prepare(world: World) -> None:
    """Excuse one, cancel one, and let strangers write about the other applications."""
    recruiter = world.members["recruiter"].client
    analysis, off = world.interviews["analysis"], world.interviews["called off"]
    told(recruiter.post(f"{API}/interviews/{analysis.pk}/excuse", {"person": "eve@example.com", "reason": "On leave."}))
    told(recruiter.patch(f"{API}/interviews/{off.pk}", {"cancelled_at": "2026-01-04T09:00:00Z"}))
    for seat in world.facts.seats:
        seat.excused = seat.excused or (seat.person, seat.interview) == ("eve", "analysis")
        seat.cancelled = seat.cancelled or seat.interview == "called off"
    for interview in ("next analysis", "far analysis"):
        write(world, "olga", interview, label=f"card olga {interview}")


def told(response: Any) -> Any:
    """The body of an answer that must be good."""
    assert response.status_code < 300, (response.status_code, response.content[:500])
    return response.json()


def client_of(world: World, person: str) -> APIClient:
    return next(member.client for member in (*world.members.values(), *world.extras) if member.person == person)


def scores(world: World, position: int, level: int) -> tuple[list[dict[str, Any]], list[str]]:
    """What a scorecard of the round says, and the words in it that must not be read by whoever is blind."""
    evidence, note, reason = mark(), mark(), mark()
    rated, other = world.rounds[position].focus
    item = world.rounds[position].items.all()[0]
    said: list[dict[str, Any]] = [
        {
            "competency": rated, "state": "rated", "level": level, "evidence": f"They {evidence} the {world.sought}.",
            "questions": [{"item": str(item.pk), "asked": True, "level": level, "note": f"Noted {note}."}],
        },
        {"competency": other, "state": "not_assessed", "reason": f"No {reason} left."},
    ]  # fmt: skip
    return said, [evidence, note, reason]


def write(world: World, author: str, interview: str, *, label: str, submit: bool = True, level: int = 4) -> None:
    """A scorecard, by its author through the API; or by the ATS for them, which gives it an id of its own."""
    application, position, _ = world.panels[interview]
    said, marks = scores(world, position, level)
    body = {
        "interview": str(world.interviews[interview].pk), "scores": said, "submit": submit,
        "overall_recommendation": "strong_yes",
    }  # fmt: skip
    client = client_of(world, author)
    if label in world.remote_ids:
        client, body = world.pushing, body | {
            "remote_id": world.remote_ids[label], "interviewer": f"{author}@example.com",
        }  # fmt: skip
    keep(world, label, author, interview, application, told(client.post(f"{API}/scorecards", body)), marks)


def keep(world: World, label: str, author: str, interview: str, application: str, card: Any, marks: list[str]) -> None:
    """Note that a scorecard is there now, its ids among its marks."""
    world.ids[label] = card["id"]
    named = [card["remote_id"]] if card["remote_id"] else []
    world.facts.cards[label] = Card(
        label, author, interview, application, (*marks, *named, card["id"]), draft=card["status"] == "draft"
    )
