"""The form of a question, and what it shows of competencies."""

from collections.abc import Mapping
from typing import Any

from django import forms

from hiringkit.admin.forms import BlockField, LevelsField, LinesField
from hiringkit.admin.rows import Rows
from roles.documents.canonical import Document
from roles.documents.content import as_document
from roles.documents.form import PAIRS, FormFault, form_faults, named_by_faults
from roles.documents.records import live_questions, question_document, questions_beside
from roles.lint import open_errors
from roles.models import CONTENT, Question, QuestionCompetency
from roles.services.questions import (
    VERSIONED,
)
from roles.vocabulary import QuestionStatus

NAMED = ("central_to", "never_with", "alternates")
UNEQUAL = "alternate_unequal"


class ShownFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    """Which competencies it shows decides whether its alternates are of equal worth."""

    def clean(self) -> None:
        super().clean()
        document = getattr(self.instance, "form_document", None)
        if document is None or any(self.errors):
            return
        rows = [row.cleaned_data for row in self.forms if row.cleaned_data and row not in self.deleted_forms]
        document["competencies"] = {row["competency"].slug: row["strength"] for row in rows}
        told = [fault.detail for fault in _faults(document) if fault.code == UNEQUAL]
        if told:
            raise forms.ValidationError(told)


def _faults(document: Document) -> list[FormFault]:
    """Faults of form, where what it goes never with goes never with it."""
    named = {slug for name in PAIRS for slug in document[name]}
    others = questions_beside(named, [document["slug"]])
    mutual = {
        slug: other
        | {"never_with": [*other.get("never_with", ()), *([document["slug"]] * (slug in document["never_with"]))]}
        for slug, other in others.items()
    }
    one_sided = [row for row in named_by_faults(document, others) if row.code == UNEQUAL]
    return [*form_faults(document, mutual), *one_sided]


class ShownRows(Rows):
    model = QuestionCompetency
    formset = ShownFormSet
    autocomplete_fields = ("competency",)
    related = ("competency",)
    verbose_name = "competency"
    verbose_name_plural = "competencies that it shows"
    intro = "What an answer is scored on: first hand, or on the side."
    min_num = 1


class QuestionForm(forms.ModelForm):  # type: ignore[type-arg]
    probes = LinesField(help_text="One a line.")
    strong_answer = LinesField(help_text="One a line: what a strong answer covers.")
    red_flags = LinesField(help_text="One a line.")
    brief = LinesField(
        help_text="One a line for the interviewer: facts, the truth, what to reveal when asked what, how to push back."
    )
    sheet = BlockField(help_text="What the candidate may read: Markdown, with SVG and fenced data, no scripts.")
    reference = BlockField(help_text="A worked solution, or the right number with the range that counts.")
    answers = LevelsField(help_text="A line for each level from 2 to 5, such as `3: ...`: what it sounds like here.")
    tags = LinesField(help_text="One a line.")

    class Meta:
        model = Question
        fields = (
            "slug", "text", "kind", "difficulty", "minutes", "probes", "strong_answer", "red_flags", "brief", "sheet",
            "reference", "answers", "roles", "central_to", "never_with", "alternates", "tags",
            "source_kind", "source_file", "source_place",
        )  # fmt: skip
        widgets = {"roles": forms.CheckboxSelectMultiple, "central_to": forms.CheckboxSelectMultiple}

    def clean(self) -> dict[str, Any]:
        """An active question is not changed into one that nobody may be asked; nothing that was typed is lost."""
        cleaned = super().clean() or self.cleaned_data
        adding = self.instance._state.adding
        if not self.errors:
            self.instance.form_document = document = self._document(cleaned)
            for fault in _faults(document):
                if fault.code != UNEQUAL:  # which the competencies decide
                    self.add_error(fault.place.partition("/")[0], fault.detail)
        if not self.errors and not adding and self.instance.status == QuestionStatus.ACTIVE:
            changed = {name: cleaned[name] for name in VERSIONED.intersection(self.changed_data)}
            if changed:
                now = question_document(live_questions().get(pk=self.instance.pk))
                for finding in open_errors(now | as_document(changed) | {"accepted": []}):
                    name = finding.place.partition("/")[0]
                    told = f"An active question can't say this: it {finding.detail}."
                    self.add_error(name if name in self.fields else None, told)
        return dict(cleaned)

    def _document(self, cleaned: Mapping[str, Any]) -> Document:
        """What would be stored, but for the competencies, which another form has."""
        content = as_document({name: cleaned[name] for name in CONTENT})
        slugs = {name: [row.slug for row in cleaned[name]] for name in ("roles", *NAMED)}
        return content | slugs | {"slug": cleaned["slug"], "competencies": {}}
