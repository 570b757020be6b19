"""People and API keys in the admin, written through the same services as everywhere else."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group
from django.db.models import ManyToManyField, QuerySet
from django.http import HttpRequest

from hiringkit.admin.confirming import asks_first
from hiringkit.admin.forms import DeclaredLookups, FindsNames
from hiringkit.people.addresses import NoAddress, fold_address
from hiringkit.people.groups import can_manage, manageable_groups
from hiringkit.people.keys import create_api_key, revoke_api_key
from hiringkit.people.models import ApiKey, Person
from hiringkit.people.queries import known_to
from hiringkit.people.scopes import SCOPES
from hiringkit.people.services import create_person, is_hidden, update_person

admin.site.unregister(Group)  # the groups and what they allow are written in groups.py and set after every migrate


def _folded(email: str) -> str:
    try:
        return fold_address(email)
    except NoAddress as error:
        raise forms.ValidationError(str(error)) from error


class PersonAddForm(forms.ModelForm):
    """A new person; their password is set on the next page, or never if they are only named."""

    class Meta:
        model = Person
        fields = ["email", "name", "groups"]

    def clean_email(self) -> str:
        return _folded(self.cleaned_data["email"])

    def _get_validation_exclusions(self) -> set[str]:
        """Who is hidden has no address that is taken: the service makes them known instead."""
        hidden = is_hidden(email=self.cleaned_data.get("email", ""))
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # Django's, without a type
        return excluded | ({"email"} if hidden else set())


class PersonChangeForm(UserChangeForm):
    class Meta:
        model = Person
        fields = ["email", "name", "is_active", "groups", "password"]

    def clean_email(self) -> str:
        return _folded(self.cleaned_data["email"])


@admin.register(Person)
class PersonAdmin(FindsNames, DeclaredLookups, UserAdmin):
    """Nobody is deleted here: an inactive person can't sign in, and what they wrote keeps its author."""

    form, add_form = PersonChangeForm, PersonAddForm
    fieldsets = (
        (None, {"fields": ("email", "name", "password")}),
        ("May do", {"fields": ("is_active", "groups", "is_staff", "is_superuser")}),
        ("Dates", {"fields": ("remote_id", "time_zone", "created_at", "modified_at", "last_login")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "groups")}),)
    readonly_fields = ("is_staff", "is_superuser", "remote_id", "time_zone", "created_at", "modified_at", "last_login")
    list_display = ("name", "email", "group_names", "is_active", "last_login")
    list_filter = ("groups", "is_active", "is_staff")
    search_fields = ("name", "email", "remote_id")
    ordering = ("name_key", "id")
    filter_horizontal = ()

    def label_found(self, person: Person) -> str:
        return f"{person.name} ({person.email})"

    @admin.display(description="groups")
    def group_names(self, person: Person) -> str:
        return ", ".join(sorted(group.name for group in person.groups.all()))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        viewer = request.user if isinstance(request.user, Person) else None
        rows = known_to(super().get_queryset(request), viewer=viewer)
        return rows.prefetch_related("groups")

    def has_change_permission(self, request: HttpRequest, obj: Person | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or (isinstance(request.user, Person) and can_manage(request.user, obj)))

    def has_delete_permission(self, request: HttpRequest, obj: Person | None = None) -> bool:
        return False

    def formfield_for_manytomany(
        self, db_field: "ManyToManyField[Any, Any]", request: HttpRequest, **kwargs: object
    ) -> Any:
        if db_field.name == "groups" and isinstance(request.user, Person):
            kwargs["queryset"] = Group.objects.filter(name__in=manageable_groups(request.user)).order_by("name")
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_form(self, request: HttpRequest, form: forms.ModelForm, change: bool) -> Any:
        """A new person is made here, as the admin takes up the object that this gives."""
        if change:
            return super().save_form(request, form, change)
        values = form.cleaned_data
        return create_person(
            email=values["email"], name=values["name"], groups=[group.name for group in values["groups"]]
        )

    def save_model(self, request: HttpRequest, obj: Person, form: Any, change: bool) -> None:
        if change:
            update_person(
                person=obj,
                email=obj.email,
                name=obj.name,
                is_active=obj.is_active,
                groups=[group.name for group in form.cleaned_data["groups"]],
            )

    def save_related(self, request: HttpRequest, form: object, formsets: object, change: bool) -> None:
        """The services have set the groups."""


class ApiKeyForm(forms.ModelForm):
    scopes = forms.MultipleChoiceField(
        choices=[(scope, scope) for scope in sorted(SCOPES)], widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = ApiKey
        fields = ["name", "person", "scopes", "expires_at"]


@admin.register(ApiKey)
class ApiKeyAdmin(DeclaredLookups, admin.ModelAdmin):
    """Keys are made, shown once and revoked; what was made never changes."""

    form = ApiKeyForm
    list_display = ("name", "lookup", "person", "scope_names", "expires_at", "revoked_at", "last_used_at")
    list_filter = ("revoked_at", "expires_at")
    list_select_related = ("person",)
    search_fields = ("name", "lookup", "person__email")
    autocomplete_fields = ("person",)
    ordering = ("-id",)
    actions = ("revoke",)

    @admin.display(description="scopes")
    def scope_names(self, key: ApiKey) -> str:
        return ", ".join(key.scopes)

    def get_fields(self, request: HttpRequest, obj: ApiKey | None = None) -> Any:
        if obj is None:
            return ["name", "person", "scopes", "expires_at"]
        made = ["name", "lookup", "person", "scope_names", "expires_at"]
        return [*made, "revoked_at", "last_used_at", "created_by", "created_at"]

    def has_change_permission(self, request: HttpRequest, obj: ApiKey | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ApiKey | None = None) -> bool:
        return False

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("people.change_apikey")

    def save_form(self, request: HttpRequest, form: forms.ModelForm, change: bool) -> ApiKey:
        author = request.user if isinstance(request.user, Person) else None
        key, text = create_api_key(**form.cleaned_data, created_by=author)
        # The message travels in a signed cookie of this browser only, and is gone once it was shown.
        messages.warning(request, f"Copy the key now, it can't be shown again: {text}")
        return key

    def save_model(self, request: HttpRequest, obj: ApiKey, form: object, change: bool) -> None:
        """`save_form` has made the key."""

    def save_related(self, request: HttpRequest, form: object, formsets: object, change: bool) -> None:
        """A key has no related rows."""

    @admin.action(description="Revoke the chosen keys", permissions=["revoke"])
    @asks_first("Revoke these keys?", "Revoke them: programs that use one are refused from now on")
    def revoke(self, request: HttpRequest, queryset: QuerySet[ApiKey]) -> None:
        for key in queryset:
            revoke_api_key(key=key)
        messages.success(request, f"Revoked: {', '.join(str(key) for key in queryset)}.")
