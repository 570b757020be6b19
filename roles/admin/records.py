"""What the pages of the library share in the admin."""

from collections.abc import Collection
from typing import Any

from django.db.models import Count, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from hiringkit.admin.forms import LongLists
from roles.services.parts import Parts
from roles.services.records import save_record


def counted(rows: Any, *, by: str) -> Coalesce:
    """How many of the rows there are to each row of a list, `by` the column that names it. Each count by itself: as
    joins, two of them would multiply.
    """
    of_each = rows.filter(**{by: OuterRef("pk")}).order_by().values(by).annotate(n=Count("pk"))
    return Coalesce(Subquery(of_each.values("n")), Value(0))


class LibraryAdmin(LongLists):
    """What the library holds is retired, not deleted; a service stores it with the rows that make it up."""

    def store(self, record: Any, changed: Collection[str], parts: Parts, form: Any) -> None:
        """Call the service."""
        save_record(record=record, changed=changed)

    def save_model(self, request: HttpRequest, obj: object, form: object, change: bool) -> None:
        """The service writes it in `save_related`, where its parts are known."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        parts = {}
        for formset in formsets:
            formset.save(commit=False)  # for the log's sake: it notes what was added, changed and removed
            rows = [*formset.initial_forms, *(row for row in formset.extra_forms if row.has_changed())]
            kept = [row.instance for row in rows if row not in formset.deleted_forms]
            parts[formset.fk.remote_field.name] = kept
        self.store(form.instance, form.changed_data, parts, form)

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
