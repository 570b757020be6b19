"""The rows that make up a thing of the library, such as a competency's anchors, set as a whole."""

from collections.abc import Collection, Mapping, Sequence

from django.db import models

from hiringkit.problems import Fault, invalid
from hiringkit.rows.tracked import Tracked

Parts = Mapping[str, Sequence[models.Model]]


def store(record: models.Model, changed: Collection[str]) -> None:
    """Insert a new row, or write the changed columns of one that exists."""
    if record._state.adding:
        record.save(force_insert=True)
    elif changed:
        record.save(update_fields=list(changed))
        if isinstance(record, Tracked):
            record.refresh_stamps()


def set_parts(record: models.Model, parts: Parts) -> None:
    """Make the rows of each relation named those given; what is the same already is not written.

    A row is known again by what the database holds unique within the record, so it keeps its id when the rest of it
    changes. Raises 422 `duplicate` where two rows given are the same one.
    """
    for relation, wanted in parts.items():
        _set_rows(record, relation, wanted)


def _set_rows(record: models.Model, relation: str, wanted: Sequence[models.Model]) -> None:
    rows = getattr(record, relation)
    model: type[models.Model] = rows.model
    parent: str = rows.field.name
    key = _key(model, parent)
    keyed = {tuple(getattr(row, name) for name in key): row for row in wanted}
    if len(keyed) != len(wanted):
        raise invalid([Fault("duplicate", f"/{relation}", "Two of them are the same one.")])
    present = {tuple(getattr(row, name) for name in key): row for row in rows.all()}
    gone = [row.pk for found, row in present.items() if found not in keyed]
    if gone:
        rows.filter(pk__in=gone).delete()
    new = []
    columns = [field.attname for field in model._meta.concrete_fields if not field.primary_key and field.name != parent]
    for found, row in keyed.items():
        if found in present:
            _update(present[found], {name: getattr(row, name) for name in columns})
        else:
            setattr(row, parent, record)
            row.pk, row._state.adding = None, True
            new.append(row)
    model._default_manager.bulk_create(new)


def _update(row: models.Model, values: Mapping[str, object]) -> None:
    differing = [name for name, value in values.items() if getattr(row, name) != value]
    for name in differing:
        setattr(row, name, values[name])
    if differing:
        row.save(update_fields=differing)


def _key(model: type[models.Model], parent: str) -> list[str]:
    """The columns that tell the rows of one record apart: its unique constraint without the record."""
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and parent in constraint.fields:
            unique = set(constraint.fields) - {parent}
            return [field.attname for field in model._meta.concrete_fields if field.name in unique]
    raise TypeError(f"{model.__name__} has no unique constraint within {parent}")
