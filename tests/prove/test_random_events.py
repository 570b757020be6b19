"""Ten minutes of chance: whatever happens to an application, in whichever order, somebody blind notices none of it that
is secret. Things move, too: interviews are cancelled, rebooked and put off, modes change, people come and are excused.
"""

import random
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Exists
from hypothesis import HealthCheck, Phase, assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from interviews.models import BlindOn, Interview
from tests.budgets import PROVING
from tests.leaks.cast import API, FUTURE, PAST, World, client_of, keep, mark, scores, told, write
from tests.leaks.events import Event
from tests.leaks.matrix import Answers, Tally, dump, happen, look, noticed, plain, unnoticed
from tests.leaks.oracle import NEVER, OWN, PANEL, Member, Seat
from tests.leaks.routes import Door, reads, writes

pytestmark = [pytest.mark.django_db, pytest.mark.prove]
SECONDS = 600 if PROVING else 20
DOORS = 40  # of the some thousand, for one run of events
LOOKING = (
    "colleague who owes", "panelist of a later round", "hiring manager who is a panelist",
    "recruiter who is a panelist", "auditor who is a panelist", "personal key",
)  # fmt: skip
STRANGERS = ("dan", "olga", "pia", "sid")
RECOMMENDATIONS = ("strong_no", "no", "yes", "strong_yes", "no_decision")


class Run:
    """What all the runs of one test share."""

    world: World
    doors: list[Door]
    tally: Tally
    steps: int


