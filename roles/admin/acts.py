"""What an editor does to a question: take it into use and out of it, accept what the lint finds."""

from typing import Any, cast

from django import forms
from django.db.models import Exists, OuterRef

from hiringkit.admin.acts import Act, ActForm
from hiringkit.problems import conflict
from roles.models import Question, QuestionFinding
from roles.services.findings import accept_finding
from roles.services.questions import (
    activate_question,
    lock_question,
    retire_question,
)


class ActivateForm(ActForm):
    """Nothing to fill in."""

    def carry_out(self) -> None:
        activate_question(question=lock_question(pk=self.record.pk))


class RetireForm(ActForm):
    """Nothing to fill in."""

    def carry_out(self) -> None:
        retire_question(question=lock_question(pk=self.record.pk))


class AcceptForm(ActForm):
    """Which finding, and why it may stand."""

    code = forms.ChoiceField(label="What the lint finds", widget=forms.RadioSelect)
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3, "cols": 80}),
        max_length=2000,
        help_text="Why this may be asked all the same. It is kept with your name, and holds for this version only.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["code"])
        found: dict[str, list[str]] = {}
        for row in open_findings(self.record):
            found.setdefault(f"{row.severity.capitalize()} {row.code}", []).append(f"{row.place}: {row.detail}")
        field.choices = [(name.split()[1], f"{name}: {'; '.join(told)}") for name, told in found.items()]
        field.initial = self.request.GET.get("code")

    def require_possible(self) -> None:
        if not open_findings(self.record):
            raise conflict("nothing_found", "The lint finds nothing here that is not accepted.")

    def carry_out(self) -> None:
        person: Any = self.request.user
        question = lock_question(pk=self.record.pk)
        accept_finding(question=question, by=person, **self.cleaned_data)


ACTIVATE = Act(
    name="activate",
    title="Activate",
    button="Take it into use",
    permission="roles.change_question",
    form=ActivateForm,
    done="The question is active: plans can be made of it.",
    logged="Activated.",
)
RETIRE = Act(
    name="retire",
    title="Retire",
    button="Take it out of use",
    permission="roles.change_question",
    form=RetireForm,
    done="The question is retired. Plans that ask it keep it.",
    logged="Retired.",
)
ACCEPT = Act(
    name="overrule",
    title="Accept or overrule what the lint finds",
    button="Accept it in my name",
    permission="roles.change_question",
    form=AcceptForm,
    done="It is accepted for this version, in your name.",
    logged="Accepted a finding of the lint.",
)


def open_findings(question: Question) -> list[QuestionFinding]:
    """What the lint finds and nobody has accepted for the present version."""
    accepted = question.acceptances.filter(version=question.version, code=OuterRef("code"))
    return list(question.findings.filter(~Exists(accepted)))
