"""The page and the PDF that a debrief reads: one lay-out of the same data, each a file of its own."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from interviews.domain.summaries.summary import Summary
from interviews.paper.text import plain
from interviews.paper.typeset import Paper, typeset
from interviews.summaries.formats.debrief import Anchors, Names, debrief_data

_STYLE: Final = Path(__file__).parents[2] / "static" / "interviews" / "debrief.css"


def render_html(*, summary: Summary, anchors: Anchors, names: Names) -> bytes:
    """One file that loads nothing and runs nothing."""
    context = {"d": debrief_data(summary, anchors=anchors, names=names), "css": _STYLE.read_text()}
    return render_to_string("files/debrief.html", context).encode()


def render_pdf(*, summary: Summary, anchors: Anchors, names: Names, paper: Paper = "a4") -> bytes:
    data: dict[str, Any] = _on_paper(debrief_data(summary, anchors=anchors, names=names))
    data["words"] = _words()
    data["panel_told"] = _("%(submitted)s of %(expected)s scorecards submitted, %(excused)s excused.") % data
    for row in data["competencies"]:
        row["figures"] = (
            _(
                "%(slug)s: mean %(mean)s, median %(median)s, from %(min)s to %(max)s, spread %(spread)s; "
                "target %(target)s, "
                "gap %(gap)s; weight %(weight)s; %(n_rated)s ratings by %(n_raters)s, %(n_not_assessed)s not assessed"
            )
            % row
        )
    return typeset(template="summaries/formats/debrief.typ", data=data, paper=paper)


def _on_paper(value: Any) -> Any:
    """Every text as it goes on paper."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, Mapping):
        return {name: _on_paper(each) for name, each in value.items()}
    if isinstance(value, Sequence):
        return [_on_paper(each) for each in value]
    return value


def _words() -> dict[str, str]:
    """What the template itself says."""
    return {
        "confidential": _("Confidential"),
        "status": _("Status"),
        "plan_version": _("plan version"),
        "weighted_mean": _("weighted mean"),
        "no_mean": _("No weighted mean"),
        "of_the_weight": _("of the weight is rated"),
        "recommended": _("Recommended"),
        "nothing_yet": _("nothing yet"),
        "missing": _("Missing"),
        "excused": _("Excused"),
        "undecided": _("Nothing is decided yet."),
        "decided": _("Decided"),
        "against_panel": _("against the panel"),
        "corrects": _("It corrects an earlier one"),
        "levels": _("Levels"),
        "levels_told": _(
            "Disagreements first. A letter is an interviewer's rating, the dashed bar the target, "
            "the triangle the mean."
        ),
        "no_plan": _("There is no plan yet, so nothing to rate."),
        "competency": _("Competency"),
        "mean": _("Mean"),
        "spread": _("Spread"),
        "gap": _("Gap"),
        "weight": _("Weight"),
        "disagreement": _("disagreement"),
        "recommendations": _("Recommendations"),
        "nobody_yet": _("Nobody has submitted yet."),
        "interviewer": _("Interviewer"),
        "round": _("Round"),
        "recommends": _("Recommends"),
        "informed": _("informed"),
        "areas": _("Areas"),
        "area": _("Area"),
        "rated": _("Rated"),
        "coverage": _("Coverage"),
        "evidence": _("Evidence, side by side"),
        "nothing_said": _("Nobody has said anything of it."),
        "transfers": _("For other roles"),
        "transfers_told": _("Their profiles laid over the same ratings."),
        "role": _("Role"),
        "not_assessed": _("Not assessed"),
    }
