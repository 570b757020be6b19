"""Small random requests, and the rules and the best plan worked out the slow way, apart from the code under test."""

from itertools import product

from hypothesis import strategies as st

from interviews.domain.plans.problem.objective import scale_of, value_of
from interviews.domain.plans.problem.types import (
    AssemblyOptions,
    AssemblyRequest,
    BankQuestion,
    Depth,
    Kind,
    Mix,
    ProfileEntry,
    RoundRequest,
    Seniority,
    Strength,
)

COMPETENCIES = ("coding", "evaluation", "modelling", "pipelines")
Plan = tuple[tuple[str, ...], ...]
rarely: st.SearchStrategy[bool] = st.sampled_from((False, False, False, True))


@st.composite
def questions(draw: st.DrawFn, slug: str, others: tuple[str, ...] = ()) -> BankQuestion:
    shown = draw(st.lists(st.sampled_from((*COMPETENCIES, "elsewhere")), min_size=1, max_size=3, unique=True))
    strengths = draw(st.lists(st.sampled_from(Strength), min_size=len(shown), max_size=len(shown)))
    has_enemy: bool = draw(rarely)
    never_with = (draw(st.sampled_from(others)),) if others and has_enemy else ()
    return BankQuestion(
        slug=slug,
        kind=draw(st.sampled_from(Kind)),
        difficulty=draw(st.integers(1, 5)),
        minutes=draw(st.sampled_from((5, 8, 10, 15))),
        shows=tuple(zip(shown, strengths, strict=True)),
        asked=draw(st.integers(0, 2)),
        central=draw(rarely),
        suits=draw(st.integers(1, 4)),
        never_with=never_with,
    )


@st.composite
def mixes(draw: st.DrawFn) -> Mix:
    return Mix(
        knowledge_max=draw(st.sampled_from((None, 0, 1))),
        exercise_min=draw(st.sampled_from((None, None, 0, 1))),
        behavioural_min=draw(st.sampled_from((None, None, 1))),
    )


@st.composite
def requests(draw: st.DrawFn, *, most_questions: int = 6, most_rounds: int = 2) -> AssemblyRequest:
    names = COMPETENCIES[: draw(st.integers(1, len(COMPETENCIES)))]
    size = draw(st.one_of(st.just(most_questions), st.integers(0, most_questions)))
    slugs = [f"q{index}" for index in range(size)]
    bank = tuple(draw(questions(slug, tuple(slugs[:index]))) for index, slug in enumerate(slugs))
    nothing: list[str] = []
    some = st.lists(st.sampled_from(slugs), max_size=2, unique=True) if slugs else st.just(nothing)
    rounds = draw(st.integers(1, most_rounds))
    locked = [(slug, draw(st.integers(0, rounds - 1))) for slug in (draw(some) if draw(rarely) else [])]
    return AssemblyRequest(
        profile=tuple(
            ProfileEntry(
                name,
                draw(st.sampled_from((1, 2, 3, 0))),
                draw(st.integers(2, 5)),
                draw(st.sampled_from(("north", "south"))),
                draw(st.booleans()),
            )
            for name in names
        ),
        rounds=tuple(
            RoundRequest(
                title="a round",
                minutes=draw(st.sampled_from((40, 25, 20, 10))),
                focus=tuple(draw(st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True)))
                if draw(rarely)
                else (),
                kinds=(draw(st.sampled_from(Kind)),) if draw(rarely) else (),
                max_competencies=draw(st.sampled_from((None, None, None, None, 1, 2))),
                mix=draw(mixes()) if draw(rarely) and draw(rarely) else Mix(),
            )
            for _ in range(rounds)
        ),
        bank=bank,
        options=AssemblyOptions(
            free_minutes=draw(st.sampled_from((0, 5, 10))),
            questions_min=draw(st.sampled_from((None, None, None, None, None, 1, 2))),
            questions_max=draw(st.sampled_from((None, None, None, 1, 2))),
            rounds_per_competency=draw(st.sampled_from((None, None, None, None, None, 1, 2))),
            difficulty_min=draw(st.sampled_from((1, 1, 1, 1, 2))),
            difficulty_max=draw(st.sampled_from((5, 5, 5, 5, 3))),
            include=tuple(draw(some)) if draw(rarely) else (),
            exclude=tuple(draw(some)) if draw(rarely) else (),
            locked=tuple(locked),
            mix=draw(mixes()) if draw(rarely) else Mix(),
            depth=draw(st.sampled_from(Depth)),
            allow_never_with=draw(rarely),
        ),
        seniority=draw(st.sampled_from(Seniority)),
    )


