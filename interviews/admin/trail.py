"""The audit trail in the admin, to read."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from hiringkit.admin.forms import DeclaredLookups, ReadOnlyAdmin
from hiringkit.audit.models import AuditEntry, AuditSeal
from hiringkit.people.admin_principal import admin_principal
from interviews.trail.queries import list_entries


@admin.register(AuditEntry)
class AuditEntryAdmin(DeclaredLookups, ReadOnlyAdmin):
    list_display = ("at", "action", "thing", "thing_id", "changed_fields", "door", "operation", "person", "key", "seal")
    list_filter = ("action", "thing", "door")
    list_select_related = ("seal",)
    search_fields = ("thing_id__exact", "person__exact", "application__exact", "request_id__exact")
    date_hierarchy = "at"
    ordering = ("-id",)
    list_display_links = ("at",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEntry]:
        return list_entries(principal=admin_principal(request))

    @admin.display(description="fields")
    def changed_fields(self, entry: AuditEntry) -> str:
        return ", ".join(entry.fields)


@admin.register(AuditSeal)
class AuditSealAdmin(DeclaredLookups, ReadOnlyAdmin):
    list_display = ("number", "n_entries", "sealed_at", "hexadecimal")
    fields = ("number", "n_entries", "sealed_at", "hexadecimal")
    readonly_fields = fields

    @admin.display(description="digest")
    def hexadecimal(self, seal: AuditSeal) -> str:
        return bytes(seal.digest).hex()
