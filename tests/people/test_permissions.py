"""What a view may ask of its caller before any row is looked at."""

import pytest
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory, force_authenticate
from rest_framework.viewsets import ViewSet

from hiringkit.api.endpoint import REACH_DECIDES, Endpoint
from hiringkit.people.keys import create_api_key
from hiringkit.people.models import Person
from hiringkit.people.permissions import Requires
from hiringkit.people.vocabulary import GroupName
from tests.people.factories import member

pytestmark = pytest.mark.django_db


class ThingViewSet(ViewSet):
    """Recruiters write; everybody may propose, auditors alone may audit."""

    permission_classes = (Requires,)
    endpoint = Endpoint(
        scope="hiring",
        thing="thing",
        write_groups=(GroupName.RECRUITER,),
        action_groups={"propose": REACH_DECIDES, "audit": (GroupName.AUDITOR,)},
    )

    def answer(self, request: Request) -> Response:
        return Response({})

    list = create = propose = audit = answer


def ask(action: str, person: Person | None, *scopes: str) -> tuple[int, str | None]:
    method = "get" if action in ("list", "audit") else "post"
    request = getattr(APIRequestFactory(), method)("/things")
    key = create_api_key(name="Key", scopes=scopes, person=person)[0] if scopes else None
    if person or key:
        force_authenticate(request, user=person, token=key)  # type: ignore[arg-type]  # the stubs know DRF's tokens only
    response = ThingViewSet.as_view({method: action})(request)
    return response.status_code, response.data.get("code")


@pytest.mark.parametrize(
    ("action", "group", "expected"),
    [
        ("list", GroupName.INTERVIEWER, (200, None)),
        ("create", GroupName.INTERVIEWER, (403, "group_missing")),
        ("create", GroupName.AUDITOR, (403, "group_missing")),
        ("create", GroupName.RECRUITER, (200, None)),
        ("propose", GroupName.INTERVIEWER, (200, None)),
        ("audit", GroupName.RECRUITER, (403, "group_missing")),
        ("audit", GroupName.AUDITOR, (200, None)),
    ],
)
def test_groups_of_a_session(action: str, group: GroupName, expected: tuple[int, str | None]) -> None:
    assert ask(action, member(group)) == expected


@pytest.mark.parametrize(
    ("action", "scope", "expected"),
    [
        ("list", "hiring:read", (200, None)),
        ("list", "hiring:write", (200, None)),
        ("list", "plans:write", (403, "scope_missing")),
        ("create", "hiring:read", (403, "scope_missing")),
        ("create", "hiring:write", (200, None)),
        ("create", "all", (200, None)),
        ("audit", "hiring:read", (200, None)),
    ],
)
def test_an_integration_has_scopes_in_place_of_groups(
    action: str, scope: str, expected: tuple[int, str | None]
) -> None:
    assert ask(action, None, scope) == expected


def test_a_persons_key_needs_the_scope_and_the_group() -> None:
    interviewer, recruiter = member(GroupName.INTERVIEWER), member(GroupName.RECRUITER, email="r@example.com")
    assert ask("create", interviewer, "all") == (403, "group_missing")
    assert ask("create", recruiter, "hiring:read") == (403, "scope_missing")
    assert ask("create", recruiter, "hiring:write") == (200, None)


def test_nobody_is_asked_to_sign_in() -> None:
    assert ask("list", None) == (401, "not_authenticated")
