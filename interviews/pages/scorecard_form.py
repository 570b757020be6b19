"""The scorecard as a form: for each competency a level with its anchor, the evidence, and on which questions it was
heard; for each question what became of it, and notes; what is recommended last.

`static/interviews/scorecard.js` sends the same fields through the API as they are typed; without it they are posted.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hiringkit.problems import Fault, Problem
from interviews.kits.kit import Kit, KitItem
from interviews.models import PlanCompetency
from interviews.scores.card import Card, Item, Score
from interviews.scores.records import ItemWrite, NoteWrite, ScoreWrite
from interviews.summaries.words import recommendation_in_words
from interviews.vocabulary import Recommendation, ScoreState

ASKED, SKIPPED = "asked", "skipped"
UNRATED: Final = {
    ScoreState.NOT_ASSESSED: gettext_lazy("not assessed"),
    ScoreState.NOT_APPLICABLE: gettext_lazy("does not apply"),
}
LONG, SHORT = 20_000, 2_000  # characters of what is written, and of a reason


@dataclass(frozen=True, slots=True)
class Scored:
    """A competency in the form; `stored` is what another page has stored of it meanwhile, by part, where it differs."""

    row: PlanCompetency
    level: forms.BoundField
    evidence: forms.BoundField
    reason: forms.BoundField
    heard: forms.BoundField
    stored: Mapping[str, str]

    @property
    def unrated(self) -> list[tuple[str, str]]:
        return [(state.value, str(label)) for state, label in UNRATED.items()]


@dataclass(frozen=True, slots=True)
class Told:
    """A question in the form, likewise."""

    outcome: forms.BoundField
    why: forms.BoundField
    note: forms.BoundField
    stored: Mapping[str, str]


class ScorecardForm(forms.Form):
    """What is typed is read into the recorder's shapes; the recorder says what is wrong or missing.

    Fields are named by the competency's slug and by the question's number: `level-`, `evidence-`, `reason-`, `heard-`;
    `outcome-`, `why-`, `note-`.
    """

    version = forms.CharField(required=False)

    def __init__(self, data: QueryDict | None, *, kit: Kit, card: Card | None) -> None:
        self.competencies = [row for area in kit.areas for row in area.competencies]
        self.items = kit.items
        self.card = card
        super().__init__(data, initial=read_values(card, items=kit.items) | {"version": version_of(card)})
        numbers = [(str(each.number), str(each.number)) for each in kit.items]
        for row in self.competencies:
            slug = row.competency.slug
            levels = [str(anchor["level"]) for anchor in row.anchors]
            self.fields[f"level-{slug}"] = _choice([*levels, *UNRATED])
            self.fields[f"evidence-{slug}"] = _text(LONG)
            self.fields[f"reason-{slug}"] = _text(SHORT)
            self.fields[f"heard-{slug}"] = forms.MultipleChoiceField(choices=numbers, required=False)
        for each in kit.items:
            others = [str(other["id"]) for other in each.item.alternates]
            self.fields[f"outcome-{each.number}"] = _choice([ASKED, SKIPPED, *others])
            self.fields[f"why-{each.number}"] = _text(SHORT)
            self.fields[f"note-{each.number}"] = _text(LONG)
        self.fields["recommendation"] = _choice(Recommendation.values)
        self._stored: dict[str, Any] = {}

    def show_meanwhile(self, card: Card | None) -> None:
        """Show beside each field what is stored of it meanwhile, where that is another thing than what is typed."""
        self._stored = {} if card is None else read_values(card, items=self.items)

    @property
    def recommendation(self) -> str | None:
        return self.cleaned_data["recommendation"] or None

    @property
    def recommendations(self) -> list[tuple[str, str]]:
        return [(each, recommendation_in_words(each)) for each in Recommendation.values]

    @property
    def recommendation_field(self) -> forms.BoundField:
        return self["recommendation"]

    @property
    def faults(self) -> Iterator[tuple[str, str, str]]:
        """Every fault in the order of the fields: the place in the page that it is about ("" for the whole), the field,
        what is wrong.
        """
        names = {row.competency.slug: row.competency.name for row in self.competencies}
        order = ["amendment", *self.fields]
        for field, told in sorted(self.errors.items(), key=lambda row: order.index(row[0]) if row[0] in order else -1):
            kind, _dash, of = field.partition("-")
            about, place = names.get(of, ""), of
            if of and not about:
                about, place = _("Question %(number)s") % {"number": of}, f"question-{of}"
            elif not of and field != NON_FIELD_ERRORS:
                place = f"id_{field}" if kind == "amendment" else field
            for text in told:
                yield place, field, f"{about}: {text}" if about and about not in text else str(text)

    @property
    def stored_recommendation(self) -> str:
        stored = self._stored_where_other("recommendation")
        return recommendation_in_words(stored) if stored else ""

    def scored(self) -> dict[str, Scored]:
        """The competencies by slug, as they are shown."""
        return {
            slug: Scored(row, *self._parts(slug, "level", "evidence", "reason", "heard"))
            for row in self.competencies
            for slug in [row.competency.slug]
        }

    def told(self) -> dict[int, Told]:
        """The questions by number, as they are shown."""
        return {each.number: Told(*self._parts(str(each.number), "outcome", "why", "note")) for each in self.items}

    def _parts(self, of: str, *kinds: str) -> Iterator[Any]:
        yield from (self[f"{kind}-{of}"] for kind in kinds)
        yield {kind: other for kind in kinds if (other := self._stored_where_other(f"{kind}-{of}"))}

    def _stored_where_other(self, name: str) -> str:
        stored = self._stored.get(name, "")
        if not stored or stored == (self[name].value() or ""):
            return ""
        return ", ".join(stored) if isinstance(stored, list) else str(stored)

    def scores(self) -> list[ScoreWrite]:
        """What is said of each competency, in the form's order; what programs noted on questions stays."""
        present = {} if self.card is None else {score.competency.slug: score for score in self.card.scores}
        return [
            written
            for row in self.competencies
            if (written := self._score(row.competency.slug, present.get(row.competency.slug))) is not None
        ]

    def told_items(self) -> list[ItemWrite]:
        """What is said of each question, of those of which anything is or was said."""
        present = {} if self.card is None else {item.item_id: item for item in self.card.items}
        told = []
        for each in self.items:
            outcome = self.cleaned_data[f"outcome-{each.number}"] or ASKED
            alternate = None if outcome in (ASKED, SKIPPED) else uuid.UUID(outcome)
            why, note = self.cleaned_data[f"why-{each.number}"], self.cleaned_data[f"note-{each.number}"]
            if each.item.pk in present or outcome != ASKED or why or note:
                told.append(ItemWrite(each.item.pk, outcome != SKIPPED, alternate, why, note))
        return told

    def _score(self, slug: str, present: Score | None) -> ScoreWrite | None:
        chosen = self.cleaned_data[f"level-{slug}"]
        evidence, reason = self.cleaned_data[f"evidence-{slug}"], self.cleaned_data[f"reason-{slug}"]
        heard = set(self.cleaned_data[f"heard-{slug}"])
        if present is None and not (chosen or evidence or reason or heard):
            return None
        state = chosen if chosen in UNRATED else ScoreState.RATED
        level = int(chosen) if chosen and chosen not in UNRATED else None
        notes = tuple(self._notes(heard, {} if present is None else {note.item_id: note for note in present.questions}))
        return ScoreWrite(slug, state, level, evidence, reason, notes)

    def _notes(self, heard: set[str], present: Mapping[uuid.UUID, Any]) -> Iterator[NoteWrite]:
        """On which questions it was heard; a note that a program made there stays, also where it was not heard."""
        for each in self.items:
            old, was_heard = present.get(each.item.pk), str(each.number) in heard
            if old is None and was_heard:
                yield NoteWrite(each.item.pk)
            elif old is not None and (was_heard or old.note or not old.asked):
                yield NoteWrite(each.item.pk, was_heard, old.level if was_heard else None, old.note)

    def tell(self, problem: Problem) -> None:
        """Each fault of the recorder at its field."""
        scores = [score.competency for score in self.scores()]
        if self.card is not None and problem.code == "scorecard_incomplete":
            scores = [score.competency.slug for score in self.card.scores]
        numbers = {each.item.pk: each.number for each in self.items}
        told = [item.item_id for item in self.card.items] if self.card is not None else []
        names = {row.competency.slug: row.competency.name for row in self.competencies}
        for fault in problem.faults or ():
            field, slug = _field_of(fault, scores, [numbers.get(item, 0) for item in told])
            self.add_error(field if field in self.fields else None, _in_names(fault.detail, slug, names))
        if not problem.faults:
            self.add_error(None, problem.text)


