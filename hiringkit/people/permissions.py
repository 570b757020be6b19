"""What a view asks of its caller before any row is looked at: a scope of keys, a group of people."""

from typing import TYPE_CHECKING

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from hiringkit.api.endpoint import ANY_KEY, NOBODY, endpoint_of
from hiringkit.people.authentication import principal_of
from hiringkit.people.vocabulary import GroupName
from hiringkit.problems import forbidden

if TYPE_CHECKING:
    from rest_framework.views import APIView  # imports this module through DRF's settings


class Requires(BasePermission):
    """403 `scope_missing`, `group_missing`, or `nobody_allowed` where the view does not say who may; an anonymous
    caller gets 401. Integrations have scopes in place of groups.
    """

    def has_permission(self, request: Request, view: "APIView") -> bool:
        principal = principal_of(request)
        reads = request.method in SAFE_METHODS
        answers = hasattr(view, str(request.method).lower())  # what it doesn't is 405, whoever asks
        endpoint = endpoint_of(view)
        if endpoint is None or undeclared(type(view), writes=answers and not reads):
            raise forbidden("nobody_allowed", "This is for nobody yet.")
        wanted = f"{endpoint.scope}:{'read' if reads else 'write'}"
        if endpoint.scope != ANY_KEY and not principal.has_scope(wanted):
            raise forbidden("scope_missing", f"The key lacks the scope `{wanted}`.")
        groups = endpoint.groups_for(getattr(view, "action", None) or "", writes=answers and not reads)
        if groups is not None and not principal.is_integration and not principal.in_group(*map(GroupName, groups)):
            raise forbidden("group_missing", f"This is for: {', '.join(sorted(groups))}.")
        return True


def undeclared(view: type["APIView"], *, writes: bool) -> tuple[str, ...]:
    """What a view leaves unsaid of who may call it; `writes` where it answers unsafe methods."""
    endpoint = endpoint_of(view)
    if endpoint is None:
        return ("endpoint",)
    unknown = [f"action_groups[{name!r}]" for name in endpoint.action_groups if not hasattr(view, name)]
    return (*(["write_groups"] if writes and endpoint.write_groups == NOBODY else []), *unknown)
