"""Guides in the admin: pages on how to interview, beside the library's roles and questions."""

from collections.abc import Collection, Sequence
from typing import Any, cast

from django.contrib import admin

from roles.admin.records import LibraryAdmin
from roles.models import (
    Guide,
    GuidePage,
)
from roles.services.parts import Parts
from roles.services.records import save_guide


class GuidePageRows(admin.StackedInline):  # type: ignore[type-arg]
    model = GuidePage
    extra = 0
    min_num = 1


@admin.register(Guide)
class GuideAdmin(LibraryAdmin):
    list_display = ("title", "slug", "modified_at")
    search_fields = ("title", "slug")
    ordering = ("position", "slug")
    inlines = (GuidePageRows,)

    def store(self, record: Any, changed: Collection[str], parts: Parts, form: Any) -> None:
        save_guide(guide=record, changed=changed, pages=cast(Sequence[GuidePage], parts["pages"]))
