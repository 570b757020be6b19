"""What happens in the world while the cast looks on, one thing at a time, through the API."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from tests.leaks.cast import API, World, client_of, keep, mark, scores, told, write
from tests.leaks.oracle import Card, Seat


@dataclass(frozen=True)
class Event:
    """One thing that happens to an application.

    `by` are those who do what must stay between them and whoever sees the scores, a scorecard's author or who decides:
    nobody else to whom the application is closed may notice. `draft` says that nobody else at all may. Without them the
    event is no secret, only what it holds.
    """

    name: str
    happen: Callable[[World], None]
    application: str = "wide"
    by: tuple[str, ...] = ()
    draft: bool = False


def _draft(world: World) -> None:
    write(world, "ada", "analysis", label="card ada", submit=False, level=2)
    said, marks = scores(world, 0, 5)
    client, card = client_of(world, "ada"), world.facts.cards["card ada"]
    changed = client.patch(f"{API}/scorecards/{world.ids[card.label]}", {"scores": said}, headers={"If-Match": "*"})
    keep(world, card.label, card.author, card.interview, card.application, told(changed), marks)


def _submit_draft(world: World) -> None:
    card = world.facts.cards["card ada"]
    told(client_of(world, "ada").post(f"{API}/scorecards/{world.ids[card.label]}/submit"))
    card.draft = False


def _amend(world: World) -> None:
    said, marks = scores(world, 0, 1)
    reason = mark()
    body = {"reason": f"Misread {reason}.", "overall_recommendation": "strong_no", "scores": said}
    old = world.facts.cards["card ada"]
    old.marks = tuple(each for each in old.marks if each != world.remote_ids["card ada"])  # it goes to the revision
    revision = told(client_of(world, "ada").post(f"{API}/scorecards/{world.ids['card ada']}/amend", body))
    keep(world, "card ada amended", "ada", "analysis", "wide", revision, [*marks, reason])


def _submit_first(world: World) -> None:
    write(world, "cal", "analysis", label="card cal", level=3)


def _submit_in_a_pair(world: World) -> None:
    """And to one of their own, on which then nobody owes anything."""
    write(world, "ada", "business", label="card ada business", level=5)
    write(world, "ada", "alone", label="card ada alone", level=5)


def _submit_elsewhere(world: World) -> None:
    """On another application of the job, which its hiring managers reach and its other panelists do not."""
    write(world, "pia", "next analysis", label="card pia", level=1)


def _submit_far_away(world: World) -> None:
    write(world, "pia", "far analysis", label="card pia far", level=1)


def _submit_own(world: World) -> None:
    write(world, "ben", "analysis", label="card ben", level=2)


def _push(world: World, label: str, interview: str, position: int, author: str = "dan") -> None:
    """The ATS records a scorecard of somebody whom nobody has put on the panel."""
    said, marks = scores(world, position, 5)
    body: dict[str, Any] = {
        "application": str(world.applications["wide"].pk), "round": str(world.rounds[position].pk),
        "interviewer": f"{author}@example.com", "scores": said, "overall_recommendation": "yes", "submit": True,
        "remote_id": world.remote_ids[label],
    }  # fmt: skip
    card = told(world.pushing.post(f"{API}/scorecards", body))
    world.facts.seats.append(Seat(author, interview, "wide"))
    keep(world, label, author, interview, "wide", card, marks)


def _push_to_a_panel(world: World) -> None:
    _push(world, "card dan", "final", 2)


def _push_for_a_newcomer(world: World) -> None:
    """Of somebody of whom nobody has heard, who comes to be with it."""
    _push(world, "card new", "final", 2, author=world.newcomer)
    label, made = "person new", told(world.pushing.get(f"{API}/scorecards/{world.ids['card new']}"))
    world.ids[label] = made["interviewer"]["id"]
    marks = (world.newcomer, world.ids[label])
    world.facts.cards[label] = Card(label, world.newcomer, "final", "wide", marks, of_scores=False)


def _push_an_interview(world: World) -> None:
    _push(world, "card dan extra", "extra", 3)
    made = told(world.pushing.get(f"{API}/scorecards/{world.ids['card dan extra']}"))
    world.ids["interview extra"] = made["interview"]["id"]
    label = "interview extra"
    world.facts.cards[label] = Card(label, "dan", "extra", "wide", (world.ids[label],), of_scores=False)


def _decide(world: World) -> None:
    """First one that leaves the application's status, then one that sets it."""
    for outcome in ("hold", "reject"):
        rationale, address = mark(), f"{API}/applications/{world.applications['wide'].pk}/decision"
        body = {"outcome": outcome, "rationale": f"The panel {rationale}."}
        world.ids["decision"] = told(world.members["recruiter"].client.post(address, body))["id"]
        world.facts.earlier |= set(world.facts.rationales)
        world.facts.rationales[rationale] = "wide"


