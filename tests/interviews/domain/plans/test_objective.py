"""The worth of a plan, worked out by hand."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given

from interviews.domain.plans.problem.objective import Scale, Tally, distance, evidence_of, scale_of, value_of, weigh
from interviews.domain.plans.problem.types import (
    AssemblyOptions,
    AssemblyRequest,
    BankQuestion,
    Depth,
    Kind,
    ProfileEntry,
    RoundRequest,
    Seniority,
    Strength,
)
from tests.interviews.domain.plans.instances import requests

P, S = Strength.PRIMARY, Strength.SECONDARY


def question(kind: Kind, *, difficulty: int = 3, minutes: int = 12, suits: int = 9, **shows: Strength) -> BankQuestion:
    return BankQuestion(kind, kind, difficulty, minutes, tuple(shows.items()), suits=suits)


def scale(*profile: ProfileEntry, seniority: Seniority = Seniority.MID, rounds: int = 1) -> Scale:
    wished = tuple(RoundRequest("a round", 60) for _ in range(rounds))
    return scale_of(AssemblyRequest(tuple(profile), wished, (), seniority=seniority))


def test_an_empty_plan_is_worth_nothing() -> None:
    assert value_of(scale(ProfileEntry("coding", 3)), [[], []]) == 0


def test_distance_from_the_aim() -> None:
    """Targets aim between 2 and 4, and an easy story is one level off at most."""
    knowledge, story = Kind.KNOWLEDGE, Kind.BEHAVIOURAL
    assert [distance(knowledge, difficulty, 3) for difficulty in range(1, 6)] == [2, 1, 0, 1, 2]
    assert [distance(story, difficulty, 4) for difficulty in range(1, 6)] == [1, 1, 1, 0, 1]
    assert [distance(knowledge, 2, target) for target in range(1, 6)] == [0, 0, 1, 2, 2]


def test_evidence_is_effective_minutes() -> None:
    """Two minutes go into asking; one level off three fifths count; a third where it is secondary."""
    twelve = question(Kind.EXERCISE, coding=P)
    assert evidence_of(twelve, P, 3) == 10
    assert evidence_of(twelve, P, 4) == 6
    assert evidence_of(twelve, S, 3) == 3
    assert evidence_of(replace(twelve, minutes=1), P, 3) == 1


def test_a_worked_example() -> None:
    mid = scale(ProfileEntry("coding", 2, 3, story=True), ProfileEntry("sql", 1, 3), rounds=2)
    rounds = [
        [question(Kind.EXERCISE, coding=P, sql=S), question(Kind.BEHAVIOURAL, coding=P, minutes=10)],
        [question(Kind.SITUATIONAL, sql=P, minutes=8, suits=2)],
    ]
    coding = 2 * (10 * 10 + 8 * 5 + 50 + 15 + 2 * 20 + (20 + 15))  # 18 minutes, two first hand, two points, a story
    sql = 6 * 10 + 3 * 10 + 50 + 20  # 9 minutes, one first hand, one point
    plan = 2 * (
        2 * 100 + 60 + 60 + 30 + 10
    )  # two rounds, one of them whole; an exercise, a story; one of the role's own
    assert value_of(mid, rounds) == coding + sql + plan == 1440


def test_what_is_far_from_the_target_is_neither_shown_nor_told() -> None:
    mid = scale(ProfileEntry("coding", 1, 2))
    near, far = (question(Kind.EXERCISE, coding=P, difficulty=difficulty) for difficulty in (2, 4))
    assert value_of(mid, [[near]]) == 100 + 50 + 40 + 100 + 60
    assert value_of(mid, [[far]]) == 20 + 50 + 100 - 15


def test_knowledge_and_stories_beyond_the_allowance_cost() -> None:
    juniors = scale(ProfileEntry("coding", 1, 3), seniority=Seniority.JUNIOR)
    for kind, allowed, cost in ((Kind.KNOWLEDGE, 1, 50), (Kind.BEHAVIOURAL, 1, 30)):
        tally = Tally(juniors)
        worth = weigh(question(kind, elsewhere=P), juniors)
        values = []
        for _ in range(3):
            tally.add(worth, 0)
            values.append(tally.value)
        assert values == [-cost * max(0, number - allowed) for number in (1, 2, 3)]


def test_depth_weighs_a_second_question_against_a_first_elsewhere() -> None:
    coding = [replace(question(Kind.KNOWLEDGE, coding=P, minutes=10), slug=slug) for slug in "ab"]
    other = question(Kind.KNOWLEDGE, sql=P, difficulty=5, minutes=10)
    request = AssemblyRequest(
        (ProfileEntry("coding", 1), ProfileEntry("sql", 1)), (RoundRequest("one", 300),), (*coding, other)
    )

    def gained(depth: Depth, rounds: Sequence[Sequence[BankQuestion]]) -> int:
        return value_of(scale_of(replace(request, options=AssemblyOptions(depth=depth))), rounds)

    deeper = {depth: gained(depth, [coding]) - gained(depth, [[coding[0], other]]) for depth in Depth}
    assert deeper[Depth.BROAD] < 0 < deeper[Depth.DEEP]
    assert deeper[Depth.BROAD] < deeper[Depth.BALANCED] < deeper[Depth.DEEP]


@given(requests())
def test_what_comes_in_and_goes_out_again_leaves_no_trace(request: AssemblyRequest) -> None:
    """The running tally is the value of what is in, whatever the way there; and weights scale it."""
    of = scale_of(request)
    tally = Tally(of)
    worths = [weigh(each, of) for each in request.bank]
    for place, worth in enumerate(worths):
        tally.add(worth, place % 2)
    rounds = [request.bank[::2], request.bank[1::2]]
    assert tally.value == value_of(of, rounds)
    for place, worth in reversed(list(enumerate(worths))):
        tally.add(worth, place % 2, -1)
    assert tally.value == 0
    if any(entry.weight for entry in request.profile):
        tripled = tuple(replace(entry, weight=3 * entry.weight) for entry in request.profile)
        assert value_of(scale_of(request, tripled), rounds) == 3 * value_of(of, rounds)
