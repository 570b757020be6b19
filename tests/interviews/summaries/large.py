"""A summary of any size, made without a database: many competencies and raters, long evidence, names of all scripts."""

import uuid
from itertools import cycle

from interviews.domain.scores import ProfileWeight
from interviews.domain.summaries.packet import Packet, ProfileRow, ScorecardRow, ScoreRow, SeatRow
from interviews.domain.summaries.refs import (
    CompetencyRef,
    PersonRef,
    PlanRef,
    RoundRef,
    SummaryApplication,
    SummaryCandidate,
    SummaryJob,
)
from interviews.domain.summaries.summary import Summary, lay_out

NAMES = (
    "张伟",
    "محمد علي",
    "Nguye\u0302\u0303n Thi\u0323 A\u0301nh",
    "שלום כהן",
    "Ann \u202eeel",
    "Łukasz Żółć",
    "佐藤花子",
)
TEXT = "=1+1 Asked; -for the date\n- and then, @more | *bold* <b>tags</b> "


def made_up(*, competencies: int, raters: int, characters: int) -> Summary:
    """Every rater has rated every competency with so many characters of evidence."""
    round = RoundRef(uuid.UUID(int=1), 0, "The only round")
    names = cycle(NAMES)
    people = [PersonRef(uuid.UUID(int=100 + number), f"{next(names)} {number}") for number in range(raters)]
    cards = [
        ScorecardRow(uuid.UUID(int=1000 + number), uuid.UUID(int=2), person, round, "yes", number % 3 == 0)
        for number, person in enumerate(people)
    ]
    profile = [
        ProfileRow(CompetencyRef(f"competency-{n}", f"Competency {n}", f"area-{n % 4}"), 10, 3, f"Area {n % 4}")
        for n in range(competencies)
    ]
    evidence = (TEXT * (characters // len(TEXT) + 1))[:characters]
    scores = [
        ScoreRow(card.id, row.competency.slug, "rated", 1 + (number + place) % 5, evidence, "")
        for place, card in enumerate(cards)
        for number, row in enumerate(profile)
    ]
    packet = Packet(
        application=SummaryApplication(
            uuid.UUID(int=3), "=app-1", "active", SummaryCandidate(uuid.UUID(int=4), NAMES[0]),
            SummaryJob(uuid.UUID(int=5), "+Job"),
        ),
        plan=PlanRef(uuid.UUID(int=6), 1),
        blind=False,
        decision=None,
        profile=profile,
        scorecards=cards,
        scores=scores,
        seats=[SeatRow(card.interview, card.interviewer, round, False) for card in cards],
        role_profiles={"other": [ProfileWeight(row.competency.slug, 10, None) for row in profile[:2]]},
        role_titles={"other": "Another role"},
    )  # fmt: skip
    return lay_out(packet)
