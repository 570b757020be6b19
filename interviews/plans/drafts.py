"""Drafts of plans: what is asked is checked, the optimiser makes the best plan of it, and that is stored."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from hiringkit.people.models import Person
from hiringkit.problems import Fault, Problem, invalid
from interviews.domain.plans import assemble_plan as solve
from interviews.domain.plans.problem.types import BankQuestion, PlanImpossible, PlanUndecided
from interviews.models import InterviewPlan
from interviews.plans.bank import FREE_MINUTES, assembly_request, chosen_questions, load_bank, targets_for
from interviews.plans.storing import Draft, store_draft
from roles.models import Question, Role, RoleCompetency
from roles.models.findings import errs
from roles.vocabulary import QuestionStatus, Seniority

MAX_ROUNDS = 12
MAX_MINUTES = 600  # of one round
MAX_TITLE = 200
MAX_QUESTIONS = 100  # of one kind that a mix speaks of


def assemble_plan(*, created_by: Person | None = None, **wishes: Any) -> InterviewPlan:
    """Solve and store at once; `wishes` are those of `solve_plan`."""
    return store_draft(draft=solve_plan(**wishes), created_by=created_by)


def solve_plan(
    *,
    role: Role,
    seniority: str = Seniority.MID,
    title: str | None = None,
    rounds: Sequence[dict[str, Any]],
    options: dict[str, Any] | None = None,
    version_of: InterviewPlan | None = None,
) -> Draft:
    """Find the best plan for the role in the time the rounds give; nothing is stored, and no lock is needed.

    `role` is one of `roles.queries.roles_to_assemble`; `rounds` are up to `MAX_ROUNDS` of `{title, minutes, focus?,
    kinds?, max_competencies?, mix?}`, `options` the wishes that `POST /plans/assemble` takes; `version_of` a plan of
    the role whose next version this is. Raises 422 with all that is out of bounds and every unknown slug, or with the
    clashing wishes, and 503 `plan_undecided` when the search ends before any plan is found.
    """
    options = options or {}
    if len(rounds) > MAX_ROUNDS:  # before any other work
        detail = f"A plan has at most {MAX_ROUNDS} rounds; these are {len(rounds)}."
        raise invalid([Fault("max_length", "/rounds", detail)])
    targets = targets_for(role=role, seniority=seniority)
    profile = [row for row, _ in targets]
    named = _named(options)
    free = options.get("free_minutes", FREE_MINUTES)
    minutes = sum(max(0, round["minutes"] - free) for round in rounds)
    bank = load_bank(role=role, profile=profile, named=named, minutes=minutes)
    faults = [*_out_of_bounds(title, rounds), *_unknown_slugs(role, profile, bank, rounds, options)]
    if version_of is not None and version_of.role_id != role.pk:
        detail = f"`{version_of}` is a plan for another role; its next version would be one too."
        faults.append(Fault("plan_of_other_role", "/version_of", detail))
    if faults:
        raise invalid(faults)
    request = assembly_request(targets=targets, bank=bank, seniority=seniority, rounds=rounds, options=options)
    try:
        assembly = solve(request)
    except PlanImpossible as impossible:
        raise _impossible(impossible) from impossible
    except PlanUndecided as undecided:
        detail = "The search ended before a plan was found; try fewer rounds or wishes."
        raise Problem(503, "plan_undecided", detail, headers={"Retry-After": "5"}) from undecided
    return Draft(
        role=role,
        targets=targets,
        seniority=seniority,
        title=title or f"{role.title} ({Seniority(seniority).label.lower()})",
        rounds=rounds,
        options=options,
        assembly=assembly,
        questions=chosen_questions(slugs=[slug for slugs in assembly.rounds for slug in slugs]),
        version_of=version_of,
    )


def _named(options: Mapping[str, Any]) -> set[str]:
    """The questions that wishes name."""
    locked = (lock["question"] for lock in options.get("locked") or ())
    return {*(options.get("include") or ()), *(options.get("exclude") or ()), *locked}


def _out_of_bounds(title: str | None, rounds: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    """Faults for titles and minutes that no plan holds; the admin's form is a caller like any other."""
    titles = [
        ("/title", title or ""),
        *((f"/rounds/{place}/title", each["title"]) for place, each in enumerate(rounds)),
    ]
    for pointer, text in titles:
        if len(text) > MAX_TITLE:
            yield Fault("max_length", pointer, f"A title has at most {MAX_TITLE} characters; this has {len(text)}.")
    for place, each in enumerate(rounds):
        if not 1 <= each["minutes"] <= MAX_MINUTES:
            code = "min_value" if each["minutes"] < 1 else "max_value"
            yield Fault(code, f"/rounds/{place}/minutes", f"Round {place + 1} has 1 to {MAX_MINUTES} minutes.")


def _unknown_slugs(
    role: Role,
    needed: Sequence[RoleCompetency],
    questions: Sequence[BankQuestion],
    rounds: Sequence[dict[str, Any]],
    options: Mapping[str, Any],
) -> list[Fault]:
    """Faults for slugs that the seniority's profile or the role's bank does not have."""
    profile = {row.competency.slug for row in needed}
    bank = {question.slug for question in questions}
    wished = Question.objects.filter(slug__in=_named(options) - bank)
    inactive = set(wished.exclude(status=QuestionStatus.ACTIVE).values_list("slug", flat=True))
    erring = set(wished.filter(errs(), roles=role).values_list("slug", flat=True))
    faults = []
    if not profile:
        faults.append(Fault("role_without_profile", "/role", f"`{role.slug}` has no competency profile."))
    for index, round in enumerate(rounds):
        for place, slug in enumerate(round.get("focus") or ()):
            if slug not in profile:
                detail = f"`{slug}` is not in the profile of `{role.slug}` for this seniority."
                faults.append(Fault("competency_not_in_profile", f"/rounds/{index}/focus/{place}", detail))
    wishes = [
        (f"/options/{wish}/{place}", slug)
        for wish in ("include", "exclude")
        for place, slug in enumerate(options.get(wish) or ())
    ]
    for place, lock in enumerate(options.get("locked") or ()):
        wishes.append((f"/options/locked/{place}/question", lock["question"]))
        if lock["round"] >= len(rounds):
            detail = f"There is no round {lock['round']}: rounds are counted from 0, and there are {len(rounds)}."
            faults.append(Fault("round_not_there", f"/options/locked/{place}/round", detail))
    for pointer, slug in wishes:
        if slug in erring:
            detail = f"The lint has found in `{slug}` what no interviewer may ask, and nobody has overruled it."
            faults.append(Fault("lint_error", pointer, detail))
        elif slug not in bank:
            code = "question_not_active" if slug in inactive else "question_not_in_bank"
            detail = f"`{slug}` is no active question for `{role.slug}`."
            faults.append(Fault(code, pointer, detail))
    return faults


def _impossible(impossible: PlanImpossible) -> Problem:
    """The clash sets as a 422: one fault per clashing wish, the sets themselves as an extra member."""
    faults = [Fault(wish.code, wish.pointer, wish.detail) for clash in impossible.clashes for wish in clash.constraints]
    return Problem(
        422,
        "plan_impossible",
        "These wishes can't all hold: " + " ".join(clash.detail for clash in impossible.clashes),
        faults,
        extra={"clashes": [asdict(clash) for clash in impossible.clashes]},
    )
