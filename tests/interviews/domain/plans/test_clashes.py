"""Why there is no plan: the sets of clashing wishes, and what they are called."""

from collections.abc import Collection
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings

from interviews.domain.plans import assemble_plan
from interviews.domain.plans.problem.types import (
    AssemblyOptions,
    AssemblyRequest,
    BankQuestion,
    Clash,
    Kind,
    Mix,
    PlanImpossible,
    ProfileEntry,
    RoundRequest,
    Strength,
)
from tests.budgets import budget
from tests.interviews.domain.plans.instances import requests


def clashes_of(request: AssemblyRequest) -> tuple[Clash, ...]:
    try:
        assemble_plan(request)
    except PlanImpossible as impossible:
        return impossible.clashes
    return ()


def pointers(clash: Clash) -> list[str]:
    return [constraint.pointer for constraint in clash.constraints]


def only(request: AssemblyRequest, kept: Collection[str]) -> AssemblyRequest:
    """The request without the wishes whose pointers are not kept; a round without minutes is endless."""
    options = request.options
    free = options.free_minutes if "/options/free_minutes" in kept else 0
    rounds = tuple(
        RoundRequest(
            title=each.title,
            minutes=each.minutes if f"/rounds/{index}/minutes" in kept else 10_000,
            focus=each.focus if f"/rounds/{index}/focus" in kept else (),
            kinds=each.kinds if f"/rounds/{index}/kinds" in kept else (),
            max_competencies=each.max_competencies if f"/rounds/{index}/max_competencies" in kept else None,
            mix=mix_of(each.mix, f"/rounds/{index}", kept),
        )
        for index, each in enumerate(request.rounds)
    )
    per_competency = "/options/questions_per_competency"
    return replace(
        request,
        rounds=rounds,
        options=AssemblyOptions(
            free_minutes=free,
            questions_min=options.questions_min if f"{per_competency}/min" in kept else None,
            questions_max=options.questions_max if f"{per_competency}/max" in kept else None,
            rounds_per_competency=options.rounds_per_competency if "/options/rounds_per_competency" in kept else None,
            difficulty_min=options.difficulty_min if "/options/difficulty/min" in kept else 1,
            difficulty_max=options.difficulty_max if "/options/difficulty/max" in kept else 5,
            include=tuple(s for i, s in enumerate(options.include) if f"/options/include/{i}" in kept),
            exclude=tuple(s for i, s in enumerate(options.exclude) if f"/options/exclude/{i}" in kept),
            locked=tuple(lock for i, lock in enumerate(options.locked) if f"/options/locked/{i}" in kept),
            mix=mix_of(options.mix, "/options", kept),
            allow_never_with=options.allow_never_with,
        ),
    )


def mix_of(mix: Mix, place: str, kept: Collection[str]) -> Mix:
    """What is left of a mix."""
    names = ("knowledge_max", "exercise_min", "behavioural_min")
    return Mix(**{name: getattr(mix, name) for name in names if f"{place}/mix/{name}" in kept})


@settings(deadline=None, max_examples=budget(10, 60), suppress_health_check=list(HealthCheck))
@given(requests(most_questions=8, most_rounds=3))
def test_clash_sets_are_disjoint_clash_and_need_every_member(request: AssemblyRequest) -> None:
    clashes = clashes_of(request)
    assume(clashes)
    named = [pointer for clash in clashes for pointer in pointers(clash)]
    assert len(named) == len(set(named))
    for clash in clashes:
        assert clash.irreducible
        assert clashes_of(only(request, pointers(clash)))
        for dropped in pointers(clash):
            assert not clashes_of(only(request, set(pointers(clash)) - {dropped}))


def question(slug: str, *primary: str, minutes: int = 10, difficulty: int = 2) -> BankQuestion:
    shows = tuple((competency, Strength.PRIMARY) for competency in primary)
    return BankQuestion(slug, Kind.KNOWLEDGE, difficulty, minutes, shows)


PROFILE = (ProfileEntry("model-evaluation", 2), ProfileEntry("sql", 1))
BANK = tuple(question(f"eval-{n}", "model-evaluation") for n in range(4)) + tuple(
    question(f"sql-{n}", "sql") for n in range(4)
)


def request_with(*rounds: RoundRequest, **options: object) -> AssemblyRequest:
    return AssemblyRequest(PROFILE, rounds, BANK, AssemblyOptions(**options))  # type: ignore[arg-type]


def the_clash(request: AssemblyRequest) -> Clash:
    (clash,) = clashes_of(request)
    return clash


def test_rounds_that_have_it_in_focus_are_too_few() -> None:
    clash = the_clash(
        request_with(
            RoundRequest("phone", 60),
            RoundRequest("panel", 60, focus=("sql",)),
            rounds_per_competency=2,
        )
    )
    assert pointers(clash) == ["/rounds/1/focus", "/options/rounds_per_competency"]
    assert clash.detail == (
        "`model-evaluation` needs 2 rounds, but only 1 round has it in focus (round 2 is kept for `sql`)."
    )
    assert clash.cheapest_change == "Add `model-evaluation` to the focus of round 2."


