"""A record on several pages, each with a part of it: one that holds everything would be read by nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from hiringkit.admin.rows import Rows


@dataclass(frozen=True)
class Section:
    """One page: `name` ends its address, `rows` are what it holds; the first has the record's fields too."""

    name: str
    title: str
    rows: tuple[type[Rows], ...]


class SectionsAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Writes one section at a time: what another page holds is left as it is. The first has the record's own fields and
    is the page of a new record; after that comes the second.
    """

    sections: ClassVar[Sequence[Section]]
    change_form_template = "admin/record/sections.html"

    def get_urls(self) -> list[URLPattern]:
        pages = [
            path(
                f"<path:object_id>/{section.name}/",
                self.admin_site.admin_view(self.change_view),
                name=f"{self.opts.app_label}_{self.opts.model_name}_{section.name}",
            )
            for section in self.sections[1:]
        ]
        return [*pages, *super().get_urls()]

    def section_of(self, request: HttpRequest) -> Section:
        """The page that is open."""
        name = request.resolver_match.url_name if request.resolver_match else ""
        ending = (name or "").removeprefix(f"{self.opts.app_label}_{self.opts.model_name}_")
        return next((section for section in self.sections if section.name == ending), self.sections[0])

    def section_address(self, section: Section, record: Any) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{section.name}"
        return reverse(name, args=[record.pk])

    def get_inlines(self, request: HttpRequest, obj: object) -> list[Any]:
        return list(self.section_of(request).rows)

    def get_fieldsets(self, request: HttpRequest, obj: object = None) -> Any:
        return super().get_fieldsets(request, obj) if self._is_first(request) else []

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if not self._is_first(request):
            kwargs |= {"form": forms.ModelForm, "fields": []}
        return super().get_form(request, obj, change, **kwargs)

    def _is_first(self, request: HttpRequest) -> bool:
        return self.section_of(request) is self.sections[0]

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> Any:
        if obj is not None:
            here = self.section_of(request)
            pages = [(each.title, self.section_address(each, obj), each is here) for each in self.sections]
            context |= {"pages": pages, "title": here.title}
        return super().render_change_form(request, context, add, change, form_url, obj)

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        return HttpResponseRedirect(self.section_address(self.sections[1], obj))
