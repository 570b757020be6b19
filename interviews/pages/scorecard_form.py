"""The scorecard as a form: for each competency a level with its anchor, or why there is none, and the evidence."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hiringkit.problems import Problem
from interviews.kits.kit import Kit
from interviews.models import PlanCompetency
from interviews.scores.card import Card, Score
from interviews.scores.records import ScoreWrite
from interviews.summaries.words import recommendation_in_words
from interviews.vocabulary import Recommendation, ScoreState

UNRATED: Final = {
    ScoreState.NOT_ASSESSED: gettext_lazy("not assessed: no time, or no such occasion"),
    ScoreState.NOT_APPLICABLE: gettext_lazy("does not apply"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A competency in the form; `stored` is what the draft says of it meanwhile, where that is another thing."""

    competency: PlanCompetency
    level: forms.BoundField
    words: forms.BoundField
    stored: Score | None


class ScorecardForm(forms.Form):
    """What is typed is read into the recorder's shapes; the recorder says what is wrong or missing."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, kit: Kit, card: Card | None) -> None:
        self.rows = [row for area in kit.areas for row in area.competencies]
        self.card = card
        super().__init__(data, initial=_initial(card))
        for row in self.rows:
            slug = row.competency.slug
            anchors = [(str(anchor["level"]), f"{anchor['level']}. {anchor['text']}") for anchor in row.anchors]
            choices = [*anchors, *((state.value, str(label)) for state, label in UNRATED.items())]
            self.fields[f"level-{slug}"] = forms.ChoiceField(
                label=row.competency.name, choices=choices, required=False, widget=forms.RadioSelect
            )
            self.fields[f"words-{slug}"] = forms.CharField(
                label=_("Evidence: what they said or did; or why it was not assessed"),
                max_length=20_000,
                strip=False,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3, "class": "wide"}),
            )
        self.fields["recommendation"] = forms.ChoiceField(
            label=_("What you recommend"),
            choices=[(each, recommendation_in_words(each)) for each in Recommendation.values],
            required=False,
            widget=forms.RadioSelect,
        )

    def clean(self) -> None:
        for row in self.rows:
            slug = row.competency.slug
            if self.cleaned_data.get(f"words-{slug}", "").strip() and not self.cleaned_data.get(f"level-{slug}"):
                self.add_error(f"level-{slug}", _("Choose a level, or say that it was not assessed."))

    @property
    def recommendation(self) -> str | None:
        return self.cleaned_data["recommendation"] or None

    def scores(self) -> list[ScoreWrite]:
        """What is chosen, in the form's order; notes on questions stay as they are."""
        return [
            _written(row.competency.slug, chosen, self.cleaned_data[f"words-{row.competency.slug}"])
            for row in self.rows
            if (chosen := self.cleaned_data[f"level-{row.competency.slug}"])
        ]

    def shown_rows(self, *, meanwhile: Card | None) -> Iterator[Row]:
        """Each competency; beside it what another page has stored `meanwhile`, where it differs from what is typed."""
        stored = {} if meanwhile is None else {score.competency.slug: score for score in meanwhile.scores}
        for row in self.rows:
            slug = row.competency.slug
            level, words = self[f"level-{slug}"], self[f"words-{slug}"]
            other = stored.get(slug)
            same = other is None or (level.value() or "", words.value() or "") == (_chosen(other), _words(other))
            yield Row(row, level, words, None if same else other)

    def tell(self, problem: Problem) -> None:
        """Each fault of the recorder at its field: which competency it is about it says by name, as places count scores
        in another order than the form's.
        """
        names = {row.competency.slug: row.competency.name for row in self.rows}
        for fault in problem.faults or ():
            slug = next((slug for slug in names if f"`{slug}`" in fault.detail), None)
            if fault.pointer == "/overall_recommendation":
                self.add_error("recommendation", fault.detail)
            elif slug is None:
                self.add_error(None, fault.detail)
            else:
                kind = "words" if fault.pointer.endswith(("/evidence", "/reason")) else "level"
                self.add_error(f"{kind}-{slug}", fault.detail.replace(f"`{slug}`", names[slug]))
        if not problem.faults:
            self.add_error(None, problem.text)


def _initial(card: Card | None) -> dict[str, Any]:
    if card is None:
        return {}
    told: dict[str, Any] = {"version": version_of(card), "recommendation": card.overall_recommendation or ""}
    for score in card.scores:
        told[f"level-{score.competency.slug}"] = _chosen(score)
        told[f"words-{score.competency.slug}"] = _words(score)
    return told


def version_of(card: Card | None) -> str:
    """Which state of the draft a page has shown."""
    return "" if card is None else card.modified_at.isoformat()


def _chosen(score: Score) -> str:
    return str(score.level or score.state)


def _words(score: Score) -> str:
    return score.evidence if score.state == ScoreState.RATED else score.reason


def _written(slug: str, chosen: str, words: str) -> ScoreWrite:
    if chosen in ScoreState.values:
        return ScoreWrite(slug, chosen, reason=words)
    return ScoreWrite(slug, ScoreState.RATED, level=int(chosen), evidence=words)
