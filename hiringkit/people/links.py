"""One-time links that sign a person in: made when somebody asks by mail, good for a quarter of an hour, and once.

Only the digest is stored. A mail scanner that opens the link uses nothing up: the page asks for a click, and the click
is what counts. Two clicks at once are one sign-in: the row is marked by a single statement.
"""

import hashlib
import secrets
from datetime import timedelta
from typing import Final
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from hiringkit.people.models import Person, SignInLink

GOOD_FOR: Final = timedelta(minutes=15)
AT_ONCE: Final = 3  # so many links in that time for one person: more mails would only be a nuisance


def make_link(*, person: Person) -> str | None:
    """The token of a new link; None where the person has been sent enough of them just now."""
    fresh = SignInLink.objects.filter(person=person, made_at__gt=timezone.now() - GOOD_FOR)
    if fresh.count() >= AT_ONCE:
        return None
    token = secrets.token_urlsafe(32)
    SignInLink.objects.create(person=person, digest=_digest(token), expires_at=timezone.now() + GOOD_FOR)
    return token


def forget_link(*, token: str) -> None:
    """Take back a link that has reached nobody: it counts for nothing then."""
    SignInLink.objects.filter(digest=_digest(token)).delete()


def link_path(*, token: str, after: str = "") -> str:
    """The path of a link, which leads on to the page `after`."""
    path = reverse("sign-in-by-link", args=[token])
    return f"{path}?{urlencode({'next': after})}" if after else path


def is_good(*, token: str) -> bool:
    """Whether the link could still be used."""
    return _good(token).exists()


def use_link(*, token: str) -> Person | None:
    """Whom the link signs in, who is active; from then on it is used. None where it is unknown, too old or used.

    The row's own columns decide in the statement that marks it, which waits for another one and then looks again.
    """
    person = Person.objects.filter(sign_in_links__in=_good(token)).first()
    fresh = SignInLink.objects.filter(digest=_digest(token), used_at__isnull=True, expires_at__gt=timezone.now())
    return person if person is not None and fresh.update(used_at=timezone.now()) else None


def _good(token: str) -> QuerySet[SignInLink]:
    return SignInLink.objects.filter(
        digest=_digest(token), used_at__isnull=True, expires_at__gt=timezone.now(), person__is_active=True
    )


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