def obeys(request: AssemblyRequest, plan: Plan) -> bool:
    """Whether the plan keeps to every explicit wish, spelled out rule by rule."""
    options = request.options
    bank = {question.slug: question for question in request.bank}
    asked = [slug for slugs in plan for slug in slugs]
    if len(asked) != len(set(asked)):
        return False
    if any(slug not in asked for slug in options.include) or any(slug in asked for slug in options.exclude):
        return False
    if any(slug not in plan[place] for slug, place in options.locked):
        return False
    if not options.allow_never_with and any(other in asked for slug in asked for other in bank[slug].never_with):
        return False
    if not _mixes(options.mix, [bank[slug] for slug in asked]):
        return False
    for each, slugs in zip(request.rounds, plan, strict=True):
        if sum(bank[slug].minutes for slug in slugs) > each.minutes - options.free_minutes:
            return False
        if not _mixes(each.mix, [bank[slug] for slug in slugs]):
            return False
        shown = [
            entry.competency
            for entry in request.profile
            if any((entry.competency, Strength.PRIMARY) in bank[slug].shows for slug in slugs)
        ]
        if each.max_competencies is not None and len(shown) > each.max_competencies:
            return False
        for slug in slugs:
            question = bank[slug]
            if not options.difficulty_min <= question.difficulty <= options.difficulty_max:
                return False
            if each.kinds and question.kind not in each.kinds:
                return False
            if each.focus and not any((focus, Strength.PRIMARY) in question.shows for focus in each.focus):
                return False
    for entry in request.profile:
        primary = (entry.competency, Strength.PRIMARY)
        counts = [sum(primary in bank[slug].shows for slug in slugs) for slugs in plan]
        if sum(counts) < (options.questions_min or 0):
            return False
        if options.questions_max is not None and sum(counts) > options.questions_max:
            return False
        if sum(count > 0 for count in counts) < (options.rounds_per_competency or 0):
            return False
    return True


def _mixes(mix: Mix, asked: list[BankQuestion]) -> bool:
    kinds = [question.kind for question in asked]
    if mix.knowledge_max is not None and kinds.count(Kind.KNOWLEDGE) > mix.knowledge_max:
        return False
    if kinds.count(Kind.EXERCISE) < (mix.exercise_min or 0):
        return False
    return kinds.count(Kind.BEHAVIOURAL) >= (mix.behavioural_min or 0)


def all_plans(request: AssemblyRequest) -> list[Plan]:
    """Every plan that keeps to the wishes: each question in one of the rounds or in none. What shows nothing of the
    profile first hand is asked only if a wish names it.
    """
    rounds = range(len(request.rounds))
    wanted = {*request.options.include, *(slug for slug, _ in request.options.locked)}
    profile = {(entry.competency, Strength.PRIMARY) for entry in request.profile}
    slugs = [each.slug for each in request.bank if each.slug in wanted or not profile.isdisjoint(each.shows)]
    plans = []
    for places in product((None, *rounds), repeat=len(slugs)):
        plan = tuple(tuple(s for s, at in zip(slugs, places, strict=True) if at == place) for place in rounds)
        if obeys(request, plan):
            plans.append(plan)
    return plans


def worth(request: AssemblyRequest, plan: Plan) -> int:
    bank = {question.slug: question for question in request.bank}
    return value_of(scale_of(request), [[bank[slug] for slug in slugs] for slugs in plan])


def burden(request: AssemblyRequest, plan: Plan) -> int:
    """How well-worn its questions are: the sum of their ranks by how often they were asked."""
    ranks = sorted({question.asked for question in request.bank})
    asked = {question.slug: ranks.index(question.asked) for question in request.bank}
    return sum(asked[slug] for slugs in plan for slug in slugs)


def best_by_hand(request: AssemblyRequest) -> tuple[int, int, set[frozenset[str]]] | None:
    """Of all plans the highest worth, the least burden among those, and the sets of questions that reach both."""
    plans = [(worth(request, plan), -burden(request, plan), plan) for plan in all_plans(request)]
    if not plans:
        return None
    value, lightness, _ = max(plans, key=lambda each: each[:2])
    sets = {frozenset(slug for slugs in plan for slug in slugs) for *key, plan in plans if key == [value, lightness]}
    return value, -lightness, sets
