"""225 panels of chance, sent over the API; every figure of their summaries is computed anew (panels/recompute.py)."""

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from hiringkit.people.services import create_person
from hiringkit.people.vocabulary import GroupName
from tests.api_client import APIClient
from tests.people.factories import key_client, session
from tests.prove.panels.recompute import Card, Profile, Told, against_panel, recompute

pytestmark = [pytest.mark.django_db, pytest.mark.prove]
API = "/api/v1"
N_PANELS = 225
PEOPLE = ("ada", "ben", "cal", "dan", "eve")
ROUNDS: list[dict[str, Any]] = [
    {"title": "Analysis", "minutes": 60, "focus": ["exploratory-data-analysis", "causal-reasoning"]},
    {"title": "Business", "minutes": 45, "focus": ["stakeholder-communication", "analytical-tooling"]},
    {"title": "Final", "minutes": 45, "focus": ["exploratory-data-analysis", "stakeholder-communication"]},
]
RECOMMENDATIONS = ("strong_no", "no", "yes", "strong_yes", "no_decision")


def told(response: Any) -> Any:
    assert response.status_code < 300, (response.status_code, response.content[:500])
    return response.json()


class Desk:
    """Everybody at work on one job, and what they have sent of the application at hand."""

    def __init__(self, chance: random.Random) -> None:
        self.chance, self.ats = chance, key_client("all")
        self.people = {
            name: create_person(email=f"{name}@panels.example", name=name, groups=[GroupName.INTERVIEWER])
            for name in PEOPLE
        }
        self.clients = {name: session(person) for name, person in self.people.items()}
        recruiter = create_person(email="recruiter@panels.example", name="recruiter", groups=[GroupName.RECRUITER])
        self.recruiter = session(recruiter)
        plan = told(self.ats.post(f"{API}/plans/assemble", {"role": "data-scientist", "rounds": ROUNDS}))
        told(self.ats.post(f"{API}/plans/{plan['id']}/publish", headers={"If-Match": "*"}))
        self.rounds = [(row["id"], asked["focus"]) for row, asked in zip(plan["rounds"], ROUNDS, strict=True)]
        self.job = told(self.ats.post(f"{API}/jobs", {"title": "Data Scientist", "plan": plan["id"]}))["id"]
        self.profile = self._profile(plan)

    def _profile(self, plan: dict[str, Any]) -> Profile:
        roles = told(self.ats.get(f"{API}/roles?page_size=500"))["results"]
        whole = {row["slug"]: told(self.ats.get(f"{API}/roles/{row['slug']}"))["competencies"] for row in roles}
        own = plan["profile"]
        return Profile(
            weights={row["competency"]["slug"]: row["weight"] for row in own},
            targets={row["competency"]["slug"]: row["target_level"] for row in own},
            areas={row["competency"]["slug"]: row["competency"]["area"] for row in own},
            others={
                slug: {row["competency"]["slug"]: row["weight"] for row in rows}
                for slug, rows in whole.items()
                if slug != "data-scientist"
            },
        )

    def panel(self) -> tuple[str, Told, dict[str, Any] | None]:
        """Seat, excuse, cancel, write, amend and decide, as chance has it: the application and what was sent."""
        chance, sent = self.chance, Told()
        candidate = told(self.ats.post(f"{API}/candidates", {"name": f"Candidate {chance.random()}"}))["id"]
        body = {"candidate": candidate, "job": self.job}
        application = told(self.ats.post(f"{API}/applications", body))["id"]
        interviews = [self._seat(application, sent, number) for number in range(chance.randint(1, 4))]
        seats = list(sent.seats)
        chance.shuffle(seats)
        for seat in seats:
            chance.choices((self._submit, self._draft, self._excuse, lambda *_: None), weights=(14, 2, 2, 2))[0](
                sent, interviews, seat
            )
            if chance.random() < 0.15:
                self._amend(sent)
        if chance.random() < 0.15:
            number = chance.randrange(len(interviews))
            told(self.ats.patch(f"{API}/interviews/{interviews[number]}", {"cancelled_at": "2026-01-05T09:00:00Z"}))
            sent.cancelled.add(number)
        for _ in range(chance.randint(0, 2)):
            self._amend(sent)
        return application, sent, self._decide(application, sent) if chance.random() < 0.4 else None

    def _seat(self, application: str, sent: Told, number: int) -> str:
        round_ = self.chance.randrange(len(self.rounds))
        people = self.chance.sample(PEOPLE, self.chance.randint(1, 3))
        body = {
            "application": application,
            "round": self.rounds[round_][0],
            "panelists": [self.people[name].email for name in people],
        }
        sent.seats |= {(number, name): round_ for name in people}
        return str(told(self.ats.post(f"{API}/interviews", body))["id"])

    def _answers(self, round_: int) -> dict[str, int | str]:
        """The round's own competencies, as a submission must, and some of the others."""
        asked = [*self.rounds[round_][1], *(slug for slug in self.profile.weights if self.chance.random() < 0.1)]
        kinds: tuple[Callable[[], int | str], ...] = (
            lambda: self.chance.randint(1, 5),
            lambda: "not_assessed",
            lambda: "not_applicable",
        )
        return {slug: self.chance.choices(kinds, weights=(8, 1, 1))[0]() for slug in asked}

    def _write(self, sent: Told, interviews: list[str], seat: tuple[int, str], *, submit: bool) -> Card:
        number, name = seat
        card = Card(
            name, number, sent.seats[seat], self._answers(sent.seats[seat]), self.chance.choice(RECOMMENDATIONS),
            informed=sent.is_open_to(name),
        )  # fmt: skip
        body = {
            "interview": interviews[number],
            "scores": _scores(card.answers),
            "overall_recommendation": card.recommendation,
            "submit": submit,
        }
        client: APIClient = self.clients[name]
        if submit and self.chance.random() < 0.5:  # an ATS writes for them
            client, body = self.ats, body | {"interviewer": self.people[name].email}
        self.ids[seat] = told(client.post(f"{API}/scorecards", body))["id"]
        return card

    ids: dict[tuple[int, str], str] = {}

    def _submit(self, sent: Told, interviews: list[str], seat: tuple[int, str]) -> None:
        sent.cards[seat] = self._write(sent, interviews, seat, submit=True)

    def _draft(self, sent: Told, interviews: list[str], seat: tuple[int, str]) -> None:
        self._write(sent, interviews, seat, submit=False)

    def _excuse(self, sent: Told, interviews: list[str], seat: tuple[int, str]) -> None:
        body = {"person": self.people[seat[1]].email, "reason": "On leave."}
        told(self.recruiter.post(f"{API}/interviews/{interviews[seat[0]]}/excuse", body))
        sent.excused.add(seat)
        if self.chance.random() < 0.5:  # and some write all the same
            self._submit(sent, interviews, seat)

    def _amend(self, sent: Told) -> None:
        if not sent.cards:
            return
        seat = self.chance.choice(list(sent.cards))
        card = sent.cards[seat]
        slug = self.chance.choice(list(card.answers))
        level = self.chance.choice([each for each in range(1, 6) if each != card.answers[slug]])
        body = {"reason": "Misread a note.", "scores": _scores({slug: level})}
        made = told(self.clients[seat[1]].post(f"{API}/scorecards/{self.ids[seat]}/amend", body))
        self.ids[seat] = made["id"]
        informed = card.informed or sent.is_open_to(seat[1])
        sent.cards[seat] = replace(card, answers=card.answers | {slug: level}, informed=informed)

    def _decide(self, application: str, sent: Told) -> dict[str, Any]:
        outcome = self.chance.choice(("hire", "advance", "reject", "hold"))
        body = {"outcome": outcome, "rationale": "As the panel has it, or not."}
        told(self.recruiter.post(f"{API}/applications/{application}/decision", body))
        return {"outcome": outcome, "against_panel": against_panel(outcome, sent.cards.values())}

    def summary(self, application: str) -> tuple[dict[str, Any], dict[str, Any] | None]:
        """What the product says, in the form in which it is computed anew."""
        found = told(self.recruiter.get(f"{API}/applications/{application}/summary"))
        place = {id: number for number, (id, _) in enumerate(self.rounds)}
        panel = found["panel"]
        missing = sorted((place[row["round"]["id"]], row["interviewer"]["name"]) for row in panel["missing"])
        shown = {
            "panel": panel | {"missing": missing},
            "competencies": [_shown(row, place) for row in found["competencies"]],
            **{name: found[name] for name in ("areas", "overall", "transfer", "warnings")},
        }
        decision = found["decision"]
        return shown, decision and {name: decision[name] for name in ("outcome", "against_panel")}


