"""From the library's rows to the optimiser's input."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch

from interviews.domain.plans.problem.types import (
    AssemblyOptions,
    AssemblyRequest,
    BankQuestion,
    Kind,
    ProfileEntry,
    RoundRequest,
    Strength,
)
from interviews.exposure.queries import times_asked
from roles.models import Question, Role, RoleCompetency
from roles.models.findings import errs
from roles.services.findings import refresh_stale
from roles.vocabulary import QuestionStatus


def questions_for(*, role: Role) -> list[Question]:
    """The active questions that suit the role and that may be asked, in order of slug, with such alternates."""
    refresh_stale()
    askable = Question.objects.filter(~errs(), status=QuestionStatus.ACTIVE).order_by("slug").defer("words")
    alternates = Prefetch("alternates", askable)
    return list(askable.filter(roles=role).prefetch_related("shows__competency", alternates))


def targets_for(*, role: Role, seniority: str) -> list[tuple[RoleCompetency, int]]:
    """What the seniority needs of the role's profile: the rows with a target for it, each with that level."""
    rows = ((row, row.target_for(seniority)) for row in role.profile.all())
    return [(row, target) for row, target in rows if target is not None]


def assembly_request(
    *,
    profile: Sequence[RoleCompetency],
    questions: Sequence[Question],
    rounds: Sequence[dict[str, Any]],
    options: dict[str, Any],
) -> AssemblyRequest:
    """The optimiser's input: the profile, the role's questions, and what the caller asked for."""
    per_competency = options.get("questions_per_competency") or {}
    difficulty = options.get("difficulty") or {}
    asked = times_asked(questions=questions)
    return AssemblyRequest(
        profile=tuple(ProfileEntry(row.competency.slug, row.weight) for row in profile),
        rounds=tuple(
            RoundRequest(
                title=round["title"],
                minutes=round["minutes"],
                focus=tuple(round.get("focus") or ()),
                kinds=tuple(Kind(kind) for kind in round.get("kinds") or ()),
            )
            for round in rounds
        ),
        bank=tuple(_bank_question(question, asked.get(question.pk, 0)) for question in questions),
        options=AssemblyOptions(
            free_minutes=options.get("free_minutes", 10),
            questions_min=per_competency.get("min"),
            questions_max=per_competency.get("max"),
            rounds_per_competency=options.get("rounds_per_competency"),
            difficulty_min=difficulty.get("min", 1),
            difficulty_max=difficulty.get("max", 5),
            include=tuple(options.get("include") or ()),
            exclude=tuple(options.get("exclude") or ()),
        ),
    )


def _bank_question(question: Question, asked: int) -> BankQuestion:
    """`asked` is in how many interviews it was: among equals the less-asked one is taken."""
    return BankQuestion(
        slug=question.slug,
        kind=Kind(question.kind),
        difficulty=question.difficulty,
        minutes=question.minutes,
        shows=tuple(sorted((row.competency.slug, Strength(row.strength)) for row in question.shows.all())),
        asked=asked,
    )
