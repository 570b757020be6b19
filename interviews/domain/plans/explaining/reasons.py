"""Why this plan: what each question is there for, what each round is about, and the whole in a few sentences."""

from collections import Counter
from collections.abc import Sequence

from interviews.domain.plans.explaining.report import strength_of
from interviews.domain.plans.problem.answers import CompetencyCoverage, ItemReason, RoundTheme
from interviews.domain.plans.problem.constants import NEAR
from interviews.domain.plans.problem.objective import Scale, distance, weigh
from interviews.domain.plans.problem.types import AssemblyRequest, BankQuestion, Kind, Seniority, Strength
from interviews.domain.plans.problem.wishes import Rules, counted

Rounds = Sequence[Sequence[BankQuestion]]

_NOUNS = {
    Kind.KNOWLEDGE: "knowledge question",
    Kind.SITUATIONAL: "situational question",
    Kind.BEHAVIOURAL: "behavioural question",
    Kind.EXERCISE: "exercise",
}


def count_kinds(rounds: Rounds) -> tuple[tuple[Kind, int], ...]:
    kinds = Counter(question.kind for asked in rounds for question in asked)
    return tuple((kind, kinds[kind]) for kind in Kind)


def explain_items(
    request: AssemblyRequest, rules: Rules, scale: Scale, coverage: Sequence[CompetencyCoverage], rounds: Rounds
) -> tuple[ItemReason, ...]:
    """Codes: `wanted`, `only_first_hand`, `first_hand`, `shown`, `told`, `round_exercise`, `round_story`, `central`,
    and `far_from_target` as a warning.
    """
    covered = {each.competency: each for each in coverage}
    reasons = []
    for place, asked in enumerate(rounds):
        kinds = Counter(weigh(each, scale).near and each.kind for each in asked)
        for each in asked:
            worth = weigh(each, scale)
            said: list[tuple[str, str]] = []
            if each.slug in rules.wanted:
                said.append(("wanted", "you asked for it"))
            alone = [slug for slug in worth.primary if covered[slug].questions == (each.slug,)]
            others = [slug for slug in worth.primary if slug not in alone]
            if alone:
                said.append(("only_first_hand", f"the only question on {_named(alone)}"))
            if others:
                said.append(("first_hand", f"one of {_number_on(others, covered)} on {_named(others)}"))
            if worth.exercise and kinds[Kind.EXERCISE] == 1:
                said.append(("round_exercise", "the round's exercise"))
            elif worth.shown:
                said.append(("shown", "shows what the candidate can do" if worth.exercise else "what they would do"))
            if worth.told:
                alone_here = kinds[Kind.BEHAVIOURAL] == 1
                said.append(("round_story", "the round's story") if alone_here else ("told", "what they have done"))
            if each.central:
                said.append(("central", "central to the role"))
            if worth.primary and not worth.near:
                said.append(("far_from_target", f"{_levels_off(each, request)} levels off the target"))
            text = "; ".join(words for _, words in said) or "touches the profile in passing"
            reasons.append(
                ItemReason(place, each.slug, tuple(code for code, _ in said), f"{text[0].upper()}{text[1:]}.")
            )
    return tuple(reasons)


def find_themes(request: AssemblyRequest, rounds: Rounds) -> tuple[RoundTheme, ...]:
    """The competencies of each round, those with the most effective minutes first."""
    order = {entry.competency: position for position, entry in enumerate(request.profile)}
    themes = []
    for asked in rounds:
        minutes: Counter[str] = Counter()
        for entry in request.profile:
            if any((entry.competency, Strength.PRIMARY) in each.shows for each in asked):
                minutes[entry.competency] = sum(strength_of(each, entry) for each in asked)
        slugs = sorted(minutes, key=lambda slug: (-minutes[slug], order[slug]))
        kinds = Counter(each.kind for each in asked)
        what = _listed([counted(kinds[kind], noun) for kind, noun in _NOUNS.items() if kinds[kind]])
        text = f"{_named(slugs)}: {what}." if slugs else f"Nothing of the profile: {what or 'no question'}."
        themes.append(RoundTheme(tuple(slugs), text))
    return tuple(themes)


def explain_why(
    request: AssemblyRequest,
    coverage: Sequence[CompetencyCoverage],
    rounds: Rounds,
    *,
    minutes: tuple[int, int],
    objective: int,
    bound: int,
    optimal: bool,
) -> tuple[str, ...]:
    """What a recruiter would want to hear first; `minutes` are those used and those there are."""
    asked = [each for questions in rounds for each in questions]
    if not asked:
        return ("Nothing is asked: no question of the bank fits.",)
    kinds = Counter(each.kind for each in asked)
    parts = [counted(kinds[kind], noun) for kind, noun in _NOUNS.items() if kinds[kind]]
    first_hand = sum(bool(each.questions) for each in coverage)
    several = sum(len(each.questions) > 1 for each in coverage)
    shown, told = sum(each.shown for each in coverage), sum(each.told for each in coverage)
    why = [
        f"{counted(len(asked), 'question')} in {minutes[0]} of {minutes[1]} minutes: {_listed(parts)}.",
        _difficulty(request, asked),
        f"{first_hand} of {counted(len(coverage), 'competency')} asked about first hand, {several} of them more than "
        f"once; {shown} with something shown, {told} with something told.",
    ]
    if optimal:
        why.append("Proven: no other choice of questions is worth as much.")
    elif bound > objective:
        gap = 100 * (bound - objective) / max(1, bound)
        why.append(f"Not proven to be the best: another choice might be worth up to {max(gap, 0.01):.2f} % more.")
    return tuple(why)


def _difficulty(request: AssemblyRequest, asked: Sequence[BankQuestion]) -> str:
    offs = [off for each in asked if (off := _levels_off(each, request)) is not None]
    at, near = sum(off == 0 for off in offs), sum(0 < off <= NEAR for off in offs)
    mean = sum(each.difficulty for each in asked) / len(asked)
    far = len(offs) - at - near
    tail = f", {far} further off" if far else ", none further off"
    seniority = Seniority(request.seniority)
    return f"Difficulty {mean:.1f} on average; {at} at the {seniority} target, {near} one level beside it{tail}."


def _levels_off(question: BankQuestion, request: AssemblyRequest) -> int | None:
    """From the nearest of the targets that it is for; None where it shows nothing of the profile first hand."""
    targets = {entry.competency: entry.target for entry in request.profile}
    return min(
        (
            distance(question.kind, question.difficulty, targets[slug])
            for slug, how in question.shows
            if how == Strength.PRIMARY and slug in targets
        ),
        default=None,
    )


def _number_on(slugs: Sequence[str], covered: dict[str, CompetencyCoverage]) -> int:
    return max(len(covered[slug].questions) for slug in slugs)


def _named(slugs: Sequence[str]) -> str:
    return _listed([f"`{slug}`" for slug in slugs])


def _listed(parts: Sequence[str]) -> str:
    """`a`, `b` and `c`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""