def _lift(world: World) -> None:
    body = {"person": "lou@example.com", "reason": "Decides between the rounds."}
    address = f"{API}/applications/{world.applications['wide'].pk}/lift-blindness"
    told(world.members["recruiter"].client.post(address, body))
    world.facts.lifted.add(("lou", "wide"))


def _cancel(world: World) -> None:
    """The interview that a colleague has written about, and that one of the blind owes."""
    body = {"cancelled_at": "2026-01-06T09:00:00Z"}
    told(world.members["recruiter"].client.patch(f"{API}/interviews/{world.interviews['business'].pk}", body))
    for seat in world.facts.seats:
        seat.cancelled = seat.cancelled or seat.interview == "business"


EVENTS: Final = {
    event.name: event
    for event in (
        Event("the first submits", _submit_first, by=("cal",)),
        Event("a colleague drafts and edits", _draft, by=("ada",), draft=True),
        Event("a colleague submits", _submit_draft, by=("ada",)),
        Event("a colleague amends", _amend, by=("ada",)),
        Event("a colleague submits to a panel of two", _submit_in_a_pair, by=("ada",)),
        Event("a program seats whom it writes for", _push_to_a_panel, by=("dan",)),
        Event("a program makes the interview it writes for", _push_an_interview, by=("dan",)),
        Event("a program makes the person it writes for", _push_for_a_newcomer, by=("nobody of the cast",)),
        Event("somebody submits on another application of the job", _submit_elsewhere, "next", by=("pia",)),
        Event("somebody submits on an application of another job", _submit_far_away, "far", by=("pia",)),
        Event("a decision is recorded", _decide, by=("rita",)),
        Event("blindness is lifted for one", _lift),
        Event("an interview with scorecards is cancelled", _cancel),
        Event("the blind submits", _submit_own, by=("ben",)),
    )
}


def together(name: str, *names: str) -> Event:
    """Several things at once that the same people must not notice."""
    events = [EVENTS[each] for each in names]

    def happen(world: World) -> None:
        for event in events:
            event.happen(world)

    secret = all(event.by for event in events)
    by = tuple(author for event in events for author in event.by) if secret else ()
    return Event(name, happen, events[-1].application, by)


DECIDED = "a decision is recorded"
_SUBMITTED = ("the first submits", "a colleague submits")
_MORE = (
    "a colleague amends",
    "a colleague submits to a panel of two",
    "a program seats whom it writes for",
    "a program makes the interview it writes for",
    "a program makes the person it writes for",
)
# One state after the other, for the whole cast.
STATES: Final = (
    EVENTS["a colleague drafts and edits"],
    together("colleagues submit", *_SUBMITTED),
    together("a colleague amends and submits more, a program writes for others", *_MORE),
    EVENTS["a decision is recorded"],
    EVENTS["somebody submits on an application of another job"],
    together(
        "somebody submits on another application of the job, blindness is lifted for one",
        "somebody submits on another application of the job",
        "blindness is lifted for one",
    ),
    together("one interview is cancelled, of another the last submits", *list(EVENTS)[-2:]),
)
# For whoever asks everything: looks between which all that is secret happens.
SECRETLY: Final = (
    EVENTS["a colleague drafts and edits"],
    together(
        "colleagues submit and amend, a program writes for others, somebody decides", *_SUBMITTED, *_MORE, DECIDED
    ),
)
AT_ONCE: Final = (together("all that is secret", "a colleague drafts and edits", *_SUBMITTED, *_MORE, DECIDED),)
