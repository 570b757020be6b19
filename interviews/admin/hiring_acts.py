"""What recruiters and hiring managers do to an application or an interview, beside changing its columns."""

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db.models import QuerySet

from hiringkit.admin.acts import Act, ActForm
from hiringkit.people.admin_principal import admin_principal
from hiringkit.people.models import Person
from hiringkit.people.principals import Principal, person_principal
from hiringkit.problems import conflict
from interviews.access.blindness import is_blind, require_sight, visible_seats
from interviews.hiring.releases import excuse_panelist, lift_blindness, require_excuser
from interviews.models import OwedBy
from interviews.summaries.decisions import record_decision
from interviews.vocabulary import DecisionOutcome


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """One of a few people, each with their address: names are not unique."""

    def label_from_instance(self, obj: Person) -> str:
        return f"{obj.name} ({obj.email})"


class HiringActForm(ActForm):
    """An act of somebody who may be blind themselves."""

    @property
    def viewer(self) -> Principal:
        return admin_principal(self.request)


class DecisionForm(HiringActForm):
    outcome = forms.ChoiceField(
        choices=[("", "---------"), *DecisionOutcome.choices],
        help_text="Hire and reject set the application's status; advance and hold leave it active.",
    )
    rationale = forms.CharField(
        max_length=20_000,
        widget=AdminTextareaWidget(attrs={"rows": 6}),
        help_text="What speaks for it, for whoever asks later. A decision never changes: a later one stands beside it.",
    )

    def require_possible(self) -> None:
        detail = "You owe a scorecard of this application; decisions come after it."
        require_sight(principal=self.viewer, application=self.record, detail=detail)

    def carry_out(self) -> None:
        record_decision(principal=self.viewer, application=self.record, **self.cleaned_data)


class CorrectionForm(DecisionForm):
    """A decision in the place of the latest, which was recorded wrongly."""

    reason = forms.CharField(
        max_length=2_000,
        widget=AdminTextareaWidget(attrs={"rows": 4}),
        help_text="Why the latest decision is corrected; both are kept.",
    )
    supersedes = forms.UUIDField(widget=forms.HiddenInput)  # the one on the page: another may have come meanwhile

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if not self.record.caller_is_blind:
            self.fields["supersedes"].initial = self.record.decision and self.record.decision.key
            self.fields["outcome"].help_text = f"In the place of: {self.record.decision}."

    def require_possible(self) -> None:
        super().require_possible()
        if self.record.decision_id is None:
            raise conflict("nothing_decided", "There is no decision to correct.")


class LiftForm(HiringActForm):
    person = PersonField(
        Person.objects.none(), error_messages={"invalid_choice": "They are not blind on this application any more."}
    )
    reason = forms.CharField(
        max_length=2_000,
        widget=AdminTextareaWidget(attrs={"rows": 4}),
        help_text="Why they must see others' scores before they write; it is kept, and can't be taken back. "
        "What they write afterwards counts as informed.",
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["person"].queryset = self._people()  # type: ignore[attr-defined]

    def _people(self) -> QuerySet[Person]:
        """Panelists who are blind. Somebody blind is offered every panelist: who no longer owes is not told to them."""
        seats = visible_seats(principal=self.viewer).filter(
            interview__application=self.record,
            interview__cancelled_at__isnull=True,
            interview__deleted_at__isnull=True,
        )
        lifted = self.record.blindness_lifts.values("person")
        people = Person.objects.filter(pk__in=seats.values("person")).exclude(pk__in=lifted).order_by("name_key", "id")
        people = people.exclude(pk=self.viewer.required_person().pk)  # nobody lifts their own
        if is_blind(principal=self.viewer, application=self.record):
            return people
        blind = [
            person.pk for person in people if is_blind(principal=person_principal(person), application=self.record)
        ]
        return people.filter(pk__in=blind)

    def require_possible(self) -> None:
        if not self.fields["person"].queryset.exists():  # type: ignore[attr-defined]
            raise conflict(
                "nobody_is_blind",
                "Nobody but perhaps yourself is blind on this application; nobody lifts their own blindness.",
            )

    def carry_out(self) -> None:
        lift_blindness(application=self.record, lifted_by=self.viewer.required_person(), **self.cleaned_data)


class ExcuseForm(HiringActForm):
    person = PersonField(
        Person.objects.none(), error_messages={"invalid_choice": "They owe nothing for this interview any more."}
    )
    reason = forms.CharField(
        max_length=2_000,
        widget=AdminTextareaWidget(attrs={"rows": 4}),
        help_text="Why nothing is to be expected of them; it is kept. What they write all the same counts as informed.",
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["person"].initial = self.request.GET.get("person")
        owing = OwedBy.objects.filter(interview=self.record)
        people = Person.objects.filter(pk__in=owing.values("person")).order_by("name_key", "id")
        self.fields["person"].queryset = people  # type: ignore[attr-defined]

    def require_possible(self) -> None:
        """Who is blind is not told who still owes, not even by a list to choose from."""
        require_excuser(principal=self.viewer, application=self.record.application)
        if not self.fields["person"].queryset.exists():  # type: ignore[attr-defined]
            raise conflict("nobody_owes", "Nobody owes a scorecard for this interview.")

    def carry_out(self) -> None:
        excuse_panelist(interview=self.record, excused_by=self.viewer.required_person(), **self.cleaned_data)


DECIDE = Act(
    name="decide",
    title="Record a decision",
    button="Record the decision",
    permission="interviews.add_decision",
    form=DecisionForm,
    done="The decision is recorded.",
    logged="Recorded a decision.",
)
CORRECT = Act(
    name="correct-decision",
    title="Correct the latest decision",
    button="Record the correction",
    permission="interviews.add_decision",
    form=CorrectionForm,
    done="The correction is recorded; the decision before is kept.",
    logged="Corrected a decision.",
)
LIFT = Act(
    name="lift-blindness",
    title="Lift a person's blindness",
    button="Lift their blindness",
    permission="interviews.add_blindnesslift",
    form=LiftForm,
    done="They may see others' scores of this application now.",
    logged="Lifted somebody's blindness.",
)
EXCUSE = Act(
    name="excuse",
    title="Excuse a panelist",
    button="Excuse them",
    permission="interviews.change_panelist",
    form=ExcuseForm,
    done="They are excused: nothing is owed of them for this interview.",
    logged="Excused a panelist.",
)