class Happenings(RuleBasedStateMachine):
    """Things that happen to the application `wide`, each followed by a look of one who may be blind on it."""

    run: Run

    def __init__(self) -> None:
        super().__init__()
        self.world = self.run.world
        self.tally = Tally()
        self.keeping = self.world.as_it_was()
        self.undoing = transaction.atomic()
        self.undoing.__enter__()
        self.keeping.__enter__()
        self.current: dict[tuple[str, str], str] = {}  # the label of each standing scorecard, by author and interview
        self.latest: dict[str, Any] | None = None
        self.labels = 0

    def teardown(self) -> None:
        self.run.tally.cells += self.tally.cells
        self.run.tally.leaks += self.tally.leaks
        self.keeping.__exit__(None, None, None)
        transaction.set_rollback(True)
        self.undoing.__exit__(None, None, None)

    @initialize(name=st.sampled_from(LOOKING), seed=st.integers(0, 2**32))
    def begin(self, name: str, seed: int) -> None:
        self.member: Member = self.world.members[name]
        self.doors = random.Random(seed).sample(self.run.doors, DOORS)
        self.seen: Answers = look(self.world, self.member, self.doors, "at the beginning", self.tally)

    def after(self, name: str, do: Callable[[World], None], *, by: tuple[str, ...] = (), draft: bool = False) -> None:
        """Let it happen, and look."""
        event = Event(name, do, by=by, draft=draft)
        secret = unnoticed(self.member, event, self.world)
        happen(self.world, event)
        self.run.steps += 1
        now = look(self.world, self.member, self.doors, name, self.tally)
        if secret:
            self.tally.leaks += noticed(self.seen, now, self.member, event, self.world)
        self.seen = now
        assert self.tally.leaks == [], dump(self.tally.leaks)

    # What there is to choose from.

    def seats(self, *, written: bool) -> list[Seat]:
        """Those of interviews that take place whose panelists can sign in, and who have a standing scorecard or not."""
        return [
            seat
            for seat in self.world.facts.seats
            if seat.application == "wide" and not seat.cancelled and seat.interview in self.world.interviews
            and seat.person in self.world.people and seat.person != "dan"
            and ((seat.person, seat.interview) in self.current) == written
        ]  # fmt: skip

    def chosen(self, data: st.DataObject, things: list[Any]) -> Any:
        assume(things)
        return data.draw(st.sampled_from(things))

    def label(self, kind: str) -> str:
        self.labels += 1
        return f"{kind} {self.labels}"

    def taking_place(self) -> list[str]:
        cancelled = {seat.interview for seat in self.world.facts.seats if seat.cancelled}
        return [
            name
            for name, (application, _, _) in self.world.panels.items()
            if application == "wide" and name not in cancelled and name in self.world.interviews
        ]

    # What happens.

    @rule(data=st.data(), level=st.integers(1, 5))
    def submit(self, data: st.DataObject, level: int) -> None:
        seat, label = self.chosen(data, self.seats(written=False)), self.label("card")

        def do(world: World) -> None:
            write(world, seat.person, seat.interview, label=label, level=level)

        self.after(f"{seat.person} submits", do, by=(seat.person,))
        self.current[seat.person, seat.interview] = label

    @rule(data=st.data())
    def draft(self, data: st.DataObject) -> None:
        """And deletes it, so that they can submit later on."""
        seat, label = self.chosen(data, self.seats(written=False)), self.label("draft")

        def do(world: World) -> None:
            write(world, seat.person, seat.interview, label=label, submit=False)

        def undo(world: World) -> None:
            client_of(world, seat.person).delete(f"{API}/scorecards/{world.ids[label]}", headers={"If-Match": "*"})
            del world.facts.cards[label]

        self.after(f"{seat.person} drafts", do, by=(seat.person,), draft=True)
        self.after(f"{seat.person} deletes the draft", undo, by=(seat.person,), draft=True)

    @rule(data=st.data())
    def amend(self, data: st.DataObject) -> None:
        seat, label = self.chosen(data, self.seats(written=True)), self.label("amended")
        old = self.current[seat.person, seat.interview]

        def do(world: World) -> None:
            said, marks = scores(world, world.panels[seat.interview][1], 1)
            body = {"reason": "Misread.", "scores": said}
            made = told(client_of(world, seat.person).post(f"{API}/scorecards/{world.ids[old]}/amend", body))
            keep(world, label, seat.person, seat.interview, "wide", made, marks)

        self.after(f"{seat.person} amends", do, by=(seat.person,))
        self.current[seat.person, seat.interview] = label

    @rule(data=st.data(), position=st.integers(0, 3), newcomer=st.booleans())
    def push(self, data: st.DataObject, position: int, newcomer: bool) -> None:
        seated = {seat.person for seat in self.world.facts.seats if seat.application == "wide"}
        author = mark() if newcomer else self.chosen(data, [name for name in STRANGERS if name not in seated])
        label = self.label("pushed")

        def do(world: World) -> None:
            said, marks = scores(world, position, 5)
            body = {
                "application": str(world.applications["wide"].pk), "round": str(world.rounds[position].pk),
                "interviewer": f"{author}@example.com", "scores": said, "submit": True,
                "overall_recommendation": data.draw(st.sampled_from(RECOMMENDATIONS)), "remote_id": mark(),
            }  # fmt: skip
            made = told(world.pushing.post(f"{API}/scorecards", body))
            place = self._named(made["interview"]["id"], position)
            world.facts.seats.append(Seat(author, place, "wide"))
            keep(world, label, author, place, "wide", made, [*marks, *([author] if newcomer else [])])

        self.after("a program writes", do, by=(author,))
        if not newcomer:
            self.current[author, self.world.facts.cards[label].interview] = label

    def _named(self, pk: str, position: int) -> str:
        """The interview's name here; one that the scorecard has made gets one."""
        for name, interview in self.world.interviews.items():
            if str(interview.pk) == pk:
                return name
        name = self.label("interview")
        self.world.interviews[name] = Interview.objects.get(pk=pk)
        self.world.panels[name] = ("wide", position, ())
        return name

    @rule(outcome=st.sampled_from(("hire", "reject", "advance", "hold")))
    def decide(self, outcome: str) -> None:
        """Anew, or as a correction of the latest."""
        rationale = mark()

        def do(world: World) -> None:
            body = {"outcome": outcome, "rationale": f"The panel {rationale}."}
            if self.latest is not None:
                body |= {"supersedes": self.latest["id"], "reason": "Another look."}
            address = f"{API}/applications/{world.applications['wide'].pk}/decision"
            self.latest = told(world.members["recruiter"].client.post(address, body))
            world.facts.rationales[rationale] = "wide"

        self.after("somebody decides", do, by=("rita",))

    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        self._cancelled(self.chosen(data, self.taking_place()), "2026-01-06T09:00:00Z")

    @rule(data=st.data())
    def undo_a_cancellation(self, data: st.DataObject) -> None:
        off = {seat.interview for seat in self.world.facts.seats if seat.cancelled} - {"called off"}
        self._cancelled(self.chosen(data, sorted(off)), None)

    def _cancelled(self, name: str, at: str | None) -> None:
        def do(world: World) -> None:
            self._change(name, {"cancelled_at": at})
            for seat in world.facts.seats:
                seat.cancelled = at is not None if seat.interview == name else seat.cancelled

        self.after(f"the interview {name} is cancelled or is not", do)

    @rule(data=st.data())
    def rebook(self, data: st.DataObject) -> None:
        """Cancelled, and made anew with the same people, as an ATS does."""
        old = self.chosen(data, [name for name in self.taking_place() if self.world.panels[name][2]])
        name = self.label("rebooked")

        def do(world: World) -> None:
            _, position, people = world.panels[old]
            self._change(old, {"cancelled_at": "2026-01-06T09:00:00Z"})
            for seat in world.facts.seats:
                seat.cancelled = seat.cancelled or seat.interview == old
            body = {
                "application": str(world.applications["wide"].pk), "round": str(world.rounds[position].pk),
                "panelists": [f"{person}@example.com" for person in people], "scheduled_at": PAST.isoformat(),
            }  # fmt: skip
            made = told(world.pushing.post(f"{API}/interviews", body))
            world.interviews[name] = Interview.objects.get(pk=made["id"])
            world.panels[name] = ("wide", position, people)
            world.facts.seats += [Seat(person, name, "wide") for person in people]

        self.after(f"{old} is rebooked", do)

    @rule(data=st.data(), later=st.booleans())
    def put_off(self, data: st.DataObject, later: bool) -> None:
        name = self.chosen(data, self.taking_place())
        at = (FUTURE if later else PAST).isoformat()
        self.after(f"{name} is put off", lambda world: self._change(name, {"scheduled_at": at}))

    def _change(self, name: str, changes: dict[str, object]) -> None:
        told(self.world.pushing.patch(f"{API}/interviews/{self.world.interviews[name].pk}", changes))

    @rule(mode=st.sampled_from((OWN, PANEL, NEVER)))
    def set_mode(self, mode: str) -> None:
        def do(world: World) -> None:
            told(world.pushing.patch(f"{API}/jobs/{world.job.pk}", {"blindness": mode}))
            world.facts.blindness = mode

        self.after(f"the mode is {mode}", do)

    @rule(data=st.data())
    def excuse(self, data: st.DataObject) -> None:
        seat = self.chosen(data, [each for each in self.seats(written=False) if not each.excused])

        def do(world: World) -> None:
            address = f"{API}/interviews/{world.interviews[seat.interview].pk}/excuse"
            body = {"person": f"{seat.person}@example.com", "reason": "On leave."}
            told(world.members["recruiter"].client.post(address, body))
            seat.excused = True

        self.after(f"{seat.person} is excused", do)

    @rule(person=st.sampled_from(("ben", "lou", "max", "rex", "amy")))
    def lift(self, person: str) -> None:
        assume((person, "wide") not in self.world.facts.lifted)

        def do(world: World) -> None:
            address = f"{API}/applications/{world.applications['wide'].pk}/lift-blindness"
            body = {"person": f"{person}@example.com", "reason": "Decides between the rounds."}
            told(world.members["recruiter"].client.post(address, body))
            world.facts.lifted.add((person, "wide"))

        self.after(f"the blindness of {person} is lifted", do)


