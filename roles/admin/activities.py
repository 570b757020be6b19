"""Activities and tools in the admin: what roles share."""

from django.contrib import admin

from hiringkit.admin.rows import ReadOnlyInline
from roles.admin.records import LibraryAdmin
from roles.models import (
    Activity,
    RoleActivity,
    Tool,
)


class InvolvementRows(ReadOnlyInline):
    model = RoleActivity
    fields = ("role", "involvement", "focus")


@admin.register(Activity)
class ActivityAdmin(LibraryAdmin):
    list_display = ("name", "kind", "position")
    list_filter = ("kind",)
    search_fields = ("name", "slug", "summary")
    ordering = ("position", "slug")
    inlines = (InvolvementRows,)


@admin.register(Tool)
class ToolAdmin(LibraryAdmin):
    list_display = ("name",)
    search_fields = ("name",)
    ordering = ("name",)
