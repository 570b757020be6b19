"""What a debrief reads, in its order: who is missing and what is disagreed on first, then the evidence side by side.

Plain data with every figure and code in words, from which the page and the PDF are laid out alike.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from string import ascii_uppercase
from typing import Any

from interviews.domain.summaries.summary import Summary, SummaryCompetency, SummaryScore
from interviews.models import PlanCompetency
from interviews.summaries.formats.strips import Mark, draw_strip, tell_strip
from interviews.summaries.words import all_in_words, in_words, recommendation_in_words, recommendations_in_words

Data = dict[str, Any]
Anchors = Mapping[str, Mapping[int, str]]
Names = Mapping[str, str]


def read_anchors(summary: Summary) -> Anchors:
    """The frozen anchors of the plan's competencies by slug and level (1 statement; none without a plan)."""
    if summary.plan is None:
        return {}
    rows = PlanCompetency.objects.filter(plan=summary.plan.id).values_list("competency__slug", "anchors")
    return {slug: {anchor["level"]: anchor["text"] for anchor in anchors} for slug, anchors in rows}


def debrief_data(summary: Summary, *, anchors: Anchors, names: Names) -> Data:
    """The whole of it; a letter stands for each interviewer in the pictures. `names` are those of competencies."""
    letters = _letters(summary)
    overall, panel = summary.overall, summary.panel
    return {
        "candidate": summary.application.candidate.name,
        "job": summary.application.job.title,
        "application": str(summary.application.id),
        "remote_id": summary.application.remote_id or "",
        "status": summary.application.status,
        "plan_version": None if summary.plan is None else summary.plan.version,
        "mean": _figure(overall.weighted_mean),
        "reason": in_words(overall.reason_if_null),
        "coverage": _percent(overall.coverage),
        "recommended": [f"{count} x {name}" for name, count in recommendations_in_words(overall.recommendation_counts)],
        "expected": panel.expected,
        "submitted": panel.submitted,
        "excused": panel.excused,
        "missing": [{"name": seat.interviewer.name, "round": seat.round.title} for seat in panel.missing],
        "excusals": [{"name": seat.interviewer.name, "round": seat.round.title} for seat in panel.excusals],
        "recommendations": [
            {
                "letter": letters[card.interviewer.id],
                "name": card.interviewer.name,
                "round": card.round.title,
                "recommendation": recommendation_in_words(card.recommendation),
                "informed": card.informed,
            }
            for card in summary.recommendations
        ],
        "warnings": all_in_words(summary.warnings),
        "decision": _decision(summary),
        "areas": [
            {
                "name": area.name,
                "rated": f"{area.n_rated_competencies} of {area.n_competencies}",
                "coverage": _percent(area.coverage),
                "mean": _figure(area.weighted_mean),
                "reason": in_words(area.reason_if_null),
            }
            for area in summary.areas
        ],
        "competencies": [_competency(row, letters, anchors) for row in _in_order(summary.competencies)],
        "transfers": [
            {
                "title": other.title,
                "mean": _figure(other.weighted_mean),
                "coverage": _percent(other.coverage),
                "reason": in_words(other.reason_if_null),
                "unassessed": ", ".join(names.get(slug, slug) for slug in other.unassessed),
            }
            for other in summary.transfer
        ],
    }


def _letters(summary: Summary) -> dict[uuid.UUID, str]:
    """A letter for each interviewer, in order of rounds and names; from the 27th on two."""
    people: dict[uuid.UUID, str] = {}
    for person in [card.interviewer for card in summary.recommendations]:
        if person.id not in people:
            number = len(people)
            first = "" if number < 26 else ascii_uppercase[number // 26 - 1]
            people[person.id] = first + ascii_uppercase[number % 26]
    return people


def _in_order(rows: Sequence[SummaryCompetency]) -> list[SummaryCompetency]:
    """What is disagreed on most first, then what is furthest under its target; what nobody rated last."""
    place = {row.competency.slug: number for number, row in enumerate(rows)}
    return sorted(
        rows,
        key=lambda row: (
            row.mean is None,
            not row.disagreement,
            -(row.spread or 0) if row.disagreement else 0,
            row.gap_to_target or 0,
            place[row.competency.slug],
        ),
    )


def _competency(row: SummaryCompetency, letters: Mapping[uuid.UUID, str], anchors: Anchors) -> Data:
    marks = [Mark(letters[score.interviewer.id], score.level) for score in row.scores if score.level is not None]
    return {
        "name": row.competency.name,
        "slug": row.competency.slug,
        "area": row.area,
        "weight": row.weight,
        "target": row.target_level,
        "n_rated": row.n_rated,
        "n_raters": row.n_raters,
        "n_not_assessed": row.n_not_assessed,
        "mean": _figure(row.mean),
        "median": _figure(row.median),
        "min": _figure(row.min),
        "max": _figure(row.max),
        "spread": _figure(row.spread),
        "gap": _figure(row.gap_to_target, sign=True),
        "disagreement": bool(row.disagreement),
        "strip": draw_strip(marks=marks, target=row.target_level, mean=row.mean),
        "told": tell_strip(marks=marks, target=row.target_level),
        "anchors": [
            {
                "level": level,
                "text": text,
                "letters": " ".join(mark.letter for mark in marks if mark.level == level),
                "target": level == row.target_level,
            }
            for level, text in sorted(anchors.get(row.competency.slug, {}).items(), reverse=True)
        ],
        "scores": list(_scores(row.scores, letters)),
    }


def _scores(scores: Sequence[SummaryScore], letters: Mapping[uuid.UUID, str]) -> Iterator[Data]:
    for score in scores:
        yield {
            "letter": letters[score.interviewer.id],
            "name": score.interviewer.name,
            "round": score.round.title,
            "level": score.level,
            "state": score.state.replace("_", " "),
            "informed": score.informed,
            "text": score.evidence or score.reason,
        }


def _decision(summary: Summary) -> Data | None:
    made = summary.decision
    if made is None:
        return None
    return {
        "outcome": made.outcome,
        "by": made.decided_by.name,
        "at": made.decided_at.strftime("%Y-%m-%d %H:%M UTC"),
        "against_panel": made.against_panel,
        "rationale": made.rationale,
        "correction": made.correction_reason,
    }


def _figure(value: float | None, *, sign: bool = False) -> str:
    if value is None:
        return "-"
    return f"{value:+.2f}" if sign else f"{value:.2f}"


def _percent(share: float) -> str:
    return f"{share:.0%}"
