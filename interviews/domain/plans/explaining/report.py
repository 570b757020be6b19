"""What there is to say of a plan: minutes, coverage, what is missing and why, what the bank lacks."""

from collections.abc import Sequence

from interviews.domain.plans.problem.answers import CompetencyCoverage, Hole, Uncovered
from interviews.domain.plans.problem.constants import NEAR
from interviews.domain.plans.problem.objective import Scale, distance, evidence_of, weigh
from interviews.domain.plans.problem.types import AssemblyRequest, BankQuestion, Kind, ProfileEntry, Seniority, Strength
from interviews.domain.plans.problem.wishes import Rules

Rounds = Sequence[Sequence[BankQuestion]]


def count_minutes(rules: Rules, rounds: Rounds) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Minutes used by questions in every round, and minutes left for more (negative where a round is overfull)."""
    used = tuple(sum(question.minutes for question in asked) for asked in rounds)
    capacities = (each.capacity or 0 for each in rules.rounds)
    return used, tuple(capacity - spent for capacity, spent in zip(capacities, used, strict=True))


def cover(request: AssemblyRequest, scale: Scale, rounds: Rounds) -> tuple[CompetencyCoverage, ...]:
    """How the plan covers each competency of the profile, in the profile's order."""
    placed = [(place, each, weigh(each, scale)) for place, asked in enumerate(rounds) for each in asked]
    covered = []
    for entry in request.profile:
        slug = entry.competency
        first_hand = [(place, each, worth) for place, each, worth in placed if slug in worth.primary]
        covered.append(
            CompetencyCoverage(
                competency=slug,
                questions=tuple(each.slug for _, each, _ in first_hand),
                rounds=tuple(dict.fromkeys(place for place, _, _ in first_hand)),
                strength=sum(dict(worth.gives).get(slug, 0) for _, _, worth in placed),
                also=tuple(
                    each.slug for _, each, worth in placed if slug in dict(each.shows) and slug not in worth.primary
                ),
                shown=any(worth.shown for _, _, worth in first_hand),
                told=any(worth.told for _, _, worth in first_hand),
            )
        )
    return tuple(covered)


def explain_uncovered(
    request: AssemblyRequest, rules: Rules, coverage: Sequence[CompetencyCoverage]
) -> tuple[Uncovered, ...]:
    """Why competencies have no question that shows them as primary: the first reason that holds for all of the bank."""
    return tuple(_explain(request, rules, each.competency) for each in coverage if not each.questions)


def _explain(request: AssemblyRequest, rules: Rules, competency: str) -> Uncovered:
    def uncovered(code: str, reason: str) -> Uncovered:
        return Uncovered(competency, code, f"`{competency}`: {reason}")

    showing = [question for question in request.bank if (competency, Strength.PRIMARY) in question.shows]
    if not showing:
        return uncovered("no_question", "the bank has no question that shows it as primary.")
    allowed = [question for question in showing if rules.allow(question)]
    if not allowed:
        number = sum(len(question.slugs) for question in showing)
        what = "its only question is" if number == 1 else f"its {number} questions are all"
        return uncovered("filtered_out", f"{what} excluded or outside the wished difficulty.")
    taken = [(question, each.capacity) for question in allowed for each in rules.rounds if each.takes(question)]
    if not taken:
        return uncovered("no_round", "no round's focus and kinds take a question on it.")
    if all(capacity is not None and question.minutes > capacity for question, capacity in taken):
        shortest = min(question.minutes for question, _ in taken)
        return uncovered("too_long", f"its shortest question takes {shortest} minutes, more than its rounds have.")
    return uncovered("no_time", "there is a question on it, but the minutes earn more elsewhere.")


def find_holes(request: AssemblyRequest) -> tuple[Hole, ...]:
    """What the bank lacks for the seniority, competency by competency: questions that show it first hand at all; one
    near the target; one near it by which something is shown or told. Only the worst of these is named for each.
    """
    return tuple(hole for entry in request.profile if (hole := _hole(request, entry)) is not None)


def _hole(request: AssemblyRequest, entry: ProfileEntry) -> Hole | None:
    slug, seniority = entry.competency, Seniority(request.seniority)
    first_hand = [each for each in request.bank if (slug, Strength.PRIMARY) in each.shows]
    near = [each.kind for each in first_hand if distance(each.kind, each.difficulty, entry.target) <= NEAR]
    if not first_hand:
        return Hole(slug, "no_question", f"No question shows `{slug}` as primary.")
    if not near:
        text = f"No question within {NEAR} level of the {seniority} target for `{slug}`."
        return Hole(slug, "no_question_near_target", text)
    if Kind.EXERCISE not in near and Kind.SITUATIONAL not in near:
        text = f"Near the {seniority} target for `{slug}` there is neither an exercise nor a situational question."
        return Hole(slug, "nothing_shown_near_target", text)
    if Kind.BEHAVIOURAL not in near:
        return Hole(slug, "no_story_near_target", f"No behavioural question near the {seniority} target for `{slug}`.")
    if Kind.EXERCISE not in near:
        return Hole(slug, "no_exercise_near_target", f"No exercise near the {seniority} target for `{slug}`.")
    return None


def strength_of(question: BankQuestion, entry: ProfileEntry) -> int:
    """Effective minutes that a question gives to a competency, 0 where it does not show it."""
    how = dict(question.shows).get(entry.competency)
    return 0 if how is None else evidence_of(question, how, entry.target)
