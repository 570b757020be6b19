"""What a view asks of its caller before any row is looked at: a scope of keys, a group of people."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Final, Protocol, cast

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from hiringkit.people.authentication import principal_of
from hiringkit.people.vocabulary import GroupName
from hiringkit.problems import forbidden

if TYPE_CHECKING:
    from rest_framework.views import APIView  # imports this module through DRF's settings


REACH_DECIDES: Final = None


class RuledView(Protocol):
    """A view that says who may call it.

    `scope` is the area of keys (`hiring` asks `hiring:read` or `hiring:write`). `write_groups` lists who may call
    unsafe methods and `action_groups` overrides both for single actions; `REACH_DECIDES` lets everybody pass whose
    reach does the rest. Who says neither lets nobody in: check E002 finds it before it serves.
    """

    scope: str
    action: str | None
    write_groups: Collection[GroupName] | None
    action_groups: Mapping[str, Collection[GroupName] | None]


class Requires(BasePermission):
    """403 `scope_missing`, `group_missing`, or `nobody_allowed` where the view does not say who may; an anonymous
    caller gets 401. Integrations have scopes in place of groups.
    """

    def has_permission(self, request: Request, view: "APIView") -> bool:
        principal = principal_of(request)
        ruled = cast(RuledView, view)
        reads = request.method in SAFE_METHODS
        answers = hasattr(view, str(request.method).lower())  # what it doesn't is 405, whoever asks
        if undeclared(type(view), writes=answers and not reads):
            raise forbidden("nobody_allowed", "This is for nobody yet.")
        wanted = f"{ruled.scope}:{'read' if reads else 'write'}"
        if not principal.has_scope(wanted):
            raise forbidden("scope_missing", f"The key lacks the scope `{wanted}`.")
        of_actions: Mapping[str, Collection[GroupName] | None] = getattr(ruled, "action_groups", {})
        groups = of_actions.get(ruled.action or "", ruled.write_groups if answers and not reads else REACH_DECIDES)
        if groups is not None and not principal.is_integration and not principal.in_group(*groups):
            raise forbidden("group_missing", f"This is for: {', '.join(sorted(groups))}.")
        return True


def undeclared(view: type["APIView"], *, writes: bool) -> tuple[str, ...]:
    """What a view leaves unsaid of who may call it; `writes` where it answers unsafe methods."""
    missing = [name for name in ("scope", *(("write_groups",) if writes else ())) if not hasattr(view, name)]
    unknown = [f"action_groups[{name!r}]" for name in getattr(view, "action_groups", {}) if not hasattr(view, name)]
    return (*missing, *unknown)