class AmendForm(ScorecardForm):
    """What is submitted, as a form, and why it changes."""

    def __init__(self, data: QueryDict | None, *, kit: Kit, card: Card | None) -> None:
        super().__init__(data, kit=kit, card=card)
        self.fields["amendment"] = forms.CharField(
            label=gettext_lazy("Why you amend it"),
            help_text=gettext_lazy("Whoever reads the scorecard reads this too, and what it said before."),
            max_length=SHORT,
            widget=forms.Textarea(attrs={"rows": 2, "class": "wide"}),
        )

    @property
    def amendment_field(self) -> forms.BoundField:
        return self["amendment"]


def read_values(card: Card | None, *, items: Sequence[KitItem]) -> dict[str, Any]:
    """The scorecard as the form's fields have it."""
    if card is None:
        return {}
    values: dict[str, Any] = {"recommendation": card.overall_recommendation or ""}
    numbers = {each.item.pk: str(each.number) for each in items}
    for score in card.scores:
        slug = score.competency.slug
        values[f"level-{slug}"] = chosen_of(score)
        values[f"evidence-{slug}"] = score.evidence
        values[f"reason-{slug}"] = score.reason
        values[f"heard-{slug}"] = [numbers[note.item_id] for note in score.questions if note.asked]
    for item in card.items:
        number = numbers[item.item_id]
        values[f"outcome-{number}"] = outcome_of(item)
        values[f"why-{number}"] = item.reason
        values[f"note-{number}"] = item.note
    return values


