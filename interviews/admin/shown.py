"""What the admin's pages show of scores, decisions and panels, in words, as far as the viewer may see it."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from hiringkit.people.principals import Principal
from hiringkit.problems import Problem
from interviews.access.blindness import is_blind, visible_seats
from interviews.domain.summaries.figures import OverallFigures
from interviews.models import Application, Interview, Job, Scorecard
from interviews.summaries.exports import NAMES
from interviews.summaries.formats.debrief import debrief_data
from interviews.summaries.queries import build_comparison, build_summary
from interviews.summaries.words import all_in_words, in_words, recommendations_in_words
from interviews.vocabulary import ScorecardStatus

NOT_YET = "Not yet: you owe a scorecard."


def show_summary(*, viewer: Principal, application: Application) -> str:
    """The summary with its decision, or why it is not for this person yet."""
    try:
        summary = build_summary(principal=viewer, application_id=application.pk)
    except Problem as problem:
        return problem.text
    shown = debrief_data(summary, anchors={}, names={})
    context = {"d": shown, "application": application, "exports": NAMES}
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
    for seat in seats.order_by("person__name_key", "pk"):
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


def comparison_context(*, viewer: Principal, job: Job) -> dict[str, object]:
    """The comparison laid out for its table, every code in words."""
    comparison = build_comparison(principal=viewer, job=job)
    return {
        "comparison": comparison,
        "warnings": all_in_words(comparison.warnings),
        "agreement_reason": in_words(comparison.agreement.reason_if_null),
        "columns": [(column, in_words(column.agreement.reason_if_null)) for column in comparison.competencies],
        "rows": [(row, _overall(row.overall) if row.overall else None) for row in comparison.applications],
        "not_yet": NOT_YET,
    }


def _overall(overall: OverallFigures) -> dict[str, object]:
    return {
        "weighted_mean": overall.weighted_mean,
        "reason": in_words(overall.reason_if_null),
        "percent": overall.coverage * 100,
        "recommendations": recommendations_in_words(overall.recommendation_counts),
    }
