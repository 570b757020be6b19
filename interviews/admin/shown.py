"""What the admin's pages show of scores, decisions and panels, in words, as far as the viewer may see it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from hiringkit.people.principals import Principal
from hiringkit.problems import Problem
from interviews.access.blindness import is_blind, visible_seats
from interviews.models import Application, Interview, Job, Scorecard
from interviews.summaries.comparison import build_comparison
from interviews.summaries.queries import build_summary
from interviews.vocabulary import Recommendation, ScorecardStatus

NOT_YET = "Not yet: you owe a scorecard."
WORDS = {
    # Warnings of a summary and of a comparison.
    "panel_incomplete": "Scorecards are still owed: every figure may move.",
    "informed_scorecards": "Some scorecards were written by people who could already read others' scores.",
    "disagreement": "On at least one competency raters are two levels or more apart.",
    "single_rater": "Every rating is by the same person.",
    "unassessed_competencies": "Nobody has rated some of the competencies.",
    "weighted_mean_withheld": "There is no weighted mean.",
    "plan_versions_differ": "The applications were interviewed with different versions of the plan: only the "
    "competencies that all versions share are compared, weighed as in the newest.",
    "still_blind_on_some": "You owe scorecards: their applications are listed without figures and count in none.",
    # Why a figure is missing.
    "no_scores": "nothing is rated yet",
    "coverage_below_threshold": "less than 60% of the weight is rated",
    "too_few_units": "too little is rated by two people or more",
    "no_variation": "every rating is the same",
}


def in_words(code: str | None) -> str:
    """A code of the API as a person would say it."""
    return "" if code is None else WORDS.get(code, code.replace("_", " "))


def show_summary(*, viewer: Principal, application: Application) -> str:
    """The summary with its decision, or why it is not for this person yet."""
    try:
        summary = build_summary(principal=viewer, application_id=application.pk)
    except Problem as problem:
        return problem.text
    context = {
        "summary": summary,
        "overall": _overall(summary["overall"]),
        "warnings": [in_words(code) for code in summary["warnings"]],
    }
    return render_to_string("admin/interviews/summary.html", context)


def show_decisions(*, viewer: Principal, application: Application) -> str:
    """Every decision, the latest first: they speak of what the panel thought, so the blind see none."""
    if is_blind(principal=viewer, application=application):
        return NOT_YET
    rows = application.decisions.select_related("decided_by", "recorded_by_key").order_by("-pk")
    return render_to_string("admin/interviews/decisions.html", {"decisions": rows})


def show_lifts(*, viewer: Principal, application: Application) -> str:
    """Whose blindness was lifted by whom and why: a reason may speak of scores, so the blind see none."""
    if is_blind(principal=viewer, application=application):
        return NOT_YET
    rows = application.blindness_lifts.select_related("person", "lifted_by").order_by("-pk")
    return render_to_string("admin/interviews/lifts.html", {"lifts": rows})


def show_panel(*, viewer: Principal, interview: Interview) -> SafeString:
    """Who sits on the interview and what they owe. The blind are told of excuses, but of no reason and no scorecard."""
    blind = is_blind(principal=viewer, application=interview.application)
    submitted = set(
        Scorecard.objects.filter(interview=interview, status=ScorecardStatus.SUBMITTED).values_list(
            "interviewer", flat=True
        )
    )
    seats = visible_seats(principal=viewer).filter(interview=interview).select_related("person", "excused_by")
    rows = []
    for seat in seats.order_by("person__name", "pk"):
        told = not blind or seat.person == viewer.person
        if told and seat.person_id in submitted:
            owes = "submitted"
        elif seat.excused_at is not None:
            owes = "excused"
        elif not told:
            owes = NOT_YET
        else:
            owes = "owed" if interview.cancelled_at is None else "not owed, the interview is cancelled"
        rows.append({"seat": seat, "owes": owes, "reason": seat.excuse_reason if told else ""})
    return render_to_string("admin/interviews/panel.html", {"rows": rows})


def comparison_context(*, viewer: Principal, job: Job) -> dict[str, Any]:
    """The comparison laid out for its table, every code in words."""
    comparison = build_comparison(principal=viewer, job=job)
    return {
        "comparison": comparison,
        "warnings": [in_words(code) for code in comparison["warnings"]],
        "agreement": _agreement(comparison["agreement"]),
        "columns": [{**column, "agreement": _agreement(column["agreement"])} for column in comparison["competencies"]],
        "rows": [
            {**row, "overall": None if row["blind"] else _overall(row["overall"])} for row in comparison["applications"]
        ],
        "not_yet": NOT_YET,
    }


def _overall(overall: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **overall,
        "reason": in_words(overall["reason_if_null"]),
        "percent": overall["coverage"] * 100,
        "recommendations": list(_recommendations(overall["recommendation_counts"])),
    }


def _recommendations(counts: Mapping[str, int]) -> Iterable[tuple[str, int]]:
    """The recommendations that somebody gave, from the best to none."""
    best_first = ("STRONG_YES", "YES", "NO", "STRONG_NO", "NO_DECISION")
    for recommendation in (Recommendation[name] for name in best_first):
        if counts[recommendation.value]:
            yield str(recommendation.label).lower(), counts[recommendation.value]


def _agreement(agreement: Mapping[str, Any]) -> dict[str, Any]:
    return {**agreement, "reason": in_words(agreement["reason_if_null"])}
