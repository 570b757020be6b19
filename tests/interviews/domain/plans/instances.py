"""Small random requests, and the rules and the best plan worked out the slow way, apart from the code under test."""

from dataclasses import replace
from itertools import product

from hypothesis import strategies as st

from interviews.domain.plans.problem.objective import value_of
from interviews.domain.plans.problem.types import (
    AssemblyOptions,
    AssemblyRequest,
    BankQuestion,
    Kind,
    ProfileEntry,
    RoundRequest,
    Strength,
)

COMPETENCIES = ("coding", "evaluation", "modelling", "pipelines")
Plan = tuple[tuple[str, ...], ...]


@st.composite
def questions(draw: st.DrawFn, slug: str) -> BankQuestion:
    shown = draw(st.lists(st.sampled_from((*COMPETENCIES, "elsewhere")), min_size=1, max_size=3, unique=True))
    strengths = draw(st.lists(st.sampled_from(Strength), min_size=len(shown), max_size=len(shown)))
    return BankQuestion(
        slug=slug,
        kind=draw(st.sampled_from((Kind.KNOWLEDGE, Kind.SITUATIONAL))),
        difficulty=draw(st.integers(1, 3)),
        minutes=draw(st.sampled_from((5, 8, 10, 15))),
        shows=tuple(zip(shown, strengths, strict=True)),
        asked=draw(st.integers(0, 2)),
    )


@st.composite
def requests(draw: st.DrawFn, *, most_questions: int = 6, most_rounds: int = 2) -> AssemblyRequest:
    names = COMPETENCIES[: draw(st.integers(1, len(COMPETENCIES)))]
    size = draw(st.one_of(st.just(most_questions), st.integers(0, most_questions)))
    bank = tuple(draw(questions(f"q{index}")) for index in range(size))
    slugs = [question.slug for question in bank]
    rarely = st.sampled_from((False, False, False, True))
    some = st.lists(st.sampled_from(slugs), max_size=2, unique=True) if slugs else st.just([])
    rounds = draw(st.integers(1, most_rounds))
    locked = [(slug, draw(st.integers(0, rounds - 1))) for slug in (draw(some) if draw(rarely) else [])]
    return AssemblyRequest(
        profile=tuple(ProfileEntry(name, draw(st.sampled_from((1, 2, 3, 0)))) for name in names),
        rounds=tuple(
            RoundRequest(
                title="a round",
                minutes=draw(st.sampled_from((40, 25, 20, 10))),
                focus=tuple(draw(st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True)))
                if draw(rarely)
                else (),
                kinds=(draw(st.sampled_from((Kind.KNOWLEDGE, Kind.SITUATIONAL))),) if draw(rarely) else (),
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
            difficulty_max=draw(st.sampled_from((5, 5, 5, 5, 2))),
            include=tuple(draw(some)) if draw(rarely) else (),
            exclude=tuple(draw(some)) if draw(rarely) else (),
            locked=tuple(locked),
        ),
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
    for each, slugs in zip(request.rounds, plan, strict=True):
        if sum(bank[slug].minutes for slug in slugs) > each.minutes - options.free_minutes:
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


def all_plans(request: AssemblyRequest) -> list[Plan]:
    """Every plan that keeps to the wishes: each question in one of the rounds or in none."""
    rounds = range(len(request.rounds))
    slugs = [question.slug for question in request.bank]
    plans = []
    for places in product((None, *rounds), repeat=len(slugs)):
        plan = tuple(tuple(s for s, at in zip(slugs, places, strict=True) if at == place) for place in rounds)
        if obeys(request, plan):
            plans.append(plan)
    return plans


def worth(request: AssemblyRequest, plan: Plan) -> int:
    bank = {question.slug: question for question in request.bank}
    return value_of(request.profile, [[bank[slug] for slug in slugs] for slugs in plan])


def best_by_hand(request: AssemblyRequest) -> Plan | None:
    """The best of all plans with every tie settled: value, less asked by rank, preferred questions, earlier rounds."""
    options = request.options
    wanted = {*options.include, *(slug for slug, _ in options.locked)}
    profile = {entry.competency for entry in request.profile}
    free = replace(request, options=replace(options, questions_min=None, rounds_per_competency=None, include=(),
                                            locked=(), questions_max=None))  # fmt: skip
    rounds = range(len(request.rounds))

    def fits_somewhere(question: BankQuestion) -> bool:
        alone = [tuple((question.slug,) if at == place else () for at in rounds) for place in rounds]
        return bool({slug for slug, _ in question.shows} & profile) and any(obeys(free, plan) for plan in alone)

    eligible = [each for each in request.bank if each.slug in wanted or fits_somewhere(each)]
    ranks = {asked: rank for rank, asked in enumerate(sorted({each.asked for each in eligible}), start=1)}
    preferred = sorted(eligible, key=lambda each: (each.asked, each.minutes, each.slug))
    known = {each.slug for each in eligible}

    def key(plan: Plan) -> tuple[object, ...]:
        at = {slug: place for place, slugs in enumerate(plan) for slug in slugs}
        burden = sum(ranks[each.asked] for each in eligible if each.slug in at)
        chosen = tuple(each.slug in at for each in preferred)
        places = tuple(-at[each.slug] for each in preferred if each.slug in at)
        return (worth(request, plan), -burden, chosen, places)

    plans = [plan for plan in all_plans(request) if {slug for slugs in plan for slug in slugs} <= known]
    return max(plans, key=key, default=None)
