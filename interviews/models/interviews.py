"""The interviews held with an application, who sits on them, and what they may have read of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7

from hiringkit.rows.tracked import RemoteNamed, Tracked, remote_constraints
from interviews.models.hiring import Application
from interviews.models.plans import PlanRound


class Interview(Tracked, RemoteNamed):
    """One round of the plan, held with one application by one or more panelists."""

    stamped_by = ("panel",)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="interviews")
    round = models.ForeignKey(PlanRound, on_delete=models.PROTECT, related_name="interviews")
    panelists = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        through="Panelist",
        through_fields=("interview", "person"),
        related_name="interviews",
    )
    scheduled_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            *remote_constraints("interview"),
            # The target of the scorecard's composite foreign key (migration 0002): same interview, same application.
            models.UniqueConstraint(fields=["id", "application"], name="interview_of_one_application"),
        ]

    def __str__(self) -> str:
        return f"{self.round} with {self.application}"


class Panelist(models.Model):
    """Someone who sits on an interview and owes its scorecard, unless a recruiter has excused them."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="panel")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="panels")
    added_at = models.DateTimeField(auto_now_add=True, help_text="From then on they owe; before, they may have read.")
    excused_at = models.DateTimeField(null=True, blank=True)
    excused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    excuse_reason = models.TextField(blank=True)
    from_scorecard = models.BooleanField(
        default=False,
        editable=False,
        help_text="Seated by the call that recorded their scorecard: whoever is blind is not told of the seat.",
    )
    introduces = models.BooleanField(
        default=False,
        db_default=False,
        editable=False,
        help_text="The call that seated them has made the person as well: the blind are not told of them either.",
    )

    class Meta:
        ordering = ["interview", "id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "interview"], name="panelist_once_per_interview"),
            models.CheckConstraint(
                condition=Q(excused_at__isnull=True, excuse_reason="")
                | (Q(excused_at__isnull=False) & ~Q(excuse_reason="")),
                name="panelist_excused_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)


class Sighting(models.Model):
    """Others' scores of the application once stood open to this person; what they write of it since is `informed`.

    Kept when what was open closes: the seat, the reach or the rule that opened it may be gone by the time they write.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="sightings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "person"], name="sighting_noted_once")]

    def __str__(self) -> str:
        return f"{self.person} could read the scores of {self.application}"


class BlindnessLift(models.Model):
    """A recruiter let this person see others' scores of the application before writing; what they write is informed."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="blindness_lifts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="blindness_lifts")
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(auto_now_add=True)
    reason = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "person"], name="blindness_lifted_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="blindness_lifted_with_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.person} may see the scores of {self.application}"
