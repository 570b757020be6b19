"""What the admin's pages of jobs, candidates, applications and interviews share."""

import json
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from hiringkit.admin.acts import ActsAdmin
from hiringkit.admin.forms import DeclaredLookups, LongLists, ServiceAdmin
from hiringkit.people.admin_principal import admin_principal
from hiringkit.problems import Problem
from interviews.hiring import services


class RecordAdmin(LongLists, DeclaredLookups, ActsAdmin, ServiceAdmin):
    """Deletes softly, one record at a time, and only what nothing hangs on.

    The admin's log names a record by its kind and id: what it stores outlives the erasure of a candidate.
    """

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: object) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)  # a class of this request's own
        form.viewer = admin_principal(request)
        return form

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The record, with who looks at it: what it shows of itself depends on them."""
        record: Any = super().get_object(request, object_id, from_field)
        if record is not None:
            record.seen_by = admin_principal(request)
        return record

    def log_addition(self, request: HttpRequest, obj: object, message: object) -> LogEntry:
        return self._log(request, [obj], ADDITION, message)[0]

    def log_change(self, request: HttpRequest, obj: object, message: object) -> LogEntry:
        return self._log(request, [obj], CHANGE, message)[0]

    def log_deletions(self, request: HttpRequest, queryset: Iterable[object]) -> list[LogEntry]:
        return self._log(request, queryset, DELETION, "")

    def _log(self, request: HttpRequest, records: Iterable[Any], flag: int, message: object) -> list[LogEntry]:
        kind = ContentType.objects.get_for_model(self.model)
        return LogEntry.objects.bulk_create(
            LogEntry(
                user=admin_principal(request).required_person(),
                content_type=kind,
                object_id=str(record.pk),
                object_repr=f"{self.opts.verbose_name} {record.pk}",
                action_flag=flag,
                change_message=message if isinstance(message, str) else json.dumps(message),
            )
            for record in records
        )

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        """To the page of what was made, which leads on; Django goes back to the list."""
        return HttpResponseRedirect(self.address("change", obj))

    def get_actions(self, request: HttpRequest) -> Any:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)  # it would delete rows in one statement, past the service
        return actions

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        services.delete_record(principal=admin_principal(request), record=obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Only the record itself goes, so nothing else is listed: what hangs on it may be hidden from this person."""
        return [str(obj) for obj in objs], {}, set(), []

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except Problem as problem:
            messages.error(request, problem.text)
            return HttpResponseRedirect(request.path.replace("/delete/", "/change/"))
