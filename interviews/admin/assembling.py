"""The form that assembles a plan: rounds as rows, competencies and questions by name, every option of the API.

What is refused stands beside the field that it is about, by the place that it has in the body of POST /plans/assemble.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple

from hiringkit.problems import Fault, Problem
from interviews.admin.duplicating import FIRST_ROUNDS, Wished, wishes_of
from interviews.models import InterviewPlan, PlanItem
from interviews.plans.bank import FREE_MINUTES
from interviews.plans.drafts import MAX_MINUTES, MAX_QUESTIONS, MAX_ROUNDS, MAX_TITLE
from interviews.vocabulary import Depth
from roles.models import Competency, Question, Role
from roles.vocabulary import QuestionKind, QuestionStatus, Seniority

MIX = ("knowledge_max", "exercise_min", "behavioural_min")
ROWS = 5  # of rounds that the page shows at first; a link shows all there may be


class QuestionLabels:
    """Shows a question by what is asked, its slug behind it."""

    def label_from_instance(self, obj: Question) -> str:
        return f"{obj.text} ({obj.slug})"


class QuestionField(QuestionLabels, forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    def __init__(self) -> None:
        widget = AutocompleteSelect(PlanItem._meta.get_field("question"), admin.site)
        super().__init__(Question.objects.filter(status=QuestionStatus.ACTIVE), required=False, widget=widget)


class QuestionsField(QuestionLabels, forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def __init__(self, **values: Any) -> None:
        widget = AutocompleteSelectMultiple(PlanItem._meta.get_field("question"), admin.site)
        super().__init__(Question.objects.all(), required=False, widget=widget, **values)


class CompetenciesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Competencies by name, grouped by area."""

    def __init__(self, **values: Any) -> None:
        rows = Competency.objects.select_related("area").order_by("area__position", "area__name", "name")
        super().__init__(rows, required=False, widget=forms.SelectMultiple(attrs={"size": 6}), **values)
        self.iterator = _ByArea

    def label_from_instance(self, obj: Competency) -> str:
        return obj.name


class _ByArea(forms.models.ModelChoiceIterator):  # type: ignore[type-arg]  # not generic at run time
    def __iter__(self) -> Iterator[Any]:
        groups: dict[str, list[Any]] = {}
        for competency in self.queryset:
            groups.setdefault(competency.area.name, []).append(self.choice(competency))
        yield from groups.items()


def number(label: str, *, least: int = 0, most: int = MAX_QUESTIONS, **values: Any) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={"class": "vIntegerField few-digits"})
    return forms.IntegerField(label=label, min_value=least, max_value=most, required=False, widget=widget, **values)


class MixForm(forms.Form):
    """Numbers of questions by kind."""

    knowledge_max = number("At most so many knowledge questions")
    exercise_min = number("At least so many exercises")
    behavioural_min = number("At least so many stories (behavioural)")

    def mix(self) -> dict[str, int]:
        return {name: self.cleaned_data[name] for name in MIX if self.cleaned_data.get(name) is not None}


class RoundForm(MixForm):
    """One row; an empty one is no round."""

    title = forms.CharField(max_length=MAX_TITLE, required=False, widget=forms.TextInput(attrs={"class": "vTextField"}))
    minutes = number("minutes", least=1, most=MAX_MINUTES)
    focus = CompetenciesField(help_text="None: whatever the plan asks about there.")
    kinds = forms.MultipleChoiceField(
        choices=QuestionKind.choices, required=False, widget=forms.CheckboxSelectMultiple, help_text="None: any."
    )
    max_competencies = number("At most so many competencies", least=1, most=50)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if self.is_round():
            for name, word in (("title", "title"), ("minutes", "number of minutes")):
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, f"A round needs a {word}.")
        return values

    def is_round(self) -> bool:
        return any(self.cleaned_data.get(name) for name in self.fields)

    def body(self) -> dict[str, Any]:
        values = self.cleaned_data
        return {
            "title": values["title"],
            "minutes": values["minutes"],
            "focus": [competency.slug for competency in values["focus"]],
            "kinds": values["kinds"],
            "max_competencies": values["max_competencies"],
            "mix": self.mix(),
        }


class LockForm(forms.Form):
    """A question that must be asked in one round; an empty row is none."""

    question = QuestionField()
    round = number("in round", least=1, most=MAX_ROUNDS)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if bool(values.get("question")) != bool(values.get("round")) and not self.errors:
            self.add_error("round" if values.get("question") else "question", "A lock needs a question and a round.")
        return values


RoundFormSet = forms.formset_factory(RoundForm, extra=0, max_num=MAX_ROUNDS, absolute_max=MAX_ROUNDS, validate_max=True)
LockFormSet = forms.formset_factory(LockForm, extra=2, max_num=MAX_QUESTIONS)


