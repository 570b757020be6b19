"""The columns of the change feed, on every table that a caller can pull.

A BEFORE trigger (`hiringkit_stamp_change`, put on a table by `stamps.StampChanges`) writes them, never Python: a
bulk load, the shell and the admin are stamped alike. An insert hands the stamped values back through RETURNING; after
an update call `refresh_stamps`.

`changed_xid` is the id of the transaction that wrote the row last. Ordered by (changed_xid, pk) and read only below
`hiringkit_change_horizon()`, the oldest open transaction, the feed never passes over a change that commits late.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

Row = TypeVar("Row", bound=models.Model, covariant=True)
TrackedRow = TypeVar("TrackedRow", bound="Tracked")


class LiveManager(models.Manager[Row]):
    """Rows that have not been deleted."""

    def get_queryset(self) -> models.QuerySet[Row]:
        return super().get_queryset().filter(deleted_at__isnull=True)


class Tracked(models.Model):
    """A row with the change feed's columns. `objects` are the live rows, `all_objects` include tombstones.

    `stamped_by` names the relations whose rows are shown as a part of this one: a change there stamps it too, by a
    trigger of the part's table (`parents.StampParent`).
    """

    stamped_by: ClassVar[tuple[str, ...]] = ()

    created_at = models.DateTimeField(db_default=Now(), editable=False)
    modified_at = models.DateTimeField(db_default=Now(), editable=False)
    deleted_at = models.DateTimeField(null=True, editable=False)
    changed_xid = models.BigIntegerField(db_default=0, editable=False)

    objects = LiveManager()
    all_objects = models.Manager()  # noqa: DJ012  # ruff takes a plain Manager for a field

    class Meta:
        abstract = True

    def refresh_stamps(self) -> None:
        """Read what the trigger wrote at the last update."""
        self.refresh_from_db(fields=["modified_at", "changed_xid"], from_queryset=type(self).all_objects.all())


class RemoteNamed(models.Model):
    """A row that an ATS may know by an id of its own: 1-255 characters without a slash."""

    remote_id = models.CharField(max_length=255, null=True, blank=True, default=None)

    class Meta:
        abstract = True


def tables_of_parts(model: type[Tracked]) -> list[str]:
    """The tables of the relations that `stamped_by` names; a dotted name goes on from a part to its own parts."""
    tables = []
    for path in model.stamped_by:
        at: Any = model
        for name in path.split("."):
            relation = at._meta.get_field(name)
            through = getattr(relation, "remote_field", None) if relation.many_to_many else None
            at = through.through if through is not None else relation.related_model
        tables.append(str(at._meta.db_table))
    return tables


LIVE = Q(deleted_at__isnull=True)


def remote_constraints(prefix: str, live: Q = LIVE) -> list[models.BaseConstraint]:
    """The named rules of a `remote_id`: once among the rows that are `live`, never empty, no slash (it is a path
    segment).
    """
    return [
        models.UniqueConstraint(
            fields=["remote_id"],
            condition=live,
            name=f"{prefix}_remote_id_once",
            violation_error_message="Another one has this remote id.",
        ),
        models.CheckConstraint(
            condition=Q(remote_id__isnull=True) | (~Q(remote_id="") & ~Q(remote_id__contains="/")),
            name=f"{prefix}_remote_id_no_slash",
            violation_error_message="A remote id has no slash.",
        ),
    ]


def live_or_all(model: type[TrackedRow], include_deleted: bool) -> models.Manager[TrackedRow]:
    """The manager of the live rows, or of all with their tombstones."""
    return model.all_objects if include_deleted else model.objects


def write_changes(instance: Tracked, changes: Mapping[str, object]) -> bool:
    """Save only the columns whose value differs; without a difference nothing is written, not even `modified_at`."""
    changed = [name for name, value in changes.items() if getattr(instance, name) != value]
    for name in changed:
        setattr(instance, name, changes[name])
    if changed:
        instance.save(update_fields=changed)
        instance.refresh_stamps()
    return bool(changed)


def delete_softly(record: Tracked) -> None:
    """Make the row a tombstone: gone for readers, seen as deleted by whoever pulls."""
    type(record).all_objects.filter(pk=record.pk).update(deleted_at=Now())
    record.refresh_from_db(
        fields=["deleted_at", "modified_at", "changed_xid"], from_queryset=type(record).all_objects.all()
    )
