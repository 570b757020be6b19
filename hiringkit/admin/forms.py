"""What the admin's forms share: lists as lines, and services as the only way to write."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import get_fields_from_path
from django.db import IntegrityError, models, transaction
from django.http import HttpRequest

from hiringkit.problems import Fault, Problem
from hiringkit.rows.names import name_holds


class DeclaredLookups(admin.ModelAdmin):  # type: ignore[type-arg]
    """Takes from the query string only what `list_filter` and `date_hierarchy` offer.

    Django allows every lookup over one relation by itself. `?scorecards__isnull=0` on people or interviews would then
    tell somebody blind who has written, `?decision__isnull=0` on applications that somebody has decided.
    """

    def lookup_allowed(self, lookup: str, value: object, request: HttpRequest | None = None) -> bool:
        declared = {item[0] if isinstance(item, (list, tuple)) else item for item in self.list_filter}
        own = {getattr(item, "parameter_name", None) for item in declared}  # those of a filter that is a class
        columns = {item for item in (*declared, self.date_hierarchy) if isinstance(item, str)}
        return lookup in own or any(self._is_of(lookup, name) for name in columns)

    def _is_of(self, lookup: str, name: str) -> bool:
        """A declared column takes every comparison, a declared relation a row or null: it leads no further."""
        if lookup == name:
            return True
        field: Any = get_fields_from_path(self.model, name)[-1]
        if field.is_relation:
            return lookup in (f"{name}__{field.target_field.name}__exact", f"{name}__exact", f"{name}__isnull")
        return lookup.startswith(f"{name}__")


class LongLists(admin.ModelAdmin):  # type: ignore[type-arg]
    """Lists of thousands open soon: half as many rows a page as Django shows, and no count of what was not found."""

    list_per_page = 50
    show_full_result_count = False

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """A list in which nothing is looked for is all there is, and needs no link to all."""
        shown = super().get_changelist_instance(request)
        if not shown.query and not shown.get_filters_params():
            shown.full_result_count = shown.result_count
        return shown


class FindsNames(admin.ModelAdmin):  # type: ignore[type-arg]
    """Finds a name in any of its forms, beside what `search_fields` find."""

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        found, many = super().get_search_results(request, queryset, search_term)
        return found | queryset.filter(name_holds(search_term)), many


class LinesField(forms.CharField):
    """A JSON list of texts, edited with one entry a line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 5, "cols": 100}), required=False, **kwargs)

    def prepare_value(self, value: object) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: object) -> Any:
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]

    def has_changed(self, initial: object, data: object) -> bool:
        return bool(self.to_python(self.prepare_value(initial)) != self.to_python(data))


class BlockField(forms.CharField):
    """A text of several lines that may be missing."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 8, "cols": 100})
        super().__init__(widget=widget, required=False, empty_value=None, strip=False, **kwargs)

    def prepare_value(self, value: object) -> Any:
        return "" if value is None else value

    def to_python(self, value: object) -> Any:
        """Line ends as files have them."""
        text = str(value or "").replace("\r\n", "\n").strip("\n")
        return f"{text}\n" if "\n" in text else text or None


class LevelsField(forms.CharField):
    """A JSON list of `{level, text}`, edited with one entry a line: `3: the text`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 5, "cols": 100}), required=False, **kwargs)

    def prepare_value(self, value: object) -> Any:
        return "\n".join(f"{row['level']}: {row['text']}" for row in value) if isinstance(value, list) else value

    def to_python(self, value: object) -> Any:
        rows = []
        for number, line in enumerate(str(value or "").splitlines(), start=1):
            level, colon, text = line.partition(":")
            if line.strip():
                if not (colon and level.strip().isdigit() and text.strip()):
                    raise forms.ValidationError(f"Line {number} is not a level, a colon and a text.")
                rows.append({"level": int(level), "text": text.strip()})
        return sorted(rows, key=lambda row: row["level"])

    def has_changed(self, initial: object, data: object) -> bool:
        try:
            return bool(self.to_python(self.prepare_value(initial)) != self.to_python(data))
        except forms.ValidationError:
            return True


def show_broken_rule(form: "forms.ModelForm[Any]", error: IntegrityError) -> None:
    """Put what a named rule of the form's table says beside the field that its name has, or on top where it has none.
    Raises the error again where the rule is another table's.
    """
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    rule = next((each for each in form.instance._meta.constraints if each.name == name), None)
    if rule is None:
        raise error
    field = next((field for field in form.fields if f"_{field}_" in f"_{rule.name}_"), None)
    form.add_error(field, str(rule.get_violation_error_message()))


def show_problem(form: forms.BaseForm, problem: Problem) -> None:
    """Put what the service refuses beside its field, or on top where it has none."""
    for fault in problem.faults or (Fault(problem.code, "", problem.text),):
        name = fault.pointer.lstrip("/").partition("/")[0]
        form.add_error(name if name in form.fields else None, fault.detail)


class ServiceForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """A form that a service carries out.

    `clean` tries the service in a savepoint and takes it back, so that what the service refuses stands beside its field
    and nothing that was typed is lost; `ServiceAdmin` then runs it for good.
    """

    viewer: Any  # who fills it in, where the admin says so: set on the class that it makes for a request

    def carry_out(self, record: Any) -> models.Model:
        """Call the service with `cleaned_data`; `record` is a fresh copy of the row, None for a new one."""
        raise TypeError(f"{type(self).__name__} names no service")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                with transaction.atomic():
                    self.carry_out(self.fresh_record())
                    transaction.set_rollback(True)
            except Problem as problem:
                show_problem(self, problem)
            except IntegrityError as error:
                show_broken_rule(self, error)
        return dict(cleaned)

    def fresh_record(self) -> Any:
        return None if self.instance._state.adding else type(self.instance)._default_manager.get(pk=self.instance.pk)

    def changes(self) -> dict[str, Any]:
        """The columns that the user changed."""
        return {name: self.cleaned_data[name] for name in self.changed_data}


class ServiceAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Writes through the form's service, and nothing else."""

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        return form.carry_out(form.fresh_record())

    def save_model(self, request: HttpRequest, obj: object, form: object, change: bool) -> None:
        """The service has written it."""

    def save_related(self, request: HttpRequest, form: object, formsets: object, change: bool) -> None:
        """The service has written them."""

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """Speaks of the record alone: rows of other tables are only shown, and never saved from here."""
        return super().construct_change_message(request, form, [], add)


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows to look at."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
