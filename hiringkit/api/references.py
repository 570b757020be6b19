"""How a request names other things: by our id or by the ATS's, always within the caller's reach."""

import uuid
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

Row = TypeVar("Row", bound=Model)


def resolve(
    attributes: dict[str, Any], name: str, rows: QuerySet[Row], faults: dict[str, Any], *, required: bool
) -> Row | None:
    """Take `name` or `<name>_remote_id` out of the attributes and look it up among `rows`.

    Adds to `faults`: `required` (neither given), `ambiguous_reference` (both), `not_found` (there is none in reach).
    """
    own: uuid.UUID | None = attributes.pop(name, None)
    remote: str | None = attributes.pop(f"{name}_remote_id", None)
    if own is not None and remote is not None:
        faults[f"{name}_remote_id"] = [ErrorDetail("Name it by one of the two ids.", code="ambiguous_reference")]
        return None
    if own is None and remote is None:
        if required:
            faults[name] = [ErrorDetail("This field is required.", code="required")]
        return None
    found = rows.filter(pk=own).first() if own is not None else rows.filter(remote_id=remote).first()
    if found is None:
        place = name if own is not None else f"{name}_remote_id"
        faults[place] = [ErrorDetail(f"There is no such {name} that you can reach.", code="not_found")]
    return found


def raise_faults(faults: dict[str, Any]) -> None:
    if faults:
        raise serializers.ValidationError(faults)