@pytest.fixture
def run(world: World) -> Run:
    found = Run()
    found.world, found.tally, found.steps = world, Tally(), 0
    doors = {
        plain(world, str(door)): door for door in (*reads(world, library=False), *writes(world)) if not _counts(door)
    }
    found.doors = list(doors.values())
    Happenings.run = found
    return found


def _counts(door: Door) -> bool:
    return "question-exposures" in door.url or door.url.endswith("/exposure")


def go(run: Run, seconds: float) -> None:
    """A few runs of events at a time: within them nothing may depend on the clock."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        run_state_machine_as_test(
            Happenings,
            settings=settings(
                max_examples=4, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck),
                phases=[Phase.generate], database=None, derandomize=False,
            ),
        )  # fmt: skip


@pytest.mark.slow("goes on for ten minutes")
def test_whatever_happens_the_blind_notice_no_secret(run: Run, record_property: Callable[[str, object], None]) -> None:
    go(run, SECONDS)
    record_property("cells tried", run.tally.cells)
    record_property("leaks found", len(run.tally.leaks))
    assert run.steps > SECONDS / 10, "hardly anything has happened"


@pytest.mark.slow("goes on until something is noticed")
def test_without_the_rule_it_is_noticed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: a decision shows where nobody is blind on applications."""
    monkeypatch.setattr("interviews.access.blindness.blind_on", lambda **named: _nobody())
    with pytest.raises(AssertionError, match="leaks"):
        go(run, 120)


def _nobody() -> Any:
    return Exists(BlindOn.objects.none())