def test_more_rounds_than_there_are() -> None:
    clash = the_clash(request_with(RoundRequest("phone", 60), rounds_per_competency=3))
    assert pointers(clash) == ["/options/rounds_per_competency"]
    assert clash.detail == "Every competency needs 3 rounds, but there is only 1 round."
    assert clash.cheapest_change == "Ask for only 1 round per competency."


def test_more_questions_than_there_are() -> None:
    clash = the_clash(request_with(RoundRequest("phone", 200), questions_min=5))
    assert pointers(clash) == ["/options/questions_per_competency/min"]
    assert clash.detail == (
        "`model-evaluation` needs 5 questions, but there are only 4 questions to ask; "
        "`sql` needs 5 questions, but there are only 4 questions to ask."
    )
    assert clash.cheapest_change == "Ask for only 4 questions per competency."


def test_a_must_have_longer_than_the_round() -> None:
    clash = the_clash(request_with(RoundRequest("phone", 25), include=("eval-0", "sql-1")))
    assert pointers(clash) == ["/rounds/0/minutes", "/options/free_minutes", "/options/include/0", "/options/include/1"]
    assert clash.cheapest_change == "Give round 1 5 more minutes (30 in all)."


def test_a_must_have_that_is_excluded_or_not_in_the_bank() -> None:
    clashes = clashes_of(request_with(RoundRequest("phone", 60), include=("sql-0", "gone"), exclude=("sql-0",)))
    assert sorted(pointers(clash) for clash in clashes) == [
        ["/options/include/0", "/options/exclude/0"],
        ["/options/include/1"],
    ]
    assert {clash.cheapest_change for clash in clashes} == {"Don't insist on `sql-0`.", "Don't insist on `gone`."}


def test_contradictory_locks() -> None:
    clashes = clashes_of(
        request_with(RoundRequest("a", 60), RoundRequest("b", 60), locked=(("sql-0", 0), ("sql-0", 1), ("sql-1", 7)))
    )
    assert sorted(pointers(clash) for clash in clashes) == [
        ["/options/locked/0", "/options/locked/1"],
        ["/options/locked/2"],
    ]


def test_difficulty_window_that_is_upside_down() -> None:
    clash = the_clash(request_with(RoundRequest("a", 60), questions_min=1, difficulty_min=4, difficulty_max=3))
    assert pointers(clash) == ["/options/questions_per_competency/min", "/options/difficulty/min"]
    assert clash.cheapest_change == "Allow questions of difficulty 2 and up."


def test_less_time_than_is_to_be_kept_free() -> None:
    clash = the_clash(request_with(RoundRequest("a", 15), free_minutes=20))
    assert pointers(clash) == ["/rounds/0/minutes", "/options/free_minutes"]
    assert clash.cheapest_change == "Give round 1 5 more minutes (20 in all)."


@pytest.mark.parametrize("wish", ["focus", "kinds"])
def test_a_round_that_takes_no_such_question(wish: str) -> None:
    taken = {"focus": RoundRequest("a", 60, focus=("sql",)), "kinds": RoundRequest("a", 60, kinds=(Kind.EXERCISE,))}
    clash = the_clash(request_with(taken[wish], include=("eval-0",)))
    assert pointers(clash) == [f"/rounds/0/{wish}", "/options/include/0"]
    assert (
        clash.cheapest_change
        == {
            "focus": "Add `model-evaluation` to the focus of round 1.",
            "kinds": "Let round 1 take knowledge questions too.",
        }[wish]
    )


def test_more_exercises_than_there_are() -> None:
    clash = the_clash(request_with(RoundRequest("a", 60), mix=Mix(exercise_min=1)))
    assert pointers(clash) == ["/options/mix/exercise_min"]
    assert clash.detail == "The plan needs at least 1 exercise, but there are no exercises to ask."


def test_a_round_that_scores_too_few_competencies_for_what_must_be_asked() -> None:
    clash = the_clash(request_with(RoundRequest("a", 60, max_competencies=1), include=("eval-0", "sql-0")))
    assert pointers(clash) == ["/rounds/0/max_competencies", "/options/include/0", "/options/include/1"]
    assert clash.cheapest_change == "Let round 1 score 2 competencies."


def test_fewer_knowledge_questions_than_must_be_asked() -> None:
    clash = the_clash(request_with(RoundRequest("a", 60, mix=Mix(knowledge_max=1)), include=("eval-0", "sql-0")))
    assert pointers(clash) == ["/rounds/0/mix/knowledge_max", "/options/include/0", "/options/include/1"]
    assert clash.cheapest_change == "Allow 2 knowledge questions in round 1."


def test_two_that_never_meet() -> None:
    request = request_with(RoundRequest("a", 60), include=("eval-0", "eval-1"))
    enemies = tuple(replace(each, never_with=("eval-0",)) if each.slug == "eval-1" else each for each in request.bank)
    clash = the_clash(replace(request, bank=enemies))
    assert pointers(clash) == ["/options/include/0", "/options/include/1"]
    assert clash.detail == ("`eval-0` must be asked and `eval-1` must be asked, but they are never asked in one plan.")
    assert clash.cheapest_change == "Don't insist on `eval-0`."
    allowed = replace(request.options, allow_never_with=True)
    assert clashes_of(replace(request, bank=enemies, options=allowed)) == ()