def version_of(card: Card | None) -> str:
    """Which state of the draft a page has shown."""
    return "" if card is None else card.modified_at.isoformat()


def chosen_of(score: Score) -> str:
    """The choice that stands for a score: its level, why there is none, or nothing yet."""
    return str(score.level or ("" if score.state == ScoreState.RATED else score.state))


def chosen_in_words(score: Score) -> str:
    return str(score.level or UNRATED[ScoreState(score.state)])


def outcome_of(item: Item) -> str:
    return str(item.alternate or (ASKED if item.asked else SKIPPED))


def _choice(values: Sequence[str]) -> forms.ChoiceField:
    return forms.ChoiceField(choices=[("", ""), *((value, value) for value in values)], required=False)


def _text(most: int) -> forms.CharField:
    return forms.CharField(max_length=most, strip=False, required=False)


def _field_of(fault: Fault, scores: Sequence[str], numbers: Sequence[int]) -> tuple[str | None, str | None]:
    """The field that a fault is about, and the competency where it is one's."""
    kind, place, member = [*fault.pointer.strip("/").split("/"), "", ""][:3]
    if kind == "overall_recommendation":
        return "recommendation", None
    if kind == "scores":
        slug = scores[int(place)] if place else fault.detail.split("`")[1]
        return f"{member if member in ('evidence', 'reason') else 'level'}-{slug}", slug
    if kind == "items" and place:
        return f"{'why' if member == 'reason' else 'outcome'}-{numbers[int(place)]}", None
    return None, None


def _in_names(detail: str, slug: str | None, names: Mapping[str, str]) -> str:
    if slug is None:
        return detail.replace("`no_decision`", "“no decision”")
    return detail.replace(f"`{slug}`", names.get(slug, slug))
