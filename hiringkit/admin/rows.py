"""Rows of another table on a record's page: every field with its label, at any width."""

from collections.abc import Iterable
from typing import Any, ClassVar, cast

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.db.models import ForeignKey, QuerySet, TextField
from django.forms import ModelChoiceField, Textarea
from django.http import HttpRequest


class KnownSelect(AutocompleteSelect):
    """Names what is chosen without asking the database, as far as it is `known`: name by value."""

    known: ClassVar[dict[str, str]] = {}

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        chosen = [each for each in value if each]
        if not all(each in self.known for each in chosen):
            return super().optgroups(name, value, attr)
        blank = [] if self.is_required or self.allow_multiple_selected else [("", "")]
        named = [*blank, *((each, self.known[each]) for each in chosen)]
        options = [
            self.create_option(name, each, label, bool(each), number) for number, (each, label) in enumerate(named)
        ]
        return [(None, options, 0)]


class Rows(admin.TabularInline):  # type: ignore[type-arg]
    """Rows to write. `intro` says above them what they are for, `described` below a column's name what goes there; the
    relations in `related` are named by each row.
    """

    template = "admin/record/rows.html"
    extra = 0
    intro = ""
    described: ClassVar[dict[str, str]] = {}
    related: tuple[str, ...] = ()
    formfield_overrides: ClassVar[dict[Any, dict[str, Any]]] = {
        TextField: {"widget": Textarea(attrs={"rows": 2, "cols": 30})}
    }

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.select_related(*self.related) if self.related else rows

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name in self.described:
            kwargs["help_text"] = self.described[db_field.name]
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, ModelChoiceField) and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_add_related = field.widget.can_view_related = False  # one link a row is enough: to open it
        return field

    def formfield_for_foreignkey(self, db_field: ForeignKey[Any, Any], request: Any, **kwargs: Any) -> Any:
        if db_field.name in self.autocomplete_fields:
            kwargs["widget"] = KnownSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_formset(self, request: Any, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        fields = formset.form.base_fields
        for name, field in fields.items():
            if isinstance(field, ModelChoiceField) and name not in {*self.autocomplete_fields, formset.fk.name}:
                field.choices = list(cast(Iterable[Any], field.choices))  # once, not for every row
        named = [name for name in self.autocomplete_fields if name in fields]
        rows = list(self.get_queryset(request).filter(**{formset.fk.name: obj})) if named and obj else []
        for name in named:
            widget = cast(KnownSelect, fields[name].widget.widget)
            widget.known = {str(getattr(row, name).pk): str(getattr(row, name)) for row in rows}  # type: ignore[misc]
        return formset


class ReadOnlyInline(Rows):
    """Rows to look at."""

    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
