"""Where a text's facts come from, kept beside the text."""

from django.db import models
from django.db.models import Q

from roles.vocabulary import SourceKind


class Sourced(models.Model):
    """A text with its source: a seed document (file and place within it) or our own work."""

    source_kind = models.CharField(max_length=8, choices=SourceKind, default=SourceKind.OWN)
    source_file = models.CharField(max_length=200, blank=True)
    source_place = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True


def source_constraints(prefix: str) -> list[models.BaseConstraint]:
    """The two named checks of a `Sourced` table: the kind is known, and a seed names its file and place."""
    return [
        models.CheckConstraint(condition=Q(source_kind__in=SourceKind.values), name=f"{prefix}_source_kind_known"),
        models.CheckConstraint(
            condition=~Q(source_kind=SourceKind.SEED) | (~Q(source_file="") & ~Q(source_place="")),
            name=f"{prefix}_seed_has_file_and_place",
            violation_error_message="What comes from a seed names its file and the place in it.",
        ),
    ]
