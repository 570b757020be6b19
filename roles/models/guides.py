"""What goes into every kit: how to interview, how to open and close, what candidates are told, how to calibrate."""

from django.db import models
from django.db.models import Q

from hiringkit.rows.tracked import Tracked
from roles.models.sources import Sourced, source_constraints


class Guide(Tracked, Sourced):
    """A few pages of advice, the same for every role."""

    stamped_by = ("pages",)

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "slug"]
        constraints = source_constraints("guide")

    def __str__(self) -> str:
        return self.title


class GuidePage(models.Model):
    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="pages")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    body = models.TextField(help_text="Markdown.")

    class Meta:
        ordering = ["guide", "position"]
        constraints = [
            models.UniqueConstraint(fields=["guide", "position"], name="guide_page_position_once"),
            models.CheckConstraint(condition=~Q(body=""), name="guide_page_not_empty"),
        ]

    def __str__(self) -> str:
        return self.title
