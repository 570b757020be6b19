"""What the form that assembles a plan begins with: nothing but two rounds, or what was asked of another plan."""

from dataclasses import dataclass, field
from typing import Any

from interviews.models import InterviewPlan, PlanItem
from interviews.plans.bank import FREE_MINUTES
from interviews.vocabulary import Depth
from roles.models import Competency, Question
from roles.vocabulary import QuestionStatus

FIRST_ROUNDS = ({"title": "Technical interview", "minutes": 60}, {"title": "Working together", "minutes": 45})


@dataclass
class Wished:
    """What the form begins with; `lost` are slugs of questions that are not in use any more."""

    values: dict[str, Any] = field(default_factory=dict)
    rounds: list[Any] = field(default_factory=list)
    locks: list[dict[str, Any]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def wishes_of(plan: InterviewPlan, *, keep: bool) -> Wished:
    """What was asked of the plan, as the fields of the form; to `keep` its questions locks each where it stands."""
    options = plan.request.get("options") or {}
    rounds = plan.request.get("rounds") or []
    locks = [(row["question"], row["round"]) for row in options.get("locked") or ()]
    if keep:
        locks = [(item.question_slug, item.round.position) for item in _items_of(plan)]
    named = {*(options.get("include") or ()), *(options.get("exclude") or ()), *(slug for slug, _ in locks)}
    questions = {question.slug: question for question in Question.objects.filter(slug__in=named)}
    in_use = {slug for slug, question in questions.items() if question.status == QuestionStatus.ACTIVE}
    competencies = {row.slug: row for row in Competency.objects.all()}
    windows = {
        f"{of}_{end}": (options.get(name) or {}).get(end)
        for name, of in (("questions_per_competency", "questions"), ("difficulty", "difficulty"))
        for end in ("min", "max")
    }
    plain = ("depth", "free_minutes", "rounds_per_competency", "allow_never_with")
    return Wished(
        values={
            "as_version": True,
            "role": plan.role,
            "seniority": plan.seniority,
            "title": plan.title,
            "depth": Depth.BALANCED,
            "free_minutes": FREE_MINUTES,
            "include": [questions[slug] for slug in options.get("include") or () if slug in in_use],
            "exclude": [questions[slug] for slug in options.get("exclude") or () if slug in questions],
            **{name: options[name] for name in plain if options.get(name) is not None},
            **(options.get("mix") or {}),
            **windows,
        },
        rounds=[
            {
                **{name: row.get(name) for name in ("title", "minutes", "kinds", "max_competencies")},
                "focus": [competencies[slug] for slug in row.get("focus") or () if slug in competencies],
                **(row.get("mix") or {}),
            }
            for row in rounds
        ],
        locks=[{"question": questions[slug], "round": place + 1} for slug, place in locks if slug in in_use],
        lost=sorted({*(options.get("include") or ()), *(slug for slug, _ in locks)} - in_use),
    )


def _items_of(plan: InterviewPlan) -> list[PlanItem]:
    return list(plan.items.select_related("round").order_by("round__position", "position"))
