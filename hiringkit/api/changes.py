"""The one door for changes: every unsafe request goes through it, and in this order.

One transaction; the locks; whose it is and in which state (403, 409); `If-Match` (428, 412); the service; what is shown
of it; then, outside, its tag and where it is found. What needs no lock of ours (the solver's seconds, a file that is
read) comes before the door.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import transaction
from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response

from hiringkit.api.etags import require_match, tagged_response
from hiringkit.problems import Fault, Problem, constraint_faults

Held = TypeVar("Held")
Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Version(Generic[Held]):
    """What `If-Match` speaks of: how the resource is shown as it is now, and whether the header is required."""

    show: Callable[[Held], Any]
    required: bool = False


def make(
    request: Request,
    *,
    run: Callable[[], Done],
    show: Callable[[Done], object],
    route: str,
    taken: Mapping[str, Fault] | None = None,
    route_key: str = "pk",
) -> Response:
    """201: run the service and show what it made, with its tag and its place (`route` takes its `pk`, or what else is
    its key).

    `taken` are the faults of named constraints that the database may find broken.
    """
    return change(
        request,
        lock=lambda: None,
        run=lambda _: run(),
        show=show,
        status=201,
        route=route,
        taken=taken or {},
        route_key=route_key,
    )


def change(
    request: Request,
    *,
    lock: Callable[[], Held],
    run: Callable[[Held], Done],
    show: Callable[[Done], object] | None,
    checks: Sequence[Callable[[Held], None]] = (),
    version: Version[Held] | None = None,
    status: int = 200,
    route: str | None = None,
    taken: Mapping[str, Fault] | None = None,
    route_key: str = "pk",
) -> Response:
    """Change what `lock` gives, locked in the one order (application, interview, seat, scorecard), or 404.

    Without `show` nothing is told of it: 204. What has a version or a `route` is tagged.
    """
    if request.method == "PATCH" and not request.META.get("CONTENT_LENGTH"):
        raise Problem(400, "body_missing", "There is no body; `{}` is one that changes nothing.")
    with constraint_faults(taken or {}), transaction.atomic():
        held = lock()
        for check in checks:
            check(held)
        if version is not None and (version.required or "If-Match" in request.headers):
            require_match(request, version.show(held), required=version.required)
        done = run(held)
        shown = None if show is None else show(done)
    if show is None:
        return Response(status=204)
    if version is None and route is None:
        return Response(shown, status=status)
    place = None if route is None else request.build_absolute_uri(reverse(route, args=[_key(done, route_key)]))
    return tagged_response(request, shown, status=status, location=place)


def _key(done: Any, name: str) -> Any:
    return getattr(done, name)
