"""The worth of a plan, worked out by hand."""

from interviews.domain.plans.problem.objective import coverage_gain, heavier_half, most_value, value_of
from interviews.domain.plans.problem.types import BankQuestion, Kind, ProfileEntry, Strength


def question(slug: str, **shows: str) -> BankQuestion:
    strengths = tuple((competency, Strength(strength)) for competency, strength in shows.items())
    return BankQuestion(slug, Kind.KNOWLEDGE, difficulty=2, minutes=10, shows=strengths)


def test_the_first_points_on_a_competency_are_worth_the_most() -> None:
    assert [coverage_gain(points) for points in range(11)] == [0, 12, 24, 33, 42, 45, 48, 49, 50, 50, 50]


def test_an_empty_plan_is_worth_nothing() -> None:
    assert value_of([ProfileEntry("coding", 3)], [[], []]) == 0


def test_a_worked_example() -> None:
    profile = [ProfileEntry("coding", 3), ProfileEntry("evaluation", 2), ProfileEntry("sql", 1)]
    rounds = [
        [question("a", coding="primary", sql="secondary"), question("b", evaluation="primary")],
        [question("c", coding="primary", evaluation="secondary", elsewhere="primary")],
        [question("d", elsewhere="primary")],
    ]
    coding = 3 * (24 + 18 + 6 + 6 + 4 + 4)  # four points, two questions, two rounds
    evaluation = 2 * (24 + 9 + 6 + 4)  # three points, one question, one round; in the heavier half
    sql = 1 * 12  # one point, no question as primary
    held = 2 * (3 + 2 + 1)  # the third round asks nothing of the profile
    assert value_of(profile, rounds) == coding + evaluation + sql + held == 296


def test_full_coverage_in_two_rounds_is_worth_the_most_there_is() -> None:
    profile = [ProfileEntry("coding", 2)]
    rounds = [[question("a", coding="primary"), question("b", coding="primary")],
              [question("c", coding="primary"), question("d", coding="primary")]]  # fmt: skip
    assert value_of(profile, rounds) == most_value(profile, 2) == 2 * (50 + 12 + 8) + 2 * 2


def test_a_second_question_beats_a_third_and_a_primary_one_beats_a_secondary_one() -> None:
    profile = [ProfileEntry("coding", 1), ProfileEntry("sql", 1)]
    coding = [question(slug, coding="primary") for slug in "abc"]
    sql = question("s", sql="primary")
    assert value_of(profile, [[coding[0], coding[1], sql]]) > value_of(profile, [coding])
    assert value_of(profile, [[question("p", sql="primary")]]) > value_of(profile, [[question("p", sql="secondary")]])


def test_the_heavier_half_takes_ties_in() -> None:
    assert heavier_half([ProfileEntry("a", 5), ProfileEntry("b", 3), ProfileEntry("c", 3), ProfileEntry("d", 1)]) == {
        "a",
        "b",
        "c",
    }
    assert heavier_half([ProfileEntry("a", 1), ProfileEntry("b", 1)]) == {"a", "b"}
    assert heavier_half([]) == frozenset()