class AssembleForm(MixForm):
    """The plan as a whole. `rounds` and `locks` are the rows beside it. With `like` it begins with that plan's wishes,
    and perhaps with its questions each kept in its round.
    """

    as_version = forms.BooleanField(required=False, initial=True)
    role = forms.ModelChoiceField(Role.objects.order_by("title"))
    seniority = forms.ChoiceField(choices=Seniority.choices, initial=Seniority.MID)
    title = forms.CharField(
        max_length=MAX_TITLE, required=False, help_text="Made from role and seniority if left empty."
    )
    depth = forms.ChoiceField(
        choices=Depth.choices,
        initial=Depth.BALANCED,
        help_text="Rather all competencies once, or rather fewer of them well.",
    )
    free_minutes = number("Minutes kept free in each round", most=120, initial=FREE_MINUTES)
    questions_min = number("At least so many questions on each competency", most=50)
    questions_max = number("At most so many questions on each competency", least=1, most=50)
    rounds_per_competency = number("Each competency in so many rounds", least=1, most=MAX_ROUNDS)
    difficulty_min = number("Difficulty from", least=1, most=5)
    difficulty_max = number("Difficulty to", least=1, most=5)
    include = QuestionsField(label="Must be asked")
    exclude = QuestionsField(label="Must not be asked")
    allow_never_with = forms.BooleanField(
        label="Let near-duplicates meet", required=False, help_text="Questions that belong in different plans."
    )

    # How the page groups them.
    first = ("as_version", "role", "seniority", "title", "depth", "free_minutes")
    more = (
        "questions_min", "questions_max", "rounds_per_competency", "difficulty_min", "difficulty_max", *MIX, "include",
        "exclude", "allow_never_with",
    )  # fmt: skip

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        rows: int = ROWS,
        like: InterviewPlan | None = None,
        keep: bool = False,
    ) -> None:
        wished = Wished(rounds=list(FIRST_ROUNDS)) if like is None else wishes_of(like, keep=keep)
        super().__init__(data, initial=wished.values)
        self.like, self.lost = like, wished.lost
        if like is None:
            del self.fields["as_version"]
        else:
            self.fields["as_version"].label = f"As the next version of {like}"
        blank: list[dict[str, Any]] = [{} for _ in range(min(MAX_ROUNDS, rows) - len(wished.rounds))]
        self.rounds = RoundFormSet(data, prefix="rounds", initial=None if data else [*wished.rounds, *blank])
        self.locks = LockFormSet(data, prefix="locks", initial=None if data else wished.locks)

    @property
    def all_media(self) -> forms.Media:
        return self.media + self.rounds.media + self.locks.media

    def is_valid(self) -> bool:
        """All of it is looked at, so that every fault is told at once."""
        return all([super().is_valid(), self.rounds.is_valid(), self.locks.is_valid()])

    def clean(self) -> dict[str, Any]:
        if self.rounds.is_valid() and not self._asked_rounds():
            raise forms.ValidationError("A plan needs a round: write a title and minutes.", code="no_round")
        return self.cleaned_data

    def _asked_rounds(self) -> list[RoundForm]:
        return [form for form in self.rounds if form.is_round()]

    def _asked_locks(self) -> list[LockForm]:
        return [form for form in self.locks if form.cleaned_data.get("question")]

    def options(self) -> dict[str, Any]:
        """As the body of the request has them; what was left open is left out."""
        values = self.cleaned_data
        windows = {
            name: {end: values[f"{field}_{end}"] for end in ("min", "max") if values[f"{field}_{end}"] is not None}
            for name, field in (("questions_per_competency", "questions"), ("difficulty", "difficulty"))
        }
        return {
            "free_minutes": FREE_MINUTES if values["free_minutes"] is None else values["free_minutes"],
            "depth": values["depth"],
            "allow_never_with": values["allow_never_with"],
            "rounds_per_competency": values["rounds_per_competency"],
            "mix": self.mix(),
            "include": [question.slug for question in values["include"]],
            "exclude": [question.slug for question in values["exclude"]],
            "locked": [
                {"question": form.cleaned_data["question"].slug, "round": form.cleaned_data["round"] - 1}
                for form in self._asked_locks()
            ],
            **windows,
        }

    def wishes(self) -> dict[str, Any]:
        """What `solve_plan` takes, beside the role."""
        return {
            "seniority": self.cleaned_data["seniority"],
            "title": self.cleaned_data["title"] or None,
            "rounds": [form.body() for form in self._asked_rounds()],
            "options": self.options(),
            "version_of": self.like if self.cleaned_data.get("as_version") else None,
        }

    def show(self, problem: Problem) -> None:
        """Each fault beside its field; what has none, on top."""
        for fault in problem.faults or (Fault(problem.code, "", problem.text),):
            form, name = self._place_of(fault.pointer)
            form.add_error(name if name in form.fields else None, fault.detail)

    def _place_of(self, pointer: str) -> tuple[forms.Form, str | None]:
        match pointer.split("/")[1:]:
            case ["rounds", index, "mix", name]:
                return self._asked_rounds()[int(index)], name
            case ["rounds", index, name, *_] if int(index) < len(self._asked_rounds()):
                return self._asked_rounds()[int(index)], name
            case ["options", "locked", index, *rest] if int(index) < len(self._asked_locks()):
                return self._asked_locks()[int(index)], rest[0] if rest else "question"
            case ["options", "mix", name]:
                return self, name
            case ["options", "questions_per_competency", end]:
                return self, f"questions_{end}"
            case ["options", "difficulty", end]:
                return self, f"difficulty_{end}"
            case ["options", name, *_]:
                return self, name
            case ["version_of"]:
                return self, "role"
            case [name, *_]:
                return self, name
            case _:
                return self, None
