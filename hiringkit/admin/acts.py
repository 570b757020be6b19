"""Small pages, each for one thing that a person does to a record: a form that a service carries out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse

from hiringkit.admin.forms import show_problem
from hiringkit.problems import Problem


class ActForm(forms.Form):
    """What the service needs to know beside the record and who acts."""

    required_css_class = "required"

    def __init__(self, *args: Any, request: HttpRequest, record: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.record = request, record

    def require_possible(self) -> None:
        """Raise the problem that would come of it now, whatever is typed; the page shows it in place of the form."""

    def carry_out(self) -> None:
        """Call the service with `cleaned_data`."""
        raise TypeError(f"{type(self).__name__} names no service")


@dataclass(frozen=True)
class Act:
    """One such page: `name` ends its address, `title` heads it and its link, `logged` goes into the history. What
    `removes` the record leads to the list, else to the record.
    """

    name: str
    title: str
    button: str
    permission: str
    form: type[ActForm]
    done: str
    logged: str
    removes: bool = False


class ActsAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Links to further pages of a record above its form (object tools), among them one for every act."""

    acts: ClassVar[Sequence[Act]] = ()
    change_form_template = "admin/record/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        own = [self.page(act.name, self._act_view(act)) for act in self.acts]
        return own + super().get_urls()

    def page(self, name: str, view: Callable[..., HttpResponse]) -> URLPattern:
        """A page of one record, signed in and with CSRF protection like every page of the admin."""
        address = f"{self.opts.app_label}_{self.opts.model_name}_{name}"
        return path(f"<uuid:object_id>/{name}/", self.admin_site.admin_view(view), name=address)

    def address(self, name: str, record: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}", args=[record.pk])

    def _list(self) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def tools(self, request: HttpRequest, record: object) -> list[tuple[str, str]]:
        """Title and address of the pages that this person may open."""
        return [(act.title, self.address(act.name, record)) for act in self.acts if _may(request, act)]

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, object],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: object = None,
    ) -> Any:
        more = {"tools": [] if obj is None else self.tools(request, obj)}
        return super().render_change_form(request, context | more, add, change, form_url, obj)

    def page_context(self, request: HttpRequest, record: object, title: str) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "subtitle": str(record),
            "opts": self.opts,
            "original": record,
            "back": self.address("change", record),
        }

    def reached(self, request: HttpRequest, object_id: object) -> Any:
        """The record as far as this person reaches it, or None."""
        record = self.get_object(request, str(object_id))
        if record is not None and not self.has_view_permission(request, record):
            raise PermissionDenied
        return record

    def out_of_reach(self, request: HttpRequest, object_id: object) -> HttpResponse:
        messages.warning(request, f"There is no {self.opts.verbose_name} {object_id} that you can reach.")
        return HttpResponseRedirect(reverse("admin:index"))

    def _act_view(self, act: Act) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, object_id: object) -> HttpResponse:
            if not _may(request, act):
                raise PermissionDenied
            record = self.reached(request, object_id)
            if record is None:
                return self.out_of_reach(request, object_id)
            sent = request.POST if request.method == "POST" else None
            form = act.form(sent, request=request, record=record)
            blocked = _obstacle(form)
            if sent is not None and not blocked and form.is_valid() and self._carry_out(request, act, form):
                messages.success(request, act.done)
                return HttpResponseRedirect(self._list() if act.removes else self.address("change", record))
            context = self.page_context(request, record, act.title) | {"form": form, "act": act, "blocked": blocked}
            return render(request, "admin/record/act.html", context)

        return view

    def _carry_out(self, request: HttpRequest, act: Act, form: ActForm) -> bool:
        try:
            with transaction.atomic():
                form.carry_out()
                self.log_change(request, form.record, act.logged)
        except Problem as problem:
            show_problem(form, problem)
            return False
        return True


def _obstacle(form: ActForm) -> str:
    try:
        form.require_possible()
    except Problem as problem:
        return problem.text
    return ""


def _may(request: HttpRequest, act: Act) -> bool:
    return request.user.has_perm(act.permission)