def _scores(answers: dict[str, int | str]) -> list[dict[str, Any]]:
    return [
        {"competency": slug, "state": "rated", "level": answer, "evidence": "Said so."}
        if isinstance(answer, int)
        else {"competency": slug, "state": answer, "reason": "No time."}
        for slug, answer in answers.items()
    ]


def _shown(row: dict[str, Any], place: dict[str, int]) -> dict[str, Any]:
    scores = [
        (
            place[score["round"]["id"]],
            score["interviewer"]["name"],
            score["state"] if score["level"] is None else score["level"],
            score["informed"],
        )
        for score in row["scores"]
    ]
    figures = {name: value for name, value in row.items() if name not in ("competency", "area", "scores")}
    return figures | {"slug": row["competency"]["slug"], "scores": sorted(scores, key=str)}


def test_every_figure_of_225_panels_is_what_it_must_be(
    library: None, record_property: Callable[[str, object], None]
) -> None:
    seed = random.SystemRandom().randrange(2**32)
    desk, different, seen = Desk(random.Random(seed)), [], set[str]()
    for number in range(N_PANELS):
        application, sent, decided = desk.panel()
        wanted = recompute(sent, desk.profile)
        shown, decision = desk.summary(application)
        different += [(number, part, wanted[part], shown[part]) for part in wanted if wanted[part] != shown[part]]
        if decided != decision:
            different.append((number, "decision", decided, decision))
        seen |= {*wanted["warnings"], f"overall {wanted['overall']['reason_if_null']}"}
    record_property("panels computed anew", N_PANELS)
    record_property("differences found", len(different))
    assert different == [], f"with the seed {seed}: {len(different)} differences, such as {different[0]}"
    assert len(seen) == 9, f"chance has not made everything that a summary can say: {seen}"


def test_a_wrong_figure_is_found(library: None) -> None:
    """The control: what is sent and not told makes a difference."""
    desk = Desk(random.Random(7))
    application, sent, _ = desk.panel()
    while not sent.cards:
        application, sent, _ = desk.panel()
    card = next(iter(sent.cards.values()))
    slug = next(iter(card.answers))
    card.answers[slug] = 1 if card.answers[slug] != 1 else 2
    assert recompute(sent, desk.profile) != desk.summary(application)[0]
