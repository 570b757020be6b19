"""From the library's rows to the optimiser's input."""

import re
from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection
from django.db.models import Prefetch, QuerySet

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
from interviews.exposure.queries import times_asked
from roles.models import Question, Role, RoleCompetency
from roles.models.findings import errs
from roles.services.findings import refresh_stale
from roles.vocabulary import QuestionStatus

FREE_MINUTES = 10

# Questions that are alike in all that a plan asks of them are one row, with no more slugs than a plan has minutes for:
# a bank of 100,000 becomes some 38,000 rows in the database, which is quicker than in Python. A question that a wish
# names or that has enemies stands alone. A test holds this equal to reading the questions one by one.
_GROUPED = """
WITH askable AS ({askable}),
asked AS ({asked}),
shown AS (
    SELECT shows.question_id,
           array_agg(competency.slug || ':' || shows.strength ORDER BY competency.slug) AS shows,
           bool_or(shows.strength = 'primary') AS first_hand
    FROM roles_questioncompetency shows
    JOIN roles_competency competency ON competency.id = shows.competency_id
    WHERE shows.question_id IN (SELECT id FROM askable) AND competency.slug = ANY(%s)
    GROUP BY shows.question_id
),
suited AS (
    SELECT question_id, count(*) AS roles
    FROM roles_question_roles
    WHERE question_id IN (SELECT id FROM askable)
    GROUP BY question_id
),
enemies AS (
    SELECT link.from_question_id AS question_id, array_agg(other.slug ORDER BY other.slug) AS never_with
    FROM roles_question_never_with link
    JOIN askable ON askable.id = link.from_question_id
    JOIN roles_question other ON other.id = link.to_question_id
    GROUP BY link.from_question_id
)
SELECT question.kind, question.difficulty, question.minutes, shown.shows, coalesce(asked.times, 0) AS times,
       central.role_id IS NOT NULL AS central, suited.roles, enemies.never_with,
       (array_agg(question.slug ORDER BY question.slug))[1 : 1 + %s / question.minutes] AS slugs
FROM askable question
LEFT JOIN shown ON shown.question_id = question.id
LEFT JOIN asked ON asked.question = question.id
LEFT JOIN suited ON suited.question_id = question.id
LEFT JOIN enemies ON enemies.question_id = question.id
LEFT JOIN roles_question_central_to central ON central.question_id = question.id AND central.role_id = %s
WHERE shown.first_hand OR question.slug = ANY(%s)
GROUP BY question.kind, question.difficulty, question.minutes, shown.shows, times, central.role_id IS NOT NULL,
         suited.roles, enemies.never_with,
         CASE WHEN question.slug = ANY(%s) OR enemies.never_with IS NOT NULL THEN question.slug END
ORDER BY slugs
"""


def askable_questions(*, role: Role) -> QuerySet[Question]:
    """The active questions that suit the role and that may be asked."""
    return Question.objects.filter(~errs(), status=QuestionStatus.ACTIVE, roles=role)


def load_bank(
    *, role: Role, profile: Sequence[RoleCompetency], named: Collection[str], minutes: int
) -> tuple[BankQuestion, ...]:
    """The role's questions as the optimiser takes them, those that are alike grouped (1 statement, beside the lint's).

    Of the competencies only those of `profile` count; what shows none of them first hand is left out unless `named`.
    A plan has `minutes` in all.
    """
    refresh_stale()
    questions = askable_questions(role=role).order_by().values("id", "slug", "kind", "difficulty", "minutes")
    askable, askable_values = questions.query.sql_with_params()
    asked, asked_values = times_asked().query.sql_with_params()
    slugs, names = [row.competency.slug for row in profile], list(named)
    values = (*askable_values, *asked_values, slugs, minutes, role.pk, names, names)
    with connection.cursor() as cursor:
        cursor.execute(_GROUPED.format(askable=askable, asked=asked), values)
        rows = cursor.fetchall()
    return tuple(
        BankQuestion(
            slug=slugs[0],
            kind=Kind(kind),
            difficulty=difficulty,
            minutes=minutes,
            shows=tuple((slug, Strength(how)) for slug, _, how in (each.partition(":") for each in shows or ())),
            asked=times,
            central=central,
            suits=suits,
            never_with=tuple(never_with or ()),
            twins=tuple(slugs[1:]),
        )
        for kind, difficulty, minutes, shows, times, central, suits, never_with, slugs in rows
    )


def chosen_questions(*, slugs: Collection[str]) -> dict[str, Question]:
    """The questions by slug, with all that a plan freezes of them: alternates that may be asked among it."""
    askable = Question.objects.filter(~errs(), status=QuestionStatus.ACTIVE).order_by("slug").defer("words")
    found = Question.objects.filter(slug__in=list(slugs)).defer("words")
    found = found.prefetch_related("shows__competency", Prefetch("alternates", askable))
    return {question.slug: question for question in found}


def targets_for(*, role: Role, seniority: str) -> list[tuple[RoleCompetency, int]]:
    """What the seniority needs of the role's profile: the rows with a target for it, each with that level."""
    rows = ((row, row.target_for(seniority)) for row in role.profile.all())
    return [(row, target) for row, target in rows if target is not None]


# Words by which the library's highest anchors ask for something the candidate has done.
_STORY = re.compile(
    r"tells of|of their own|theirs|describes a|gives a case|their exploration once|incident taught|had got wrong"
    r"|a decision that came|one that mattered"
)


def wants_story(row: RoleCompetency) -> bool:
    """Whether the competency's highest anchor can only be met by telling of something one has done.

    Goes away once no anchor does: a level that only a story reaches is a fault of the anchor.
    """
    highest = max(row.competency.anchors.all(), key=lambda anchor: anchor.level, default=None)
    return highest is not None and _STORY.search(highest.text) is not None


def assembly_request(
    *,
    targets: Sequence[tuple[RoleCompetency, int]],
    bank: tuple[BankQuestion, ...],
    seniority: str,
    rounds: Sequence[dict[str, Any]],
    options: dict[str, Any],
) -> AssemblyRequest:
    """The optimiser's input: the profile, the role's questions, and what the caller asked for."""
    per_competency = options.get("questions_per_competency") or {}
    difficulty = options.get("difficulty") or {}
    return AssemblyRequest(
        profile=tuple(
            ProfileEntry(
                competency=row.competency.slug,
                weight=row.weight,
                target=target,
                area=row.competency.area.slug,
                story=wants_story(row),
            )
            for row, target in targets
        ),
        rounds=tuple(
            RoundRequest(
                title=round["title"],
                minutes=round["minutes"],
                focus=tuple(round.get("focus") or ()),
                kinds=tuple(Kind(kind) for kind in round.get("kinds") or ()),
                max_competencies=round.get("max_competencies"),
                mix=Mix(**(round.get("mix") or {})),
            )
            for round in rounds
        ),
        bank=bank,
        options=AssemblyOptions(
            free_minutes=options.get("free_minutes", FREE_MINUTES),
            questions_min=per_competency.get("min"),
            questions_max=per_competency.get("max"),
            rounds_per_competency=options.get("rounds_per_competency"),
            difficulty_min=difficulty.get("min", 1),
            difficulty_max=difficulty.get("max", 5),
            include=tuple(options.get("include") or ()),
            exclude=tuple(options.get("exclude") or ()),
            locked=tuple((lock["question"], lock["round"]) for lock in options.get("locked") or ()),
            mix=Mix(**(options.get("mix") or {})),
            depth=Depth(options.get("depth", Depth.BALANCED)),
            allow_never_with=options.get("allow_never_with", False),
        ),
        seniority=Seniority(seniority),
    )
