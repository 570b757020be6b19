"""What a view asks of its caller before any row is looked at: a scope of keys, a group of people."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Protocol, cast

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from hiringkit.people.authentication import principal_of
from hiringkit.people.vocabulary import GroupName
from hiringkit.problems import forbidden

if TYPE_CHECKING:
    from rest_framework.views import APIView  # imports this module through DRF's settings


class RuledView(Protocol):
    """A view that says who may call it.

    `scope` is the area of keys (`hiring` asks `hiring:read` or `hiring:write`). `write_groups` lists who may call
    unsafe methods and `action_groups` overrides both for single actions; None lets everybody pass whose reach does
    the rest.
    """

    scope: str
    action: str | None
    write_groups: Collection[GroupName] | None
    action_groups: Mapping[str, Collection[GroupName] | None]


class Requires(BasePermission):
    """403 `scope_missing` or `group_missing`; an anonymous caller gets 401. Integrations have scopes in place of
    groups.
    """

    def has_permission(self, request: Request, view: "APIView") -> bool:
        principal = principal_of(request)
        ruled = cast(RuledView, view)
        reads = request.method in SAFE_METHODS
        wanted = f"{ruled.scope}:{'read' if reads else 'write'}"
        if not principal.has_scope(wanted):
            raise forbidden("scope_missing", f"The key lacks the scope `{wanted}`.")
        groups = getattr(ruled, "action_groups", {}).get(
            ruled.action or "", None if reads else getattr(ruled, "write_groups", None)
        )
        if groups is not None and not principal.is_integration and not principal.in_group(*groups):
            raise forbidden("group_missing", f"This is for: {', '.join(sorted(groups))}.")
        return True
