"""What the templates lay out: the kit as plain data, every text as it goes on paper."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from interviews.kits.kit import Kit, KitItem
from interviews.models import PlanCompetency
from interviews.paper.markdown import nodes
from interviews.paper.text import plain
from roles.models import GuidePage
from roles.vocabulary import SCALE_RULE

Data = dict[str, Any]


def kit_data(kit: Kit) -> Data:
    """The whole kit; its time is that of the current time zone."""
    at = kit.scheduled_at
    zone = timezone.get_current_timezone_name()
    names = {row.competency.slug: row.competency.name for area in kit.areas for row in area.competencies}
    return {
        "words": _words(),
        "candidate": plain(kit.candidate.name),
        "adjustments": plain(kit.candidate.adjustments or ""),
        "job": plain(kit.job.title),
        "role": plain(kit.role.title),
        "round": plain(kit.round.title),
        "when": _("no time set") if at is None else f"{date_format(timezone.localtime(at), 'l j F Y, H:i')} {zone}",
        "cancelled": kit.interview.cancelled_at is not None,
        "minutes": kit.round.minutes,
        "others": [plain(seat.person.name) for seat in kit.panel if not seat.here],
        "opening_minutes": kit.time_plan.opening_minutes,
        "closing_minutes": kit.time_plan.closing_minutes,
        "closing_starts_at": _clock(kit.time_plan.closing_starts_at),
        "opening": _pages(kit.opening),
        "closing": _pages(kit.closing),
        "guide": _pages(kit.guide),
        "scale_rule": [plain(line) for line in SCALE_RULE],
        "items": [_item(each, names) for each in kit.items],
        "areas": [
            {"name": plain(area.name), "competencies": [_competency(row) for row in area.competencies]}
            for area in kit.areas
        ],
    }


def sheets_data(kit: Kit) -> Data:
    """What the candidate may read, sheet by sheet, and nothing else."""
    return {
        "words": _words(),
        "sheets": [{"title": sheet.title, "text": nodes(sheet.text)} for sheet in kit.sheets],
    }


def _words() -> dict[str, str]:
    """What the templates themselves say."""
    return {
        "for_interviewers": _("For interviewers only"),
        "cancelled": _("This interview is cancelled."),
        "job": _("Job"),
        "when": _("When"),
        "minutes": _("minutes"),
        "also_there": _("Also there"),
        "nobody_else": _("nobody else"),
        "adjustments": _("Do this for the candidate:"),
        "time": _("Time"),
        "opening": _("Opening"),
        "closing": _("Closing"),
        "min": _("min"),
        "questions": _("Questions"),
        "no_questions": _("The round has no questions."),
        "at": _("at"),
        "listen_for": _("listen for:"),
        "brief": _("Your brief"),
        "sheet": _("The candidate's sheet"),
        "probes": _("Probes"),
        "strong_answer": _("A strong answer"),
        "red_flags": _("Red flags"),
        "answers": _("What each level sounds like"),
        "reference": _("Worked solution"),
        "alternates": _("Instead, if needed"),
        "notes": _("Notes"),
        "competencies": _("Competencies"),
        "no_competencies": _("The round scores no competency."),
        "target": _("target"),
        "shaded": _("(shaded)"),
        "weight": _("weight"),
        "no_sheets": _("There is nothing to read in this round."),
    }


def _item(each: KitItem, names: Mapping[str, str]) -> Data:
    question = each.item
    return {
        "number": each.number,
        "starts_at": _clock(each.starts_at_minute),
        "minutes": question.minutes,
        "kind": each.kind.label,
        "text": plain(question.text),
        "shows": [plain(names[row["slug"]]) for row in question.shows if row["slug"] in names],
        "sheet": nodes(question.sheet or ""),
        "reference": nodes(question.reference or ""),
        "brief": _lines(question.brief),
        "probes": _lines(question.probes),
        "strong_answer": _lines(question.strong_answer),
        "red_flags": _lines(question.red_flags),
        "answers": _levels(question.answers),
        "alternates": [
            {
                "text": plain(other["text"]),
                "probes": _lines(other["probes"]),
                "strong_answer": _lines(other["strong_answer"]),
            }
            for other in question.alternates
        ],
    }


def _competency(row: PlanCompetency) -> Data:
    return {
        "name": plain(row.competency.name),
        "target": row.target_level,
        "weight": row.weight,
        "anchors": _levels(row.anchors),
    }


def _pages(pages: Iterable[GuidePage]) -> list[Data]:
    return [{"title": plain(page.title), "text": nodes(page.body)} for page in pages]


def _lines(texts: Iterable[object]) -> list[str]:
    return [plain(text) for text in texts]


def _levels(rows: Iterable[Mapping[str, Any]]) -> list[Data]:
    return [{"level": row["level"], "text": plain(row["text"])} for row in rows]


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"
