"""What is told from the room."""

import uuid

from django import forms
from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from interviews.models import PlanItem, ScorecardItem

ASKED, SKIPPED = "asked", "skipped"


class ItemForm(forms.Form):
    """What became of one question: asked as it stands, skipped, or one of its alternates asked in its place; the last
    two with a reason.
    """

    outcome = forms.ChoiceField(
        label=gettext_lazy("What became of it"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose one."),
            "invalid_choice": gettext_lazy("Choose one of these."),
        },
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("In a few words; not needed where it was asked as it stands."),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: QueryDict | None, *, item: PlanItem, told: ScorecardItem | None) -> None:
        super().__init__(data, initial=_initial(told))
        choices = [(ASKED, _("asked as it stands")), (SKIPPED, _("skipped"))]
        for other in item.alternates:
            label = _("replaced by: %(text)s") % {"text": Truncator(other["text"]).words(20)}
            choices.append((str(other["id"]), label))
        self.fields["outcome"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField has them

    def clean(self) -> None:
        outcome = self.cleaned_data.get("outcome")
        if outcome not in (None, ASKED) and not self.cleaned_data.get("reason", "").strip():
            self.add_error("reason", forms.ValidationError(_("Say why, in a few words."), code="reason_missing"))

    @property
    def asked(self) -> bool:
        return bool(self.cleaned_data["outcome"] != SKIPPED)

    @property
    def alternate(self) -> uuid.UUID | None:
        outcome = self.cleaned_data["outcome"]
        return None if outcome in (ASKED, SKIPPED) else uuid.UUID(outcome)

    @property
    def why(self) -> str:
        return "" if self.cleaned_data["outcome"] == ASKED else str(self.cleaned_data["reason"])


def _initial(told: ScorecardItem | None) -> dict[str, str]:
    """What is told already; nothing is chosen beforehand where nothing is."""
    if told is None:
        return {}
    return {"outcome": str(told.alternate or (ASKED if told.asked else SKIPPED)), "reason": told.reason}
