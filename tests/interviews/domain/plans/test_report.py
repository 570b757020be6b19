"""What is said of a plan."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from interviews.domain.plans import assemble_plan, evaluate_plan
from interviews.domain.plans.explaining.order import order_round
from interviews.domain.plans.problem.answers import CompetencyCoverage, Places
from interviews.domain.plans.problem.types import (
    AssemblyOptions,
    AssemblyRequest,
    BankQuestion,
    Kind,
    Mix,
    PlanImpossible,
    ProfileEntry,
    RoundRequest,
    Strength,
    UnknownQuestion,
)
from tests.budgets import budget
from tests.interviews.domain.plans.instances import obeys, requests

P, S = Strength.PRIMARY, Strength.SECONDARY


def question(slug: str, minutes: int, *shows: tuple[str, Strength], difficulty: int = 2) -> BankQuestion:
    return BankQuestion(slug, Kind.KNOWLEDGE, difficulty, minutes, shows)


REQUEST = AssemblyRequest(
    profile=(ProfileEntry("coding", 2), ProfileEntry("sql", 1)),
    rounds=(RoundRequest("phone", 40), RoundRequest("panel", 30, focus=("coding",))),
    bank=(
        question("c1", 10, ("coding", P), ("sql", S)),
        question("c2", 15, ("coding", P)),
        question("s1", 10, ("sql", P)),
        question("s2", 20, ("sql", P)),
    ),
)


def test_an_assembled_plan_reports_itself() -> None:
    assembly = assemble_plan(REQUEST)
    assert assembly.rounds == (("c1", "s2"), ("c2",))
    assert assembly.minutes_used == (30, 15)
    assert assembly.minutes_free == (0, 5)
    assert assembly.coverage == (
        CompetencyCoverage("coding", questions=("c1", "c2"), rounds=(0, 1), strength=11),
        CompetencyCoverage("sql", questions=("s2",), rounds=(0,), strength=11, also=("c1",)),
    )
    assert assembly.uncovered == ()
    assert assembly.next_best == ()  # one more knowledge question would cost more than it gives
    assert assembly.optimal
    assert assembly.objective == assembly.bound
    assert dict(assembly.kinds) == {"knowledge": 3, "situational": 0, "behavioural": 0, "exercise": 0}
    assert assembly.why == (
        "3 questions in 45 of 50 minutes: 3 knowledge questions.",
        "Difficulty 2.0 on average; 0 at the mid target, 3 one level beside it, none further off.",
        "2 of 2 competencies asked about first hand, 1 of them more than once; 0 with something shown, 0 with "
        "something told.",
        "Proven: no other choice of questions is worth as much.",
    )
    assert [theme.text for theme in assembly.themes] == [
        "`sql` and `coding`: 2 knowledge questions.",
        "`coding`: 1 knowledge question.",
    ]
    assert [(item.slug, item.codes, item.text) for item in assembly.items] == [
        ("c1", ("first_hand",), "One of 2 on `coding`."),
        ("s2", ("only_first_hand",), "The only question on `sql`."),
        ("c2", ("first_hand",), "One of 2 on `coding`."),
    ]
    assert {(hole.competency, hole.code) for hole in assembly.holes} == {
        ("coding", "nothing_shown_near_target"),
        ("sql", "nothing_shown_near_target"),
    }


def test_what_each_item_is_there_for() -> None:
    bank = (
        BankQuestion("story", Kind.BEHAVIOURAL, 3, 8, (("coding", P),)),
        BankQuestion("task", Kind.EXERCISE, 3, 15, (("coding", P),), central=True),
        BankQuestion("case", Kind.SITUATIONAL, 5, 10, (("sql", P),)),
    )
    request = AssemblyRequest(REQUEST.profile, (RoundRequest("only", 60),), bank, AssemblyOptions(include=("case",)))
    assembly = assemble_plan(request)
    assert {item.slug: (item.codes, item.text) for item in assembly.items} == {
        "story": (("first_hand", "round_story"), "One of 2 on `coding`; the round's story."),
        "task": (
            ("first_hand", "round_exercise", "central"),
            "One of 2 on `coding`; the round's exercise; central to the role.",
        ),
        "case": (
            ("wanted", "only_first_hand", "far_from_target"),
            "You asked for it; the only question on `sql`; 2 levels off the target.",
        ),
    }
    assert [hole.text for hole in assembly.holes] == ["No question within 1 level of the mid target for `sql`."]


@pytest.mark.parametrize(
    ("shows", "code"),
    [
        ([], "no_question"),
        ([(Kind.EXERCISE, 5)], "no_question_near_target"),
        ([(Kind.BEHAVIOURAL, 3), (Kind.KNOWLEDGE, 3)], "nothing_shown_near_target"),
        ([(Kind.SITUATIONAL, 3)], "no_story_near_target"),
        ([(Kind.SITUATIONAL, 3), (Kind.BEHAVIOURAL, 1)], "no_exercise_near_target"),
        ([(Kind.EXERCISE, 2), (Kind.BEHAVIOURAL, 4)], None),
    ],
)
def test_holes_of_the_bank(shows: list[tuple[Kind, int]], code: str | None) -> None:
    bank = tuple(BankQuestion(f"q{n}", kind, hard, 10, (("sql", P),)) for n, (kind, hard) in enumerate(shows))
    request = AssemblyRequest((ProfileEntry("sql", 1, 3),), (RoundRequest("only", 30),), bank)
    assert [hole.code for hole in assemble_plan(request).holes] == ([code] if code else [])


def test_a_round_opens_easily_and_turns_from_one_competency_to_the_next() -> None:
    """Inside a competency: what was done, what is known, what one would do, what one can do."""

    def asked(slug: str, kind: Kind, difficulty: int, about: str) -> BankQuestion:
        return BankQuestion(slug, kind, difficulty, 5, ((about, P),))

    questions = [
        asked("a", Kind.EXERCISE, 1, "coding"),
        asked("b", Kind.SITUATIONAL, 3, "coding"),
        asked("c", Kind.BEHAVIOURAL, 3, "coding"),
        asked("d", Kind.KNOWLEDGE, 2, "sql"),
        asked("e", Kind.BEHAVIOURAL, 4, "sql"),
        asked("f", Kind.EXERCISE, 3, "sql"),
    ]
    for order in (questions, questions[::-1]):
        assert [each.slug for each in order_round(order)] == ["d", "e", "f", "c", "b", "a"]
    assert order_round([]) == ()


def test_the_less_asked_question_is_taken_among_equals() -> None:
    bank = tuple(replace(question(slug, 20, ("coding", P)), asked=asked) for slug, asked in (("a", 3), ("b", 1)))
    request = AssemblyRequest((ProfileEntry("coding", 1),), (RoundRequest("phone", 30),), bank)
    assert assemble_plan(request).rounds == (("b",),)


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("no_question", {"bank": REQUEST.bank[:2]}),
        ("filtered_out", {"options": AssemblyOptions(exclude=("s1", "s2"))}),
        ("no_round", {"rounds": (RoundRequest("panel", 60, focus=("coding",)),)}),
        ("too_long", {"rounds": (RoundRequest("phone", 19),), "bank": (question("s1", 10, ("sql", P)),)}),
        ("no_time", {"rounds": (RoundRequest("phone", 20),)}),
    ],
)
def test_what_is_uncovered_says_why(code: str, changes: dict[str, object]) -> None:
    assembly = assemble_plan(replace(REQUEST, **changes))  # type: ignore[arg-type]
    assert ("sql", code) in [(each.competency, each.reason_code) for each in assembly.uncovered]


def test_ten_more_minutes_let_a_longer_question_take_the_place_of_a_shorter() -> None:
    """What it replaces covers the competency already, so nothing is said to be covered anew."""
    bank = (
        BankQuestion("short", Kind.SITUATIONAL, 3, 8, (("coding", P),)),
        BankQuestion("long", Kind.EXERCISE, 3, 20, (("coding", P),)),
    )
    request = AssemblyRequest((ProfileEntry("coding", 1),), (RoundRequest("only", 22),), bank)
    (offer,) = assemble_plan(request).next_minutes
    assert (offer.adds, offer.replaces) == ("long", "short")
    assert offer.text == "10 more minutes in round 1 would let `short` give way to `long`, an exercise on `coding`."
    two = (ProfileEntry("coding", 1), ProfileEntry("sql", 1))
    elsewhere = (bank[0], replace(bank[1], shows=(("sql", P),)))
    (anew,) = assemble_plan(replace(request, bank=elsewhere, profile=two)).next_minutes
    assert anew.text.endswith("an exercise on `sql`, which nothing covers now.")


@settings(deadline=None, max_examples=budget(12, 60), suppress_health_check=list(HealthCheck))
@given(requests(most_questions=8, most_rounds=3))
def test_the_next_best_minutes_buy_what_they_promise(request: AssemblyRequest) -> None:
    try:
        assembly = assemble_plan(request)
    except PlanImpossible:
        return
    for offer in assembly.next_best:
        longer = replace(request.rounds[offer.round], minutes=request.rounds[offer.round].minutes + offer.extra_minutes)
        rounds = (*request.rounds[: offer.round], longer, *request.rounds[offer.round + 1 :])
        assert assemble_plan(replace(request, rounds=rounds)).objective > assembly.objective
    for ten in assembly.next_minutes:
        longer = replace(request.rounds[ten.round], minutes=request.rounds[ten.round].minutes + ten.minutes)
        rounds = (*request.rounds[: ten.round], longer, *request.rounds[ten.round + 1 :])
        assert assemble_plan(replace(request, rounds=rounds)).objective >= assembly.objective + ten.gain


@settings(deadline=None, max_examples=budget(20, 100), suppress_health_check=list(HealthCheck))
@given(requests(most_questions=8, most_rounds=3))
def test_a_plan_made_by_hand_is_reported_like_an_assembled_one(request: AssemblyRequest) -> None:
    plan = tuple(
        tuple(each.slug for number, each in enumerate(request.bank) if number % (len(request.rounds) + 1) == place)
        for place in range(len(request.rounds))
    )
    evaluation = evaluate_plan(request, plan)
    assert evaluation.rounds == plan
    assert (evaluation.violations == ()) == obeys(request, plan)
    assert evaluation.objective <= evaluation.bound
    try:
        assembly = assemble_plan(request)
    except PlanImpossible:
        assert evaluation.violations
    else:
        again = evaluate_plan(request, assembly.rounds)
        places = Places(assembly.places.cost, proven=False)
        assert again == replace(assembly, bound=again.bound, optimal=again.optimal, places=places, why=again.why)
        assert again.why[:3] == assembly.why[:3]
        assert evaluation.violations or evaluation.objective <= assembly.objective


def test_broken_wishes_are_named_in_the_order_of_the_request() -> None:
    options = AssemblyOptions(
        questions_max=1, include=("c2",), exclude=("s1",), locked=(("c1", 1),), mix=Mix(2, exercise_min=1)
    )
    first = replace(REQUEST.rounds[0], max_competencies=1, mix=Mix(behavioural_min=1))
    bank = tuple(replace(each, never_with=("s2",)) if each.slug == "s1" else each for each in REQUEST.bank)
    request = replace(REQUEST, options=options, rounds=(first, REQUEST.rounds[1]), bank=bank)
    broken = evaluate_plan(request, (("c1", "s2", "s1"), ())).violations
    assert [each.pointer for each in broken] == [
        "/rounds/0/minutes",
        "/rounds/0/max_competencies",
        "/rounds/0/mix/behavioural_min",
        "/options/free_minutes",
        "/options/questions_per_competency/max",
        "/options/mix/knowledge_max",
        "/options/mix/exercise_min",
        "/options/include/0",
        "/options/exclude/0",
        "/options/locked/0",
        "/options/allow_never_with",
    ]


def test_what_cannot_be_evaluated_is_refused() -> None:
    with pytest.raises(UnknownQuestion, match="gone"):
        evaluate_plan(REQUEST, (("gone",), ()))
    with pytest.raises(ValueError, match="asked twice: c1"):
        evaluate_plan(REQUEST, (("c1",), ("c1",)))
    with pytest.raises(ValueError, match="1 rounds were given for the 2"):
        evaluate_plan(REQUEST, (("c1",),))
