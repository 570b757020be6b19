"""What we hire for: a role, what the seeds say of it, its profile, and its place in the overlap matrix."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from hiringkit.rows.tracked import Tracked
from roles.models.competencies import Competency
from roles.models.sources import Sourced, source_constraints
from roles.vocabulary import ActivityKind, CodeMatch, CodeSystem, Involvement


class Role(Tracked):
    """A role of the library, such as Data Scientist."""

    stamped_by = ("profile", "codes", "responsibilities", "skills", "role_tools", "role_activities", "distinctions")

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=120)
    aliases = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    summary = models.TextField()
    focus = models.TextField()
    lifecycle = models.TextField(help_text="Its place in the machine-learning lifecycle.")
    notes = models.JSONField(default=list, blank=True, help_text="A list of texts: how contradictions were resolved.")

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.title


class ExternalCode(models.Model):
    """A role's counterpart in a public classification. One code may belong to several roles."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="codes")
    system = models.CharField(max_length=8, choices=CodeSystem)
    uri = models.CharField(max_length=300)
    label = models.CharField(max_length=200)
    version = models.CharField(max_length=40)
    match = models.CharField(max_length=8, choices=CodeMatch)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["role", "system", "uri"], name="code_once_per_role"),
            models.CheckConstraint(condition=Q(system__in=CodeSystem.values), name="code_system_known"),
            models.CheckConstraint(condition=Q(match__in=CodeMatch.values), name="code_match_known"),
        ]

    def __str__(self) -> str:
        return f"{self.system} {self.label}"


class Responsibility(Sourced):
    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="responsibilities")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["role", "position"]
        verbose_name_plural = "responsibilities"
        constraints = [
            models.UniqueConstraint(fields=["role", "position"], name="responsibility_position_once"),
            *source_constraints("responsibility"),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Skill(Sourced):
    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="skills")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=160)
    group = models.CharField(max_length=80)

    class Meta:
        ordering = ["role", "position"]
        constraints = [
            models.UniqueConstraint(fields=["role", "name"], name="skill_once_per_role"),
            *source_constraints("skill"),
        ]

    def __str__(self) -> str:
        return self.name


class Tool(models.Model):
    """A named technology. It may serve different categories in different roles, so the category sits on `RoleTool`."""

    name = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class RoleTool(Sourced):
    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="role_tools")
    tool = models.ForeignKey(Tool, on_delete=models.PROTECT, related_name="role_tools")
    category = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["role", "position"]
        constraints = [
            models.UniqueConstraint(fields=["role", "tool", "category"], name="tool_once_per_role_and_category"),
            *source_constraints("role_tool"),
        ]

    def __str__(self) -> str:
        return f"{self.category}: {self.tool}"


class Activity(Sourced):
    """A piece of work that roles share or own."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=ActivityKind)
    summary = models.TextField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "slug"]
        verbose_name_plural = "activities"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ActivityKind.values), name="activity_kind_known"),
            *source_constraints("activity"),
        ]

    def __str__(self) -> str:
        return self.name


class RoleActivity(Sourced):
    """One cell of the overlap matrix: how far a role is involved in an activity, and on what it focuses there."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="role_activities")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="role_activities")
    involvement = models.CharField(max_length=12, choices=Involvement)
    focus = models.TextField(blank=True)

    class Meta:
        ordering = ["role", "activity"]
        verbose_name_plural = "role activities"
        constraints = [
            models.UniqueConstraint(fields=["role", "activity"], name="role_activity_once"),
            models.CheckConstraint(
                condition=Q(involvement__in=Involvement.values), name="role_activity_involvement_known"
            ),
            models.CheckConstraint(
                condition=Q(involvement=Involvement.NONE, focus="") | (~Q(involvement=Involvement.NONE) & ~Q(focus="")),
                name="role_activity_focus_iff_involved",
                violation_error_message="Say what a role that takes part does there; one that does not has no focus.",
            ),
            *source_constraints("role_activity"),
        ]

    def __str__(self) -> str:
        return f"{self.activity}: {self.involvement}"


class Distinction(models.Model):
    """The sentence that tells a role apart from another one."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="distinctions")
    other = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="distinguished_from")
    text = models.TextField()

    class Meta:
        ordering = ["role", "other"]
        constraints = [
            models.UniqueConstraint(fields=["role", "other"], name="distinction_once_per_pair"),
            models.CheckConstraint(
                condition=~Q(role=F("other")),
                name="distinction_of_two_roles",
                violation_error_message="A role is told apart from another one, not from itself.",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


RISING = "A target is of level 2 to 5, and a higher seniority has none that is lower, and never none."


class RoleCompetency(models.Model):
    """One row of a role's profile: how much a competency weighs and which level each seniority should reach."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="profile")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="role_competencies")
    weight = models.PositiveSmallIntegerField(default=10, help_text="1-100, relative to the profile's other weights.")
    weight_justification = models.TextField(blank=True, help_text="Required where the role's weights are not equal.")
    target_junior = models.PositiveSmallIntegerField(null=True, blank=True, help_text="None where it is not needed.")
    target_mid = models.PositiveSmallIntegerField(null=True, blank=True)
    target_senior = models.PositiveSmallIntegerField()
    note = models.TextField(help_text="What the competency means in this role.")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["role", "position", "competency"]
        verbose_name_plural = "role competencies"
        constraints = [
            models.UniqueConstraint(fields=["role", "competency"], name="profile_competency_once"),
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=100),
                name="profile_weight_1_to_100",
                violation_error_message="A competency weighs 1 to 100.",
            ),
            models.CheckConstraint(
                condition=Q(target_senior__gte=2, target_senior__lte=5),
                name="profile_senior_target_2_to_5",
                violation_error_message=RISING,
            ),
            models.CheckConstraint(
                condition=Q(target_mid__isnull=True) | Q(target_mid__gte=2, target_mid__lte=F("target_senior")),
                name="profile_mid_target_never_falls",
                violation_error_message=RISING,
            ),
            models.CheckConstraint(
                condition=Q(target_junior__isnull=True)
                | Q(target_mid__isnull=False, target_junior__gte=2, target_junior__lte=F("target_mid")),
                name="profile_junior_target_never_falls",
                violation_error_message=RISING,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.competency} weighs {self.weight}"

    def target_for(self, seniority: str) -> int | None:
        """The level (2-5) that `junior`, `mid` or `senior` should reach; None where they need not have it."""
        return {"junior": self.target_junior, "mid": self.target_mid, "senior": self.target_senior}[seniority]
