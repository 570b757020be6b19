"""Deciding, beside the figures."""

import uuid

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from interviews.domain.summaries.summary import Summary
from interviews.summaries.decisions import outcomes_against_panel
from interviews.vocabulary import DecisionOutcome


class DecisionForm(forms.Form):
    """An outcome with its rationale; where something is decided already, why that is corrected, or nothing."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one.")},
    )
    rationale = forms.CharField(
        label=gettext_lazy("Why"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 4, "class": "wide"})
    )
    reason = forms.CharField(
        label=gettext_lazy("It corrects the decision above, because"),
        help_text=gettext_lazy("Leave it empty to decide anew."),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "wide"}),
    )
    latest = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, summary: Summary) -> None:
        made = summary.decision
        super().__init__(data, initial={"latest": None if made is None else made.id})
        self.against = against = outcomes_against_panel(
            recommendations=[each.recommendation for each in summary.recommendations]
        )
        labels = {
            outcome: _("%(outcome)s (against the panel)") % {"outcome": outcome.label}
            if outcome in against
            else str(outcome.label)
            for outcome in DecisionOutcome
        }
        self.fields["outcome"].choices = list(labels.items())  # type: ignore[attr-defined]  # a ChoiceField has them
        if made is None:
            del self.fields["reason"], self.fields["latest"]

    @property
    def supersedes(self) -> uuid.UUID | None:
        """The decision that this one corrects: the latest that the person saw, where they say why."""
        latest: uuid.UUID | None = self.cleaned_data.get("latest")
        return latest if self.cleaned_data.get("reason") else None
