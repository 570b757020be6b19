"""API keys: made, verified, revoked.

A key reads `hk_<lookup>_<secret>`: 12 characters that find its row and 32 random base-62 characters (190 bits). Only
HMAC-SHA256(pepper, secret) is stored; random keys need no slow password hash, and the pepper (outside the database, by
version) makes a stolen table useless. Verifying takes the same work whether or not the key exists.
"""

import hashlib
import hmac
import re
import secrets
import string
from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from hiringkit.people.models import ApiKey, Person
from hiringkit.people.scopes import SCOPES
from hiringkit.problems import Fault, invalid

_ALPHABET = string.digits + string.ascii_letters
_SHAPE = re.compile(r"hk_([0-9A-Za-z]{12})_([0-9A-Za-z]{32})", re.ASCII)
_NO_DIGEST = bytes(32)
MAX_NAME = ApiKey._meta.get_field("name").max_length or 0
LAST_USED_EVERY = timedelta(minutes=1)


def _random(length: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


def _digest(secret: str, version: int) -> bytes:
    pepper = settings.API_KEY_PEPPERS.get(version, "")
    return hmac.digest(pepper.encode(), secret.encode(), hashlib.sha256)


def create_api_key(
    *,
    name: str,
    scopes: Collection[str],
    person: Person | None = None,
    expires_at: datetime | None = None,
    created_by: Person | None = None,
) -> tuple[ApiKey, str]:
    """Make a key; returns its row and its text, which is shown this once.

    Raises 422 with every fault: `unknown_scope`, `required` (no scope at all), `blank`, `max_length`,
    `already_expired`.
    """
    faults = [
        Fault("unknown_scope", f"/scopes/{index}", f"There is no scope `{scope}`.")
        for index, scope in enumerate(scopes)
        if scope not in SCOPES
    ]
    if not scopes:
        faults.append(Fault("required", "/scopes", "Name at least one scope, or `all`."))
    if not name.strip():
        faults.append(Fault("blank", "/name", "Name the key after what uses it."))
    if len(name.strip()) > MAX_NAME:
        faults.append(Fault("max_length", "/name", f"A name has at most {MAX_NAME} characters."))
    if expires_at is not None and expires_at <= timezone.now():
        faults.append(Fault("already_expired", "/expires_at", "The expiry must be in the future."))
    if faults:
        raise invalid(faults)
    secret, version = _random(32), max(settings.API_KEY_PEPPERS)
    key = ApiKey.objects.create(
        name=name.strip(),
        person=person,
        lookup=_random(12),
        digest=_digest(secret, version),
        pepper_version=version,
        scopes=sorted(set(scopes)),
        expires_at=expires_at,
        created_by=created_by,
    )
    return key, f"hk_{key.lookup}_{secret}"


def revoke_api_key(*, key: ApiKey) -> ApiKey:
    """End a key; its next request is refused. Revoking twice keeps the first time."""
    if key.revoked_at is None:
        key.revoked_at = timezone.now()
        key.save(update_fields=["revoked_at"])
    return key


def verify_api_key(*, text: str) -> ApiKey | None:
    """The key's row, or None for every kind of wrong key, after the same work."""
    match = _SHAPE.fullmatch(text)
    lookup, secret = match.groups() if match else ("", "")
    key = _find_key(lookup)
    version = key.pepper_version if key else max(settings.API_KEY_PEPPERS)
    stored = bytes(key.digest) if key else _NO_DIGEST
    genuine = hmac.compare_digest(_digest(secret, version), stored)
    now = timezone.now()
    if key is None or not genuine or version not in settings.API_KEY_PEPPERS:
        return None
    if key.revoked_at is not None or (key.expires_at is not None and key.expires_at <= now):
        return None
    if key.person is not None and (not key.person.is_active or key.person.deleted_at is not None):
        return None
    _note_use(key, secret, now)
    return key


_KEY_FIELDS = [field.attname for field in ApiKey._meta.concrete_fields]
_PERSON_FIELDS = [field.attname for field in Person._meta.concrete_fields]
_FIND = (
    f"SELECT {', '.join(f'k.{name}' for name in _KEY_FIELDS)}, {', '.join(f'p.{name}' for name in _PERSON_FIELDS)}"
    " FROM people_apikey k LEFT JOIN people_person p ON p.id = k.person_id WHERE k.lookup = %s"
)


def _find_key(lookup: str) -> ApiKey | None:
    """`ApiKey.objects.select_related("person").filter(lookup=lookup).first()`, which every request of a key would
    compile anew for three times what the statement itself costs.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [lookup])
        row = cursor.fetchone()
    if row is None:
        return None
    key = ApiKey.from_db(connection.alias, _KEY_FIELDS, row[: len(_KEY_FIELDS)])
    if key.person_id is not None:
        key.person = Person.from_db(connection.alias, _PERSON_FIELDS, row[len(_KEY_FIELDS) :])
    return key


def _note_use(key: ApiKey, secret: str, now: datetime) -> None:
    """Write the use at most once a minute, before the request's own transaction: rows of one key never wait for
    another's work. A digest under an old pepper is renewed on the way.
    """
    newest = max(settings.API_KEY_PEPPERS)
    due = key.last_used_at is None or now - key.last_used_at >= LAST_USED_EVERY
    if key.pepper_version != newest:
        ApiKey.objects.filter(pk=key.pk).update(digest=_digest(secret, newest), pepper_version=newest, last_used_at=now)
    elif due:
        recent = Q(last_used_at__isnull=True) | Q(last_used_at__lte=now - LAST_USED_EVERY)
        ApiKey.objects.filter(recent, pk=key.pk).update(last_used_at=now)
